import type { ByteSource } from '../../../../layers/dicom/byteSource.ts';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { parseInstance } from '../../../../layers/dicom/parse.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { MOST_WHOLE_BYTES, ValueReader } from '../../../../layers/engine/resolve/valueReader.ts';
import { el, fragments, instance, pixels, TRANSFER_SYNTAX } from '../../../support/build.ts';

const MIB = 1024 * 1024;

function counted(bytes: Uint8Array, size = bytes.length): ByteSource & { readonly reads: number[] } {
  const reads: number[] = [];
  return {
    reads,
    size,
    read: async (start, end) => {
      reads.push(end - start);
      const part = new Uint8Array(end - start);
      part.set(bytes.subarray(start, end));
      return part;
    },
    close: async () => {},
  };
}

async function readerOver(source: ByteSource) {
  const parsed = await parseInstance(source);
  const pixelData = elementWith(parsed.dataSet, asTag(0x7fe00010))!;
  return { parsed, pixelData, reader: new ValueReader(parsed, source) };
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

const bulk = (bytes: number) => new Uint8Array(bytes).map((_, index) => index * 13);

test('a value comes in pieces that together are its bytes', async () => {
  const value = bulk(20 * MIB);
  const { reader, pixelData } = await readerOver(counted(instance({ elements: [pixels(value, 'OB')] })));
  const span = { start: pixelData.valueStart, end: pixelData.valueEnd };
  expect((await collected(reader.pieces(span))).equals(value)).toBe(true);
  expect(Buffer.from(await reader.whole(span, '')).equals(value)).toBe(true);
});

test('what the index has read is not read again', async () => {
  const source = counted(instance({ elements: [el(0x00281221, 'OB', bulk(1000))] }));
  const parsed = await parseInstance(source);
  const { valueStart, valueEnd } = elementWith(parsed.dataSet, asTag(0x00281221))!;
  const before = source.reads.length;
  const reader = new ValueReader(parsed, source);
  expect(await reader.whole({ start: valueStart, end: valueEnd }, '')).toEqual(bulk(1000));
  expect(source.reads).toHaveLength(before);
});

const isFilled = (bytes: Uint8Array, byte: number) =>
  Buffer.from(bytes).equals(new Uint8Array(MIB / 2).fill(byte));

test('fragments share reads, and readings side by side do not mix', async () => {
  const frames = Array.from({ length: 30 }, (_, index) => [new Uint8Array(MIB / 2).fill(index + 1)]);
  const source = counted(
    instance({ transferSyntax: TRANSFER_SYNTAX.jpegBaseline, elements: [fragments(frames)] }),
  );
  const { reader, pixelData } = await readerOver(source);
  const before = source.reads.length;
  const spans = pixelData.fragments!.slice(1);
  for (const [index, span] of spans.entries())
    expect(isFilled(await reader.whole(span, ''), index + 1)).toBe(true);
  // Two fragments a read, and one that a read cuts.
  expect(source.reads.length - before).toBeLessThanOrEqual(16);
  const both = await Promise.all([...spans, ...spans.toReversed()].map((span) => reader.whole(span, '')));
  both.forEach((bytes, at) => {
    const index = at < 30 ? at : 59 - at;
    expect(isFilled(bytes, index + 1)).toBe(true);
  });
});

test('a deflated body is at hand', async () => {
  const value = bulk(200_000);
  const source = counted(
    instance({ transferSyntax: TRANSFER_SYNTAX.deflated, elements: [pixels(value, 'OB')] }),
  );
  const { reader, pixelData } = await readerOver(source);
  const span = { start: pixelData.valueStart, end: pixelData.valueEnd };
  expect((await collected(reader.pieces(span))).equals(value)).toBe(true);
});

test('what does not fit into memory is refused before it is read, and may still be read in pieces', async () => {
  const lengthBytes = MOST_WHOLE_BYTES + 2;
  const head = instance({ elements: [{ ...el(0x7fe00010, 'OB', ''), length: lengthBytes } as never] });
  const source = counted(head, head.length + lengthBytes);
  const { reader, pixelData } = await readerOver(source);
  const span = { start: pixelData.valueStart, end: pixelData.valueEnd };
  const before = source.reads.length;
  await expect(reader.whole(span, '(7FE0,0010)')).rejects.toMatchObject({
    code: 'VALUE_NOT_READ',
    path: '(7FE0,0010)',
  });
  expect(source.reads).toHaveLength(before);
  let longest = 0;
  let total = 0;
  for await (const piece of reader.pieces(span)) {
    longest = Math.max(longest, piece.length);
    total += piece.length;
  }
  expect(total).toBe(lengthBytes);
  expect(longest).toBeLessThanOrEqual(8 * MIB);
});
