import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBoxes } from '../../cli/pixels/boxes.ts';
import { memorySource } from '../../layers/dicom/byteSource.ts';
import { previewOf } from '../../layers/engine/look/preview.ts';
import { png } from '../../layers/pixels/display/png.ts';
import type { ShownFrame } from '../../layers/pixels/display/shown.ts';
import { openReader } from '../../layers/pixels/openReader.ts';
import { demoStudy, NAME_IN_PICTURE } from '../../test/demo/demoStudy.ts';
import { PLANS } from './real.ts';

/** `npm run pixels -- --page`: the pictures of docs/pixels.md, of the demo's invented ultrasound: as it comes, with what a look finds, and as it leaves. */
export async function pagePictures(folder: string): Promise<void> {
  const bytes = demoStudy().files.find(({ name }) => name === NAME_IN_PICTURE)?.bytes;
  if (bytes === undefined) throw new Error(`the demo has no ${NAME_IN_PICTURE}`);
  const reader = openReader();
  try {
    const preview = await previewOf(PLANS.option, memorySource(bytes), reader);
    const { before, after } = await preview.picture(0);
    const marks = preview.looked.marks.filter(({ frame }) => frame === null || frame === 0);
    mkdirSync(folder, { recursive: true });
    const pictures: Readonly<Record<string, ShownFrame>> = { before, boxes: withBoxes(before, marks), after };
    for (const [name, { width, height, bytes: shown }] of Object.entries(pictures))
      writeFileSync(join(folder, `pixels-${name}.png`), png(width, height, 3, shown));
  } finally {
    await reader.close();
  }
}
