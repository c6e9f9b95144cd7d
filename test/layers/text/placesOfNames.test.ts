import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { identifiers } from './samples.ts';

const NOBODY = identifiers({});
let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});

describe('a word of reports that stands where a name does is a doubt, and goes where only known words stay', () => {
  it.each([
    ['CT abdomen HAND', 'CT abdomen [removed]'],
    ['MR lumbar spine white', 'MR lumbar spine [removed]'],
    ['ABDOMEN LONG', 'ABDOMEN [removed]'],
    ['LONG ABDOMEN', '[removed] ABDOMEN'],
    ['CROSS chest CT', '[removed] chest CT'],
    ['Abdomen FRANK CROSS portal venous', 'Abdomen [removed] portal venous'],
    ['seen by long', 'seen by [removed]'],
    ['Rousseau Amandine', '[removed]'],
    ['Heidelberg abdomen', '[removed] abdomen'],
    ['scan of LONG CROSS again', 'scan of [removed] again'],
    ['Le knee left', '[removed] knee left'],
    ['knee left hand', 'knee left [removed]'],
  ])('%s', (text, known) => {
    const { text: left, doubts } = cleanText(text, NOBODY, words);
    expect(left === known || doubts.length > 0).toBe(true);
    expect(cleanToVocabulary(text, NOBODY, words)).toEqual({ text: known, doubts: [] });
  });
});

describe('one that stands as reports have it stays, without a doubt', () => {
  it.each([
    'CT HAND',
    'XR LEFT HAND',
    'Hand, three views',
    'LONG AXIS',
    'cardiac axis long',
    'White matter',
    'Brown fat uptake in the neck',
    'Stone in the right ureter',
    'BRAIN',
    'Routine Brain',
    'Small bowel obstruction',
    'Salter Harris fracture',
    'Rose Bengal stain',
    'left kidney stone',
    'Le genou gauche',
    'knee and left hand',
    'Lu-177 dose',
  ])('%s', (text) => {
    expect(cleanText(text, NOBODY, words)).toEqual({ text, doubts: [] });
    expect(cleanToVocabulary(text, NOBODY, words)).toEqual({ text, doubts: [] });
  });
});
