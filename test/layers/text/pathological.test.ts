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

/** It cleans first, and then holds what is left against the lists: the other policies are a part of it. */
it.each(PATHOLOGICAL)('%j takes twice as long for twice as much', (unit) => {
  const [half, whole] = [PATHOLOGICAL_CHARACTERS / 2, PATHOLOGICAL_CHARACTERS].map((length) =>
    Math.max(LEAST_MS, Math.min(effortFor(unit, length), effortFor(unit, length))),
  ) as [number, number];
  expect(whole / half).toBeLessThan(MOST_GROWTH);
});
