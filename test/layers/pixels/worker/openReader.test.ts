import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { openReader, type ReaderSettings } from '../../../../layers/pixels/openReader.ts';
import type { PixelReader } from '../../../../layers/pixels/reader.ts';
import { drawn, shapeOf, uid } from '../../../support/frames.ts';

const shape = shapeOf({ bitsAllocated: 16, bitsStored: 12 });
const format = { syntax: uid('4.80'), shape };
const code = (word: string) => expect.objectContaining({ code: word });

/** A thread that does what a script says in the place of the worker. */
function scripted(script: string, more: Partial<ReaderSettings> = {}): PixelReader {
  return openReader({ workerFile: new URL(`data:text/javascript,${encodeURIComponent(script)}`), ...more });
}

describe('a reader of frames', () => {
  let reader: PixelReader;
  beforeEach(() => {
    reader = openReader();
  });
  afterEach(() => reader.close());

  it('reads what it wrote, and leaves what it was given', async () => {
    const frame = drawn(shape);
    const before = Buffer.from(frame.raster.bytes);
    const written = await reader.encode(frame, format);
    const copy = Buffer.from(written);
    expect(await reader.decode(written, format)).toEqual(frame);
    expect(Buffer.compare(frame.raster.bytes, before)).toBe(0);
    expect(Buffer.compare(written, copy)).toBe(0);
  });

  it('answers calls that are made at once, each its own', async () => {
    const shapes = [3, 5, 7].map((rows) => ({ ...shape, rows }));
    const written = await Promise.all(
      shapes.map((each) => reader.encode(drawn(each), { ...format, shape: each })),
    );
    const read = await Promise.all(
      written.map((bytes, at) => reader.decode(bytes, { ...format, shape: shapes[at] ?? shape })),
    );
    expect(read).toEqual(shapes.map((each) => drawn(each)));
  });

  it('refuses by a code what is damaged, and reads the next frame', async () => {
    const written = await reader.encode(drawn(shape), format);
    await expect(reader.decode(written.subarray(0, 60), format)).rejects.toEqual(code('PIXELS_DAMAGED'));
    await expect(
      reader.decode(written, { ...format, shape: { ...shape, rows: shape.rows + 1 } }),
    ).rejects.toEqual(code('PIXELS_DISAGREE'));
    await expect(reader.decode(written, { ...format, syntax: uid('4.100') })).rejects.toEqual(
      code('PIXELS_UNSUPPORTED'),
    );
    expect(await reader.decode(written, format)).toEqual(drawn(shape));
  });

  it('is closed twice, and before it began', async () => {
    await reader.close();
    await expect(reader.decode(new Uint8Array(9), format)).rejects.toThrow('closed');
  });
});

const ANSWERS = `
import { parentPort } from 'node:worker_threads';
const answered = { kind: 'refused', refusal: { code: 'PIXELS_UNSUPPORTED', what: '', hint: '', frame: null } };`;

describe('a thread that', () => {
  const frame = new Uint8Array([1]);

  it.each([
    ['hangs', 'for (;;);'],
    ['never answers', ''],
  ])('%s is ended when its time is over', async (_what, work) => {
    const reader = scripted(`${ANSWERS} parentPort.on('message', () => { ${work} });`, {
      frame: { startMs: 1, msPerMegasample: 1 },
    });
    await expect(reader.decode(frame, format)).rejects.toEqual(code('PIXELS_DAMAGED'));
    await reader.close();
  });

  it.each([
    ['ends', 'process.exit(3)'],
    ['throws', 'throw new Error("a name")'],
    ['is broken', 'parentPort.postMessage({ kind: "broken" })'],
  ])('%s loses its frame alone', async (_what, work) => {
    const reader = scripted(
      `${ANSWERS} parentPort.on('message', ({ frame }) => { if (frame[0] === 1) { ${work} } else parentPort.postMessage(answered); });`,
      { heapMebibytes: 16 },
    );
    const lost = await reader.decode(frame, format).catch((error: unknown) => error);
    expect(lost).toEqual(code('PIXELS_DAMAGED'));
    expect(String(lost)).not.toContain('a name');
    await expect(reader.decode(new Uint8Array([2]), format)).rejects.toEqual(code('PIXELS_UNSUPPORTED'));
    await reader.close();
  });

  it('cannot be started is no fault of a frame for long', async () => {
    const reader = openReader({ workerFile: pathToFileURL(createRequire(import.meta.url).resolve('jest')) });
    await expect(reader.decode(frame, format)).rejects.toEqual(code('PIXELS_DAMAGED'));
    await reader.close();
  });
});
