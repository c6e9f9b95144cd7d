import { type Element, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag } from '../../dicom/tag.ts';
import { isLoaded, rootText, valuesOf } from '../../dicom/values.ts';

export const PIXEL_DATA = asTag(0x7fe00010);
const MODALITY = asTag(0x00080060);
const CONVERSION_TYPE = asTag(0x00080064);
const IMAGE_TYPE = asTag(0x00080008);
const SAMPLES_PER_PIXEL = asTag(0x00280002);
const ROWS = asTag(0x00280010);
const COLUMNS = asTag(0x00280011);
const BURNED_IN_ANNOTATION = asTag(0x00280301);

/** Modalities (PS3.3 C.7.3.1.1.1) whose devices write text into their pixels: screens that are grabbed, films that are digitised, cameras. */
const WITH_TEXT: ReadonlySet<string> = new Set([
  ...['US', 'SC', 'OT', 'XC', 'ES', 'XA', 'RF', 'CR', 'DX', 'MG', 'PX', 'IO', 'GM', 'OP'],
  // Their kin: intravascular and bone ultrasound, digitised film, fluoroscopy, documents, cameras on scopes and eyes, visual fields.
  ...['IVUS', 'BDUS', 'DF', 'RG', 'DOC', 'OPT', 'OCT', 'OPV', 'EPS', 'ECG', 'HC', 'BI', 'DG', 'LS', 'TG'],
]);

/** Words of Image Type (PS3.3 C.7.6.1.1.2, C.8.12.4.1.1) that tell a screen, a copy, or the label of a slide. */
const TYPES_WITH_TEXT: ReadonlySet<string> = new Set(['SECONDARY', 'DERIVED', 'LABEL', 'OVERVIEW']);

/** Matrices that CT and MR scanners reconstruct, in pixels a side. */
const SIDES: ReadonlySet<number> = new Set([
  64, 96, 128, 160, 192, 224, 256, 288, 320, 340, 352, 384, 400, 416, 432,
]).union(
  new Set([448, 480, 512, 528, 560, 576, 600, 640, 672, 704, 720, 768, 800, 864, 896, 960, 1024, 2048]),
);

/** The pixels of an instance; null: it has none, or not in itself. */
export function pixelsOf({ dataSet }: ParsedInstance): Element | null {
  const element = elementWith(dataSet, PIXEL_DATA);
  return element === undefined || element.valueEnd === element.valueStart ? null : element;
}

/**
 * Whether an instance is of a kind that carries text in its pixels: by modality, or because it is a copy of a screen, was derived, converted, has colours or a size that its
 * modality does not make, or says so. An original CT or MR slice is not of one; neither is what has no pixels.
 */
export function mayShowText(instance: ParsedInstance): boolean {
  const pixels = pixelsOf(instance);
  if (pixels === null) return false;
  const modality = modalityOf(instance);
  // Without a modality nobody can say.
  if (modality === '' || WITH_TEXT.has(modality)) return true;
  if (rootText(instance, BURNED_IN_ANNOTATION).toUpperCase() === 'YES') return true;
  if (elementWith(instance.dataSet, CONVERSION_TYPE) !== undefined) return true;
  if (imageType(instance).some((word) => TYPES_WITH_TEXT.has(word))) return true;
  return (modality === 'CT' || modality === 'MR') && !isSlice(instance);
}

/** Modality (0008,0060); empty: none is said. */
export function modalityOf(instance: ParsedInstance): string {
  return rootText(instance, MODALITY).toUpperCase();
}

function imageType(instance: ParsedInstance): readonly string[] {
  const element = elementWith(instance.dataSet, IMAGE_TYPE);
  if (element === undefined || !isLoaded(instance, element)) return [];
  return valuesOf(instance, element).map((value) => value.toUpperCase());
}

function isSlice(instance: ParsedInstance): boolean {
  const [samples, rows, columns] = [SAMPLES_PER_PIXEL, ROWS, COLUMNS].map((tag) => wordOf(instance, tag));
  return samples === 1 && SIDES.has(rows ?? 0) && SIDES.has(columns ?? 0);
}

/** A number of a root attribute of VR US, the first or another one; null where it has none. */
export function wordOf(instance: ParsedInstance, tag: number, place = 0): number | null {
  const element = elementWith(instance.dataSet, asTag(tag));
  if (element === undefined || !isLoaded(instance, element)) return null;
  const { valueStart, valueEnd, dataSet } = element;
  const at = valueStart + 2 * place;
  if (valueEnd < at + 2) return null;
  const [low = 0, high = 0] = instance.bodyBytes.view(at, at + 2);
  return dataSet.encoding.littleEndian ? low | (high << 8) : (low << 8) | high;
}

/** Pixel Padding Value and Pixel Padding Range Limit, which may lie beyond Bits Stored (PS3.3 C.7.5.1.1.2). */
export function paddingOf(instance: ParsedInstance): readonly number[] {
  return [0x00280120, 0x00280121].flatMap((tag) => wordOf(instance, tag) ?? []);
}
