import type { Tag } from '../tag.ts';
import { lookupTag } from './dictionary.ts';

/** Value Multiplicity as PS3.6 writes it: `1`, `1-n`, `2-2n` (pairs), `1-8`; `1-n or 1`. */
const FORM = /^(\d+)(?:-(?:(\d*)n|(\d+)))?(?: or 1)?$/;

/** What PS3.6 says of how many values an attribute has, where that many are wrong (PS3.5 6.4); null: nothing, or they are right. */
export function wrongMultiplicity(tag: Tag, count: number): string | null {
  const vm = lookupTag(tag)?.vm ?? '';
  const parts = FORM.exec(vm);
  if (parts === null) return null;
  const [, least, step, most] = parts;
  const isRight =
    step !== undefined
      ? count >= Number(least) && count % Number(step || 1) === 0
      : count >= Number(least) && count <= Number(most ?? least);
  return isRight ? null : vm;
}

/** The fewest values that an attribute has if it has any; 1 where PS3.6 does not say. */
export function leastCount(tag: Tag): number {
  return Number(FORM.exec(lookupTag(tag)?.vm ?? '')?.[1] ?? 1);
}
