import { plantedTexts } from '../../../../bench/text/planted.ts';
import { mayStay } from '../../../../layers/pixels/text/allowed.ts';
import { LABELS, UNITS, WORDS } from '../../../../layers/pixels/text/allowedWords.ts';
import { cleanText } from '../../../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../../../layers/text/identifierDraft.ts';
import { loadWords } from '../../../../layers/text/words/wordTable.ts';

/**
 * Text that is read in pixels goes unless a closed list lets it stay, and so it is never held more loosely than text in attributes: what the cleaner takes
 * for a name, a place or an institution does not stay, nor does what only looks like one.
 */
it('no planted text stays in a picture', () =>
  expect(plantedTexts(11, 8).filter(({ text }) => mayStay(text, []))).toEqual([]));

it.each([...WORDS, ...LABELS, ...UNITS])('the cleaner leaves %s, which may stay in a picture', async (word) =>
  expect(cleanText(word, NO_IDENTIFIERS, await loadWords()).text).toBe(word),
);
