import { cleanText, cutToFit, LONGEST_CLEANED_CHARACTERS } from '../../../layers/text/clean.ts';
import { LONG_TEXT_CHARACTERS } from '../../../layers/text/doubts.ts';
import { REMOVED } from '../../../layers/text/removed.ts';
import { identifiers } from './samples.ts';

const NOBODY = identifiers({});
const own = identifiers({
  names: [
    'Müller^Jörg Peter^^Dr.',
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
    'Long^John',
    'Van der Berg^Anneke',
    'Hong^Gildong=洪^吉洞=홍^길동',
    'Иванова^Мария',
    "O'Brien^Kate",
  ],
  codes: ['MRN-00123456', 'AB-4711', '0007342'],
  places: ['Mayo Clinic Rochester', 'Massachusetts General Hospital', 'Universitätsklinikum Freiburg'],
  days: ['0131'],
  times: ['1430'],
});

const clean = (text: string) => cleanText(text, NOBODY).text;
const cleanOwn = (text: string) => cleanText(text, own).text;

describe('names of the instance', () => {
  it.each([
    ['CT chest for Mueller, J. supine', 'CT chest for [removed]. supine'],
    ['MULLER JOERG brain', '[removed] brain'],
    ['MÜLLERS Knie', '[removed] Knie'],
    ['scan of jmuller and mullerj', 'scan of [removed] and [removed]'],
    ['JohnLong_CT', '[removed]_CT'],
    ['JorgMuller chest', '[removed] chest'],
    ['Anneke van der Berg; van der Berg, A.', '[removed]; [removed].'],
    ["O'BRIEN's scan", "[removed]'s scan"],
    ['Mueller^Joerg^^^', '[removed]^^^'],
    ['у Ивановой боль', 'у [removed] боль'],
  ])('%s', (before, after) => expect(cleanOwn(before)).toBe(after));

  it.each([
    ['山田太郎様の胸部CT', '[removed]様の胸部CT'],
    ['太郎 胸部', '[removed] 胸部'],
    ['やまだ たろう', '[removed]'],
    ['ヤマダタロウ 胸部', '[removed] 胸部'],
    ['ﾔﾏﾀﾞ 胸部', '[removed] 胸部'],
    ['홍길동의 흉부 CT', '[removed]의 흉부 CT'],
    ['洪吉洞 胸部', '[removed] 胸部'],
  ])('without spaces: %s', (before, after) => expect(cleanOwn(before)).toBe(after));

  it('that are words of reports go beside another part, and are doubtful alone', () => {
    expect(cleanOwn('Long, John: long axis view')).toBe('[removed]: long axis view');
    expect(cleanText('long axis view of the femur', own)).toEqual({
      text: 'long axis view of the femur',
      doubts: [],
    });
    expect(cleanText('Long axis view', own)).toEqual({
      text: 'Long axis view',
      doubts: ['TEXT_DOUBTFUL_NAME'],
    });
  });

  it.each([
    ['Mr Young came', 'Mr [removed] came'],
    ['prof. dr. med. Young', 'prof. dr. med. [removed]'],
    ['seen by White', 'seen by [removed]'],
    ['Patient: White', 'Patient: [removed]'],
    ['White, R. liver', '[removed]. liver'],
    ['R White liver', '[removed] liver'],
    ['Long Left liver', '[removed] liver'],
    ['LEFT^SMALL', '[removed]'],
  ])('that are nothing but words of reports: %s', (before, after) => {
    const words = identifiers({ names: ['Young^Rose', 'White^Rose', 'Small^Long^Left'] });
    expect(cleanText(before, words).text).toBe(after);
  });

  it.each([
    ['Thistle-wood chest', '[removed] chest'],
    ['seen: Thistle-\nwood, CT', 'seen: [removed]-\n[removed], CT'],
    ['Mc Donald and McDonald', '[removed] and [removed]'],
    ['AlRashid', '[removed]'],
    ['ANGSTROEM', '[removed]'],
    ['OJ Thistlewood', '[removed]'],
  ])('that are written together, in two or as they sound: %s', (before, after) => {
    const names = ['Thistlewood^Ophelia^Jane', 'MacDonald^Ian', 'Al-Rashid^Fatima', 'Ångström^Eva'];
    expect(cleanText(before, identifiers({ names })).text).toBe(after);
  });

  it.each(['patient Quiroga lies', 'Radiographer Quiroga'])(
    'behind a word for people are doubtful: %s',
    (text) => expect(cleanText(text, NOBODY).doubts).toEqual(['TEXT_DOUBTFUL_NAME']),
  );

  it.each(['white matter, left lobe', 'young woman, small lesion', 'MR WHITE MATTER'])(
    'leaves those words where they mean something: %s',
    (text) =>
      expect(
        cleanText(text, identifiers({ names: ['Young^Rose', 'White^Rose', 'Small^Long^Left'] })).text,
      ).toBe(text),
  );

  it.each([
    'Mark Long was seen',
    'Grace Small',
    'Long, Mark',
    'LONG^MARK',
    'Dr Young',
    'Ms. Small',
    'seen by Long',
  ])('of somebody else that are nothing but words of reports are doubtful: %s', (text) =>
    expect(cleanText(text, NOBODY)).toEqual({ text, doubts: ['TEXT_DOUBTFUL_NAME'] }),
  );

  it.each([
    'MR HEAD NECK',
    'DR CHEST',
    'T2 Head Neck',
    'Chest Abdomen',
    'may show a mark',
    'Grade 2',
    'Head^Routine',
    'abdomen^liver',
  ])('leaves words of reports without doubt: %s', (text) =>
    expect(cleanText(text, NOBODY)).toEqual({ text, doubts: [] }),
  );

  it('count a word that is typed for nobody where another is beside it', () =>
    expect(cleanText('Head', identifiers({ names: ['Head^Nancy'] })).doubts).toEqual(['TEXT_DOUBTFUL_NAME']));

  it('that are placeholders take no word of a report with them', () => {
    const phantom = identifiers({ names: ['Phantom^Test', 'Anonymous'] });
    expect(cleanText('phantom scan, test of the coil', phantom)).toEqual({
      text: 'phantom scan, test of the coil',
      doubts: [],
    });
  });
});

describe('identifiers, places, dates and times of the instance', () => {
  it.each([
    ['MRN00123456, 123456 and MRN-00123456', '[removed] and [removed]'],
    ['AB 4711 / ab_4711 / AB4711', '[removed]'],
    ['7342 in the log', '[removed] in the log'],
    ['MGH protocol at Mayo', '[removed] protocol at [removed]'],
    ['Mayo Clinic Rochester chest', '[removed] chest'],
    ['Uniklinikum Freiburg', 'Uniklinikum [removed]'],
    ['on 31 Jan and 01/31 and 31.01.', 'on [removed] and [removed] and [removed].'],
    ['at 14:30, not at 14:31', 'at [removed], not at 14:31'],
    ['um 14.30 Uhr, 14.30 mm', 'um [removed], 14.30 mm'],
  ])('%s', (before, after) => expect(cleanOwn(before)).toBe(after));

  it('leaves technique that a short identifier looks like', () => {
    const short = identifiers({
      codes: ['T1', 'CT2', '1000', '12', 'HEAD', '5000'],
      places: ['Radiology', 'MRI'],
    });
    const text = 'T1 CT2 HEAD b1000 TR 5000 12 slices Radiology MRI';
    expect(cleanText(text, short).text).toBe(text);
  });
});

describe('dates', () => {
  it.each([
    '20240131',
    '2024-01-31',
    '2024/1/31',
    '2024:01:31',
    '31.01.2024',
    '31. 01. 2024',
    '1.2.2024',
    '31.01.24',
    '01/31/2024',
    '1/31/24',
    '31-01-2024',
    '24-01-31',
    '31 01 2024',
    '31 Jan 2024',
    '31-JAN-24',
    '31JAN2024',
    'Jan 31, 2024',
    'January 31st',
    'January 31st, 2024',
    '31st of January 2024',
    'Jan 2024',
    'May 2024',
    '31 de enero de 2024',
    'enero de 2024',
    '31. Januar 2024',
    '31 janvier 2024',
    '2024-01',
    '01/2024',
    '01.2024',
    '2024年1月31日',
    '令和6年1月31日',
    '1月31日',
    '2024년 1월 31일',
    '٢٠٢٤-٠١-٣١',
    '２０２４/０１/３１',
    'March the 1st, 2024',
    'first of March 2024',
    'twenty-first of May',
    'thirty-first of January, 2024',
    "Mar. 1, '24",
    '20240131143022',
    '2024-01-31T14:30:22.123Z',
    '31.01.2024 14:30 Uhr',
    '01/31/2024 at 2:30 pm',
    '14:30:22 31.01.2024',
    '31/01/2024 14h30',
  ])('%s', (date) => expect(clean(`chest ${date} supine`)).toBe('chest [removed] supine'));

  it.each([
    'OCT 5 mm',
    'MAR 3',
    'first May show',
    'second echo',
    'twenty slices',
    'SEP 2',
    'May 5',
    '1-2-3',
    '1/2',
    '6/12',
    '20/20',
    '10/12/20 mm',
    'TR/TE 2000/30',
    'v2.3.1',
    '3:4:5',
    'C5,1,4.5',
  ])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('numbers, addresses and ages', () => {
  it.each([
    ['123456', REMOVED],
    ['MRN123456', REMOVED],
    ['P12345', REMOVED],
    ['a1b2c3d4e5f6', REMOVED],
    ['123-45-6789', REMOVED],
    ['04101-18001-PO', '[removed]-PO'],
    ['1.2.840.113619.2.55.3.2831868886.931', REMOVED],
    ['192.168.10.4', REMOVED],
    ['mrn: 4711', 'mrn: [removed]'],
    ['patient ID 883', 'patient ID [removed]'],
    ['case #17', 'case #[removed]'],
    ['ID=12', 'ID=[removed]'],
    ['(555) 123-4567', REMOVED],
    ['555-1234', REMOVED],
    ['ext. 4521', 'ext. [removed]'],
    ['4111 1111 1111 1111', REMOVED],
    ['#5521', '#[removed]'],
    ['series #1001', 'series #1001'],
    ['120-1000', '120-1000'],
    ['klinik-quiroga.de', REMOVED],
    ['quiroga.ch/patients', REMOVED],
    ['T2.se lesion.de novo', 'T2.se lesion.de novo'],
    ['+49 761 270 1234', REMOVED],
    ['0761/2701234', REMOVED],
    ['01 23 45 67 89', REMOVED],
    ['tel. 270-12', 'tel. [removed]'],
    ['jane.doe@example.org', REMOVED],
    ['see https://example.org/a?b=c.', 'see [removed].'],
    ['www.example.de', REMOVED],
    ['portal.example.com/x', REMOVED],
    ['123 Main Street, supine', '[removed], supine'],
    ['Hauptstraße 12', REMOVED],
    ['12 rue de Rivoli 7', '[removed]'],
    ['DOB 1957', 'DOB [removed]'],
    ['born 1931, fall', 'born [removed], fall'],
    ['92 yo male', '[removed] yo male'],
    ['a 95-year-old', 'a [removed]-year-old'],
    ['aged 101', 'aged [removed]'],
    ['092Y', '[removed]Y'],
    ['92歳', '[removed]歳'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));

  it.each([
    '58 y/o F',
    '089Y',
    '120000 cps',
    '100000ms',
    '0.351562 mm',
    '512x512x1024',
    'b10000',
    'b50_400_800',
    'b0-500-1000',
    '256 256 1024',
    '1.2.840.10008.1.2',
    '99mTc-MIBI',
    'Z.n. Hüft-TEP',
    'SIEMENS_MEDCOM_HEADER2',
    'DV26.0_R03',
  ])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('people beside a title, a label or a degree', () => {
  it.each([
    ['seen by Dr. Thistlewood', 'seen by Dr. [removed]'],
    ['Prof. Dr. med. Hans Quiroga', 'Prof. Dr. med. [removed]'],
    ['DR THISTLEWOOD', 'DR [removed]'],
    ['Mr Thistlewood, Mrs. Quiroga', 'Mr [removed], Mrs. [removed]'],
    ['Frau Quiroga, Knie', 'Frau [removed], Knie'],
    ['Mme Oyelaran', 'Mme [removed]'],
    ['Dra. Quiroga', 'Dra. [removed]'],
    ['Dr. Young', 'Dr. [removed]'],
    ['Adunni Oyelaran, MD', '[removed], MD'],
    ['Patient name: Young, Rose; supine', 'Patient name: [removed]; supine'],
    ['Patient name: Amber Rose Quiroga', 'Patient name: [removed]'],
    ['Radiologist: thistlewood', 'Radiologist: [removed]'],
    ['reported by Oyelaran', 'reported by [removed]'],
    ['田中先生の依頼', '[removed]先生の依頼'],
    ['氏名:佐藤花子', '氏名:[removed]'],
  ])('%s', (before, after) => expect(clean(before)).toBe(after));

  it.each([
    'DR CHEST PA',
    'MR BRAIN',
    'FA MD ADC map',
    'Patient: supine',
    'read by the radiologist',
    '患者さん',
    '同様の所見',
    'Mr. [removed] Chest',
  ])('not %s', (text) => expect(clean(text)).toBe(text));
});

describe('doubts', () => {
  it.each([
    ['Oyelaran Adunni', ['TEXT_DOUBTFUL_NAME']],
    ['THISTLEWOOD OSWIN chest', ['TEXT_DOUBTFUL_NAME']],
    ['seen with Maria', ['TEXT_DOUBTFUL_NAME']],
    ['MR THISTLEWOOD', ['TEXT_DOUBTFUL_NAME']],
    ['from 79106', ['TEXT_DOUBTFUL_NUMBER']],
    [`${'the lung '.repeat(50)}`, ['TEXT_LONG']],
  ])('%s', (text, doubts) => expect(cleanText(text, NOBODY).doubts).toEqual(doubts));

  it.each([
    'Abdomen^1_3PhaseLiver (Adult)',
    'ep2d_diff_mddw_20_p2_FA',
    'rsBOLD_MB8_2.5mm_AP',
    'XR Foot 3 Views LT',
    'US Duplex LE Venous Bilat',
    'ISOVUE300/100',
    '10000 cps',
  ])('none of %s', (text) => expect(cleanText(text, NOBODY)).toEqual({ text, doubts: [] }));

  it('a text is long from 401 characters on', () => {
    expect(cleanText('x'.repeat(LONG_TEXT_CHARACTERS), NOBODY).doubts).toEqual([]);
    expect(cleanText('x'.repeat(LONG_TEXT_CHARACTERS + 1), NOBODY).doubts).toEqual(['TEXT_LONG']);
  });
});

describe('replacement', () => {
  it('is one for what stands together, and none for what was replaced before', () => {
    expect(cleanOwn('Long, John 31.01.2024')).toBe(REMOVED);
    const namesake = identifiers({ names: ['Removed^Ann'] });
    expect(cleanText('Dr. [removed] saw Ann', namesake).text).toBe('Dr. [removed] saw [removed]');
  });

  it('is all that is left of a text that is too long to judge', () => {
    expect(clean('lung '.repeat(LONGEST_CLEANED_CHARACTERS / 5 + 1))).toBe(REMOVED);
  });

  it('is never cut in two', () => {
    expect(cutToFit('CT of [removed]', 12)).toBe('CT of');
    expect(cutToFit('[removed] chest', 12)).toBe('[removed]');
    expect(cutToFit('chest abdomen', 20)).toBe('chest abdomen');
    expect(cutToFit('山田山田山田', 4)).toBe('山田山田');
  });
});
