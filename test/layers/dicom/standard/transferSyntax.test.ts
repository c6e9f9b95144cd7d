import { UID_ROWS } from '../../../../layers/dicom/standard/generated/uids.generated.ts';
import { rowsOf } from '../../../../layers/dicom/standard/rows.ts';
import { transferSyntaxOf } from '../../../../layers/dicom/standard/transferSyntax.ts';
import { lookupUid } from '../../../../layers/dicom/standard/uid.ts';

const registered = rowsOf(UID_ROWS).flatMap((row) => {
  const entry = lookupUid(`1.2.840.10008.${row.split('|')[0]}`);
  return entry?.type === 'TransferSyntax' ? [entry] : [];
});
const encodings = registered.map((entry) => {
  const syntax = transferSyntaxOf(entry.uid);
  if (syntax === undefined) return 'unknown';
  const { explicitVr, littleEndian, deflated, encapsulated } = syntax;
  return [
    explicitVr ? 'explicit' : 'implicit',
    littleEndian ? 'little' : 'big',
    deflated ? 'deflated' : '',
    encapsulated ? 'encapsulated' : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
});
const withEncoding = (encoding: string) =>
  registered
    .filter((_, index) => encodings[index] === encoding)
    .map((entry) => entry.uid.replace('1.2.840.10008.', ''));

test('every transfer syntax of the registry has its name and its encoding', () => {
  expect(registered).toHaveLength(63);
  for (const { uid, name } of registered) expect(transferSyntaxOf(uid)?.name ?? name).toBe(name);
  expect(withEncoding('implicit little')).toEqual(['1.2', '1.20']);
  expect(withEncoding('explicit big')).toEqual(['1.2.2']);
  expect(withEncoding('explicit little deflated')).toEqual(['1.2.1.99', '1.2.4.205', '1.2.4.95']);
  expect(withEncoding('explicit little')).toEqual([
    '1.2.1',
    '1.2.4.204',
    '1.2.4.94',
    '1.2.7.1',
    '1.2.7.2',
    '1.2.7.3',
  ]);
  expect(withEncoding('unknown')).toEqual(['1.2.6.1', '1.2.6.2']);
  const jpegs = [
    50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 70, 80, 81, 90, 91, 92, 93,
  ];
  const videos = [100, 101, 102, 103, 104, 105, 106].flatMap((number) => [`${number}`, `${number}.1`]);
  const others = ['107', '108', '110', '111', '112', '201', '202', '203'];
  expect(withEncoding('explicit little encapsulated')).toEqual(
    [
      '1.2.1.98',
      ...[...jpegs, ...videos, ...others].map((number) => `1.2.4.${number}`),
      '1.2.5',
      '1.2.8.1',
    ].sort(),
  );
});

test('GE: headers in implicit VR little endian', () => {
  expect(transferSyntaxOf('1.2.840.113619.5.2')).toEqual({
    uid: '1.2.840.113619.5.2',
    name: 'GE Private Implicit VR Little Endian with Big Endian Pixel Data',
    explicitVr: false,
    littleEndian: true,
    deflated: false,
    encapsulated: false,
  });
});

test.each([
  '',
  '1.2.840.10008.1.2.4',
  '1.2.840.10008.1.2.4.999',
  '1.2.840.10008.1.2\0',
  '1.2.840.10008.5.1.4.1.1.2',
])('nothing is guessed: %j', (uid) => {
  expect(transferSyntaxOf(uid)).toBeUndefined();
});
