import type { DeviceCondition, DeviceRegions } from '../../../rules/pixelPolicy.ts';
import { elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import type { Rectangle } from '../../pixels/region.ts';
import type { FrameShape } from '../../pixels/shape.ts';

/** The entries whose conditions an instance meets, whatever its size. */
export function devicesOf(
  devices: readonly DeviceRegions[],
  instance: ParsedInstance,
): readonly DeviceRegions[] {
  return devices.filter(({ when }) => when.every((condition) => holds(condition, instance)));
}

/** The rectangles of the entries that are for images of a size; null: none is. An entry whose rectangle lies beyond the image is of another device. */
export function deviceRegions(
  devices: readonly DeviceRegions[],
  { rows, columns }: FrameShape,
): readonly Rectangle[] | null {
  const matching = devices.filter(
    ({ size, blank }) =>
      size[1] === rows &&
      (size[0] === null || size[0] === columns) &&
      blank.every(([left, , width]) => left + width <= columns),
  );
  if (matching.length === 0) return null;
  return matching.flatMap(({ blank }) =>
    blank.map(([left, top, width, height]) => ({ left, top, right: left + width, bottom: top + height })),
  );
}

/** VRs of codes and numbers, which are compared whole: an "OCT" is not a "CT". */
const WHOLE: ReadonlySet<string> = new Set(['CS', 'IS', 'DS', 'AS', 'DA', 'UI']);

function holds({ tag, anyOf }: DeviceCondition, instance: ParsedInstance): boolean {
  const element = elementWith(instance.dataSet, tag) ?? elementWith(instance.fileMeta, tag);
  if (element === undefined || element.items !== null || element.fragments !== null) return false;
  if (!isLoaded(instance, element)) return false;
  const isWhole = WHOLE.has(element.vr);
  return valuesOf(instance, element).some((value) => {
    const folded = value.toLowerCase();
    return anyOf.some((text) =>
      isWhole ? folded === text.toLowerCase() : folded.includes(text.toLowerCase()),
    );
  });
}
