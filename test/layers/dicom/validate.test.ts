import { firstInvalid } from '../../../layers/dicom/validate.ts';
import { VR_FACTS, type Vr } from '../../../layers/dicom/vr.ts';
import {
  el,
  fragments,
  instance,
  inTagOrder,
  type Node,
  pixels,
  sq,
  TRANSFER_SYNTAX,
  type Value,
} from '../../support/build.ts';
import { parsed } from '../engine/harness.ts';

const latin = (text: string) =>
  new Uint8Array(Buffer.from(text.length % 2 === 0 ? text : `${text} `, 'latin1'));
const invalidIn = async (elements: readonly Node[], transferSyntax?: string) =>
  firstInvalid(
    await parsed(
      instance({
        elements: inTagOrder(elements),
        text: latin,
        ...(transferSyntax === undefined ? {} : { transferSyntax }),
      }),
    ),
  );

/** A private element, whose number of values is free, in Latin-1. */
const privately = (vr: Vr, value: Value) =>
  invalidIn([
    el(0x00080005, 'CS', 'ISO_IR 100'),
    el(0x00090010, 'LO', 'ACME'),
    el(0x00091001, vr, typeof value === 'string' && VR_FACTS[vr].content === 'ascii' ? latin(value) : value),
  ]);

const VALID: Readonly<Record<string, readonly string[]>> = {
  AE: ['STORE', ' STORE ', 'a.b-c:1', 'X'.repeat(16)],
  AS: ['000D', '045Y', '999M', '012W'],
  CS: ['ISO_IR 100', 'A\\B2\\', 'X'.repeat(16)],
  DA: ['20000229', '19991231\\20000101', '20000101 '],
  DS: ['0', '-1.5', '+1.5E-3', '.5', '1.', ' 12 \\ 13 ', '1234567890123456'],
  DT: [
    '2000',
    '200002',
    '20000229',
    '2000022923',
    '20000229235960',
    '20000229235959.999999+1400',
    '2000-1200',
  ],
  IS: ['0', '-2147483648', '+2147483647', ' 12 '],
  LO: ['x'.repeat(64), 'any text, "quoted"', 'é'.repeat(64), 'A\\B'],
  LT: ['line\r\nline\fpage\tcolumn \\ no delimiter', 'x'.repeat(10240)],
  PN: ['Doe^John^^Dr^Jr', 'A=B=C', '^'.repeat(4), `${'x'.repeat(64)}=${'y'.repeat(64)}`],
  SH: ['x'.repeat(16), 'é'],
  ST: ['x'.repeat(1024), ' leading'],
  TM: ['23', '2359', '235960', '235959.1', '000000.000000', '23\\00'],
  UC: ['x'.repeat(100_000)],
  UI: ['1.2.840.10008.1.2', '2.25.0', '0.0', '12345', `1.${'2'.repeat(62)}`],
  UR: ['http://test/?a=b#c', 'urn:oid:1.2'],
  UT: ['any\ntext\\'],
};

const INVALID: Readonly<Record<string, readonly string[]>> = {
  AE: ['X'.repeat(17), 'A\tB', 'Größe'],
  AS: ['45Y', '045', '0045', '045X', '45YY', '100Y\\1'],
  CS: ['lower', 'A-B', 'X'.repeat(17), 'A\\b'],
  DA: ['2000', '20001301', '19990229', '2000.01.01', '20000101-20000102', '00000101'],
  DS: ['1,5', 'abc', '1e', '12345678901234567', '0x10', '1 2'],
  DT: [
    '20001301',
    '2000022924',
    '20000229235961',
    '20000229+0000x',
    '20000101-0000',
    '2000+1500',
    '20000101.5',
  ],
  IS: ['1.5', '2147483648', '-2147483649', '1e3', '0000000000001', 'x'],
  LO: ['x'.repeat(65), 'A\nB', 'A\x07B'],
  LT: ['x'.repeat(10241), 'A\x07B'],
  PN: ['A=B=C=D', 'A^B^C^D^E^F', 'x'.repeat(65), 'A\nB'],
  SH: ['x'.repeat(17), 'A\rB'],
  ST: ['x'.repeat(1025), 'A\x01B'],
  TM: ['24', '2360', '235961', '23:59', '2', '235959.', '235959.1234567', '120000-130000'],
  UC: ['A\nB'],
  UI: ['1.2.', '.1', '1..2', '1.02', '1.2a', `1.${'2'.repeat(63)}`],
  UR: ['http://a b', 'http://ö'],
  UT: ['A\x00B'],
};

const each = (table: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(table).flatMap(([vr, texts]) => texts.map((text) => [vr as Vr, text] as const));

describe('text', () => {
  test.each(each(VALID))('%s %j is valid', async (vr, text) => {
    expect(await privately(vr, text)).toBeNull();
  });

  test.each(each(INVALID))('%s %j is not, and is not repeated', async (vr, text) => {
    const found = await privately(vr, text);
    expect(found?.path).toBe('(0009,1001)');
    expect(found?.what).not.toBe('');
    if (text.length > 5) expect(found?.what).not.toContain(text);
  });

  test('every VR of text has both', () => {
    const texts = Object.entries(VR_FACTS).flatMap(([vr, { content }]) =>
      content === 'text' || content === 'ascii' ? [vr] : [],
    );
    expect(Object.keys(VALID).sort()).toEqual(texts.sort());
    expect(Object.keys(INVALID).sort()).toEqual(texts);
  });

  test('bytes that the character set has no characters for', async () => {
    const bytes = Uint8Array.of(0x41, 0xff, 0xfe, 0x41);
    expect(await invalidIn([el(0x00080005, 'CS', 'ISO_IR 192'), el(0x00100020, 'LO', bytes)])).toMatchObject({
      path: '(0010,0020)',
    });
  });

  test('a byte over 127 without a character set', async () => {
    expect(await invalidIn([el(0x00100020, 'LO', 'é')])).toMatchObject({ path: '(0010,0020)' });
  });

  test('an unknown character set is an error of its own', async () => {
    await expect(
      invalidIn([el(0x00080005, 'CS', 'ISO_IR 999'), el(0x00100020, 'LO', 'A')]),
    ).rejects.toMatchObject({ code: 'CHARACTER_SET_UNKNOWN' });
  });
});

describe('binary values', () => {
  test.each<[Vr, number]>([
    ['AT', 4],
    ['FD', 8],
    ['FL', 4],
    ['OD', 8],
    ['OF', 4],
    ['OL', 4],
    ['OV', 8],
    ['OW', 2],
    ['SL', 4],
    ['SS', 2],
    ['SV', 8],
    ['UL', 4],
    ['US', 2],
    ['UV', 8],
  ])('%s is a multiple of %i bytes', async (vr, bytes) => {
    expect(await privately(vr, new Uint8Array(3 * bytes))).toBeNull();
    if (bytes > 2) expect(await privately(vr, new Uint8Array(3 * bytes + 2))).not.toBeNull();
    else expect(await invalidIn([el(0x00281201, vr, new Uint8Array(3), { odd: true })])).not.toBeNull();
  });

  test('bulk values are held to their length', async () => {
    expect(await invalidIn([pixels(new Uint8Array(100_000))])).toBeNull();
    expect(await invalidIn([el(0x7fe00009, 'OD', new Uint8Array(100_004))])).toMatchObject({
      path: '(7FE0,0009)',
    });
  });

  test('fragments and unknown bytes are what they are', async () => {
    expect(await invalidIn([fragments([[Uint8Array.of(1, 2)]])], TRANSFER_SYNTAX.jpegBaseline)).toBeNull();
    expect(await privately('UN', Uint8Array.of(0xff, 0xff))).toBeNull();
  });
});

describe('the number of values', () => {
  test.each<[number, Vr, string, boolean]>([
    [0x00100020, 'LO', 'A', true], // 1
    [0x00100020, 'LO', 'A\\B', false],
    [0x00280030, 'DS', '1\\2', true], // 2
    [0x00280030, 'DS', '1', false],
    [0x00280030, 'DS', '1\\2\\3', false],
    [0x00101001, 'PN', 'A\\B\\C', true], // 1-n
    [0x00080008, 'CS', 'ORIGINAL', false], // 2-n
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL', true],
    [0x00283002, 'US', '', true], // 3, but none is none
    [0x30060050, 'DS', '1\\2\\3\\4\\5\\6', true], // 3-3n
    [0x30060050, 'DS', '1\\2\\3\\4', false],
    [0x00181149, 'IS', '1\\2', true], // 1-2
    [0x00181149, 'IS', '1\\2\\3', false],
  ])('(%i) %s %s: %s', async (tag, vr, value, isValid) => {
    expect((await invalidIn([el(tag, vr, value)])) === null).toBe(isValid);
  });

  test('of binary values', async () => {
    expect(await invalidIn([el(0x00280010, 'US', [1])])).toBeNull();
    expect(await invalidIn([el(0x00280010, 'US', [1, 2])])).toEqual({
      path: '(0028,0010)',
      what: '2 values, where PS3.6 has 1',
    });
    expect(await invalidIn([el(0x00283002, 'US', [1, 2, 3])])).toBeNull();
  });

  test('a backslash in a VR of one value is not a delimiter', async () => {
    expect(await invalidIn([el(0x00081190, 'UR', 'http://a%5Cb'), el(0x00102182, 'ST', 'A\\B')])).toBeNull();
  });
});

test('items at any depth are held to it, with their path', async () => {
  const nested = sq(0x00081140, [
    [el(0x00081155, 'UI', '1.2')],
    [sq(0x00081140, [[el(0x00081155, 'UI', '1.02')]])],
  ]);
  expect(await invalidIn([nested])).toEqual({
    path: '(0008,1140)[1](0008,1140)[0](0008,1155)',
    what: 'no UID',
  });
});
