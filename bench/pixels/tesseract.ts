import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Picture } from '../../layers/pixels/display/picture.ts';
import type { Rectangle } from '../../layers/pixels/region.ts';

/** Debian's `tesseract-ocr`, by which Presidio's image redactor finds and reads what it then judges. */
export interface Tesseract {
  /** Boxes of the words that it reads, and their text. */
  find(picture: Picture): readonly (Rectangle & { readonly text: string })[];
  close(): void;
}

/** Null where it is not installed. */
export function openTesseract(): Tesseract | null {
  if (spawnSync('tesseract', ['--version']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'lethe-bench-'));
  const file = join(folder, 'picture.pgm');
  return {
    find({ width, height, bytes }) {
      writeFileSync(file, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), bytes]));
      // Sparse text: lines anywhere in a picture.
      const { stdout } = spawnSync('tesseract', [file, 'stdout', '--psm', '11', 'tsv'], {
        encoding: 'utf8',
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      });
      return stdout
        .split('\n')
        .map((row) => row.split('\t'))
        .filter(([level, , , , , , , , , , confidence]) => level === '5' && Number(confidence) >= 0)
        .map((row) => {
          const [left, top, across, down] = row.slice(6, 10).map(Number) as [number, number, number, number];
          return { left, top, right: left + across, bottom: top + down, text: row[11] ?? '' };
        });
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
