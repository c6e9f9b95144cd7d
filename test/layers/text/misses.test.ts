import { cleanText } from '../../../layers/text/clean.ts';
import { addPlace, emptyDraft } from '../../../layers/text/identifierDraft.ts';
import { addName } from '../../../layers/text/nameForms.ts';
import { loadWords, type WordTable } from '../../../layers/text/words/wordTable.ts';
import { identifiers } from './samples.ts';

const NOBODY = identifiers({});
let words: WordTable;
beforeAll(async () => {
  words = await loadWords();
});
const clean = (text: string, own = NOBODY) => cleanText(text, own, words).text;
const ownOf = (name: string, place?: string) => {
  const draft = emptyDraft();
  addName(name, draft);
  if (place !== undefined) addPlace(place, draft);
  return draft;
};

describe('names as short as little words', () => {
  it.each([
    ['Mr Le, A. Le', 'Mr [removed]'],
    ['A. Le', '[removed]'],
    ['CT le thorax', 'CT le thorax'],
    ['an MRI', 'an MRI'],
  ])('of the patient: %s', (before, after) => expect(clean(before, ownOf('Le^An'))).toBe(after));
  it.each([
    ['CT chest, Dr. Li', 'CT chest, Dr. [removed]'],
    ['Dr Li', 'Dr [removed]'],
    ['XU^LI', '[removed]'],
    ['CT CHEST, DR. LI', 'CT CHEST, DR. [removed]'],
    ['MR LA COLUMNA', 'MR LA COLUMNA'],
    ['SMITH^JOHN CT', '[removed] CT'],
    ['Smith', '[removed]'],
    ['John', '[removed]'],
    ['van der Meer knee', 'van der [removed] knee'],
    ['dolor de la Rodilla', 'dolor de la Rodilla'],
    ['Walker hip', '[removed] hip'],
    ['Foley catheter', 'Foley catheter'],
    ['Gleason 3+4', 'Gleason 3+4'],
    ['MR la columna', 'MR la columna'],
    ['Head^Routine', 'Head^Routine'],
  ])('of others: %s', (before, after) => expect(clean(before)).toBe(after));
  it.each(['Jan van der Berg', 'J. van der Berg', 'vanderberg', 'Vandenberg'])('particles: %s', (text) =>
    expect(clean(text, ownOf('van der Berg^Jan'))).toBe('[removed]'),
  );
});

describe('the own name with a letter wrong, cut, glued, or with what is not seen', () => {
  it.each([
    'thistlwood',
    'tistlewood',
    'thistelwood',
    'thistlewoood',
    'thistlewo',
    'thistlewoodknee',
    'CTthistlewood',
    'THISTLEWOODJOHANNA',
    'This\u200btlewood',
    'Thist\u00adlewood',
    'T\u200bh\u200bi\u200bstlewood',
    'johana',
  ])('%j', (text) => expect(clean(`scan ${text}`, ownOf('Thistlewood^Johanna'))).toBe('scan [removed]'));
  it.each(['martial arts injury', 'browser', 'sanders view', 'marked'])('not %s', (text) =>
    expect(cleanText(text, ownOf('Marke^Brow')).text).toBe(text),
  );
});

describe('names of others in scripts that no list is of are doubts', () => {
  it.each([
    '山田太郎 CT',
    'CT 김철수',
    'ヤマダ タロウ',
    'Папарацкий',
    'Παπαδόπουλος',
    'محمد علي',
    'דוד כהן',
    'Ли',
  ])('%s', (text) => {
    const { text: left, doubts } = cleanText(text, NOBODY, words);
    expect(left !== text || doubts.includes('TEXT_UNKNOWN_WORD')).toBe(true);
  });
});

describe('names of many in other scripts go', () => {
  it.each([
    ['CT 佐藤優子', 'CT [removed]'],
    ['김민준 CT', '[removed] CT'],
    ['王天宇 CT', '[removed] CT'],
    ['胸部単純 CT', '胸部単純 CT'],
    ['白血球 高信号', '白血球 高信号'],
    ['Иванова, грудная клетка', '[removed], грудная клетка'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
});

describe('users, paths, hosts and addresses', () => {
  it.each([
    ['CT by jsmith', 'CT by [removed]'],
    ['scanned by jdoe1', 'scanned by [removed]'],
    ['user: jsmith', 'user: [removed]'],
    ['login jsmith', 'login [removed]'],
    ['see C:\\Users\\jsmith\\scan.dcm', 'see [removed]'],
    ['\\\\server01\\share\\doe', '[removed]'],
    ['from /home/jsmith/data', 'from [removed]'],
    ['192.168.1.20', '[removed]'],
    ['ip 8.8.8.8', 'ip [removed]'],
    ['2001:db8::8a2e:370:7334', '[removed]'],
    ['pacs01.hospital.local', '[removed]'],
    ['http://pacs/viewer?acc=A123456', '[removed]'],
    ['pacs/viewer?accession=12345', '[removed]'],
    ['mail jsmith@hospital', 'mail [removed]'],
    ['mail js@hospital', 'mail [removed]'],
    ['8.8.8.8', '[removed]'],
    ['sent to PACSSRV01', 'sent to [removed]'],
    ['WS-RAD-03 offline', '[removed] offline'],
    ['from radpc12', 'from [removed]'],
    ['jdoe1', '[removed]'],
    ['scan jsmith22, knee', 'scan [removed], knee'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
  it.each([
    'at 12:30:45',
    '120kV@200mA',
    'version 1.2.3.4',
    'T1/T2',
    'syngo 2.0.1.7',
    'flair3d space2 ciss3d',
    'PACS 3',
    'HASTE1 tirm2',
    'and/or',
    'SUV 2:1',
  ])('not %s', (text) => expect(cleanText(text, NOBODY).text).toBe(text));
});

describe('ages over 89', () => {
  it.each([
    ['F/92', 'F/[removed]'],
    ['92/F', '[removed]/F'],
    ['a 104 y old man', 'a [removed] y old man'],
    ['F 92', 'F [removed]'],
    ['M 101, chest pain', 'M [removed], chest pain'],
    ['93F chest pain', '[removed]F chest pain'],
    ['F/45', 'F/45'],
    ['F 100 mm', 'F 100 mm'],
    ['W 120 L 90', 'W 120 L 90'],
    ['12F catheter', '12F catheter'],
    ['a 45 y old man', 'a 45 y old man'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
});

describe('dates in words', () => {
  it.each([
    '12 March 2014',
    '12. März 2014',
    '12 mars 2014',
    '12 de marzo de 2014',
    '12 marzo 2014',
    '12 de março de 2014',
    '12 maart 2014',
    '12 marts 2014',
    '12 maaliskuuta 2014',
    '12 marca 2014',
    '12 марта 2014',
    '12 března 2014',
    '12 Mart 2014',
    '12 Μαρτίου 2014',
    '12 martie 2014',
    '2014年3月12日',
    '2014년 3월 12일',
    '2014. március 12.',
    '平成26年3月12日',
    'H26.3.12',
    'R6.5.2',
    'S45.1.31',
  ])('%s', (text) => expect(clean(text)).toMatch(/^\[removed\]\.?$/));
});

describe('numbers of states and insurers', () => {
  it.each([
    '12345678Z',
    '12345678M',
    '12345678-Z',
    'X1234567L',
    '123-45-6789',
    '123 45 6789',
    'AB 12 34 56 C',
    'AB123456C',
    '1 85 05 78 006 084 36',
    '185057800608436',
    'RSSMRA85T10A562S',
    '12 345 678 901',
    '65 180585 M 012',
    '756.1234.5678.97',
    '850501-1234',
    '19850501-1234',
    '85050112345',
    '123.456.789-09',
    '943 476 5919',
    'A123456789',
    '046 454 286',
    '010190-123A',
    '51-1234-5678',
    '8001015009087',
  ])('%s', (text) => expect(clean(text)).toBe('[removed]'));
  it.each(['120000 cps', '10000000 Bq', '2 30 45 12', 'TE 12 TR 345'])('not %s', (text) =>
    expect(cleanText(text, NOBODY).text).toBe(text),
  );
});

describe('plates', () => {
  it.each([
    ['plate HD-AB 1234', 'plate [removed]'],
    ['Kennzeichen HD AB 1234', 'Kennzeichen [removed]'],
    ['car 7ABC123', 'car [removed]'],
    ['M-XY 123', '[removed]'],
    ['AB-123-CD', '[removed]'],
    ['AB12 CDE', '[removed]'],
    ['came in 7ABC123', 'came in [removed]'],
    ['AB 123 CD', '[removed]'],
    ['1234 BCD', '[removed]'],
    ['12-ABC-3', '[removed]'],
    ['plate 4 mm', 'plate 4 mm'],
    ['TR 500 TE', 'TR 500 TE'],
    ['AX30 SAG', 'AX30 SAG'],
    ['1500 CPS', '1500 CPS'],
    ['AX-T2 300', 'AX-T2 300'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));
});

describe("the patient's own street", () => {
  it.each([
    ['lives Old Mill Hill Road', 'lives [removed]'],
    ['12 Old Mill Hill Road', '[removed]'],
    ['Old Mill Hill', '[removed]'],
  ])('%s', (before, after) => expect(clean(before, ownOf('Doe^Jane', 'Old Mill Hill Road 12'))).toBe(after));
});
