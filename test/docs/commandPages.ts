import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** The pages whose commands people type: the README and its kin, and docs. */
export const PAGES: readonly string[] = globSync('{README,CONTRIBUTING,SECURITY}.md', { cwd: ROOT })
  .concat(globSync('docs/**/*.md', { cwd: ROOT }))
  .sort();

/** A fenced block, with the line of its fence. `info` is what stands behind the fence. */
export interface PageBlock {
  readonly page: string;
  readonly line: number;
  readonly info: string;
  readonly text: string;
}

/** Every fenced block of every page, also within lists. */
export const BLOCKS: readonly PageBlock[] = PAGES.flatMap((page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^ *```([^\n]*)\n([\s\S]*?)^ *```$/gm)].map(
    ({ 1: info = '', 2: inner = '', index }) => ({
      page,
      line: text.slice(0, index).split('\n').length,
      info,
      text: inner,
    }),
  );
});

/** The lines of a block as a shell has them: what ends in `\` goes on in the next; comments and empty lines are none. */
export function linesIn(text: string): readonly string[] {
  return text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** A line without the comment at its end. */
export function withoutComment(line: string): string {
  return line.replace(/\s+# .*$/, '');
}
