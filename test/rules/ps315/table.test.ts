import { asTag } from '../../../layers/dicom/tag.ts';
import { isVr } from '../../../layers/dicom/vr.ts';
import { METHOD_CODES_SOURCE } from '../../../rules/ps315/generated/methodCodes.generated.ts';
import { PROFILE_SOURCE } from '../../../rules/ps315/generated/profile.generated.ts';
import { SAFE_PRIVATE_SOURCE } from '../../../rules/ps315/generated/safePrivate.generated.ts';
import { STRUCTURED_CONTENT_SOURCE } from '../../../rules/ps315/generated/structuredContent.generated.ts';
import { METHOD_CODES, METHOD_CODES_EDITION, methodCodeOf } from '../../../rules/ps315/methodCodes.ts';
import {
  lookupSafePrivate,
  type SafePrivateAttribute,
  safePrivateAttributes,
} from '../../../rules/ps315/safePrivate.ts';
import {
  CONTENT_OPTION_COLUMNS,
  CONTENT_VALUE_TYPES,
  lookupStructuredContent,
  STRUCTURED_CONTENT_EDITION,
  type StructuredContentRow,
  structuredContentRows,
} from '../../../rules/ps315/structuredContent.ts';
import {
  BASIC_CODES,
  OPTION_COLUMNS,
  PROFILE_DIGEST,
  PROFILE_EDITION,
  type ProfileRow,
  profileRows,
} from '../../../rules/ps315/table.ts';
import {
  rowsDigest,
  sourceBytes,
  sourceTable,
  standardFolder,
  textDigest,
} from '../../layers/dicom/standard/source.ts';

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');
const snake = (column: string) => column.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const written = (id: string) => `(${id.slice(0, 4)},${id.slice(4)})`;

function countBy<T>(rows: readonly T[], keyOf: (row: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[keyOf(row)] = (counts[keyOf(row)] ?? 0) + 1;
  return counts;
}

describe('Table E.1-1', () => {
  const rows = profileRows();

  /** In the shape of the source. */
  function asSource(row: ProfileRow): unknown {
    const { name, id, retired, inStandardIod, basic } = row;
    const options = Object.fromEntries(
      Object.entries(row.options).map(([column, code]) => [snake(column), code]),
    );
    const facts = { name, retired, inStandardCompositeIOD: inStandardIod, basicProfile: basic, options };
    if (row.kind === 'oddgroup')
      return { ...facts, id: null, tag: '(gggg,eeee) where gggg is odd', tagKind: 'oddgroup' };
    if (row.kind === 'mask') return { ...facts, id, tag: written(id), tagKind: 'mask' };
    return { ...facts, id: hex(row.tag, 8), tag: written(id), tagKind: 'exact' };
  }

  test('657 rows of 2026d, code by code as the source counts them', () => {
    expect([PROFILE_EDITION, rows.length]).toEqual(['2026d', 657]);
    expect(countBy(rows, (row) => row.basic)).toEqual({
      Z: 42,
      X: 417,
      'X/Z': 11,
      'X/Z/D': 8,
      'X/D': 23,
      D: 93,
      U: 55,
      'Z/D': 6,
      'X/Z/U*': 2,
    });
    expect(countBy(rows, (row) => row.kind)).toEqual({ tag: 653, mask: 3, oddgroup: 1 });
    expect(rows.filter((row) => !BASIC_CODES.includes(row.basic))).toEqual([]);
    expect(new Set(rows.map((row) => row.id)).size).toBe(657);
  });

  test('option by option', () => {
    const codes = rows.flatMap((row) =>
      Object.entries(row.options).map(([column, code]) => `${column} ${code}`),
    );
    expect(countBy(codes, (code) => code)).toEqual({
      'retainSafePrivate C': 1,
      'retainUids K': 60,
      'retainDeviceIdentity K': 48,
      'retainDeviceIdentity C': 11,
      'retainInstitutionIdentity K': 10,
      'retainPatientCharacteristics K': 14,
      'retainPatientCharacteristics C': 5,
      'retainLongitudinalFullDates K': 169,
      'retainLongitudinalModifiedDates C': 169,
      'cleanDescriptors C': 141,
      'cleanStructuredContent C': 4,
      'cleanGraphics C': 4,
    });
  });

  test('every field of every row', () => {
    expect(rowsDigest(rows.map(asSource))).toBe(
      'e27edb616cccd7290802bea6947b11ddfaffb360ff624347678f590804afecc9',
    );
  });

  if (standardFolder !== undefined)
    test('every field of every row, against the source', () => {
      type Source = {
        rows: unknown[];
        columns: Record<string, string>;
        basicProfileCounts: Record<string, number>;
      };
      const source = sourceTable<Source>(PROFILE_SOURCE.file);
      expect(rows.map(asSource)).toEqual(source.rows);
      expect(OPTION_COLUMNS.map(snake)).toEqual(Object.keys(source.columns));
      expect(countBy(rows, (row) => row.basic)).toEqual(source.basicProfileCounts);
      expect(textDigest(sourceBytes(PROFILE_SOURCE.file))).toBe(PROFILE_DIGEST);
    });

  test('rows of each kind', () => {
    const byName = (name: string) => rows.find((row) => row.name === name);
    expect(byName("Patient's Name")).toEqual({
      kind: 'tag',
      tag: 0x00100010,
      id: '00100010',
      name: "Patient's Name",
      retired: false,
      inStandardIod: true,
      basic: 'Z',
      options: {},
    });
    expect(byName('Study Date')).toMatchObject({
      basic: 'Z',
      options: { retainLongitudinalFullDates: 'K', retainLongitudinalModifiedDates: 'C' },
    });
    expect(byName('Curve Data')).toMatchObject({
      kind: 'mask',
      mask: 0xff010000,
      value: 0x50000000,
      retired: true,
    });
    expect(byName('Overlay Data')).toMatchObject({
      kind: 'mask',
      mask: 0xff01ffff,
      value: 0x60003000,
      basic: 'X',
    });
    expect(byName('Overlay Comments')).toMatchObject({ kind: 'mask', mask: 0xff01ffff, value: 0x60004000 });
    expect(byName('Private Attributes')).toMatchObject({
      kind: 'oddgroup',
      id: 'oddgroup',
      options: { retainSafePrivate: 'C' },
    });
  });

  test('the masks take all their even groups, and nothing above 7FFF', () => {
    const taken = rows.flatMap((row) =>
      row.kind === 'mask'
        ? Array.from({ length: 0x10000 }, (_, group) => asTag(group * 0x10000 + (row.value & 0xffff))).filter(
            (tag) => (tag & row.mask) === row.value,
          )
        : [],
    );
    expect(taken).toHaveLength(3 * 128);
    expect(new Set(taken.map((tag) => hex(tag >>> 16, 4).slice(0, 2)))).toEqual(new Set(['50', '60']));
    expect(taken.filter((tag) => (tag >>> 16) % 2 === 1)).toEqual([]);
    expect(Math.max(...taken.map((tag) => (tag >>> 16) & 0xff))).toBe(0xfe);
  });
});

describe('Table E.3.10-1', () => {
  const rows = safePrivateAttributes();

  /** In the shape of the source, but all tags in capitals. */
  const asSource = ({ creator, group, element, vrs, vm, meaning }: SafePrivateAttribute) => ({
    tag: `(${hex(group, 4)},xx${hex(element, 2)})`,
    private_creator: creator,
    vr: vrs.join('/'),
    vm,
    meaning,
  });

  test('every field of 479 rows of 20 creators', () => {
    expect([rows.length, new Set(rows.map((row) => row.creator)).size]).toEqual([479, 20]);
    expect(rowsDigest(rows.map(asSource))).toBe(
      'a332de0b490bf48bf935f4c32c6bd8c7b2d502ad1e49b66c25ee09436ea5cd80',
    );
  });

  if (standardFolder !== undefined)
    test('against the source', () => {
      const source = sourceTable<{ rows: { tag: string }[] }>(SAFE_PRIVATE_SOURCE.file);
      const inCapitals = source.rows.map((row) => ({
        ...row,
        tag: row.tag.toUpperCase().replace('XX', 'xx'),
      }));
      expect(rows.map(asSource)).toEqual(inCapitals);
      expect(textDigest(sourceBytes(SAFE_PRIVATE_SOURCE.file))).toBe(SAFE_PRIVATE_SOURCE.sha256);
    });

  test('the odd ones: five without a VR, two with a choice, two without a meaning', () => {
    expect(rows.flatMap((row) => row.vrs).filter((vr) => !isVr(vr))).toEqual([]);
    expect(rows.filter((row) => row.vrs.length === 0)).toHaveLength(5);
    expect(rows.filter((row) => row.vrs.length === 2).map((row) => row.vrs)).toEqual([
      ['OW', 'OB'],
      ['OW', 'OB'],
    ]);
    expect(rows.filter((row) => row.meaning === '')).toHaveLength(2);
  });

  test('looked up by creator, group and element byte', () => {
    expect(lookupSafePrivate('Philips PET Private Group', 0x7053, 0x09)?.vrs).toEqual(['DS']);
    expect(lookupSafePrivate('Philips Imaging DD 001', 0x2001, 0x0a)?.meaning).toBe('Image Plane Number');
    expect(lookupSafePrivate('Philips Imaging DD 002', 0x2001, 0x0a)?.meaning).toBe('Um Gamma Center');
    expect(lookupSafePrivate('GEMS_PARM_01', 0x0043, 0x27)?.meaning).toBe(
      'Scan Pitch Ratio in the form "n.nnn:1"',
    );
    expect(lookupSafePrivate('GEMS_PARM_01', 0x0045, 0x27)).toBeUndefined();
    expect(lookupSafePrivate('GEMS_PARM_02', 0x0043, 0x27)).toBeUndefined();
    expect(lookupSafePrivate('ELSCINT1', 0x00e1, 0x22)).toBeUndefined();
    expect(rows.filter((row) => lookupSafePrivate(row.creator, row.group, row.element) !== row)).toEqual([]);
  });
});

describe('Table E.3.4-1', () => {
  const rows = structuredContentRows();
  const asSource = (row: StructuredContentRow) => [
    row.meaning,
    row.value,
    row.scheme,
    row.valueType,
    row.retired ? 'Y' : 'N',
    row.inStandardTemplate ? 'Y' : 'N',
    row.basic,
    ...CONTENT_OPTION_COLUMNS.map((column) => row.options[column] ?? ''),
  ];

  test('every field of 214 rows of 2026c', () => {
    expect([STRUCTURED_CONTENT_EDITION, rows.length]).toEqual(['2026c', 214]);
    expect(countBy(rows, (row) => row.basic)).toEqual({ X: 135, D: 60, 'X/D': 19 });
    expect(rows.filter((row) => !CONTENT_VALUE_TYPES.includes(row.valueType))).toEqual([]);
    expect(rowsDigest(rows.map(asSource))).toBe(
      '411210e3e6eee68e6a4b93c070e316886d8ea30e1b1b4cddc4a1a523adceb491',
    );
  });

  if (standardFolder !== undefined)
    test('against the source', () => {
      const [head, ...source] = sourceTable<{ rows: string[][] }>(STRUCTURED_CONTENT_SOURCE.file).rows;
      expect(rows.map(asSource)).toEqual(source);
      expect(head?.slice(7)).toEqual([
        'Rtn. UIDs Opt.',
        'Rtn. Dev. Id. Opt.',
        'Rtn. Inst. Id. Opt.',
        'Rtn. Pat. Chars. Opt.',
        'Rtn. Long. Full Dates Opt.',
        'Rtn. Long. Modif. Dates Opt.',
        'Clean Desc. Opt.',
      ]);
      expect(textDigest(sourceBytes(STRUCTURED_CONTENT_SOURCE.file))).toBe(STRUCTURED_CONTENT_SOURCE.sha256);
    });

  test('looked up by concept and value type', () => {
    expect(lookupStructuredContent('DCM', '121022', 'TEXT')).toMatchObject({
      meaning: 'Accession Number',
      basic: 'X',
    });
    expect(lookupStructuredContent('DCM', '113795', 'IMAGE')?.options).toEqual({ retainUids: 'K' });
    expect(lookupStructuredContent('DCM', '121022', 'PNAME')).toBeUndefined();
    expect(lookupStructuredContent('SCT', '121022', 'TEXT')).toBeUndefined();
    expect(
      rows.filter((row) => lookupStructuredContent(row.scheme, row.value, row.valueType) !== row),
    ).toEqual([]);
  });
});

describe('CID 7050', () => {
  test('thirteen codes of 2026d', () => {
    expect(METHOD_CODES_EDITION).toBe('2026d');
    const asSource = METHOD_CODES.map(({ scheme, value, meaning }) => ({
      scheme_designator: scheme,
      code_value: value,
      code_meaning: meaning,
    }));
    expect(rowsDigest(asSource)).toBe('330f85ad9db6d5a9bc00ac989064253961f917c9a63fb8f706467d6d4f9be74b');
    if (standardFolder !== undefined)
      expect(asSource).toEqual(sourceTable<{ rows: unknown[] }>(METHOD_CODES_SOURCE.file).rows);
  });

  test('each option has its own code', () => {
    const applied = [
      'basicProfile',
      'cleanPixelData',
      'cleanRecognizableVisualFeatures',
      'cleanGraphics',
      'cleanStructuredContent',
      'cleanDescriptors',
      'retainLongitudinalFullDates',
      'retainLongitudinalModifiedDates',
      'retainPatientCharacteristics',
      'retainDeviceIdentity',
      'retainUids',
      'retainSafePrivate',
      'retainInstitutionIdentity',
    ] as const;
    expect(applied.map((option) => methodCodeOf(option))).toEqual(METHOD_CODES);
    expect(OPTION_COLUMNS.filter((column) => !applied.includes(column))).toEqual([]);
    expect(methodCodeOf('retainUids')).toEqual({
      value: '113110',
      scheme: 'DCM',
      meaning: 'Retain UIDs Option',
    });
  });
});
