import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { previewOf } from '../../layers/engine/look/preview.ts';
import { openReader } from '../../layers/pixels/openReader.ts';
import { compileLethe } from '../../rules/lethe/compile.ts';
import { demoStudy, NAME_IN_PICTURE } from '../demo/demoStudy.ts';
import { planOf, sourceOf } from '../rules/harness.ts';

/** The pictures of the pages: `npm run pixels -- --page`. */

const DOCS = join(import.meta.dirname, '../../docs');
const FOLDER = join(DOCS, 'pictures');
const MOST_BYTES = 60_000;
const NAMES = readdirSync(FOLDER);
const pixelsOf = (name: string) => decode(readFileSync(join(FOLDER, name))).data as Uint8Array;

test('are small, on a page, and hold nothing beside the picture', () => {
  const page = readFileSync(join(DOCS, 'pixels.md'), 'utf8');
  expect(NAMES).toHaveLength(3);
  for (const name of NAMES) {
    expect(page).toContain(`](pictures/${name})`);
    expect(statSync(join(FOLDER, name)).size).toBeLessThan(MOST_BYTES);
    const { text, ...rest } = decode(readFileSync(join(FOLDER, name)));
    expect([text, rest.width, rest.height]).toEqual([{}, 320, 240]);
  }
});

test('show the invented ultrasound of the demo, and nobody else', async () => {
  const bytes = demoStudy().files.find(({ name }) => name === NAME_IN_PICTURE)?.bytes ?? new Uint8Array();
  const plan = planOf(compileLethe(sourceOf('{ "pixels": { "text": "ignore" } }')));
  const reader = openReader();
  try {
    const { before } = await (await previewOf(plan, memorySource(bytes), reader)).picture(0);
    expect(Buffer.compare(pixelsOf('pixels-before.png'), before.bytes)).toBe(0);
  } finally {
    await reader.close();
  }
});

test('are black where the name stood, and as they were below it, once it has left', () => {
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
