import { cleanText } from '../../../layers/text/clean.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { identifiers } from './samples.ts';

const NOBODY = identifiers({});
let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});

describe('a word of reports behind what is said of people is a name', () => {
  it.each([
    ['discussed with Stone on the phone', 'discussed with [removed] on the phone'],
    ['consent from Hand', 'consent from [removed]'],
    ['report to Bone', 'report to [removed]'],
    ['scan repeated, see Small', 'scan repeated, see [removed]'],
    ['for Brown follow up chest xray', 'for [removed] follow up chest xray'],
    ['IRM genou pour Stone', 'IRM genou pour [removed]'],
    ['Abdomen FRANK CROSS portal venous', 'Abdomen [removed] portal venous'],
    ['Abdomen WILL SMALL portal venous', 'Abdomen [removed] portal venous'],
    ['c/o Long', 'c/o [removed]'],
    ['per Long, no contrast', 'per [removed], no contrast'],
  ])('%s', (before, after) => expect(cleanText(before, NOBODY, words).text).toBe(after));
});

describe('and stays where reports have it', () => {
  it.each([
    'referred to Hand surgery',
    'report to Hand clinic',
    'see Bone window',
    'CT abdomen for Stone protocol',
    'for Hand follow up chest xray',
    'for Cross table lateral',
    'with White matter changes',
    'Follow Up For Long Bone Survey',
    '3 times per Day',
    'LONG AXIS, SHORT AXIS',
    'MAX INTENSITY PROJECTION',
  ])('%s', (text) => expect(cleanText(text, NOBODY, words).text).toBe(text));
});
