import { gzipSync } from 'node:zlib';
import { DEFAULT_ARCHIVE_LIMITS, parseArchiveLimits } from '../../../layers/archive/limits.ts';
import { archiveKindOf } from '../../../layers/archive/recognise.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { tarOf, zipOf } from '../../support/archives.ts';
import { el, instance } from '../../support/build.ts';

const kindOf = (bytes: Uint8Array) => archiveKindOf(memorySource(bytes));
const object = instance({ elements: [el(0x00100010, 'PN', 'Zwieback^Oriane')] });
const file = { name: 'one', bytes: Buffer.from('one') };

describe('an object', () => {
  it.each([
    ['zip', zipOf([file])],
    ['tar', tarOf([file])],
    ['gzip', gzipSync(object)],
    ['gzip', gzipSync(object.subarray(132))],
    ['gzip', gzipSync(tarOf([file]))],
    ['gzip', gzipSync(zipOf([file]))],
    ['gzip', gzipSync(object).subarray(0, 20)],
    [null, gzipSync('a line of text\n'.repeat(200))],
    [null, gzipSync('')],
    [null, object],
    [null, Buffer.alloc(0)],
    [null, Buffer.from('PK')],
    [null, Buffer.from('no archive at all')],
    [null, Buffer.alloc(2000)],
    // The end of an empty zip, which holds nothing.
    [null, Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')],
  ])('is %s by its content', async (kind, bytes) => {
    expect(await kindOf(bytes)).toBe(kind);
  });

  it.each([zipOf([file]), gzipSync(Buffer.alloc(1)), tarOf([file])])(
    'is DICOM where it says so, whatever its preamble holds',
    async (archive) => {
      const preamble = archive.subarray(0, 128);
      expect(await kindOf(Buffer.concat([preamble, object.subarray(preamble.length)]))).toBeNull();
    },
  );

  it('is not a tar for having the magic alone', async () => {
    const bytes = tarOf([{ ...file, checksum: 1 }]);
    expect(await kindOf(bytes)).toBeNull();
  });
});

describe('bounds', () => {
  it('are read over the defaults', () => {
    expect(parseArchiveLimits('')).toEqual(DEFAULT_ARCHIVE_LIMITS);
    expect(parseArchiveLimits('ratio=500,members=7')).toEqual({
      ...DEFAULT_ARCHIVE_LIMITS,
      ratio: 500,
      members: 7,
    });
  });

  it.each([
    'ratio',
    'ratio=',
    'ratio=0',
    'ratio=-1',
    'depth=2',
    'ratio=1;members=2',
    ' ratio=1',
    'ratio=1,',
    'constructor=1',
  ])('are none: %j', (text) => {
    expect(parseArchiveLimits(text)).toBeNull();
  });
});
