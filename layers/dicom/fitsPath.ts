import type { Tag } from './tag.ts';

/**
 * Whether enclosing sequences fit a path in which `**` stands for any number of any. What `**` stands for is only ever made longer, so that
 * many of them cost no more than the product of both lengths.
 */
export function fitsPath(pattern: readonly (Tag | '**')[], path: readonly Tag[]): boolean {
  let step = 0;
  let open: { readonly step: number; at: number } | null = null;
  for (let at = 0; at < path.length; ) {
    if (pattern[step] === path[at]) {
      step += 1;
      at += 1;
    } else if (pattern[step] === '**') {
      step += 1;
      open = { step, at };
    } else if (open !== null) {
      open.at += 1;
      step = open.step;
      at = open.at;
    } else return false;
  }
  while (pattern[step] === '**') step += 1;
  return step === pattern.length;
}
