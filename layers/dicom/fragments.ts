import type { Span } from './byteSource.ts';
import { type Element, type Encoding, formatPath } from './element.ts';
import { DicomError } from './errors.ts';
import { type OpenElement, overrun } from './frame.ts';
import { asTag, ITEM, SEQUENCE_DELIMITATION, type Tag, tagOf } from './tag.ts';
import type { Vr } from './vr.ts';
import { type ByteWindow, load } from './window.ts';

const UNDEFINED_LENGTH = 0xffffffff;
const PIXEL_DATA = asTag(0x7fe00010);

/** Encapsulated values: Pixel Data and its kin with undefined length, in items of bytes (PS3.5 A.4). */
export function isFragmented(vr: Vr, encoding: Encoding, tag: Tag): boolean {
  if (vr === 'OB' || vr === 'OW' || vr === 'OF' || vr === 'OD' || vr === 'OL' || vr === 'OV') return true;
  // Some writers give encapsulated Pixel Data the VR UN.
  return encoding.explicitVr && vr === 'UN' && tag === PIXEL_DATA;
}

/** Walks the fragments of an encapsulated value up to its delimiter (PS3.5 A.4); answers the offset after it. Their bytes are not read. */
export function* walkFragments(
  window: ByteWindow,
  element: OpenElement,
  little: boolean,
  limit: number,
): Generator<Span, number, Uint8Array> {
  const fragments: Span[] = [];
  element.fragments = fragments;
  const tooFar = (at: number) => overrun(limit >= window.size, at, formatPath(element as Element));
  let position = element.valueStart;
  for (;;) {
    if (position + 8 > limit) throw tooFar(position);
    if (position < window.start || position + 8 > window.end) yield* load(window, position, position + 8);
    const offset = position - window.start;
    const tag = tagOf(window.words.getUint16(offset, little), window.words.getUint16(offset + 2, little));
    const length = window.words.getUint32(offset + 4, little);
    if (tag === SEQUENCE_DELIMITATION) {
      element.valueEnd = position;
      element.end = position + 8;
      return element.end;
    }
    if (tag !== ITEM || length === UNDEFINED_LENGTH)
      throw new DicomError(
        'ITEM_EXPECTED',
        { offset: position, path: formatPath(element as Element) },
        'Something else than a fragment in an encapsulated value',
        'The pixel data are damaged; export the object again.',
      );
    const start = position + 8;
    if (start + length > limit) throw tooFar(position);
    fragments.push({ start, end: start + length });
    position = start + length;
  }
}
