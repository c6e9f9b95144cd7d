import { UID_ROWS, UIDS_SOURCE } from '../../../../layers/dicom/standard/generated/uids.generated.ts';
import { rowsOf } from '../../../../layers/dicom/standard/rows.ts';
import {
  ENCAPSULATED_DOCUMENT_CLASSES,
  isDirectoryClass,
  isEncapsulatedDocumentClass,
  isRegisteredUid,
  isStorageSopClass,
  isValidUid,
  lookupUid,
  MEDIA_STORAGE_DIRECTORY_STORAGE,
  uidName,
} from '../../../../layers/dicom/standard/uid.ts';
import { rowsDigest, sourceBytes, sourceTable, standardFolder, textDigest } from './source.ts';

const entries = rowsOf(UID_ROWS).map((row) => lookupUid(`1.2.840.10008.${row.split('|')[0]}`));
const storage = entries.flatMap((entry) =>
  entry !== undefined && isStorageSopClass(entry.uid) ? [entry] : [],
);

describe('parity with PS3.6 Annex A 2026c', () => {
  test('every row', () => {
    expect(entries).toHaveLength(494);
    expect(rowsDigest(entries)).toBe('03e7a26acf377a61b681ce3cf224f4f412c350dce929f945a3361420c7e6f6ae');
  });

  if (standardFolder !== undefined)
    test('every row, against the source', () => {
      expect(entries).toEqual(sourceTable<{ rows: unknown[] }>(UIDS_SOURCE.file).rows);
      expect(textDigest(sourceBytes(UIDS_SOURCE.file))).toBe(UIDS_SOURCE.sha256);
    });
});

test.each([
  ['1.2.840.10008.1.2.1', true],
  ['1.2.840.10008', true],
  ['1.2.840.10008.6.1.925', true], // a context group: Table A-3 is not in the registry's rows
  ['1.2.840.10008.99.99', true], // of an edition to come
  ['1.2.840.100080.1', false],
  ['1.2.840.1000', false],
  ['1.2.840.113619.5.2', false],
  ['2.25.1', false],
  ['1.2.840.10008x', false],
  ['', false],
])('isRegisteredUid %s: %s', (uid, expected) => {
  expect(isRegisteredUid(uid)).toBe(expected);
});

test.each([
  ['1.2.840.10008.1.2', true],
  ['2.25.0', true],
  ['0.0', true],
  [`1.${'2'.repeat(62)}`, true],
  [`1.${'2'.repeat(63)}`, false],
  ['1', false],
  ['1.02', false],
  ['01.2', false],
  ['1..2', false],
  ['1.2.', false],
  ['.1.2', false],
  ['1.2 ', false],
  ['1.2\n', false],
  ['1.2\0', false],
  ['1.a', false],
  ['', false],
])('isValidUid %j: %s', (uid, expected) => {
  expect(isValidUid(uid)).toBe(expected);
});

test('uidName', () => {
  expect(uidName('1.2.840.10008.5.1.4.1.1.2')).toBe('CT Image Storage');
  expect(uidName('1.2.840.10008.5.1.4.1.1')).toBeUndefined();
  expect(uidName('toString')).toBeUndefined();
});

describe('classes', () => {
  test('storage: 194 active and 20 retired; services, documents about storage and directories are none', () => {
    expect([
      storage.filter((entry) => !entry.retired).length,
      storage.filter((entry) => entry.retired).length,
    ]).toEqual([194, 20]);
    const yes = [
      '5.1.4.1.1.2',
      '5.1.4.1.1.1.1.1',
      '5.1.4.1.1.88.1',
      '5.1.1.29',
      '5.1.4.34.7',
      '5.1.4.38.1',
      '5.1.4.1.1.104.1',
    ];
    const no = ['1.3.10', '1.20.1', '5.1.4.1.2.1.1', '5.1.4.1.1.200.4', '4.2', '1.2', '5.1.4.1.1.201.1.1'];
    expect(yes.filter((suffix) => !isStorageSopClass(`1.2.840.10008.${suffix}`))).toEqual([]);
    expect(no.filter((suffix) => isStorageSopClass(`1.2.840.10008.${suffix}`))).toEqual([]);
    expect(isStorageSopClass('1.2.3')).toBe(false);
  });

  test('encapsulated documents are those that the registry calls so', () => {
    const called = storage
      .filter((entry) => entry.name.startsWith('Encapsulated '))
      .map((entry) => entry.uid);
    expect(called).toEqual(ENCAPSULATED_DOCUMENT_CLASSES);
    expect(
      storage.filter((entry) => isEncapsulatedDocumentClass(entry.uid)).map((entry) => entry.uid),
    ).toEqual(called);
    expect(isEncapsulatedDocumentClass('1.2.840.10008.5.1.4.1.1.1')).toBe(false);
  });

  test('the directory', () => {
    expect(uidName(MEDIA_STORAGE_DIRECTORY_STORAGE)).toBe('Media Storage Directory Storage');
    expect(isDirectoryClass('1.2.840.10008.1.3.10')).toBe(true);
    expect(isDirectoryClass('1.2.840.10008.1.3.1')).toBe(false);
  });
});
