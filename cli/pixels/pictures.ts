import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Preview } from '../../layers/engine/look/preview.ts';
import { keptBeside, PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from '../../layers/local/keptPlaces.ts';
import { realPlace } from '../../layers/local/pathRelation.ts';
import type { ShownFrame } from '../../layers/pixels/display/shown.ts';
import { requireNotClean } from '../places.ts';
import { writing } from '../readText.ts';
import { withBoxes } from './boxes.ts';

/** Which pictures of a frame are drawn. */
export interface Wanted {
  /** As it came. */
  readonly before: boolean;
  /** As it would leave. */
  readonly after: boolean;
}

/** Where pictures may be written. Throws `UsageError` for a place in a folder of clean instances: it has a kept folder beside it. */
export function requirePrivate(folder: string): void {
  const place = realPlace(resolve(folder));
  for (let at = place; ; at = dirname(at)) {
    if (existsSync(keptBeside(at))) requireNotClean(at, '--png', folder);
    if (dirname(at) === at) return;
  }
}

/** Frames to draw: those that have marks of their own first, then as they come; in their order. */
export function framesToDraw({ looked, frames }: Preview, most: number): readonly number[] {
  const own = new Set(looked.marks.flatMap(({ frame }) => (frame === null ? [] : [frame])));
  const all = Array.from({ length: frames }, (_, frame) => frame);
  return [...all.filter((frame) => own.has(frame)), ...all.filter((frame) => !own.has(frame))]
    .slice(0, most)
    .toSorted((one, other) => one - other);
}

/** Writes pictures of frames for their owner alone; answers their names, which say the number of the frame and nothing else. */
export async function writePictures(
  folder: string,
  preview: Preview,
  frames: readonly number[],
  { before, after }: Wanted,
): Promise<readonly string[]> {
  // A library, for a format that others must read; loaded where pictures are wanted.
  const { encode } = await import('fast-png');
  const names: string[] = [];
  const write = (name: string, { width, height, bytes }: ShownFrame): void => {
    const png = encode({ width, height, data: bytes, channels: 3, depth: 8 });
    writing(`the picture ${JSON.stringify(name)}`, () =>
      writeFileSync(join(folder, name), png, { flag: 'wx', mode: PRIVATE_FILE_MODE }),
    );
    names.push(name);
  };
  writing(`--png ${JSON.stringify(folder)}`, () =>
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE }),
  );
  for (const frame of frames) {
    const picture = await preview.picture(frame);
    const name = `frame-${String(frame + 1).padStart(4, '0')}`;
    const marks = preview.looked.marks.filter((mark) => mark.frame === null || mark.frame === frame);
    write(`${name}.png`, withBoxes(picture.before, marks));
    if (before) write(`${name}-before.png`, picture.before);
    if (after) write(`${name}-after.png`, picture.after);
  }
  return names;
}
