import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openReader, type ReaderSettings } from '../../../../layers/pixels/openReader.ts';
import type { PixelReader } from '../../../../layers/pixels/reader.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, fragments, instance } from '../../../support/build.ts';
import { drawn, shapeOf, uid } from '../../../support/frames.ts';
import { clean } from '../../engine/harness.ts';

const LOOKS = planOf(compileLethe(sourceOf(JSON.stringify({ options: ['cleanPixelData'] }))));
const shape = shapeOf({ bitsAllocated: 16, bitsStored: 12 });
const format = { syntax: uid('4.80'), shape };
const code = (word: string) => expect.objectContaining({ code: word });

const PARTS = new URL('../../../../layers/pixels/', import.meta.url).href;
const SERVES = `
import { writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { unsupported } from '${PARTS}errors.ts';
import { serve } from '${PARTS}worker/serve.ts';
/** What a job says that was done. */
const said = (what) => { throw unsupported(what); };
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-reader-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let scripts = 0;
/** A process that does what a script says in the place of the worker. */
function script(text: string): URL {
  const file = join(folder, `${scripts++}.mjs`);
  writeFileSync(file, `${SERVES}${text}`);
  return pathToFileURL(file);
}

/** A job of the first kind of frame does what a script says; one of any other kind is answered. */
function scripted(work: string, more: Partial<ReaderSettings> = {}): PixelReader {
  const workerFile = script(
    `serve(async ({ frame }) => { if (frame[0] === 1) { ${work} } said('answered'); });`,
  );
  return openReader({ workerFile, ...more });
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

const first = new Uint8Array([1]);
const other = new Uint8Array([2]);
const answered = expect.objectContaining({ code: 'PIXELS_UNSUPPORTED', what: 'answered' });

describe('a process that', () => {
  it.each([
    [
      'takes more than its processor time',
      'for (;;);',
      { frame: { startMs: 200, msPerMegasample: 1 }, patience: 1e9 },
    ],
    ['fills its heap', 'const all = []; for (;;) all.push({ all });', { heapMebibytes: 12 }],
    ['ends', 'process.exit(3);', {}],
    ['is killed', 'process.kill(process.pid, "SIGKILL");', {}],
    [
      'throws where nobody listens',
      'setImmediate(() => { throw new Error("a name"); }); await new Promise(() => {});',
      {},
    ],
    ['is broken', 'throw new Error("a name");', {}],
  ])('%s loses its frame alone', async (_what, work, more) => {
    const reader = scripted(work, more);
    const lost = await reader.decode(first, format).catch((error: unknown) => error);
    expect(lost).toEqual(code('PIXELS_DAMAGED'));
    expect(String(lost)).not.toContain('a name');
    await expect(reader.decode(other, format)).rejects.toEqual(answered);
    await reader.close();
  });

  it('fills its heap costs the instance that has the frame, and no other', async () => {
    const word = (tag: number, value: number) => el(tag, 'US', new Uint8Array([value, 0]));
    const image = (byte: number) =>
      instance({
        transferSyntax: uid('4.90'),
        elements: [
          el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
          el(0x00080018, 'UI', '2.25.1'),
          el(0x00080060, 'CS', 'OT'),
          word(0x00280002, 1),
          el(0x00280004, 'CS', 'MONOCHROME2'),
          word(0x00280010, 8),
          word(0x00280011, 8),
          word(0x00280100, 8),
          fragments([[new Uint8Array([byte, 0])]]),
        ],
      });
    const reader = scripted('const all = []; for (;;) all.push({ all });', { heapMebibytes: 12 });
    const reasons: unknown[] = [];
    for (const byte of [1, 2]) reasons.push(await clean(image(byte), { plan: LOOKS, pixels: reader }));
    await reader.close();
    expect(reasons).toEqual([{ reason: code('PIXELS_DAMAGED') }, { reason: code('PIXELS_UNSUPPORTED') }]);
  });

  it('ends once, for the machine is short of memory, is asked again', async () => {
    const place = join(folder, 'fate.sock');
    let asked = 0;
    const server = createServer((socket) => socket.end(asked++ === 0 ? 'die' : 'live')).listen(place);
    const reader = scripted(
      `let fate = ''; for await (const part of connect(${JSON.stringify(place)})) fate += part; if (fate === 'die') process.exit(3);`,
    );
    await expect(reader.decode(first, format)).rejects.toEqual(answered);
    server.close();
    expect(asked).toBe(2);
    await reader.close();
  });

  it.each([
    ['cannot be started', 'process.exit(1);'],
    ['never answers and does nothing', 'serve(() => new Promise(() => {}));'],
  ])('%s is a fault of the surroundings, and no frame is damaged', async (_what, text) => {
    const frame = { startMs: 1, msPerMegasample: 1 };
    const reader = openReader({ workerFile: script(text), frame });
    await expect(reader.decode(first, format)).rejects.toEqual(code('PIXELS_WEIGHTS'));
    await reader.close();
  });

  it('is told to end by a terminal finishes its frame', async () => {
    const reader = scripted(
      "for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(process.pid, signal);",
    );
    await expect(reader.decode(first, format)).rejects.toEqual(answered);
    await reader.close();
  });

  it.each([
    ['writes a file', "writeFileSync('/tmp/lethe-any', '')"],
    ['starts a process', "execFileSync('true')"],
  ])('%s is kept from it', async (_what, work) => {
    const reader = scripted(`try { ${work}; } catch (error) { said(error.code); }`);
    const told = expect.objectContaining({ what: 'ERR_ACCESS_DENIED' });
    await expect(reader.decode(first, format)).rejects.toEqual(told);
    await reader.close();
  });

  it('reads frames knows nothing of the environment, and says nothing', async () => {
    process.env.LETHE_TEST_CREDENTIAL = 'a credential';
    const reader = scripted('console.error("a name"); said(JSON.stringify([process.env, process.argv]));');
    const told = await reader.decode(first, format).catch(({ what }: { readonly what: string }) => what);
    delete process.env.LETHE_TEST_CREDENTIAL;
    await reader.close();
    const [environment, [, ...files]] = JSON.parse(told as string);
    expect(Object.keys(environment).filter((name) => name !== 'LD_LIBRARY_PATH')).toEqual([]);
    expect(files.map((file: string) => file.slice(file.lastIndexOf('/') + 1))).toEqual([
      expect.stringMatching(/^\d+\.mjs$/),
      'watch.ts',
      String(process.pid),
      'dcmjs-native-codecs.wasm',
    ]);
  });
});

describe('a process that is asked by one that is killed', () => {
  /** Whoever asks, and the line to the process that it asked: open for as long as that one lives. */
  async function asked(work: string): Promise<{ readonly asking: ChildProcess; readonly line: Socket }> {
    const place = join(folder, `${scripts}.sock`);
    const line = Promise.withResolvers<Socket>();
    const server = createServer((socket) => {
      server.close();
      socket.once('data', () => line.resolve(socket));
    }).listen(place);
    const workerFile = script(
      `const line = connect(${JSON.stringify(place)}); const tell = () => new Promise((done) => line.write('at work', done)); ${work}`,
    );
    const program = `import { openReader } from '${PARTS}openReader.ts';
      const shape = ${JSON.stringify(shape)};
      const reader = openReader({ workerFile: new URL(${JSON.stringify(workerFile.href)}), frame: { startMs: 1e9, msPerMegasample: 0 } });
      await reader.decode(new Uint8Array([1]), { syntax: '', shape }).catch(() => {});
      process.stdin.resume();`;
    const asking = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    return { asking, line: await line.promise };
  }

  it.each([
    ['while a codec is at work', 'serve(async () => { await tell(); for (;;); });'],
    ['while it waits', "serve(async () => { await tell(); said('answered'); });"],
  ])('ends too: %s', async (_when, work) => {
    const { asking, line } = await asked(work);
    const closed = Promise.withResolvers<void>();
    line.on('close', () => closed.resolve());
    line.on('error', () => {});
    line.resume();
    asking.kill('SIGKILL');
    await closed.promise;
    expect(line.destroyed).toBe(true);
  });
});
