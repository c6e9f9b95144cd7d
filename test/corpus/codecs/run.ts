import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFrame } from '../../../layers/pixels/codecs/codec.ts';
import { FRAME_CODECS } from '../../../layers/pixels/codecs/syntaxes.ts';
import { PixelsError } from '../../../layers/pixels/errors.ts';
import { openReader } from '../../../layers/pixels/openReader.ts';
import type { DecodedFrame } from '../../../layers/pixels/reader.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';
import { codecsHere } from '../../support/frames.ts';
import { corpusFolder, readCorpus } from '../files.ts';
import { type Image, imageOf } from './images.ts';

/**
 * `npm run pixels:codecs`: every frame of the corpus (LETHE_CORPUS) is decoded, the first of each image is written in every syntax without loss and read again, and what came out is
 * held against a second implementation (pydicom with gdcm, pylibjpeg, pyjpegls: `LETHE_PYTHON`, else `python3`). Exit code 1 where any of it differs, 2 without a corpus.
 */

const MOST_SAMPLES = 6_000_000;
/** Inverse cosine transforms are not the same to the last bit (T.81 A.3.3). */
const TOLERANCE: Readonly<Record<string, number>> = { '50': 2, '51': 2, '53': 2, '55': 2 };
const LOSSLESS = Object.keys(FRAME_CODECS).filter((syntax) => FRAME_CODECS[syntax]?.encode !== null);
/** That the second implementation can read, of those which are written. */
const READ_ELSEWHERE = new Set(['5', '57', '70', '80', '81', '90', '91', '201', '202', '203']);
const last = (syntax: string) => syntax.split('.').at(-1) as string;

interface Row {
  readonly name: string;
  readonly syntax: string;
  readonly shape: FrameShape;
  readonly encoded: Uint8Array;
  readonly frame: DecodedFrame;
}
interface Tally {
  ok: number;
  refused: number;
  bytes: number;
  ms: number;
}
const tallies = new Map<string, Tally>();
function tally(what: string, syntax: string): Tally {
  const key = `${what} ${syntax}`;
  const found = tallies.get(key) ?? { ok: 0, refused: 0, bytes: 0, ms: 0 };
  tallies.set(key, found);
  return found;
}

async function main(folder: string): Promise<number> {
  const reader = openReader();
  const rows: Row[] = [];
  const refusals: string[] = [];
  const wrongs: string[] = [];
  const work = mkdtempSync(join(tmpdir(), 'lethe-codecs-'));
  try {
    const codecs = codecsHere();
    for (const file of readCorpus(folder).files) {
      const image = await imageOf(join(folder, file));
      if (image === null || image.shape.rows * image.shape.columns > MOST_SAMPLES) continue;
      const first = await firstOf(image);
      if (first !== null) for (const row of written(file, image, first)) rows.push(row);
    }
    async function firstOf(image: Image): Promise<DecodedFrame | null> {
      if (image.native !== null) return image.native;
      const { syntax, shape } = image;
      let first: DecodedFrame | null = null;
      for (const [at, encoded] of image.encoded.entries()) {
        const counts = tally('decode', syntax);
        const started = performance.now();
        try {
          const frame = await reader.decode(encoded, { syntax, shape });
          counts.ok += 1;
          counts.bytes += frame.raster.bytes.length;
          counts.ms += performance.now() - started;
          if (at === 0) rows.push({ name: 'decoded', syntax, shape, encoded, frame });
          first ??= frame;
        } catch (error) {
          if (!(error instanceof PixelsError)) throw error;
          counts.refused += 1;
          refusals.push(`${syntax} ${error.code}: ${error.what}`);
        }
      }
      return first;
    }
    function* written(_file: string, image: Image, frame: DecodedFrame): Generator<Row> {
      const { photometric, raster } = frame;
      const shape: FrameShape = { ...image.shape, photometric, isPlanar: false, frames: 1 };
      for (const syntax of LOSSLESS) {
        const counts = tally('encode', syntax);
        const started = performance.now();
        try {
          const encoded = encodeFrame(frame, { syntax, shape }, codecs);
          counts.ok += 1;
          counts.bytes += raster.bytes.length;
          counts.ms += performance.now() - started;
          if (READ_ELSEWHERE.has(last(syntax)) && raster.bytes.length < 1_500_000)
            yield { name: 'encoded', syntax, shape, encoded, frame };
        } catch (error) {
          if (!(error instanceof PixelsError)) throw error;
          if (error.code !== 'PIXELS_UNSUPPORTED') {
            const { rows: height, columns, samplesPerPixel, bitsAllocated, bitsStored, isSigned } = shape;
            wrongs.push(
              `wrong: ${syntax} ${error.code} ${columns}x${height}x${samplesPerPixel} ${bitsAllocated}/${bitsStored}${isSigned ? ' signed' : ''} ${photometric} of ${image.syntax}`,
            );
          }
          counts.refused += 1;
        }
      }
    }
    await reader.close();
    for (const [name, { ok, refused, bytes, ms }] of [...tallies].sort(([one], [other]) =>
      one < other ? -1 : 1,
    ))
      console.log(
        `${name.padEnd(34)} ${ok} frames, ${refused} refused, ${(bytes / 1e3 / ms).toFixed(0)} MB/s`,
      );
    for (const refusal of new Set(refusals)) console.log(`  refused: ${refusal}`);
    for (const wrong of wrongs) console.log(wrong);
    return Math.max(compared(rows, work), wrongs.length === 0 ? 0 : 1);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function compared(rows: readonly Row[], work: string): number {
  const manifest = join(work, 'manifest.jsonl');
  const lines = rows.map(({ syntax, shape, encoded, frame, name }, at) => {
    const [one, other] = [join(work, `${at}.encoded`), join(work, `${at}.decoded`)];
    writeFileSync(one, encoded);
    writeFileSync(other, frame.raster.bytes);
    const tolerance = name === 'decoded' ? (TOLERANCE[last(syntax)] ?? 0) : 0;
    const { bytesPerSample } = frame.raster;
    return JSON.stringify({ syntax, shape, encoded: one, decoded: other, tolerance, bytesPerSample });
  });
  writeFileSync(manifest, lines.join('\n'));
  const python = process.env.LETHE_PYTHON ?? 'python3';
  const { status, stdout } = spawnSync(python, [join(import.meta.dirname, 'oracle.py'), manifest], {
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (status !== 0) {
    console.log('no second implementation: pydicom with its plugins is not to be had by LETHE_PYTHON');
    return 0;
  }
  const seen = new Map<string, number>();
  let differs = 0;
  stdout
    .trimEnd()
    .split('\n')
    .forEach((line, at) => {
      const { name, syntax } = rows[at] as Row;
      const [verdict = '', plugin = ''] = line.split(' ');
      const key = `${name} ${syntax}: ${verdict}${verdict === 'none' ? '' : `, ${plugin}`}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if (verdict !== 'differs') return;
      differs += 1;
      const {
        rows: height,
        columns,
        samplesPerPixel,
        bitsAllocated,
        bitsStored,
        isSigned,
        photometric,
      } = (rows[at] as Row).shape;
      console.log(
        `differs: ${name} ${syntax} ${line} ${columns}x${height}x${samplesPerPixel} ${bitsAllocated}/${bitsStored}${isSigned ? ' signed' : ''} ${photometric}`,
      );
    });
  for (const [key, count] of [...seen].sort(([one], [other]) => (one < other ? -1 : 1)))
    console.log(`${key.padEnd(60)} ${count}`);
  console.log(differs === 0 ? 'nothing differs' : `${differs} differ`);
  return differs === 0 ? 0 : 1;
}

const folder = corpusFolder();
if (folder === null) console.error('LETHE_CORPUS names no corpus');
process.exitCode = folder === null ? 2 : await main(folder);
