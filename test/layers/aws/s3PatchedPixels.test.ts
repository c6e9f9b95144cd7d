import { S3Store } from '../../../layers/aws/s3Store.ts';
import type { PixelReader } from '../../../layers/pixels/reader.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { makeS3Rig } from '../../contracts/s3Rig.ts';
import { planOf, sourceOf } from '../../rules/harness.ts';
import { el, fragments, instance, type Node } from '../../support/build.ts';
import { uid } from '../../support/frames.ts';
import { objectOf } from '../../support/segments.ts';
import { clean } from '../engine/harness.ts';
import { FakeS3, type Input } from './fakes/s3.ts';

/** Large images of which one frame is blanked: S3 copies the others, and they do not pass through the function. */

const MIB = 1024 * 1024;
const [ROWS, COLUMNS, FRAMES] = [1024, 1536, 8];
const FRAME_BYTES = ROWS * COLUMNS;
const KEY = '2.25.1/2.25.2/2.25.3.dcm';
const WITH_TEXT = 1;
const plan = planOf(
  compileLethe(
    sourceOf(JSON.stringify({ options: ['cleanPixelData'], pixels: { knownDevices: false, text: 'blank' } })),
  ),
);

const FRAME = Array.from({ length: FRAMES }, (_, frame) => {
  const bytes = new Uint8Array(FRAME_BYTES).fill(0x20 + frame);
  if (frame === WITH_TEXT) bytes.fill(0xff, 8 * COLUMNS, 9 * COLUMNS);
  return bytes;
});

/** Finds the bright row. Frames are decoded as they are written. */
const READER: PixelReader = {
  decode: async (bytes, { shape: { columns, rows, photometric } }) => ({
    raster: { width: columns, height: rows, samplesPerPixel: 1, bytesPerSample: 1, bytes },
    photometric,
  }),
  encode: () => Promise.reject(new Error('nothing to encode')),
  findText: async ({ bytes, width }) => {
    const at = bytes.indexOf(0xff);
    const top = Math.floor(at / width);
    return at < 0
      ? []
      : [{ box: { left: 0, top, right: width, bottom: top + 1 }, text: 'Ward 7 East', confidence: 0.9 }];
  },
  close: async () => {},
};

function cine(pixels: Node, transferSyntax?: string): Uint8Array {
  return instance({
    ...(transferSyntax === undefined ? {} : { transferSyntax }),
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.3.1'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', 'US'),
      el(0x00280002, 'US', [1]),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x00280008, 'IS', String(FRAMES)),
      el(0x00280010, 'US', [ROWS]),
      el(0x00280011, 'US', [COLUMNS]),
      el(0x00280100, 'US', [8]),
      el(0x00280101, 'US', [8]),
      el(0x00280102, 'US', [7]),
      el(0x00280103, 'US', [0]),
      pixels,
    ],
  });
}

const lengthOf = ({ CopySourceRange }: Input): number => {
  const [start, end] = String(CopySourceRange).slice('bytes='.length).split('-').map(Number);
  return (end as number) + 1 - (start as number);
};

it.each([
  // A row of the second frame: the first part is filled from what stands before, a row goes through, and the rest is copied.
  ['native', cine(el(0x7fe00010, 'OW', Buffer.concat(FRAME))), 5 * MIB + FRAME_BYTES],
  // The second frame is a fragment of its own, and written anew.
  ['encapsulated', cine(fragments(FRAME.map((frame) => [frame])), uid('1.98')), 5 * MIB + 2 * FRAME_BYTES],
])('frames that nothing changes are copied by S3: %s', async (_name, object, mostMoved) => {
  const fake = new FakeS3();
  const rig = await makeS3Rig({ client: fake.client, versioned: true, prefix: 'test' });
  const ref = await rig.ingest('cine', object);
  const store = new S3Store(fake.client, {
    cleanBucket: 'test-clean',
    quarantineBucket: 'test-quarantine',
    multipartBytes: 6 * MIB,
    partBytes: 5 * MIB,
    copyBytes: 5 * MIB,
  });
  const source = await store.open(ref);
  const result = await clean(source, { plan, pixels: READER });
  if ('reason' in result) throw new Error(`${result.reason.code}: ${result.reason.message}`);
  fake.calls.length = 0;
  await store.release(KEY, source, result.segments, 'source-1');

  const expected = await objectOf(result.segments, object);
  expect(object.includes(0xff) && !expected.includes(Buffer.alloc(COLUMNS, 0xff))).toBe(true);
  expect(Buffer.compare(fake.stored('test-clean', KEY)?.bytes ?? Buffer.alloc(0), expected)).toBe(0);
  const of = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
  const copied = of('UploadPartCopy').reduce((sum, input) => sum + lengthOf(input), 0);
  const moved = of('UploadPart').reduce((sum, { Body }) => sum + Body.length, 0);
  expect(copied).toBeGreaterThanOrEqual((FRAMES - 2) * FRAME_BYTES - 5 * MIB);
  expect(copied).toBeGreaterThan(0);
  expect(moved).toBeLessThan(mostMoved);
  expect(copied + moved).toBe(expected.length);
});
