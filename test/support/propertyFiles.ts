import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The files of the tests, by their paths from the repository's folder. */
export function filesOfTests(): readonly string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

export function sourceOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

/** Holds properties that do not hold, to see what is said of them. */
const ABOUT_PROPERTIES = 'test/truth.test.ts';

/** The files whose tests hold properties. */
export function filesWithProperties(): readonly string[] {
  return filesOfTests().filter(
    (file) =>
      file.endsWith('.test.ts') &&
      file !== ABOUT_PROPERTIES &&
      /from '[^']*support\/properties\.ts'/.test(sourceOf(file)),
  );
}
