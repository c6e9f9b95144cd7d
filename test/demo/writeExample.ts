import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { demoStudy } from './demoStudy.ts';

/** What `lethe example` hands out, by path below `cli/example`: the study of `npm run demo`, and every identifier in it once. */
export function exampleFiles(): ReadonlyMap<string, Uint8Array> {
  const { files, planted } = demoStudy();
  const identifiers = [...new Set(planted.map(({ text }) => text))].sort();
  return new Map([
    ...files.map(({ name, bytes }) => [`study/${name}`, bytes] as const),
    ['identifiers.txt', new TextEncoder().encode(`${identifiers.join('\n')}\n`)],
  ]);
}

/** `npm run docs`: writes the study anew, after a change to how it is made. */
if (import.meta.main) {
  const folder = join(import.meta.dirname, '../../cli/example');
  rmSync(join(folder, 'study'), { recursive: true, force: true });
  for (const [name, bytes] of exampleFiles()) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}
