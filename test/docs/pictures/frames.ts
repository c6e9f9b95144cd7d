import { withBoxes } from '../../../cli/pixels/boxes.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { previewOf } from '../../../layers/engine/look/preview.ts';
import type { ShownFrame } from '../../../layers/pixels/display/shown.ts';
import { openReader } from '../../../layers/pixels/openReader.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import { demoStudy, NAME_IN_PICTURE } from '../../demo/demoStudy.ts';
import { planOf, sourceOf } from '../../rules/harness.ts';

/** The demo's invented ultrasound, which shows a name in its pixels. */
export function ultrasound(): Uint8Array {
  const bytes = demoStudy().files.find(({ name }) => name === NAME_IN_PICTURE)?.bytes;
  if (bytes === undefined) throw new Error(`the demo has no ${NAME_IN_PICTURE}`);
  return bytes;
}

/** Its first frame as it comes, with what a look finds, and as it leaves: a picture for each name of a file in docs/pictures. */
export async function framePictures(): Promise<ReadonlyMap<string, ShownFrame>> {
  const plan = planOf(compileLethe(sourceOf('{ "options": ["cleanPixelData"] }')));
  const reader = openReader();
  try {
    const preview = await previewOf(plan, memorySource(ultrasound()), reader);
    const { before, after } = await preview.picture(0);
    const marks = preview.looked.marks.filter(({ frame }) => frame === null || frame === 0);
    return new Map([
      ['pixels-before.png', before],
      ['pixels-boxes.png', withBoxes(before, marks)],
      ['pixels-after.png', after],
    ]);
  } finally {
    await reader.close();
  }
}
