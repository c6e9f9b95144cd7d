import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../infra/bundle.ts';
import { FUNCTIONS, SHIPPED_WITH } from '../../infra/functions.ts';
import { openReader } from '../../layers/pixels/openReader.ts';

const MB = 1024 * 1024;
let folder: string;
let pixels: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-pixels-bundle-'));
  pixels = (await bundle({ pixels: FUNCTIONS.pixels }, folder, SHIPPED_WITH)).functionFolders.pixels ?? '';
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the bundle of the pixels function', () => {
  it('has the worker, the codecs, the weights and their notices, and is far from the 250 MB that Lambda takes', () => {
    const files = readdirSync(pixels, { recursive: true, encoding: 'utf8' });
    for (const { name } of SHIPPED_WITH.pixels ?? []) expect(files).toContain(name);
    const bytes = files.reduce((sum, name) => sum + statSync(join(pixels, name)).size, 0);
    expect(bytes).toBeGreaterThan(30 * MB);
    expect(bytes).toBeLessThan(60 * MB);
  });

  it('looks for text by itself: a picture without any has none', async () => {
    const reader = openReader({ folder: pixels });
    try {
      const found = await reader.findText(
        { width: 200, height: 80, samplesPerPixel: 1, bytesPerSample: 1, bytes: new Uint8Array(16_000) },
        {
          ...{ photometric: 'MONOCHROME2', bitsStored: 8, highBit: 7, isSigned: false },
          ...{ slope: 1, intercept: 0, windows: [], palette: null },
        },
      );
      expect(found).toEqual([]);
    } finally {
      await reader.close();
    }
  });
});
