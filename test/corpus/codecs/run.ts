import { join } from 'node:path';
import { encodeFrame } from '../../../layers/pixels/codecs/codec.ts';
import { FRAME_CODECS } from '../../../layers/pixels/codecs/syntaxes.ts';
import { photometricOnceWritten } from '../../../layers/pixels/codecs/writtenColours.ts';
import { PixelsError } from '../../../layers/pixels/errors.ts';
import { blankJpeg } from '../../../layers/pixels/jpeg/blankJpeg.ts';
import { openReader } from '../../../layers/pixels/openReader.ts';
import type { DecodedFrame, PixelReader } from '../../../layers/pixels/reader.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';
import { codecsHere } from '../../support/frames.ts';
import { corpusFolder, readCorpus } from '../files.ts';
import { type Image, imageOf } from './images.ts';
import { SecondReader } from './secondReader.ts';
import { Tally } from './tally.ts';

/**
 * `npm run pixels:codecs`: the frames of the corpus (LETHE_CORPUS) are decoded, one of each image is written in every syntax without loss and read again, and what came out is
 * held against a second implementation (pydicom with gdcm, pylibjpeg, pyjpegls: `LETHE_PYTHON`, else `python3`). Exit code 1 where any of it differs, 2 without a corpus.
 * So that it ends within minutes, long images are read at their first, middle and last frames, and large ones are written whole in their own syntax and by their middle in the others.
 */
const MOST_SAMPLES_READ = 6_000_000;
const MOST_SAMPLES_OF_OTHERS = 3 * 256 * 256;
const SIDE = 256;
const LOSSLESS = Object.keys(FRAME_CODECS).filter((syntax) => FRAME_CODECS[syntax]?.encode !== null);
/** That the second implementation can read. */
const READ_ELSEWHERE = /\.2\.(?:5|4\.(?:50|51|53|55|57|70|80|81|90|91|110|112|201|202|203))$/;

const tally = new Tally();
const codecs = codecsHere();
const second = new SecondReader();
const wrongs: string[] = [];
const refusals = new Map<string, number>();

async function main(folder: string): Promise<number> {
  const reader = openReader();
  try {
    for (const file of readCorpus(folder).files) {
      const image = await imageOf(join(folder, file));
      if (image === null) continue;
      const first = image.native ?? (await read(file, image, reader));
      if (first !== null) write(file, image, first);
    }
    await reader.close();
    const differs = compared();
    for (const line of tally.lines()) console.log(line);
    console.log(blockOutLine());
    for (const [refusal, count] of [...refusals].sort())
      console.log(`${String(count).padStart(5)} ${refusal}`);
    console.log(
      differs + wrongs.length === 0 ? 'nothing differs' : `${differs} differ, ${wrongs.length} wrong`,
    );
    return differs + wrongs.length === 0 ? 0 : 1;
  } finally {
    second.close();
  }
}

/** All frames, or three of them; gives the first that was decoded. */
async function read(file: string, { syntax, shape, encoded }: Image, reader: PixelReader) {
  const count = tally.of(syntax);
  const samples = shape.rows * shape.columns * shape.samplesPerPixel;
  const last = encoded.length - 1;
  const some = new Set([0, Math.floor(last / 2), last]);
  let first: DecodedFrame | null = null;
  for (const [at, frame] of encoded.entries()) {
    if (samples * encoded.length > MOST_SAMPLES_READ && !some.has(at)) continue;
    const started = performance.now();
    try {
      const decoded = await reader.decode(frame, { syntax, shape });
      count.decoded += 1;
      count.decodeMs += performance.now() - started;
      count.decodeBytes += decoded.raster.bytes.length;
      if (READ_ELSEWHERE.test(syntax))
        second.add({ what: 'decoded', file, syntax, shape, encoded: frame, frame: decoded });
      first ??= decoded;
      blockOut(frame, shape, syntax);
    } catch (error) {
      if (!(error instanceof PixelsError)) throw error;
      count.refused += 1;
      refused(`${syntax} decode ${error.code} ${error.what} (${file})`);
    }
  }
  return first;
}

const DCT = /\.4\.5[0135]$/;
const PIXELS_OF_512 = 512 * 512;
/** Smaller frames say little of larger ones. */
const LEAST_PIXELS = PIXELS_OF_512 / 2;
/** The first ones of a run compile the code. */
const WARMING = 5;
/** Processor time of blanking a band over the upper eighth of a JPEG, in milliseconds for 512 x 512 pixels. */
const blockOutMs: number[] = [];
let blanked = 0;

function blockOut(frame: Uint8Array, shape: FrameShape, syntax: string): void {
  const { rows, columns } = shape;
  if (!DCT.test(syntax) || rows * columns < LEAST_PIXELS) return;
  const band = [{ left: 0, top: 0, right: columns, bottom: rows >> 3 }];
  const before = process.cpuUsage();
  blankJpeg(frame, shape, band, 'darkest', [0]);
  const { user, system } = process.cpuUsage(before);
  blanked += 1;
  if (blanked > WARMING) blockOutMs.push(((user + system) / 1000) * (PIXELS_OF_512 / (rows * columns)));
}

function blockOutLine(): string {
  const sorted = blockOutMs.sort((one, other) => one - other);
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(1);
  return `${sorted.length} JPEG frames blanked, ms of processor for 512 x 512 pixels: ${at(0)} to ${at(1)}, median ${at(0.5)}`;
}

function write(file: string, image: Image, whole: DecodedFrame): void {
  const own: FrameShape = { ...image.shape, isPlanar: false, frames: 1 };
  const middle = middleOf(whole, { ...own, photometric: whole.photometric });
  for (const syntax of LOSSLESS) {
    const isOwn = syntax === image.syntax;
    const { frame, shape } = isOwn ? { frame: whole, shape: renamed(image, own) } : asMeantIn(syntax, middle);
    const count = tally.of(syntax);
    const started = performance.now();
    try {
      const encoded = encodeFrame(frame, { syntax, shape }, codecs);
      count.encodeMs += performance.now() - started;
      count.written += 1;
      count.encodeBytes += frame.raster.bytes.length;
      if (READ_ELSEWHERE.test(syntax))
        second.add({
          what: 'written',
          file,
          syntax,
          shape: { ...shape, photometric: frame.photometric },
          encoded,
          frame,
        });
    } catch (error) {
      if (!(error instanceof PixelsError)) throw error;
      count.unwritten += 1;
      if (error.code !== 'PIXELS_UNSUPPORTED' && error.code !== 'PIXELS_COLOURS')
        wrong(`${syntax} ${error.code} ${said(shape)} ${frame.photometric} of ${image.syntax} (${file})`);
      else refused(`${syntax} encode ${error.what}${isOwn ? ` (its own: ${file})` : ''}`);
    }
  }
}

/** With the Photometric Interpretation that the image would have. */
function renamed({ syntax, encoded: [frame] }: Image, shape: FrameShape): FrameShape {
  if (frame === undefined) return shape;
  return { ...shape, photometric: photometricOnceWritten(frame, { syntax, shape }) };
}

interface Part {
  readonly frame: DecodedFrame;
  readonly shape: FrameShape;
}

/** HTJ2K colours are written by the transform, and the data set has to say so. */
function asMeantIn(syntax: string, { frame, shape }: Part): Part {
  const isTransformed = frame.photometric === 'RGB' && /\.4\.20[123]$/.test(syntax);
  return { frame, shape: isTransformed ? { ...shape, photometric: 'YBR_RCT' } : shape };
}

function middleOf(frame: DecodedFrame, shape: FrameShape): Part {
  const { raster, photometric } = frame;
  const { width, height, samplesPerPixel, bytesPerSample } = raster;
  if (width * height * samplesPerPixel <= MOST_SAMPLES_OF_OTHERS) return { frame, shape };
  const [columns, rows] = [Math.min(width, SIDE), Math.min(height, SIDE)];
  const [left, top] = [(width - columns) >> 1, (height - rows) >> 1];
  const pixel = samplesPerPixel * bytesPerSample;
  const bytes = new Uint8Array(columns * rows * pixel);
  for (let row = 0; row < rows; row++) {
    const from = ((top + row) * width + left) * pixel;
    bytes.set(raster.bytes.subarray(from, from + columns * pixel), row * columns * pixel);
  }
  return {
    frame: { raster: { ...raster, width: columns, height: rows, bytes }, photometric },
    shape: { ...shape, rows, columns },
  };
}

/** How many differ. */
function compared(): number {
  const verdicts = second.verdicts();
  if (verdicts === null) {
    console.log('no second implementation: pydicom with its plugins is not to be had by LETHE_PYTHON');
    return 0;
  }
  let differs = 0;
  for (const [{ what, file, syntax, shape }, { kind, words }] of verdicts) {
    const count = tally.of(syntax);
    if (kind === 'none') {
      refused(`${syntax} ${what}: not read by the second implementation either (${file})`);
      continue;
    }
    const isSame = kind === 'ok' ? 1 : 0;
    if (what === 'decoded') {
      count.compared += 1;
      count.same += isSame;
    } else {
      count.readElsewhere += 1;
      count.sameElsewhere += isSame;
    }
    if (kind === 'ok') continue;
    differs += 1;
    console.log(`differs: ${what} ${syntax} ${words} ${said(shape)} (${file})`);
  }
  return differs;
}

function said({
  rows,
  columns,
  samplesPerPixel,
  bitsAllocated,
  bitsStored,
  isSigned,
  photometric,
}: FrameShape): string {
  return `${columns}x${rows}x${samplesPerPixel} ${bitsAllocated}/${bitsStored}${isSigned ? ' signed' : ''} ${photometric}`;
}

function wrong(line: string): void {
  wrongs.push(line);
  console.log(`wrong: ${line}`);
}

function refused(line: string): void {
  refusals.set(line, (refusals.get(line) ?? 0) + 1);
}

const folder = corpusFolder();
if (folder === null) console.error('LETHE_CORPUS names no corpus');
process.exitCode = folder === null ? 2 : await main(folder);
