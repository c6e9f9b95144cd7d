import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codestreamOf, jpeg2000Header } from '../../../layers/pixels/codecs/jpeg2000Header.ts';
import { jpegXlHeader } from '../../../layers/pixels/codecs/jpegXlHeader.ts';
import { frameHeaderOf } from '../../../layers/pixels/jpeg/stream.ts';
import type { DecodedFrame } from '../../../layers/pixels/reader.ts';
import type { FrameShape } from '../../../layers/pixels/shape.ts';

/** An encoded frame, and what Lethe says that its samples are. */
export interface Row {
  readonly what: 'decoded' | 'written';
  readonly file: string;
  readonly syntax: string;
  readonly shape: FrameShape;
  readonly encoded: Uint8Array;
  readonly frame: DecodedFrame;
}

/** `none`: the second implementation does not read it either. */
export interface Verdict {
  readonly kind: 'ok' | 'differs' | 'none';
  readonly words: string;
}

/** Asks pydicom and its plugins (`oracle.py`) about some frames. Null: it is not to be had. */
export class SecondReader {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lethe-codecs-'));
  readonly #lines: string[] = [];
  readonly #rows: Row[] = [];

  add(row: Row): void {
    const at = this.#rows.length;
    const [encoded, decoded] = [join(this.#folder, `${at}.encoded`), join(this.#folder, `${at}.decoded`)];
    writeFileSync(encoded, row.encoded);
    writeFileSync(decoded, row.frame.raster.bytes);
    const { syntax, shape, what, frame } = row;
    const tolerance = what === 'decoded' ? toleranceOf(syntax, row.encoded) : 0;
    const { bytesPerSample } = frame.raster;
    const precision = /\.4\.11[02]$/.test(syntax) ? jpegXlHeader(row.encoded).precision : null;
    this.#lines.push(
      JSON.stringify({ syntax, shape, encoded, decoded, tolerance, bytesPerSample, precision }),
    );
    const none = new Uint8Array(0);
    this.#rows.push({ ...row, encoded: none, frame: { ...frame, raster: { ...frame.raster, bytes: none } } });
  }

  verdicts(): readonly (readonly [Row, Verdict])[] | null {
    const manifest = join(this.#folder, 'manifest.jsonl');
    writeFileSync(manifest, this.#lines.join('\n'));
    const python = process.env.LETHE_PYTHON ?? 'python3';
    const { status, stdout } = spawnSync(python, [join(import.meta.dirname, 'oracle.py'), manifest], {
      encoding: 'utf8',
      maxBuffer: 1e9,
    });
    if (status !== 0) return null;
    const lines = stdout.trimEnd().split('\n');
    return this.#rows.map((row, at) => {
      const words = lines[at] ?? 'none';
      const kind = words.startsWith('ok') ? 'ok' : words.startsWith('differs') ? 'differs' : 'none';
      return [row, { kind, words }];
    });
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Inverse cosine transforms, and irreversible wavelets, are not the same to the last bit (T.81 A.3.3, T.800 F.3). Files that say lossless may hold one. */
function toleranceOf(syntax: string, frame: Uint8Array): number {
  if (/\.4\.20[123]$/.test(syntax)) return jpeg2000Header(codestreamOf(frame)).isReversible ? 0 : 1;
  return /\.4\.(?:50|51|53|55|57|70)$/.test(syntax) && frameHeaderOf(frame).process !== 'lossless' ? 2 : 0;
}
