import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { identifiers } from './samples.ts';

const NOBODY = identifiers({});
let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});

describe('words as protocols write them stay', () => {
  it.each([
    ['cut short', 'Liver/ADRENA PET_WBS_CLAUSTRO'],
    ['glued in capitals', 'THXABDO'],
    ['glued with a capital each', 'HeadNeckPETCT SpleeDUAL'],
    ['short forms', 'Exer 2 Stg, loc'],
    ['one letter', 'aaaaaaaaa'],
    ['a count', '6 weeks'],
  ])('%s: %s', (_what, text) => {
    expect(cleanText(text, NOBODY, words)).toEqual({ text, doubts: [] });
    expect(cleanToVocabulary(text, NOBODY, words).text).toBe(text);
  });
});

describe('and names written so do not', () => {
  it.each([
    'MARTINEZ_PET',
    'TANAKAPET',
    'McKowalski',
    'STRAUMANSON',
    'PREMANDIS',
    'RIBSON',
    'CARDSON',
    'PetrovAnna',
  ])('%s', (text) => {
    const cleaned = cleanText(text, NOBODY, words);
    expect(cleaned.text !== text || cleaned.doubts.length > 0).toBe(true);
  });
});
