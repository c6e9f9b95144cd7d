import { type DataSet, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import type { Display } from '../../pixels/reader.ts';
import type { FrameShape } from '../../pixels/shape.ts';
import { paletteOf } from './palette.ts';

const WINDOW_CENTER = asTag(0x00281050);
const WINDOW_WIDTH = asTag(0x00281051);
const RESCALE_INTERCEPT = asTag(0x00281052);
const RESCALE_SLOPE = asTag(0x00281053);
const SHARED_FUNCTIONAL_GROUPS_SEQUENCE = asTag(0x52009229);
const PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = asTag(0x52009230);
const FRAME_VOI_LUT_SEQUENCE = asTag(0x00289132);
const PIXEL_VALUE_TRANSFORMATION_SEQUENCE = asTag(0x00289145);

/** More windows than a person would turn through say nothing new, and each is looked at. */
const MOST_WINDOWS = 4;

/** How the frames of an instance are shown (PS3.3 C.11.1, C.11.2; of an enhanced multi-frame, C.7.6.16.2.9 and C.7.6.16.2.10, what all frames share or else the first has). */
export function displayOf(instance: ParsedInstance, shape: FrameShape): Display {
  const { photometric, bitsStored, highBit, isSigned } = shape;
  const groups = [instance.dataSet, ...functionalGroups(instance)];
  const numbers = (tag: typeof WINDOW_CENTER): readonly number[] => {
    for (const dataSet of groups) {
      const found = numbersOf(instance, dataSet, tag);
      if (found.length > 0) return found;
    }
    return [];
  };
  const widths = numbers(WINDOW_WIDTH);
  return {
    photometric,
    bitsStored,
    highBit,
    isSigned,
    slope: numbers(RESCALE_SLOPE)[0] || 1,
    intercept: numbers(RESCALE_INTERCEPT)[0] ?? 0,
    windows: numbers(WINDOW_CENTER)
      .flatMap((center, place) => {
        const width = widths[place] ?? 0;
        return width > 0 ? [{ center, width }] : [];
      })
      .slice(0, MOST_WINDOWS),
    palette: paletteOf(instance, shape),
  };
}

function functionalGroups(instance: ParsedInstance): readonly DataSet[] {
  const macros = [FRAME_VOI_LUT_SEQUENCE, PIXEL_VALUE_TRANSFORMATION_SEQUENCE];
  return [SHARED_FUNCTIONAL_GROUPS_SEQUENCE, PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE].flatMap((tag) => {
    const group = elementWith(instance.dataSet, tag)?.items?.[0];
    if (group === undefined) return [];
    return macros.flatMap((macro) => elementWith(group, macro)?.items?.[0] ?? []);
  });
}

/** Of VR DS; what does not read as a number is left out. */
function numbersOf(instance: ParsedInstance, dataSet: DataSet, tag: typeof WINDOW_CENTER): readonly number[] {
  const element = elementWith(dataSet, tag);
  if (element === undefined || element.items !== null || !isLoaded(instance, element)) return [];
  return valuesOf(instance, element)
    .filter((value) => value.trim() !== '')
    .map(Number)
    .filter(Number.isFinite);
}
