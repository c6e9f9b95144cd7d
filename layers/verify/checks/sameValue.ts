import { createHash } from 'node:crypto';
import type { ByteFile } from '../reader/byteFile.ts';
import { piecesOf } from '../reader/byteFile.ts';
import type { Placed, ReadElement, ReadInstance } from '../reader/model.ts';
import { isText, valuesOf } from '../reader/values.ts';

/** VRs whose words have a byte order (PS3.5 7.3). */
const WORD_BYTES: Readonly<Record<string, number>> = {
  AT: 2,
  FD: 8,
  FL: 4,
  OD: 8,
  OF: 4,
  OL: 4,
  OV: 8,
  OW: 2,
  SL: 4,
  SS: 2,
  SV: 8,
  UL: 4,
  US: 2,
  UV: 8,
};

/** Whether two elements say the same: text by its characters, whatever set they are written in, numbers whatever their byte order. */
export function saysTheSame(
  output: Placed,
  source: Placed,
  files: { readonly output: ReadInstance; readonly source: ReadInstance },
): boolean {
  const [a, b] = [output.element, source.element];
  if (a.items !== null || b.items !== null) return (a.items?.length ?? 0) === (b.items?.length ?? 0);
  if (a.fragments !== null || b.fragments !== null)
    return digestOf(a, files.output.body) === digestOf(b, files.source.body);
  if (a.value === null || b.value === null)
    return (
      a.end - a.start === b.end - b.start && digestOf(a, files.output.body) === digestOf(b, files.source.body)
    );
  if (isText(a.vr) && isText(b.vr)) {
    const trimmed = (placed: Placed) =>
      valuesOf(placed.element, placed.dataSet)
        .map((value) => value.trim())
        .join('\\');
    return trimmed(output) === trimmed(source);
  }
  if (output.dataSet.littleEndian !== source.dataSet.littleEndian) {
    const width = WORD_BYTES[a.vr] ?? 1;
    return Buffer.compare(swapped(a.value, width), withoutPadding(b.value)) === 0;
  }
  return Buffer.compare(withoutPadding(a.value), withoutPadding(b.value)) === 0;
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  return bytes.length > 1 && bytes.length % 2 === 0 && bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
}

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const made = new Uint8Array(bytes.length);
  for (let at = 0; at + width <= bytes.length; at += width)
    for (let byte = 0; byte < width; byte++) made[at + byte] = bytes[at + width - 1 - byte] as number;
  return withoutPadding(made);
}

/** SHA-256 of a value, a piece at a time; of fragments without their headers, the offset table apart. */
export function digestOf(element: ReadElement, body: ByteFile): string {
  const hash = createHash('sha256');
  const stretches = element.fragments?.slice(1) ?? [element];
  for (const { start, end } of stretches) for (const piece of piecesOf(body, start, end)) hash.update(piece);
  return hash.digest('hex');
}
