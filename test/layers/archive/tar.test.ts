import { gzipSync } from 'node:zlib';
import { RATIO_FREE_BYTES } from '../../../layers/archive/limits.ts';
import { numberedBytes } from '../../contracts/samples.ts';
import { latin1, listing, paxRecord, type TarFile, tarOf } from '../../support/archives.ts';
import { packedArchive } from '../../support/packedArchives.ts';

const one = { name: 'a/one', bytes: Buffer.from('one\n') };
const two = { name: 'a/two', bytes: numberedBytes(70_000) };
const folder = { name: 'a/', type: '5' };

/** What a tar gives as it is, which is what it gives gzipped. */
async function both(archive: Buffer, limits = {}) {
  const plain = await listing(archive, limits);
  const packed = await listing(gzipSync(archive), limits);
  expect(packed).toEqual(plain);
  return {
    error: plain.error,
    ...Object.fromEntries(plain.members),
  };
}

describe('a tar, plain or gzipped', () => {
  it('gives its files', async () => {
    const archive = tarOf([
      folder,
      one,
      two,
      { ...one, type: '\0' },
      { ...two, type: '7' },
      { name: 'empty' },
    ]);
    expect(await both(archive)).toEqual({
      error: null,
      2: 'one\n',
      3: latin1(two.bytes),
      4: 'one\n',
      5: latin1(two.bytes),
      6: '',
    });
  });

  it('gives files whose names and sizes are in extended headers', async () => {
    const pax = `${paxRecord('path', `a/${'n'.repeat(200)}`)}${paxRecord('size', '4')}${paxRecord('comment', 'ж')}`;
    const archive = tarOf([
      { name: 'global', type: 'g', bytes: Buffer.from(paxRecord('comment', 'of all')) },
      { name: 'x', type: 'x', bytes: Buffer.from(pax) },
      { ...one, sizeBytes: 4 },
      { name: '././@LongLink', type: 'L', bytes: Buffer.from(`a/${'n'.repeat(200)}\0`) },
      { ...one, base256: true },
      { ...one, prefix: 'p'.repeat(150) },
    ]);
    expect(await both(archive)).toEqual({ error: null, 1: 'one\n', 2: 'one\n', 3: 'one\n' });
  });

  it.each([
    ['gnuTar', { 3: 'x'.repeat(3000), 4: '', 5: 'ARCHIVE_NOT_A_FILE', 6: 'long\n', 7: 'one\n' }],
    ['paxTarGz', { 3: 'x'.repeat(3000), 4: '', 5: 'ARCHIVE_NOT_A_FILE', 6: 'long\n', 7: 'one\n' }],
    ['ustarTgz', { 1: 'one\n', 2: 'x'.repeat(3000) }],
    ['hardLink', { 1: 'one\n', 2: 'ARCHIVE_NOT_A_FILE' }],
    ['gnuSparse', { 1: 'ARCHIVE_UNSUPPORTED', 2: 'one\n' }],
    ['paxSparse', { 1: 'ARCHIVE_UNSUPPORTED', 2: 'one\n' }],
  ] as const)('of another program is read: %s', async (name, expected) => {
    const { members, error } = await listing(packedArchive(name));
    expect(error).toBeNull();
    expect(Object.fromEntries(members)).toEqual(expected);
  });
});

describe('a member of a tar is refused, and the others go on', () => {
  const pathRecord = Buffer.from(paxRecord('path', '../Müller^Anna'));
  it.each([
    ['a hard link', [{ name: 'a', type: '1', link: 'b' }], 'ARCHIVE_NOT_A_FILE'],
    [
      'a symbolic link with a size',
      [{ name: 'a', type: '2', link: 'b', sizeBytes: 9 }],
      'ARCHIVE_NOT_A_FILE',
    ],
    ['a character device', [{ name: 'a', type: '3' }], 'ARCHIVE_NOT_A_FILE'],
    ['a block device', [{ name: 'a', type: '4' }], 'ARCHIVE_NOT_A_FILE'],
    ['a pipe', [{ name: 'a', type: '6' }], 'ARCHIVE_NOT_A_FILE'],
    ['a kind of its own', [{ ...one, type: 'Z' }], 'ARCHIVE_UNSUPPORTED'],
    ['an absolute path', [{ ...one, name: '/a' }], 'ARCHIVE_PATH'],
    ['a path that leads upwards', [{ ...one, name: 'a/../../b' }], 'ARCHIVE_PATH'],
    ['such a folder', [{ name: '../', type: '5' }], 'ARCHIVE_PATH'],
    ['such a path in an extended header', [{ name: 'x', type: 'x', bytes: pathRecord }, one], 'ARCHIVE_PATH'],
    ['such a prefix', [{ ...one, prefix: '/root' }], 'ARCHIVE_PATH'],
    ['too large', [two], 'ARCHIVE_MEMBER_TOO_LARGE'],
  ])('%s', async (_why, files: readonly TarFile[], code) => {
    const archive = tarOf([...files, one]);
    expect(await both(archive, { memberBytes: 69_999 })).toEqual({ error: null, 1: code, 2: 'one\n' });
  });
});

describe('a tar is read no further', () => {
  const long = paxRecord('path', 'a').repeat(200_000);
  it.each([
    ['a header whose checksum does not hold', [one, { ...one, checksum: 1 }], 'ARCHIVE_BROKEN'],
    [
      'an extended header that is broken',
      [one, { name: 'x', type: 'x', bytes: Buffer.from('99 path=a') }],
      'ARCHIVE_BROKEN',
    ],
    [
      'an extended header without end',
      [one, { name: 'x', type: 'x', bytes: Buffer.from(long) }],
      'ARCHIVE_BROKEN',
    ],
    [
      'an invalid size',
      [one, { name: 'x', type: 'x', bytes: Buffer.from(paxRecord('size', '-1')) }],
      'ARCHIVE_BROKEN',
    ],
    [
      'a path for all members',
      [one, { name: 'g', type: 'g', bytes: Buffer.from(paxRecord('path', 'a')) }],
      'ARCHIVE_UNSUPPORTED',
    ],
    [
      'a size beyond the end',
      [one, { ...one, sizeBytes: 2 ** 33 - 1, type: '5' }, { ...one, sizeBytes: 9e9, base256: true }],
      'ARCHIVE_BROKEN',
    ],
  ])('%s', async (_why, files: readonly TarFile[], code) => {
    const { error, members } = await listing(tarOf(files));
    expect([error, members.get(1)]).toEqual([code, 'one\n']);
  });

  it.each([
    ['no end', Buffer.alloc(0)],
    ['half an end', Buffer.alloc(512)],
    ['something between the two blocks of the end', Buffer.alloc(1024, 1).fill(0, 0, 512)],
    ['another tar behind its end', Buffer.concat([Buffer.alloc(1024), tarOf([two])])],
  ])('%s', async (_why, end) => {
    expect(await both(tarOf([one], end))).toEqual({ error: 'ARCHIVE_BROKEN', 1: 'one\n' });
  });

  it('cut within a member: the whole ones went on', async () => {
    const { error, members } = await listing(tarOf([one, two]).subarray(0, 30_000));
    expect([error, members.get(1)]).toEqual(['ARCHIVE_BROKEN', latin1(one.bytes)]);
  });

  it('more members than the bound, extended headers among them', async () => {
    expect(await both(tarOf([one, one, one]), { members: 2 })).toEqual({
      error: 'ARCHIVE_TOO_MANY',
      1: 'one\n',
      2: 'one\n',
    });
    const extensions = Array.from({ length: 9 }, () => ({ name: 'x', type: 'x' }));
    expect(await both(tarOf(extensions), { members: 2 })).toEqual({ error: 'ARCHIVE_TOO_MANY' });
  });

  it('more bytes than the bound', async () => {
    expect((await listing(tarOf([one, two]), { totalBytes: 60_000 })).error).toBe('ARCHIVE_TOO_LARGE');
    expect((await listing(gzipSync(tarOf([one, two])), { totalBytes: 60_000 })).error).toBe(
      'ARCHIVE_TOO_LARGE',
    );
  });
});

describe('a gzip', () => {
  it('of one thing gives it, whatever its name', async () => {
    for (const bytes of [one.bytes, two.bytes, Buffer.alloc(0), numberedBytes(600)])
      expect(await listing(gzipSync(bytes))).toEqual({ error: null, members: new Map([[1, latin1(bytes)]]) });
    expect(await listing(packedArchive('gz'))).toEqual({
      error: null,
      members: new Map([[1, latin1(one.bytes)]]),
    });
  });

  it('of several parts gives what they are together (RFC 1952 2.2)', async () => {
    const archive = Buffer.concat([gzipSync(one.bytes), gzipSync(two.bytes), Buffer.alloc(100)]);
    const bytes = Buffer.concat([one.bytes, two.bytes]);
    expect(await listing(archive)).toEqual({ error: null, members: new Map([[1, latin1(bytes)]]) });
  });

  const packed = gzipSync(two.bytes);
  it.each([
    ['cut', packed.subarray(0, -9)],
    ['with another checksum', Buffer.concat([packed.subarray(0, -8), Buffer.alloc(4), packed.subarray(-4)])],
    ['with something behind it', Buffer.concat([packed, Buffer.from('hidden')])],
    ['with a part behind zeros, which zlib does not see', Buffer.concat([packed, Buffer.alloc(9), packed])],
  ])('is broken: %s', async (_why, archive) => {
    expect(await listing(archive)).toEqual({ error: 'ARCHIVE_BROKEN', members: new Map() });
  });

  it('that inflates without end is refused for its ratio, or its size, or as one member', async () => {
    const bomb = gzipSync(Buffer.alloc(RATIO_FREE_BYTES + 1));
    expect((await listing(bomb)).error).toBe('ARCHIVE_RATIO');
    expect((await listing(bomb, { totalBytes: RATIO_FREE_BYTES })).error).toBe('ARCHIVE_TOO_LARGE');
    const limits = { ratio: 1e6, memberBytes: RATIO_FREE_BYTES };
    expect((await listing(bomb, limits)).members).toEqual(new Map([[1, 'ARCHIVE_MEMBER_TOO_LARGE']]));
  });
});
