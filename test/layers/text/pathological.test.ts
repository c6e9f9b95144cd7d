import { cleanToVocabulary } from '../../../layers/text/clean.ts';
import { emptyDraft } from '../../../layers/text/identifierDraft.ts';
import { addName } from '../../../layers/text/nameForms.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { effortMs } from '../../support/effort.ts';
import { PATHOLOGICAL, PATHOLOGICAL_CHARACTERS } from './pathological.ts';

/** Far above what twice as long a text takes, and below what a step takes that goes by the square. */
const MOST_GROWTH = 3.5;
const LEAST_MS = 150;

let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});

/** Its own identifiers each time, as what was cleaned before is remembered by them. */
function effortFor(unit: string, length: number): number {
  const own = emptyDraft();
  addName('Thistlewood^Johanna', own);
  const text = unit.repeat(length / unit.length);
  const started = effortMs();
  cleanToVocabulary(text, own, words);
  return effortMs() - started;
}

it('are 27 texts', () => expect(PATHOLOGICAL).toHaveLength(27));

/** How much more effort the whole text takes than its half. */
function growthOf(unit: string): number {
  const [half, whole] = [PATHOLOGICAL_CHARACTERS / 2, PATHOLOGICAL_CHARACTERS].map((length) =>
    Math.max(LEAST_MS, effortFor(unit, length)),
  ) as [number, number];
  return whole / half;
}

/**
 * It cleans first, and then holds what is left against the lists: the other policies are a part of it. What a busy machine made slow is tried again: a step by the
 * square is slow each time.
 */
it.each(PATHOLOGICAL)('%j takes twice as long for twice as much', (unit) => {
  let growth = growthOf(unit);
  for (let again = 0; again < 3 && growth >= MOST_GROWTH; again++) growth = Math.min(growth, growthOf(unit));
  expect(growth).toBeLessThan(MOST_GROWTH);
});
