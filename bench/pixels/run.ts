import { FrameTexts } from '../../layers/engine/look/lookForText.ts';
import { render } from '../../layers/pixels/display/render.ts';
import { openReader } from '../../layers/pixels/openReader.ts';
import type { FoundText } from '../../layers/pixels/reader.ts';
import { intersects } from '../../layers/pixels/region.ts';
import { openTextFinder } from '../../layers/pixels/text/finder.ts';
import { firstFrame, type RealFrame } from './frames.ts';
import { cover, isBlanked, isMissed, line, type Result, share, sizeOf, table } from './measured.ts';
import { type PlantedFrame, plantedFrames } from './plantedFrames.ts';
import { randomOf } from './random.ts';
import { benchReal } from './real.ts';
import { TEXT_FREE } from './realFrames.ts';
import { openTesseract } from './tesseract.ts';

/**
 * `npm run pixels -- [--texts N] [--seed S] [--misses] [--peers]`: what of planted text is found, and what of text-free frames is lost.
 * `npm run pixels -- --real [--pictures FOLDER]`: what is covered of the text that real images show.
 */

/** Of the planted frames, those that stand in a cine too. */
const EVERY_CINE = 4;

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const folder = process.env.LETHE_CORPUS;
if (folder === undefined) throw new Error('LETHE_CORPUS names the folder of real files.');

if (process.argv.includes('--real')) {
  const at = process.argv.indexOf('--pictures');
  await benchReal(folder, at < 0 ? null : (process.argv[at + 1] ?? null));
  process.exit();
}

const random = randomOf(option('seed', 1));
const wanted = option('texts', 840);
const reader = openReader();
const finder = await openTextFinder();
const frames: RealFrame[] = [];
for (const file of TEXT_FREE) {
  try {
    frames.push(await firstFrame(folder, file, reader));
  } catch (error) {
    console.log(`left out: ${file}: ${(error as Error).message}`);
  }
}

const cost = { ms: 0, pixels: 0 };
async function look({
  raster,
  display,
}: Pick<RealFrame, 'raster' | 'display'>): Promise<readonly FoundText[]> {
  const start = process.cpuUsage();
  const found = await finder.find(raster, display);
  const { user, system } = process.cpuUsage(start);
  cost.ms += (user + system) / 1000;
  cost.pixels += raster.width * raster.height;
  return found;
}
const costLine = (title: string) => {
  console.log(
    `${title}: ${(cost.ms / (cost.pixels / 1e6)).toFixed(0)} ms of processor a megapixel, ${(cost.pixels / 1e6).toFixed(1)} megapixels`,
  );
  Object.assign(cost, { ms: 0, pixels: 0 });
};

let [hit, looked, lost, area] = [0, 0, 0, 0];
for (const frame of frames) {
  const found = await look(frame);
  const boxes = found.filter(isBlanked).map(({ box }) => box);
  const blanked = cover(frame.raster.width, frame.raster.height, boxes).reduce((a, b) => a + b, 0);
  looked++;
  lost += blanked;
  area += frame.raster.width * frame.raster.height;
  if (blanked === 0) continue;
  hit++;
  console.log(
    `hit: ${frame.file}: ${((100 * blanked) / (frame.raster.width * frame.raster.height)).toFixed(2)} %`,
  );
}
console.log(`text-free frames hit: ${hit} of ${looked}; area lost ${((100 * lost) / area).toFixed(3)} %`);
costLine('text-free');

const results: Result[] = [];
const peers: Result[] = [];
const cines: Result[] = [];
const tesseract = process.argv.includes('--peers') ? openTesseract() : null;
let tesseractHit = 0;
if (tesseract !== null)
  for (const frame of frames) {
    const [picture] = render(frame.raster, frame.display);
    const words = picture === undefined ? [] : tesseract.find(picture);
    if (words.some(({ text }) => text.replace(/\s/g, '').length >= 2)) tesseractHit++;
  }

let turn = 0;
for await (const frame of plantedFrames(frames, random, reader)) {
  if (results.length >= wanted) break;
  const { width, height } = frame.picture;
  const found = await look(frame);
  results.push(...resultsOf(frame, found));
  // One frame of a cine shows the texts; those before and behind it do not.
  if (turn++ % EVERY_CINE === 0) {
    const texts = new FrameTexts(frame.display, { findText: (...of) => finder.find(...of) });
    const { photometric } = frame.display;
    await texts.of({ raster: frame.before.raster, photometric: frame.before.display.photometric });
    const shown = await texts.of({ raster: frame.raster, photometric });
    cines.push(...resultsOf(frame, shown));
  }
  const words = tesseract?.find(frame.picture);
  if (words === undefined) continue;
  const covered = cover(width, height, words);
  for (const made of frame.planted) {
    const part = share(made.ink, covered);
    peers.push({ ...made, ...told(frame), covered: part, blanked: part, read: '' });
  }
}

function told({ kind, syntax, modality, file }: PlantedFrame) {
  return { kind, syntax, modality, file };
}

function resultsOf(frame: PlantedFrame, found: readonly FoundText[]): readonly Result[] {
  const { width, height } = frame.picture;
  const all = cover(
    width,
    height,
    found.map(({ box }) => box),
  );
  const blanked = cover(
    width,
    height,
    found.filter(isBlanked).map(({ box }) => box),
  );
  return frame.planted.map((made) => ({
    ...made,
    ...told(frame),
    covered: share(made.ink, all),
    blanked: share(made.ink, blanked),
    read: found
      .filter(({ box }) => intersects(box, made.box))
      .map(({ text, confidence }) => `${text} ${confidence.toFixed(2)}`)
      .join(' | '),
  }));
}

console.log('');
console.log(table('style', results, ({ style }) => style));
console.log(table('size', results, sizeOf));
console.log(table('modality', results, ({ modality }) => modality || 'none'));
console.log(table('written as', results, ({ kind }) => kind));
console.log(table('transfer syntax', results, ({ syntax }) => syntax));
const clear = results.filter(({ style }) => ['white', 'outlined', 'one-bit'].includes(style));
console.log(line('white, outlined, one-bit', clear));
console.log(line('all', results));
if (cines.length > 0) console.log(line('on one frame of a cine', cines));
costLine('planted');
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
if (tesseract !== null) {
  console.log(`\ntesseract: text-free frames hit: ${tesseractHit} of ${frames.length}`);
  console.log(table('tesseract', peers, ({ style }) => style));
  console.log(line('all', peers));
  tesseract.close();
} else if (process.argv.includes('--peers')) console.log('tesseract: skipped, it is not installed');
if (process.argv.includes('--misses'))
  for (const { file, style, size, text, covered, blanked, read, kind } of results.filter(isMissed))
    console.log(
      `miss ${style} ${size} ${kind} ${JSON.stringify(text)} ${covered.toFixed(2)} ${blanked.toFixed(2)} ${file.slice(-30)} [${read}]`,
    );
await finder.close();
await reader.close();
