import type { AskedImage } from '../ports.ts';
import { elementOf, type ReadInstance } from '../reader/model.ts';
import { firstValue, numberOf, valuesOf } from '../reader/values.ts';
import { pixelElement } from './pixels.ts';

/** What a detector is asked about an image, and its frames one by one. */

/** Null: there are no pixels, or the attributes do not say how they are written. */
export function askedImage(instance: ReadInstance): (AskedImage & { readonly frames: number }) | null {
  const { dataSet } = instance;
  const element = pixelElement(instance);
  const number = (tag: number) => numberOf(dataSet, tag);
  const [rows, columns, bitsAllocated] = [number(0x00280010), number(0x00280011), number(0x00280100)];
  if (element === undefined || !rows || !columns || !bitsAllocated) return null;
  const bitsStored = number(0x00280101) ?? bitsAllocated;
  return {
    transferSyntax: instance.transferSyntax,
    rows,
    columns,
    samplesPerPixel: number(0x00280002) ?? 1,
    photometric: firstValue(dataSet, 0x00280004).trim() || 'MONOCHROME2',
    isPlanar: number(0x00280006) === 1,
    bitsAllocated,
    bitsStored,
    highBit: number(0x00280102) ?? bitsStored - 1,
    isSigned: number(0x00280103) === 1,
    slope: number(0x00281053) || 1,
    intercept: number(0x00281052) ?? 0,
    windows: windowsOf(instance),
    littleEndian: dataSet.littleEndian,
    frames: Math.max(1, number(0x00280008) ?? 1),
  };
}

function windowsOf({ dataSet }: ReadInstance): AskedImage['windows'] {
  const list = (tag: number) => {
    const element = elementOf(dataSet, tag);
    return element === undefined ? [] : valuesOf(element, dataSet).map(Number.parseFloat);
  };
  const [centers, widths] = [list(0x00281050), list(0x00281051)];
  return centers.flatMap((center, at) => {
    const width = widths[at];
    return Number.isFinite(center) && width !== undefined && width >= 1 ? [{ center, width }] : [];
  });
}

/** The bytes of one frame; null: nobody can say where it is. */
export function frameBytes(
  instance: ReadInstance,
  image: AskedImage & { readonly frames: number },
  frame: number,
): Uint8Array | null {
  const element = pixelElement(instance);
  if (element === undefined) return null;
  if (element.fragments !== null) {
    const fragments = element.fragments.slice(1);
    const own =
      image.frames === 1
        ? fragments
        : fragments.length === image.frames
          ? fragments.slice(frame, frame + 1)
          : [];
    if (own.length === 0) return null;
    return Buffer.concat(own.map(({ start, end }) => instance.body.read(start, end)));
  }
  const samples = image.samplesPerPixel === 3 && /_422$/.test(image.photometric) ? 2 : image.samplesPerPixel;
  if (image.bitsAllocated % 8 !== 0) return null;
  const size = (image.rows * image.columns * samples * image.bitsAllocated) / 8;
  const start = element.start + frame * size;
  return start + size > element.end ? null : instance.body.read(start, start + size);
}

/** Of many frames the first, the last and those at the quarters: text that a device draws is in all of them. */
export function framesToLookAt(frames: number): readonly number[] {
  if (frames <= 5) return Array.from({ length: frames }, (_, at) => at);
  return [0, 1, 2, 3, 4].map((quarter) => Math.floor((quarter * (frames - 1)) / 4));
}
