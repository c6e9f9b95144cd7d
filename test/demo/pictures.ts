import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { previewOf } from '../../layers/engine/look/preview.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import type { RulePlan } from '../../rules/plan.ts';

/** A frame of an instance, drawn, and what a look at all of its frames came to. */
export interface Picture {
  /** Of the PNG. */
  readonly path: string;
  /** Frames in which text was found that must go. */
  readonly framesWithText: number;
  readonly frames: number;
  /** Red, green and blue of the first frame, as a screen shows it. */
  readonly pixels: Uint8Array;
}

/** Looks at an instance as the rules do, and draws its first frame into the folder as it is. */
export async function drawn(
  bytes: Uint8Array,
  plan: RulePlan,
  reader: PixelReader,
  folder: string,
  name: string,
): Promise<Picture> {
  const preview = await previewOf(plan, memorySource(bytes), reader);
  const { width, height, bytes: pixels } = (await preview.picture(0)).before;
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(path, encode({ width, height, data: pixels, channels: 3, depth: 8 }), { mode: 0o600 });
  const found = preview.looked.marks.filter(({ why }) => why === 'text' || why === 'identifier');
  const framesWithText = new Set(found.map(({ frame }) => frame)).size;
  return { path, framesWithText, frames: preview.frames, pixels };
}
