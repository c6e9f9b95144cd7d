import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { withTables } from '../../../rules/markdown.ts';
import { readmeTables } from './beforeAfter.ts';
import { framePictures } from './frames.ts';
import { stampIn, stampOf } from './stamp.ts';

/** The pictures of the pages: `npm run docs:pictures`. */

const ROOT = join(import.meta.dirname, '../../..');
const FOLDER = join(ROOT, 'docs/pictures');
const MOST_BYTES = 150_000;
const FRAMES = ['pixels-after.png', 'pixels-before.png', 'pixels-boxes.png'];
const bytesOf = (name: string) => readFileSync(join(FOLDER, name));
const pixelsOf = (name: string) => decode(bytesOf(name)).data as Uint8Array;
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('are small, and each is on a page, with a text for those who cannot see it', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual([...FRAMES, 'review.png']);
  const pages = `${README}\n${readFileSync(join(ROOT, 'docs/pixels.md'), 'utf8')}`;
  for (const name of readdirSync(FOLDER)) {
    expect(statSync(join(FOLDER, name)).size).toBeLessThan(MOST_BYTES);
    const shown = [...pages.matchAll(/!\[([^\]]*)\]\((?:docs\/)?pictures\/([^)]+)\)/g)].filter(
      ([, , file]) => file === name,
    );
    expect([name, shown.length > 0]).toEqual([name, true]);
    for (const [, alt = ''] of shown) expect(alt.split(/\s/).length).toBeGreaterThan(3);
  }
});

test('of frames are what Lethe shows of the demo’s ultrasound, pixel by pixel, and hold nothing else', async () => {
  const made = await framePictures();
  expect([...made.keys()].toSorted()).toEqual(FRAMES);
  for (const [name, { width, height, bytes }] of made) {
    const { text, ...kept } = decode(bytesOf(name));
    expect([name, text, kept.width, kept.height]).toEqual([name, {}, width, height]);
    // Not the bytes of the file: zlib packs otherwise on another processor.
    expect([name, Buffer.compare(kept.data as Uint8Array, bytes)]).toEqual([name, 0]);
  }
});

test('of frames are black where the name stood, and as they were below it, once it has left', () => {
  const [was, boxes, is] = ['before', 'boxes', 'after'].map((name) => pixelsOf(`pixels-${name}.png`));
  if (was === undefined || boxes === undefined || is === undefined) throw new Error('a picture is not there');
  const row = (of: Uint8Array, y: number) => of.subarray(y * 3 * 320, (y + 1) * 3 * 320);
  // The letters are of 21 pixels and brighter than anything else; the second line ends at row 59.
  const brightest = (of: Uint8Array) => of.reduce((most, each) => Math.max(most, each), 0);
  expect(brightest(was.subarray(0, 60 * 3 * 320))).toBe(235);
  expect(brightest(is)).toBeLessThan(235);
  for (let y = 80; y < 240; y++) {
    expect(Buffer.compare(row(was, y), row(is, y))).toBe(0);
    expect(Buffer.compare(row(was, y), row(boxes, y))).toBe(0);
  }
});

test('the values below them in the README are those that the instance leaves with', async () => {
  expect(README).toBe(withTables(README, await readmeTables()));
  expect(README).toMatch(/^\| PatientBirthDate \| `\d{8}` \| \*emptied\* \|$/m);
});

test('of the review is of the page and the study as they are now', () => {
  const picture = bytesOf('review.png');
  // Wrong? The page or the study changed: npm run docs:pictures takes it anew.
  expect(stampIn(picture)).toBe(stampOf(picture));
  const { text, ...kept } = decode(picture);
  expect(Object.keys(text)).toEqual(['Made of']);
  expect([kept.width, kept.height]).toEqual([1280, 800]);
});
