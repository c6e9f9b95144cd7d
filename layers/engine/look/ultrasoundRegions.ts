import { type DataSet, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded } from '../../dicom/values.ts';
import { complementOf } from '../../pixels/rectangles.ts';
import type { Rectangle } from '../../pixels/region.ts';
import type { FrameShape } from '../../pixels/shape.ts';

const SEQUENCE_OF_ULTRASOUND_REGIONS = asTag(0x00186011);
/** Region Location Min X0, Min Y0, Max X1, Max Y1: the last ones are the bottom right pixel of the region (PS3.3 C.8.5.5.1.2). */
const CORNERS = [0x00186018, 0x0018601a, 0x0018601c, 0x0018601e].map(asTag);

/** What lies in no ultrasound region of an image; null: it has none. One that is empty, or lies beyond the frame, is not a region. */
export function outsideRegions(
  instance: ParsedInstance,
  { rows, columns }: FrameShape,
): readonly Rectangle[] | null {
  const items = elementWith(instance.dataSet, SEQUENCE_OF_ULTRASOUND_REGIONS)?.items ?? [];
  const regions = items.flatMap((item) => {
    const region = regionOf(instance, item);
    return region !== null && region.right <= columns && region.bottom <= rows ? [region] : [];
  });
  return regions.length === 0 ? null : complementOf(regions, { width: columns, height: rows });
}

function regionOf(instance: ParsedInstance, item: DataSet): Rectangle | null {
  const [left, top, right, bottom] = CORNERS.map((tag) => {
    const element = elementWith(item, tag);
    if (element === undefined || !isLoaded(instance, element)) return null;
    const bytes = bytesOf(instance, element);
    if (bytes.length !== 4) return null;
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, item.encoding.littleEndian);
  });
  if (typeof left !== 'number' || typeof top !== 'number') return null;
  if (typeof right !== 'number' || typeof bottom !== 'number') return null;
  return right > left && bottom > top ? { left, top, right: right + 1, bottom: bottom + 1 } : null;
}
