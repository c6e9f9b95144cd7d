/**
 * How a word is spelt: runs of four letters are more or less frequent in names than in words of texts. A word on no list is told by them: of what
 * `generate.ts` holds back of its lists they take nine names of ten for names, and one word of five.
 */

/** Letters of a run. */
const RUN = 4;
/** `a` to `z`, and what stands before and behind a word. */
const LETTERS = 27;
export const RUNS = LETTERS ** RUN;

/** A frequency's logarithm is written in steps of so much, in one of sixteen digits. */
const STEP = 0.75;
const MOST_STEPS = 7;
const LEAST_SUM = -1.5;

/** Where each run of a folded word stands in a table of all; null of a word with other letters than `a` to `z`. */
export function runsIn(word: string): readonly number[] | null {
  if (!/^[a-z]+$/.test(word)) return null;
  const runs: number[] = [];
  let run = 0;
  for (let at = 0; at <= word.length; at++) {
    run = (run * LETTERS + (at < word.length ? word.charCodeAt(at) - 0x60 : 0)) % RUNS;
    if (at + 2 >= RUN) runs.push(run);
  }
  return runs;
}

/** One digit a run, from 0 (of words) by 7 (of both) to 14 (of names). */
export function spellingOf(names: readonly string[], words: readonly string[]): Uint8Array {
  const [ofNames, ofWords] = [countsOf(names), countsOf(words)];
  const digits = new Uint8Array(RUNS);
  for (let run = 0; run < RUNS; run++) {
    const one = ((ofNames.counts[run] as number) + 1) / (ofNames.all + ofNames.kinds);
    const other = ((ofWords.counts[run] as number) + 1) / (ofWords.all + ofWords.kinds);
    const isSeen = ofNames.counts[run] !== 0 || ofWords.counts[run] !== 0;
    const steps = isSeen ? Math.round(Math.log(one / other) / STEP) : 0;
    digits[run] = MOST_STEPS + Math.max(-MOST_STEPS, Math.min(MOST_STEPS, steps));
  }
  return digits;
}

function countsOf(words: readonly string[]): { counts: Uint32Array; all: number; kinds: number } {
  const counts = new Uint32Array(RUNS);
  let all = 0;
  for (const word of words)
    for (const run of runsIn(word) ?? []) {
      counts[run] = (counts[run] as number) + 1;
      all += 1;
    }
  return { counts, all, kinds: counts.filter((count) => count > 0).length };
}

/** Whether a folded word is spelt as names are rather than as words of texts; of other letters than `a` to `z` nothing is known. */
export function isSpeltAsName(digits: Uint8Array, word: string): boolean {
  const runs = runsIn(word);
  if (runs === null) return false;
  let sum = 0;
  for (const run of runs) sum += ((digits[run] as number) - MOST_STEPS) * STEP;
  return sum > LEAST_SUM;
}
