import {
  lookupTag,
  nearestKeyword,
  patternOfKeyword,
  tagOfKeyword,
  vrOfTag,
} from '../../../../layers/dicom/standard/dictionary.ts';
import {
  DICTIONARY_ROWS,
  DICTIONARY_SOURCES,
  PATTERN_ROWS,
} from '../../../../layers/dicom/standard/generated/dictionary.generated.ts';
import { rowsOf } from '../../../../layers/dicom/standard/rows.ts';
import { parseTagPattern } from '../../../../layers/dicom/standard/tagPattern.ts';
import { asTag, type Tag } from '../../../../layers/dicom/tag.ts';
import { profileRows } from '../../../../rules/ps315/table.ts';
import { rowsDigest, sourceBytes, sourceTable, standardFolder, textDigest } from './source.ts';

interface SourceRow {
  readonly tag: string;
  readonly keyword: string;
  readonly name: string;
  readonly vr: readonly string[] | string;
  readonly vm: string;
  readonly retired: boolean;
}

const exactTags = rowsOf(DICTIONARY_ROWS).map((row) => asTag(Number.parseInt(row.slice(0, 8), 16)));
const patterns = rowsOf(PATTERN_ROWS).map((row) => row.slice(0, 8));

/** What the look-up says, in the shape of the source. */
function asSourceRow(tag: Tag, written: string): SourceRow {
  const entry = lookupTag(tag);
  if (entry === undefined) throw new Error(`no entry for ${written}`);
  const { keyword, name, vrs, vm, retired } = entry;
  return { tag: written, keyword, name, vr: written.startsWith('0000') ? vrs.join(' ') : vrs, vm, retired };
}

const hex = (tag: Tag) => tag.toString(16).toUpperCase().padStart(8, '0');
/** A tag that the pattern stands for and no row of its own has. */
const example = (pattern: string) =>
  asTag(
    Number.parseInt(
      pattern.replace('50xx', '5002').replace('60xx', '601E').replace('7Fxx', '7F0E').replaceAll('x', '9'),
      16,
    ),
  );

/** The VR that a reader without one takes (PS3.5 A.1). */
const expected = (vrs: readonly string[]) => (vrs.includes('OW') ? 'OW' : vrs[0]);

describe('parity with PS3.6 2026d and PS3.7', () => {
  const publicRows = exactTags.filter((tag) => tag > 0xffff).map((tag) => asSourceRow(tag, hex(tag)));
  const commandRows = exactTags.filter((tag) => tag <= 0xffff).map((tag) => asSourceRow(tag, hex(tag)));
  const patternRows = patterns.map((pattern) => asSourceRow(example(pattern), pattern));

  test('every row', () => {
    expect([publicRows.length, patternRows.length, commandRows.length]).toEqual([5222, 88, 46]);
    expect(rowsDigest(publicRows)).toBe('7243ea9cdd9a73d4cd1496f2822da2728e6bcf57841fcd4ba3824fd0ac85a12b');
    expect(rowsDigest(patternRows)).toBe('93f1cf6a7a63de86911995719686caa6ac30c45fdadf37729adb531a9c463ff2');
    expect(rowsDigest(commandRows)).toBe('b49c1516316134c3ebaff227a9e9e85215e8fbaa8306543007fcea3c7a64bf94');
  });

  if (standardFolder !== undefined)
    test('every row, against the sources', () => {
      const byTag = (rows: readonly SourceRow[]) => [...rows].sort((a, b) => (a.tag < b.tag ? -1 : 1));
      const [dictionary, commands] = DICTIONARY_SOURCES.map(({ file }) =>
        sourceTable<{ rows: SourceRow[] }>(file),
      );
      expect(byTag([...publicRows, ...patternRows])).toEqual(byTag(dictionary?.rows ?? []));
      expect(commandRows).toEqual(byTag(commands?.rows ?? []));
      for (const { file, sha256 } of DICTIONARY_SOURCES) expect(textDigest(sourceBytes(file))).toBe(sha256);
    });

  test('vrOfTag agrees with the entries', () => {
    const disagreeing = [...exactTags, ...patterns.map(example)].filter(
      (tag) => vrOfTag(tag) !== expected(lookupTag(tag)?.vrs ?? []),
    );
    expect(disagreeing).toEqual([]);
  });

  test('and round the families of tags, where most are in no row', () => {
    const groups = [
      0x0020, 0x0028, 0x1000, 0x1002, 0x1010, 0x5002, 0x501e, 0x5020, 0x601c, 0x60fe, 0x7f02, 0x7fe0, 0x8000,
    ];
    const disagreeing = groups
      .flatMap((group) =>
        Array.from({ length: 0xffff / 17 }, (_, step) => asTag(group * 0x10000 + 17 * step)),
      )
      .filter((tag) => vrOfTag(tag) !== expected(lookupTag(tag)?.vrs ?? []));
    expect(disagreeing).toEqual([]);
  });

  test('every keyword leads back to its tag', () => {
    const lost = publicRows.filter(
      (row) => row.keyword !== '' && tagOfKeyword(row.keyword) !== Number.parseInt(row.tag, 16),
    );
    expect(lost).toEqual([]);
    for (const pattern of patternRows)
      expect(patternOfKeyword(pattern.keyword)).toEqual(parseTagPattern(pattern.tag));
  });

  test('every single tag of PS3.15 Table E.1-1 is in the dictionary, under its name', () => {
    const named = profileRows().flatMap((row) =>
      row.kind === 'tag' ? [[row.name, lookupTag(row.tag)?.name]] : [],
    );
    expect(named).toHaveLength(653);
    expect(named.filter(([profile, dictionary]) => profile !== dictionary)).toEqual([
      ['Icon Image Sequence (see Note 11)', 'Icon Image Sequence'],
      ['Radiation Generation Mode Description', 'Radiation GenerationMode Description'],
      ['Radiation Generation Mode Label', 'Radiation GenerationMode Label'],
    ]);
  });
});

describe('lookupTag', () => {
  test.each([
    [0x00100010, 'PatientName', "Patient's Name", ['PN'], '1', false],
    [0x00080005, 'SpecificCharacterSet', 'Specific Character Set', ['CS'], '1-n', false],
    [0x00181153, 'ExposureInuAs', 'Exposure in µAs', ['IS'], '1', false],
    [0x00280106, 'SmallestImagePixelValue', 'Smallest Image Pixel Value', ['US', 'SS'], '1', false],
    [0x00281200, 'GrayLookupTableData', 'Gray Lookup Table Data', ['US', 'SS', 'OW'], '1-n or 1', true],
    [0x7fe00010, 'PixelData', 'Pixel Data', ['OB', 'OW'], '1', false],
    [0x00000002, 'AffectedSOPClassUID', 'Affected SOP Class UID', ['UI'], '1', false],
    [0x00000000, 'CommandGroupLength', 'Command Group Length', ['UL'], '1', false],
    [0x601e3000, 'OverlayData', 'Overlay Data', ['OB', 'OW'], '1', false],
    [0x60203000, 'OverlayData', 'Overlay Data', ['OB', 'OW'], '1', false],
    [0x50fe3000, 'CurveData', 'Curve Data', ['OB', 'OW'], '1', true],
    [0x50043000, 'CurveData', 'Curve Data', ['OB', 'OW'], '1', true],
    [0x002031ff, 'SourceImageIDs', 'Source Image IDs', ['CS'], '1-n', true],
    [0x00280460, 'RowsForNthOrderCoefficients', 'Rows For Nth Order Coefficients', ['US'], '1', true],
    [0x00280400, 'TransformLabel', 'Transform Label', ['LO'], '1', true],
    [0x10001230, 'EscapeTriplet', 'Escape Triplet', ['US'], '3', true],
    [0x7f020010, 'VariablePixelData', 'Variable Pixel Data', ['OB', 'OW'], '1', true],
    [0xfffee000, 'Item', 'Item', [], '1', false],
    [0x300a0135, '', '', [], '', true],
    [0x00080000, 'GenericGroupLength', 'Generic Group Length', ['UL'], '1', true],
    [0x60000000, 'GenericGroupLength', 'Generic Group Length', ['UL'], '1', true],
    [0x10100000, 'GenericGroupLength', 'Generic Group Length', ['UL'], '1', true],
    [0x000900ff, 'PrivateCreator', 'Private Creator', ['LO'], '1', false],
  ])('%s', (tag, keyword, name, vrs, vm, retired) => {
    expect(lookupTag(asTag(tag))).toEqual({ tag, keyword, name, vrs, vm, retired });
  });

  test.each([
    0x00091001, 0x0009000f, 0x00100019, 0x60213000, 0x60013000, 0x50ff3000, 0x7f000012, 0x00280455,
    0xffffffff,
  ])('has nothing for %s', (tag) => {
    expect(lookupTag(asTag(tag))).toBeUndefined();
    expect(vrOfTag(asTag(tag))).toBeUndefined();
  });
});

test('vrOfTag: what implicit VR takes, where the dictionary gives a choice or nothing', () => {
  const vrs = [
    0x7fe00010, 0x60003000, 0x54001010, 0x00283006, 0x00280106, 0x00100010, 0x00090010, 0x00091010,
    0x00090000, 0x00080000,
  ];
  expect(vrs.map((tag) => vrOfTag(asTag(tag)))).toEqual([
    'OW',
    'OW',
    'OW',
    'OW',
    'US',
    'PN',
    'LO',
    undefined,
    'UL',
    'UL',
  ]);
  expect([0xfffee000, 0xfffee00d, 0xfffee0dd].map((tag) => vrOfTag(asTag(tag)))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe('keywords', () => {
  test('exact, and no nearer', () => {
    expect(tagOfKeyword('StudyInstanceUID')).toBe(0x0020000d);
    expect(tagOfKeyword('MoveDestination')).toBe(0x00000600);
    expect(['studyinstanceuid', '', 'OverlayData', 'toString'].map(tagOfKeyword)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(patternOfKeyword('OverlayData')).toEqual({ mask: 0xff01ffff, value: 0x60003000 });
    expect(patternOfKeyword('PatientName')).toBeUndefined();
  });

  test.each([
    ['patientname', 'PatientName'],
    ["Patient's Name", 'PatientName'],
    ['patient_birth_date', 'PatientBirthDate'],
    ['PatientNmae', 'PatientName'],
    ['StudyInstanceUid', 'StudyInstanceUID'],
    ['overlaydata', 'OverlayData'],
    ['SOPInstanceUIDs', 'SOPInstanceUID'],
    ['Qwertzuiopasdfg', undefined],
    ['', undefined],
  ])('nearest to %s', (text, keyword) => {
    expect(nearestKeyword(text)).toBe(keyword);
  });
});

test('a pattern stands for the even groups of a repeating group, and for any digit elsewhere', () => {
  const matches = (pattern: string, tag: number) => {
    const { mask, value } = parseTagPattern(pattern);
    return (tag & mask) === value;
  };
  const groups = (pattern: string, low: number, element: number) =>
    Array.from({ length: 0x100 }, (_, index) => low + index).filter((group) =>
      matches(pattern, group * 0x10000 + element),
    );
  const overlays = Array.from({ length: 128 }, (_, index) => 0x6000 + 2 * index);
  expect(groups('60xx3000', 0x6000, 0x3000)).toEqual(overlays);
  expect(groups('50xx0005', 0x5000, 0x0005)).toEqual(overlays.map((group) => group - 0x1000));
  expect(groups('7Fxx0010', 0x7f00, 0x0010)).toHaveLength(128);
  expect(matches('60xx3000', 0x60003001)).toBe(false);
  expect(matches('60xx3000', 0xe0003000)).toBe(false);
  expect(matches('002804x0', 0x002804f0)).toBe(true);
  expect(matches('002804x0', 0x002804f1)).toBe(false);
  expect(matches('1010xxxx', 0x1010ffff)).toBe(true);
  expect(() => parseTagPattern('8000xxxx')).toThrow(RangeError);
  expect(() => parseTagPattern('60XX3000')).toThrow(RangeError);
});
