import { cleanText, cleanToVocabulary } from '../../../layers/text/clean.ts';
import { NO_IDENTIFIERS } from '../../../layers/text/identifierDraft.ts';
import { CLINICAL, COMMON_NAME, GIVEN_NAME, WORD } from '../../../layers/text/words/flags.ts';
import { PACKED_SPELLING, PACKED_WORDS } from '../../../layers/text/words/generated/words.generated.ts';
import { unpackWords } from '../../../layers/text/words/packed.ts';
import { isMadeOfParts, PART_MARK } from '../../../layers/text/words/parts.ts';
import { isMadeOfStem, STEM_MARK, spelledAlike } from '../../../layers/text/words/stems.ts';
import { loadWords } from '../../../layers/text/words/wordTable.ts';

const words = loadWords();
const { flagsOf } = unpackWords(PACKED_WORDS, PACKED_SPELLING);
const known = (text: string) => cleanToVocabulary(text, NO_IDENTIFIERS, words).text;
const cleaned = (text: string) => cleanText(text, NO_IDENTIFIERS, words);
const isStem = (stem: string) => flagsOf(STEM_MARK + stem) !== 0;

describe('One stem, the endings of each language', () => {
  test.each([
    ['English, a plural', 'periventricular'],
    ['French', 'periventriculaire'],
    ['Italian', 'periventricolare'],
    ['Spanish, a plural', 'periventriculares'],
    ['German', 'periventrikularer'],
    ['Dutch', 'periventriculair'],
    ['ph and f, y and i', 'kyphotique'],
    ['Italian without h', 'ipercifosi'],
    ['an umlaut of Greek', 'hamatomen'],
    ['a beginning before it', 'subdiaphragmatische'],
    ['a German beginning', 'pravesikal'],
  ])('%s', (_class, word) => {
    expect(isMadeOfStem(word, isStem)).toBe(true);
  });

  test('all spell it alike', () => {
    expect(['oesophage', 'esofago', 'esophagus'].map(spelledAlike)).toEqual([
      'esofage',
      'esofago',
      'esofagos',
    ]);
  });

  test.each(['corvantes', 'mcallister', 'rossini', 'dupontel', 'vanderberg', 'al', 'liv'])(
    'a name is made of none: %s',
    (name) => {
      expect(isMadeOfStem(name, isStem)).toBe(false);
    },
  );
});

describe('German and Dutch words in one', () => {
  const flagsOfPart = (part: string) => flagsOf(PART_MARK + part);
  test.each([
    ['two of reports', 'nierenkolik'],
    ['three', 'gelenkspaltverschmalerung'],
    ['what stands between them', 'wachstumsfugenschluss'],
    ['a letter of what may stand between them', 'papillenstein'],
    ['Dutch', 'gewrichtsspleetversmalling'],
    ['a short one', 'botoedeem'],
  ])('%s', (_class, word) => {
    expect(isMadeOfParts(word, flagsOfPart, true)).toBe(true);
  });

  test.each(['rosenbaum', 'holzmann', 'brandenburg', 'vandermeer', 'feldhausen'])(
    'a surname of everyday words is none: %s',
    (name) => {
      expect(isMadeOfParts(name, flagsOfPart, true)).toBe(false);
    },
  );
});

describe('Words that people are called by, in a text of another language', () => {
  test.each([
    ['German', 'Ein liegender Nagel im Femurschaft, regelrechte Lage'],
    ['Italian', 'Trombosi della vena cava, massa solida'],
    ['Spanish', 'Engrosamiento de la pala ilíaca'],
    ['Portuguese', 'Fratura do colo do úmero, grau leve'],
    ['Dutch', 'Multipele steen in de galblaas, geen dilatatie'],
    ['French', 'Compression de la racine par une hernie discale'],
  ])('%s', (_language, text) => {
    expect(known(text)).toBe(text);
  });

  test.each([
    ['in English', 'seen with Nagel today', 'Nagel'],
    ['alone', 'Massa', 'Massa'],
    ['in capitals', 'Trombosi della vena cava NAGEL', 'NAGEL'],
    ['with a capital where nouns have none', 'Trombosi profonda vista da Grasso ieri', 'Grasso'],
    ['behind a title', 'Frattura scomposta, Dr. Grasso', 'Grasso'],
  ])('go, or are a doubt: %s', (_place, text, name) => {
    expect(known(text)).not.toContain(name);
    const { text: after, doubts } = cleaned(text);
    expect(after.includes(name) && doubts.length === 0).toBe(false);
  });
});

test('A name of many is no word for what reports of another language call so', () => {
  for (const name of ['nagel', 'grasso', 'stein', 'krebs', 'schwarz', 'delgado', 'franco']) {
    expect(flagsOf(name) & (COMMON_NAME | GIVEN_NAME)).not.toBe(0);
    expect(flagsOf(name) & (WORD | CLINICAL)).not.toBe(WORD | CLINICAL);
  }
});

describe('A name in a term of another language', () => {
  test.each([
    ['Quiste de Baker en hueco poplíteo'],
    ['Cisto de Baker e derrame articular'],
    ['Maladie de Crohn, sténose iléale'],
    ['Morbus Crohn, Stenose des terminalen Ileums'],
    ['Enfermedad de Parkinson avanzada'],
  ])('%s', (text) => {
    expect(known(text)).toBe(text);
  });

  test('and beside no term it goes', () => {
    expect(known('Estudio de Baker en rodilla')).not.toContain('Baker');
  });
});

test('In small letters behind an adjective stands a noun', () => {
  expect(known('Reversible defect in the inferolateral wall')).toContain('wall');
  expect(known('MR lumbar spine wall')).not.toContain('wall');
});
