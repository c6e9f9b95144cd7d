import type { Find } from './properties.ts';

/** What is to be kept of finds, as a person reads it. */
export function reportOf(finds: readonly Find[], files: number): string {
  if (finds.length === 0) return `Every property of ${files} files held.\n`;
  return `${finds.map(kept).join('\n')}\n${finds.length} found. Each becomes a case beside its property, and stays when it is mended.\n`;
}

function kept({ file, test, seed, path, counterexample }: Find): string {
  return [
    `FOUND in ${file}`,
    `  test            ${test}`,
    `  seed            ${seed}`,
    `  path            ${path}`,
    `  counterexample  ${counterexample}`,
    `  again           npm run test:properties -- --seed ${seed} --path ${path} ${file}`,
    '',
  ].join('\n');
}
