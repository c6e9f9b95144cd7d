import type { Find } from './properties.ts';

/** What is to be kept of finds, as a person reads it. `isWhole`: every test of the files ran, and passed. */
export function reportOf(finds: readonly Find[], files: number, isWhole: boolean): string {
  if (finds.length === 0)
    return isWhole
      ? `Every property of ${files} files held.\n`
      : `No property was found that does not hold, but the tests of the ${files} files failed or did not end: see above.\n`;
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
