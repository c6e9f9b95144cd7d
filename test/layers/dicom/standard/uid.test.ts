import {
  CONTEXT_GROUP_RUNS,
  CONTEXT_GROUPS_SOURCE,
  UID_ROWS,
  UIDS_SOURCE,
} from '../../../../layers/dicom/standard/generated/uids.generated.ts';
import { rowsOf } from '../../../../layers/dicom/standard/rows.ts';
import {
  ENCAPSULATED_DOCUMENT_CLASSES,
  isDirectoryClass,
  isEncapsulatedDocumentClass,
  isRegisteredUid,
  isStorageSopClass,
  isValidUid,
  isWellKnownUid,
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

  test('1,384 context groups (Table A-3), in runs that neither meet nor cross', () => {
    const runs = CONTEXT_GROUP_RUNS.split(' ').map((run) => run.split('-').map(Number));
    expect(runs.reduce((sum, run) => sum + (run.at(-1) as number) - (run[0] as number) + 1, 0)).toBe(1384);
    for (const [index, run] of runs.entries())
      if (index > 0) expect(run[0]).toBeGreaterThan((runs[index - 1]?.at(-1) as number) + 1);
  });

  if (standardFolder !== undefined)
    test('every context group, against the source', () => {
      const { rows } = sourceTable<{ rows: readonly { uid: string }[] }>(CONTEXT_GROUPS_SOURCE.file);
      const listed = new Set(rows.map(({ uid }) => uid));
      for (let number = 0; number < 2_000; number++) {
        const uid = `1.2.840.10008.6.1.${number}`;
        expect([uid, isRegisteredUid(uid)]).toEqual([uid, listed.has(uid)]);
      }
    });
});

test('every row is registered, and nothing that only begins or ends like one', () => {
  for (const uid of entries.map((entry) => entry?.uid as string)) {
    expect([uid, isRegisteredUid(uid)]).toEqual([uid, true]);
    for (const other of [`${uid}.1700000000`, `${uid}9999`, `${uid} `, `${uid}\0`, `0${uid}`])
      expect([other, isRegisteredUid(other)]).toEqual([other, false]);
  }
});

test('well known: 19 instances and 28 frames of reference', () => {
  const known = entries.filter((entry) => entry !== undefined && isWellKnownUid(entry.uid));
  expect(known.map((entry) => entry?.type).filter((type) => type === 'WellKnownSOPInstance')).toHaveLength(
    19,
  );
  expect(known).toHaveLength(47);
  expect(isWellKnownUid('1.2.840.10008.1.4.1.1')).toBe(true);
  expect(isWellKnownUid('1.2.840.10008.1.2')).toBe(false);
  expect(isWellKnownUid('1.2.840.10008.6.1.925')).toBe(false);
});

test.each([
  ['1.2.840.10008.1.2.1', true],
  ['1.2.840.10008', false],
  ['1.2.840.10008.', false],
  ['1.2.840.10008.6.1.925', true], // a context group
  ['1.2.840.10008.6.1.99999', false],
  ['1.2.840.10008.6.1.0925', false],
  ['1.2.840.10008.99.99', false], // of an edition to come, or a scanner's own
  ['1.2.840.10008.5.1.4.1.1.2.1700000000.1', false],
  ['1.2.840.10008.01.2', false],
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
