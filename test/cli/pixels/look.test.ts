import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { type LookOptions, lookText } from '../../../cli/pixels/look.ts';
import type { FoundText, PixelReader } from '../../../layers/pixels/reader.ts';
import type { Raster } from '../../../layers/pixels/shape.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../rules/harness.ts';
import { el, instance } from '../../support/build.ts';
import { expectRights } from '../../support/posix.ts';
import { lethe } from '../run.ts';

/** `lethe pixels look`: what would be blanked is printed and drawn, and nothing else is written. */

const SIDE = 64;
const NAME = 'MARLOWE ADA';
const word = (tag: number, value: number) => el(tag, 'US', new Uint8Array([value & 0xff, value >> 8]));

/** Frames of 64 by 64 greys; those with a text have a bright band from row 20. */
function image(hasText: readonly boolean[], modality = 'US'): Uint8Array {
  const frames = hasText.map((has) => {
    const bytes = new Uint8Array(SIDE * SIDE).fill(0x40);
    if (has) bytes.fill(0xff, 20 * SIDE, 30 * SIDE);
    return bytes;
  });
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.3.1'),
      el(0x00080018, 'UI', '2.25.1'),
      el(0x00080060, 'CS', modality),
      el(0x00081090, 'LO', 'CX50'),
      el(0x00100010, 'PN', 'Marlowe^Ada'),
      word(0x00280002, 1),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x00280008, 'IS', String(hasText.length)),
      word(0x00280010, SIDE),
      word(0x00280011, SIDE),
      word(0x00280100, 8),
      word(0x00280101, 8),
      word(0x00280102, 7),
      word(0x00280103, 0),
      el(0x7fe00010, 'OW', Buffer.concat(frames)),
    ],
  });
}

/** Reads a bright band as the name, and a text that may stay above it. */
const READER: PixelReader = {
  decode: async () => {
    throw new Error('native frames are not decoded');
  },
  encode: async () => {
    throw new Error('nothing is written');
  },
  findText: async ({ bytes, width }: Raster): Promise<readonly FoundText[]> => {
    const top = Math.floor(bytes.indexOf(0xff) / width);
    // Once it is filled it is not found any more.
    if (top < 0 || bytes[top * width + 10] !== 0xff) return [];
    return [
      { box: { left: 4, top, right: 40, bottom: top + 10 }, text: `${NAME}\u001b[2J`, confidence: 0.9 },
      { box: { left: 50, top: 2, right: 60, bottom: 12 }, text: 'LEFT', confidence: 0.9 },
    ];
  },
  close: async () => {},
};

const DEVICE = { when: { ManufacturerModelName: 'CX50' }, size: [SIDE, SIDE], blank: [[0, 0, SIDE, 8]] };
const plan = planOf(
  compileLethe(
    sourceOf(
      JSON.stringify({
        options: ['cleanPixelData'],
        pixels: { devices: [DEVICE], knownDevices: false, allow: ['LEFT'] },
      }),
    ),
  ),
);

const fresh = () => mkdtempSync(join(tmpdir(), 'lethe-look-'));
function put(bytes: Uint8Array): string {
  const path = join(fresh(), 'a.dcm');
  writeFileSync(path, bytes);
  return path;
}
const OPTIONS: LookOptions = {
  json: false,
  showText: false,
  png: null,
  mostPictures: 20,
  before: false,
  after: false,
};
const looked = (bytes: Uint8Array, options: Partial<LookOptions> = {}) =>
  lookText(put(bytes), plan, READER, { ...OPTIONS, ...options });
const pixel = (file: string, x: number, y: number) => {
  const { width, data } = decode(readFileSync(file));
  return [...data.slice(3 * (y * width + x), 3 * (y * width + x) + 3)];
};

test('every place is printed with its reason, its box and its frame, and nothing that was read', async () => {
  const said = await looked(image([false, true]));
  expect(said).toMatch(/^64 x 64 pixels, 2 frames\n/);
  expect(said).toMatch(/would be blanked:\n {2}device \(orange\) +\[0, 0, 64, 8\] +every frame\n/);
  expect(said).toMatch(/ {2}identifier of the instance \(magenta\) +\[4, 20, 36, 10\] +frame 2\n/);
  expect(said).toMatch(/would stay:\n {2}allowed text \(green\) +\[50, 2, 10, 10\] +frame 2\n/);
  expect(said).not.toMatch(/marlowe|LEFT/i);
  const json = await looked(image([false, true]), { json: true });
  expect(json).not.toMatch(/marlowe|LEFT/i);
  expect(JSON.parse(json)).toMatchObject({
    frames: 2,
    stopped: null,
    marks: [
      { why: 'device', blanked: true, frame: null, box: [0, 0, 64, 8] },
      { why: 'identifier', blanked: true, frame: 2 },
      { why: 'allowed', blanked: false, frame: 2 },
    ],
  });
});

test('what was read is printed where it is asked for, and moves no cursor', async () => {
  const said = await looked(image([true]), { showText: true });
  expect(said).toContain('"MARLOWE ADA\\x1B[2J" 0.90');
  expect(JSON.parse(await looked(image([true]), { showText: true, json: true })).marks[1].text).toContain(
    NAME,
  );
});

test('frames are drawn with boxes, for their owner alone, under names that say the frame', async () => {
  const png = join(fresh(), 'look');
  await looked(image([false, true]), { png, before: true, after: true });
  expect(readdirSync(png).sort()).toEqual(
    ['1', '2'].flatMap((n) => ['-after', '-before', ''].map((kind) => `frame-000${n}${kind}.png`)).sort(),
  );
  expectRights(png, 0o700);
  for (const name of readdirSync(png)) expectRights(join(png, name), 0o600);
  const [drawn, before, after] = ['', '-before', '-after'].map((kind) => join(png, `frame-0002${kind}.png`));
  // The edges of the boxes, and what they are about.
  expect(pixel(drawn as string, 0, 0)).toEqual([255, 140, 0]);
  expect(pixel(drawn as string, 4, 20)).toEqual([255, 0, 255]);
  expect(pixel(drawn as string, 50, 2)).toEqual([0, 210, 0]);
  expect(pixel(before as string, 10, 25)).toEqual([255, 255, 255]);
  expect(pixel(after as string, 10, 25)).toEqual([0, 0, 0]);
  expect(pixel(before as string, 10, 50)).toEqual(pixel(after as string, 10, 50));
});

test('of many frames those with findings of their own are drawn first', async () => {
  const png = join(fresh(), 'look');
  await looked(image([false, false, false, true]), { png, mostPictures: 2 });
  expect(readdirSync(png).sort()).toEqual(['frame-0001.png', 'frame-0004.png']);
});

test('pictures lie in no folder of clean instances, also by another name', async () => {
  const root = fresh();
  mkdirSync(join(root, 'clean'));
  mkdirSync(join(root, 'clean.kept'));
  symlinkSync(join(root, 'clean'), join(root, 'link'));
  for (const png of [join(root, 'clean'), join(root, 'clean', 'a', 'b'), join(root, 'link', 'c')])
    await expect(looked(image([true]), { png })).rejects.toMatchObject({ code: 'NOT_IN_THE_CLEAN_FOLDER' });
  expect(readdirSync(join(root, 'clean'))).toEqual([]);
  await looked(image([true]), { png: join(root, 'other') });
});

test('nothing is written over, and nothing beside the pictures', async () => {
  const png = join(fresh(), 'look');
  await looked(image([true]), { png });
  await expect(looked(image([true]), { png })).rejects.toMatchObject({ code: 'FILE_EXISTS' });
  expect(readdirSync(png)).toEqual(['frame-0001.png']);
});

test('what cannot be looked at is said with its code', async () => {
  await expect(lookText(put(image([true])), plan, undefined, OPTIONS)).rejects.toMatchObject({
    code: 'PIXELS_NO_READER',
  });
  await expect(looked(Buffer.alloc(500, 'x'))).rejects.toMatchObject({ code: 'NOT_DICOM' });
  await expect(looked(image([true]).slice(0, -400))).rejects.toMatchObject({ code: expect.any(String) });
});

describe('lethe pixels look', () => {
  const rules = (pixels: object | null) => {
    const path = join(fresh(), 'rules.json');
    writeFileSync(path, JSON.stringify({ pixels }));
    return path;
  };
  const DEVICES = { devices: [DEVICE], knownDevices: false, text: 'ignore', unmatched: 'release' };

  test('by a rule file', async () => {
    const png = join(fresh(), 'look');
    const { status, stdout } = await lethe([
      ...['pixels', 'look', put(image([true])), '--rules', rules(DEVICES), '--png', png],
    ]);
    expect([status, String(stdout).includes('[0, 0, 64, 8]')]).toEqual([0, true]);
    expect(readdirSync(png)).toEqual(['frame-0001.png']);
  });

  test('wrong calls', async () => {
    const file = put(image([true]));
    for (const call of [
      [file, '--rules', rules(null)],
      [file, '--most-pictures', '0'],
      [join(fresh(), 'nothing.dcm')],
      [],
    ]) {
      const { status, stdout } = await lethe(['pixels', 'look', ...call]);
      expect([status, String(stdout)]).toEqual([2, '']);
    }
  });
});
