import { deflateRawSync } from 'node:zlib';
import { DEFAULT_ARCHIVE_LIMITS, RATIO_FREE_BYTES } from '../../../layers/archive/limits.ts';
import { zipMembers } from '../../../layers/archive/zip.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { codeOf, latin1, listing, type ZipEnd, type ZipFile, zipOf } from '../../support/archives.ts';
import { packedArchive } from '../../support/packedArchives.ts';

const one = { name: 'a/one', bytes: Buffer.from('one\n') };
const two = { name: 'a/two', bytes: numberedBytes(70_000) };

async function lines(files: readonly ZipFile[], end: ZipEnd = {}, limits = {}) {
  const { members, error } = await listing(zipOf(files, end), limits);
  return [...members, ...(error === null ? [] : [error])];
}

describe('a zip', () => {
  it.each([
    ['deflated', {}, {}],
    ['stored', { method: 0 }, {}],
    ['with zip64 sizes', { zip64: true }, { zip64: true }],
    ['with a comment that looks like an end', {}, { comment: `PK\x05\x06${'\0'.repeat(30)}` }],
    ['whose sizes follow the bytes', {}, { streamed: true }],
    ['with more in a local header than in the directory', { localExtra: Buffer.alloc(36) }, {}],
  ])('gives its files, %s', async (_what, file: Partial<ZipFile>, end: ZipEnd) => {
    const archive = zipOf([{ ...one, ...file }, { name: 'a/' }, { ...two, ...file }], end);
    const { members, error } = await listing(archive);
    expect([error, [...members.keys()]]).toEqual([null, [1, 3]]);
    expect(members.get(1)).toEqual(latin1(one.bytes));
    expect(members.get(3)).toEqual(latin1(two.bytes));
  });

  it.each([
    ['infoZip', { 3: 'x'.repeat(3000), 4: 'one\n', 5: '', 6: 'long\n' }],
    ['infoZipStreamed', { 1: 'one\n' }],
    ['pythonStreamed', { 1: 'one\n', 2: 'x'.repeat(3000) }],
    ['utf8Name', { 1: 'one\n' }],
    ['encrypted', { 1: 'ARCHIVE_ENCRYPTED' }],
    ['symbolicLink', { 1: 'ARCHIVE_NOT_A_FILE', 2: 'one\n' }],
    ['lzma', { 1: 'ARCHIVE_UNSUPPORTED' }],
  ] as const)('of another program is read: %s', async (name, expected) => {
    const { members, error } = await listing(packedArchive(name));
    expect(error).toBeNull();
    expect(Object.fromEntries(members)).toEqual(expected);
  });

  it('gives each member in pieces, forwards', async () => {
    const archive = memorySource(zipOf([two]));
    for await (const member of zipMembers(archive, DEFAULT_ARCHIVE_LIMITS)) {
      if (member.refusal !== null) throw member.refusal;
      const { source } = member;
      const pieces = [source.read(0, 40_000), source.read(40_000, 40_000), source.read(40_000, 70_000)];
      expect(latin1(Buffer.concat(await Promise.all(pieces)))).toBe(latin1(two.bytes));
      await expect(source.read(0, 1)).rejects.toThrow('out of order');
    }
  });
});

describe('a member of a zip is refused, and the others go on', () => {
  it.each([
    ['encrypted', { flags: 1 }, 'ARCHIVE_ENCRYPTED'],
    ['encrypted strongly', { flags: 0x41 }, 'ARCHIVE_ENCRYPTED'],
    ['encrypted with AES', { method: 99, packed: one.bytes }, 'ARCHIVE_ENCRYPTED'],
    ['packed with bzip2', { method: 12, packed: one.bytes }, 'ARCHIVE_UNSUPPORTED'],
    ['a symbolic link', { mode: 0o120777 }, 'ARCHIVE_NOT_A_FILE'],
    ['a device', { mode: 0o060644 }, 'ARCHIVE_NOT_A_FILE'],
    ['another checksum', { crc: 1 }, 'ARCHIVE_BROKEN'],
    ['another checksum, stored', { crc: 1, method: 0 }, 'ARCHIVE_BROKEN'],
    ['longer than it says', { sizeBytes: 3 }, 'ARCHIVE_BROKEN'],
    ['shorter than it says', { sizeBytes: 5 }, 'ARCHIVE_BROKEN'],
    ['empty, it says', { sizeBytes: 0 }, 'ARCHIVE_BROKEN'],
    ['stored in two sizes', { method: 0, sizeBytes: 3 }, 'ARCHIVE_BROKEN'],
    ['no deflated bytes', { packed: Buffer.from([0xff, 0xff, 0xff]) }, 'ARCHIVE_BROKEN'],
    ['cut deflated bytes', { packed: deflateRawSync(two.bytes).subarray(0, 99) }, 'ARCHIVE_BROKEN'],
    [
      'something behind the deflated bytes',
      { packed: Buffer.concat([deflateRawSync(one.bytes), Buffer.from('hidden')]) },
      'ARCHIVE_BROKEN',
    ],
    ['another method in its local header', { localMethod: 0 }, 'ARCHIVE_BROKEN'],
    [
      'a local header that reaches into the next',
      { localExtra: Buffer.alloc(9), packedBytes: 15 },
      'ARCHIVE_OVERLAP',
    ],
  ])('%s', async (_why, change: Partial<ZipFile>, code) => {
    const files = [{ ...one, ...change }, two];
    const { members, error } = await listing(zipOf(files));
    expect([error, members.get(1), members.get(2)]).toEqual([null, code, latin1(two.bytes)]);
  });

  it('no local header where the directory says', async () => {
    const archive = zipOf([two, one]);
    archive.writeUInt8(0, archive.indexOf('PK\x03\x04', 4, 'latin1'));
    const { members, error } = await listing(archive);
    expect([error, members.get(1), members.get(2)]).toEqual([null, latin1(two.bytes), 'ARCHIVE_BROKEN']);
  });

  it.each([
    '/etc/passwd',
    '../Müller^Anna',
    'a/../../b',
    'a\\..\\b',
    '\\\\server\\share',
    'C:\\scan',
    'C:scan',
    'a\0b',
    '..',
    'n'.repeat(5000),
    '',
  ])('an invalid path: %j', async (name) => {
    expect(await lines([{ ...one, name }, one])).toEqual([
      [1, 'ARCHIVE_PATH'],
      [2, 'one\n'],
    ]);
  });

  it.each([
    ['in Windows’ parts', 'a\\one'],
    ['in no known character set', Buffer.from([0xd6, 0xff, 0x81, 0x2f, 0x92])],
    ['with dots', 'a/..b/...'],
    ['twice', 'a/one'],
  ])('not for a path that is odd: %s', async (_why, name) => {
    expect(await lines([{ ...one, name }, one])).toEqual([
      [1, 'one\n'],
      [2, 'one\n'],
    ]);
  });

  it('too large', async () => {
    expect(await lines([{ ...two, bytes: Buffer.alloc(5) }, one], {}, { memberBytes: 4 })).toEqual([
      [1, 'ARCHIVE_MEMBER_TOO_LARGE'],
      [2, 'one\n'],
    ]);
  });

  it('a bomb by itself, in something that is not an archive', async () => {
    const bomb = Buffer.alloc(RATIO_FREE_BYTES + 1);
    const noise = { name: 'noise', method: 0, bytes: numberedBytes(400_000) };
    const { members, error } = await listing(zipOf([{ name: 'bomb', bytes: bomb }, noise]), { ratio: 300 });
    expect([error, members.get(1)]).toEqual([null, 'ARCHIVE_RATIO']);
    expect(members.get(2)).toEqual(latin1(noise.bytes));
  });
});

describe('a zip is refused before a member is touched', () => {
  const never = { ...one, sizeBytes: 2 ** 40, packedBytes: 2 ** 40, zip64: true };

  it.each([
    ['too many members', [one, one, one], {}, { members: 2 }, 'ARCHIVE_TOO_MANY'],
    ['too much in all', [one, two], {}, { totalBytes: 70_003 }, 'ARCHIVE_TOO_LARGE'],
    ['a count that lies', [one, one], { count: 1 }, {}, 'ARCHIVE_BROKEN'],
    ['two disks', [one], { disk: 1 }, {}, 'ARCHIVE_UNSUPPORTED'],
    ['two disks of zip64', [one], { disk: 1, zip64: true }, {}, 'ARCHIVE_UNSUPPORTED'],
    ['a directory elsewhere', [one], { directoryOffset: 3 }, {}, 'ARCHIVE_BROKEN'],
    ['a directory beyond the end', [one], { directoryOffset: 1e9 }, {}, 'ARCHIVE_BROKEN'],
    ['something between directory and end', [one], { gap: Buffer.from('x') }, {}, 'ARCHIVE_BROKEN'],
    ['one member twice', [one, { ...one, offset: 0 }], {}, {}, 'ARCHIVE_OVERLAP'],
    ['a member that quotes the next', [{ ...one, packedBytes: 30 }, one], {}, {}, 'ARCHIVE_OVERLAP'],
    [
      'a member that reaches into the directory',
      [one, { ...one, packedBytes: 99 }],
      {},
      {},
      'ARCHIVE_OVERLAP',
    ],
    ['a member of a terabyte', [never], {}, {}, 'ARCHIVE_TOO_LARGE'],
    ['a member behind the directory', [{ ...one, offset: 1e6 }], {}, {}, 'ARCHIVE_OVERLAP'],
  ])('%s', async (_why, files: readonly ZipFile[], end: ZipEnd, limits, code) => {
    const read: number[] = [];
    const archive = zipOf(files, end);
    const source = memorySource(archive);
    const spied = {
      ...source,
      read: (start: number, stop: number) => {
        read.push(start);
        return source.read(start, stop);
      },
    };
    expect(await listing(spied, limits)).toEqual({ members: new Map(), error: code });
    // The kind, and the end; of a small zip the end is all of it.
    expect(read.length).toBeLessThanOrEqual(6);
  });

  it('more in all than any data would come to', async () => {
    const files = Array.from({ length: 9 }, (_, index) => ({
      name: `${index}`,
      bytes: Buffer.alloc(RATIO_FREE_BYTES / 8),
    }));
    expect(await listing(zipOf(files))).toEqual({ members: new Map(), error: 'ARCHIVE_RATIO' });
  });

  it('cut anywhere', async () => {
    const archive = zipOf([one, two]);
    for (const end of [40, 1000, archive.length - 60, archive.length - 23, archive.length - 1])
      expect((await listing(archive.subarray(0, end))).error).toBe('ARCHIVE_BROKEN');
  });
});

it('no error of a zip repeats a name', async () => {
  const name = '../Müller^Anna';
  for await (const { refusal } of zipMembers(memorySource(zipOf([{ name }])), DEFAULT_ARCHIVE_LIMITS)) {
    expect(codeOf(refusal)).toBe('ARCHIVE_PATH');
    expect(`${refusal?.message} ${refusal?.stack} ${JSON.stringify(refusal)}`).not.toContain('Anna');
  }
});
