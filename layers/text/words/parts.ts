import { CLINICAL } from './flags.ts';

/**
 * German and Dutch write as one word what other languages write as several: `Gelenkspaltverschmälerung`, `niersteenkoliek`. Surnames are made so as well
 * (`Rosenbaum`), so the parts are words of reports in these languages and no others; of everyday words one may be a part where the whole is not spelt as
 * names are.
 */

/** Before a part in the table, which tells it from a word: with CLINICAL one of reports, with WORD one of every day. */
export const PART_MARK = '+';

const [LEAST_OF_WORD, MOST_OF_WORD] = [8, 40];
const [LEAST_OF_PART, LEAST_OF_EVERYDAY_PART] = [3, 4];
const MOST_PARTS = 4;
/** What stands between two parts. */
const BETWEEN = ['n', 's', 'e', 'en', 'es', 'er', 'ns'] as const;

type FlagsOfPart = (part: string) => number;

/** Whether a folded word is made of such parts. */
export function isMadeOfParts(word: string, flagsOf: FlagsOfPart, isSpeltAsName: boolean): boolean {
  if (word.length < LEAST_OF_WORD || word.length > MOST_OF_WORD) return false;
  return restIsMade(word, flagsOf, isSpeltAsName, MOST_PARTS, false);
}

function restIsMade(
  rest: string,
  flagsOf: FlagsOfPart,
  isSpeltAsName: boolean,
  most: number,
  hasMedicine: boolean,
): boolean {
  for (let at = LEAST_OF_PART; at <= rest.length - LEAST_OF_PART; at++) {
    const flags = flagsWithin(rest.slice(0, at), flagsOf, isSpeltAsName);
    if (flags === 0) continue;
    const tail = rest.slice(at);
    const has = hasMedicine || (flags & CLINICAL) !== 0;
    const last = flagsOfPart(tail, flagsOf, isSpeltAsName);
    if (last !== 0 && (has || (last & CLINICAL) !== 0)) return true;
    if (most > 2 && restIsMade(tail, flagsOf, isSpeltAsName, most - 1, has)) return true;
  }
  return false;
}

/** A part, with or without what stands behind it. */
function flagsWithin(part: string, flagsOf: FlagsOfPart, isSpeltAsName: boolean): number {
  const whole = flagsOfPart(part, flagsOf, isSpeltAsName);
  if (whole !== 0) return whole;
  for (const between of BETWEEN) {
    const flags = part.endsWith(between)
      ? flagsOfPart(part.slice(0, -between.length), flagsOf, isSpeltAsName)
      : 0;
    if (flags !== 0) return flags;
  }
  return 0;
}

function flagsOfPart(part: string, flagsOf: FlagsOfPart, isSpeltAsName: boolean): number {
  if (part.length < LEAST_OF_PART) return 0;
  const flags = flagsOf(part);
  if ((flags & CLINICAL) !== 0) return flags;
  return isSpeltAsName || part.length < LEAST_OF_EVERYDAY_PART ? 0 : flags;
}
