import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { CLINICAL_WORDS, identifiers } from './samples.ts';

const NOBODY = identifiers({});
let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});
const clean = (text: string) => cleanText(text, NOBODY, words).text;
const doubts = (text: string) => cleanText(text, NOBODY, words).doubts;

describe('what nothing beside it gives away goes', () => {
  it.each([
    ['CT chest by Kowalski', 'CT chest by [removed]'],
    ['kowalski', '[removed]'],
    ['CT abdomen HENDERSON', 'CT abdomen [removed]'],
    ['wife Grace Brown present', 'wife [removed] present'],
    ['consent from Mark Young', 'consent from [removed]'],
    ['LONG^ROSE', '[removed]'],
    ['c/o Long', 'c/o [removed]'],
    ['Radiologist: Bone', 'Radiologist: [removed]'],
    ['prior CT at Northgate Imaging', 'prior CT at [removed]'],
    ['Klinikum Heidelberg', '[removed]'],
    ['lives in Manchester', 'lives in [removed]'],
    ['PET Velmarik', 'PET [removed]'],
    ['Henderson_head', '[removed]_head'],
    ['lumbar spine holmqvest', 'lumbar spine [removed]'],
    ['penhaltry', '[removed]'],
    ['Corvantes Ildegarra fracture', '[removed] fracture'],
    ['Bjorn Andersson fracture left wrist', '[removed] fracture left wrist'],
    ['Heidelberg abdomen', '[removed] abdomen'],
    ['Смирнова КТ', '[removed] КТ'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
});

describe('what reports and protocols say stays', () => {
  it.each([
    't2_tse_sag_p2 B60F P4^P101^S108 MPR_cor_3.0',
    'Head^Routine',
    'Brown fat uptake in the neck',
    'Salter Harris fracture',
    'White matter hyperintensities',
    'Foley catheter in place',
    'Zustand nach Hüftgelenkersatz',
    'Percutaneous nephrostomy tube exchange',
    'Bibasilar opacities, masslike',
    'nonobstructive midthoracic lesions',
    'Fractures rénales, hernie discale',
    'Kein Hinweis auf Raumforderung im Oberlappen',
    'Hill-Sachs deformity and Crohn’s disease',
    'Tetralogy of Fallot',
    'ToF MRA of circle of Willis',
    'Smith fracture, Morton neuroma, Baker cyst',
    'Sturge-Weber syndrome',
    'Andersen disease',
    'Heidelberg Engineering',
  ])('%s', (text) => {
    expect(clean(text)).toBe(text);
    expect(doubts(text)).not.toContain('TEXT_UNKNOWN_WORD');
  });

  it('word by word, as without the table', () => {
    expect(CLINICAL_WORDS.filter((word) => clean(word) !== word)).toEqual([]);
  });
});

describe('a text of one word that is a name, too', () => {
  const isDoubtful = (text: string) => doubts(text).includes('TEXT_UNKNOWN_WORD');
  it.each(['FLAIR', 'Scout', 'KNEE', 'Lung', 'dose', 'DWI', 'Tse'])('%s is the term', (text) => {
    expect(isDoubtful(text)).toBe(false);
    expect(cleanToVocabulary(text, NOBODY, words).text).toBe(text);
  });
  it.each(['Bone', 'HAND', 'brown', 'Long', 'Head'])('%s, which many are called, is a doubt', (text) => {
    expect(isDoubtful(text)).toBe(true);
    expect(cleanToVocabulary(text, NOBODY, words).text).toBe('[removed]');
  });
});

describe('a word on no list that no rule can judge', () => {
  it('is a doubt of its own', () => expect(doubts('lumbar spine occlupine')).toEqual(['TEXT_UNKNOWN_WORD']));
  it('goes where only known words stay', () =>
    expect(cleanToVocabulary('lumbar spine occlupine', NOBODY, words)).toEqual({
      text: 'lumbar spine [removed]',
      doubts: [],
    }));
  it('is one before what is called after people, too', () => {
    for (const text of [
      'Occlupine retractor',
      'Andersson fracture left wrist',
      'Andersen-Johansson fracture',
    ]) {
      expect(clean(text)).toBe(text);
      expect(doubts(text)).toContain('TEXT_UNKNOWN_WORD');
    }
  });
  it('in a script that no list is of is one, too', () =>
    expect(doubts('金田一 CT')).toEqual(['TEXT_UNKNOWN_WORD']));
});

it('cleaning again changes nothing', () => {
  for (const text of ['wife Grace Brown present', 'Dr Novak / Klinikum Heidelberg', 'Abdomen MARK YOUNG'])
    for (const round of [clean(text), cleanToVocabulary(text, NOBODY, words).text]) {
      // Of identifiers of their own, as what was cleaned before is remembered by them.
      expect(cleanText(round, identifiers({}), words).text).toBe(round);
      expect(cleanToVocabulary(clean(round), identifiers({}), words).text).toBe(
        cleanToVocabulary(round, identifiers({}), words).text,
      );
    }
});
