import { render } from '../../layers/pixels/display/render.ts';
import { openReader } from '../../layers/pixels/openReader.ts';
import type { FoundText } from '../../layers/pixels/reader.ts';
import { mayStay } from '../../layers/pixels/text/allowed.ts';
import { openTextFinder } from '../../layers/pixels/text/finder.ts';
import { firstFrame, type RealFrame } from './frames.ts';
import { openFonts } from './ink.ts';
import { pagePictures } from './pagePictures.ts';
import { type Planted, plant, STYLES, visible } from './plant.ts';
import { randomOf } from './random.ts';
import { benchReal } from './real.ts';
import { TEXT_FREE } from './realFrames.ts';
import { KINDS, type Kind, written } from './written.ts';

/**
 * `npm run pixels -- [--texts N] [--seed S]`: what of planted text is found, and what of text-free frames is lost.
 * `npm run pixels -- --real [--pictures FOLDER]`: what is covered of the text that real images show.
 * `npm run pixels -- --page`: the pictures of docs/pixels.md.
 */

const TEXTS_A_FRAME = 6;

interface Result extends Planted {
  readonly kind: Kind;
  readonly modality: string;
  readonly file: string;
  /** Share of its ink that is covered by what is found, and by what counts for `blank-unless-allowed`. */
  readonly covered: number;
  readonly blanked: number;
  readonly read: string;
}

const option = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
if (process.argv.includes('--page')) {
  await pagePictures('docs/pictures');
  process.exit();
}
const folder = process.env.LETHE_CORPUS;
if (folder === undefined) throw new Error('LETHE_CORPUS names the folder of real files.');

if (process.argv.includes('--real')) {
  const at = process.argv.indexOf('--pictures');
  await benchReal(folder, at < 0 ? null : (process.argv[at + 1] ?? null));
  process.exit();
}

/** What the policy `blank-unless-allowed` blanks. */
const isBlanked = ({ text, confidence }: FoundText) =>
  text.replace(/\s/g, '').length >= 2 && confidence >= 0.5 && !mayStay(text, []);

function cover(width: number, height: number, found: readonly FoundText[]): Uint8Array {
  const made = new Uint8Array(width * height);
  for (const { box } of found)
    for (let y = box.top; y < box.bottom; y++) made.fill(1, y * width + box.left, y * width + box.right);
  return made;
}

const share = (ink: readonly number[], covered: Uint8Array) =>
  ink.reduce((sum, at) => sum + (covered[at] as number), 0) / ink.length;

const random = randomOf(option('seed', 1));
const wanted = option('texts', 840);
const fonts = openFonts();
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
  const blanked = cover(frame.raster.width, frame.raster.height, found.filter(isBlanked)).reduce(
    (a, b) => a + b,
    0,
  );
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
for (let turn = 0; results.length < wanted; turn++) {
  const frame = frames[turn % frames.length] as RealFrame;
  const [picture] = render(frame.raster, frame.display);
  if (picture === undefined) continue;
  const kind = KINDS[turn % KINDS.length] as Kind;
  const before = picture.bytes;
  const grey = { ...picture, bytes: new Uint8Array(before) };
  const planted: Planted[] = [];
  for (let one = 0; one < TEXTS_A_FRAME; one++) {
    const kept = new Uint8Array(grey.bytes);
    const style = STYLES[(turn + one) % STYLES.length] as (typeof STYLES)[number];
    const made = plant(
      grey,
      planted.map(({ box }) => box),
      style,
      fonts,
      random,
    );
    if (made === null) continue;
    const shown = visible(kept, grey.bytes, made);
    if (shown === null) grey.bytes.set(kept);
    else planted.push(shown);
  }
  if (planted.length === 0) continue;
  const found = await look(written(grey, kind));
  const all = cover(grey.width, grey.height, found);
  const blanked = cover(grey.width, grey.height, found.filter(isBlanked));
  for (const made of planted) {
    const touching = found.filter(
      ({ box }) =>
        box.left < made.box.right &&
        made.box.left < box.right &&
        box.top < made.box.bottom &&
        made.box.top < box.bottom,
    );
    results.push({
      ...made,
      kind,
      modality: frame.modality,
      file: frame.file,
      covered: share(made.ink, all),
      blanked: share(made.ink, blanked),
      read: touching.map(({ text, confidence }) => `${text} ${confidence.toFixed(2)}`).join(' | '),
    });
  }
}
const FOUND = 0.9;
const line = (title: string, of: readonly Result[]) => {
  const rate = (key: 'covered' | 'blanked') =>
    (of.filter((one) => one[key] >= FOUND).length / of.length).toFixed(3);
  console.log(`| ${title} | ${of.length} | ${rate('covered')} | ${rate('blanked')} |`);
};
const table = (title: string, key: (one: Result) => string) => {
  console.log(`\n| ${title} | texts | found | blanked |\n| --- | --- | --- | --- |`);
  for (const name of [...new Set(results.map(key))].sort())
    line(
      name,
      results.filter((one) => key(one) === name),
    );
};
table('style', ({ style }) => style);
table('size', ({ size }) =>
  size < 10 ? '08 to 09' : size < 13 ? '10 to 12' : size < 20 ? '13 to 19' : '20 to 40',
);
table('modality', ({ modality }) => modality || 'none');
table('written as', ({ kind }) => kind);
console.log('');
line('all', results);
costLine('planted');
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
if (process.argv.includes('--misses'))
  for (const { file, style, size, text, covered, blanked, read, kind } of results)
    if (blanked < FOUND)
      console.log(
        `miss ${style} ${size} ${kind} ${JSON.stringify(text)} ${covered.toFixed(2)} ${blanked.toFixed(2)} ${file.slice(-30)} [${read}]`,
      );
await finder.close();
await reader.close();
