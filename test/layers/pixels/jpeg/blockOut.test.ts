import { blockOut } from '../../../../layers/pixels/jpeg/blockOut.ts';
import { Coefficients } from '../../../../layers/pixels/jpeg/coefficients.ts';
import { decodeScan } from '../../../../layers/pixels/jpeg/decodeScan.ts';
import { type FrameHeader, frameHeaderOf, JpegStream } from '../../../../layers/pixels/jpeg/stream.ts';
import { JPEG_NAMES, type JpegName, jpegStream } from '../../../support/jpegStreams.ts';

const REGION = { left: 9, top: 3, right: 25, bottom: 12 };
const fillOf = ({ components }: FrameHeader) => (components.length === 1 ? [0] : [0, 128, 128]);

function coefficientsOf(stream: Uint8Array): Coefficients {
  const jpeg = new JpegStream(stream);
  const parts = jpeg.parts();
  let coefficients: Coefficients | null = null;
  for (let step = parts.next(); step.done !== true; ) {
    const part = step.value;
    if (part.kind === 'segment') {
      step = parts.next();
      continue;
    }
    const frame = jpeg.frame as FrameHeader;
    coefficients ??= new Coefficients(frame);
    step = parts.next(decodeScan(stream, part.dataStart, frame.process, part.header, coefficients));
  }
  return coefficients as Coefficients;
}

/** Blocks of a component that differ between two streams, as [row, column]. */
function changedBlocks(one: Coefficients, other: Coefficients, index: number): [number, number][] {
  const [a, b] = [one.components[index], other.components[index]];
  if (a === undefined || b === undefined) throw new Error('a component is missing');
  const changed: [number, number][] = [];
  for (let block = 0; block < a.values.length / 64; block++) {
    const of = ({ values }: typeof a) => [...values.subarray(64 * block, 64 * block + 64)].join();
    if (of(a) !== of(b)) changed.push([Math.floor(block / a.blocksAcross), block % a.blocksAcross]);
  }
  return changed;
}

describe('a JPEG whose blocks are filled', () => {
  it.each([...JPEG_NAMES])('%s: without a region it has the coefficients that it had', (name) => {
    const stream = jpegStream(name);
    const same = blockOut(stream, { regions: [], fill: fillOf(frameHeaderOf(stream)) });
    const [before, after] = [coefficientsOf(stream), coefficientsOf(same)];
    before.components.forEach((_, index) => {
      expect(changedBlocks(before, after, index)).toEqual([]);
    });
    expect(frameHeaderOf(same)).toEqual(frameHeaderOf(stream));
  });

  it.each<readonly [JpegName, readonly number[], readonly number[]]>([
    // Blocks of 8 pixels: rows 0 and 1, columns 1 to 3.
    ['grey', [0, 1], [1, 2, 3]],
    ['restarts', [0, 1], [1, 2, 3]],
    ['progressiveGrey', [0, 1], [1, 2, 3]],
    // MCUs of 16 pixels: of luma all blocks of the MCUs in row 0, columns 0 and 1.
    ['colour', [0, 1], [0, 1, 2, 3]],
    ['progressive', [0, 1], [0, 1, 2, 3]],
  ])('%s: only the blocks of the region change, and have the fill alone', (name, rows, columns) => {
    const stream = jpegStream(name);
    const header = frameHeaderOf(stream);
    const blanked = blockOut(stream, { regions: [REGION], fill: fillOf(header) });
    const [before, after] = [coefficientsOf(stream), coefficientsOf(blanked)];
    expect(changedBlocks(before, after, 0)).toEqual(
      rows.flatMap((row) => columns.map((column) => [row, column])),
    );
    const [luma, chroma] = after.components;
    for (const row of rows)
      for (const column of columns) {
        const at = 64 * (row * (luma?.blocksAcross ?? 0) + column);
        const [dc = 0, ...others] = luma?.values.subarray(at, at + 64) ?? [];
        // -1024 divided by the step of the table: as dark as it can be.
        expect(dc).toBeLessThan(-20);
        expect(others.every((value) => value === 0)).toBe(true);
      }
    if (chroma !== undefined) {
      expect([...chroma.values.subarray(0, 128)].every((value) => value === 0)).toBe(true);
      expect(changedBlocks(before, after, 1)).toEqual([
        [0, 0],
        [0, 1],
      ]);
    }
  });

  it('a region at the edge takes the blocks that the edge cuts', () => {
    const stream = jpegStream('colour');
    const blanked = blockOut(stream, {
      regions: [{ left: 40, top: 33, right: 44, bottom: 36 }],
      fill: [0, 128, 128],
    });
    expect(changedBlocks(coefficientsOf(stream), coefficientsOf(blanked), 1)).toEqual([[2, 2]]);
  });

  it('has no comment and no thumbnail any more, but what tells how to show it', () => {
    const stream = jpegStream('restarts');
    expect(Buffer.from(stream).includes('Needlemeyer')).toBe(true);
    const blanked = Buffer.from(blockOut(stream, { regions: [], fill: [0] }));
    expect(blanked.includes('Needlemeyer')).toBe(false);
    expect(blanked.includes('JFIF')).toBe(true);
    // JFIF's segment with a thumbnail of one pixel.
    const withThumbnail = Uint8Array.from([
      ...stream.subarray(0, 4),
      ...[0, 19],
      ...stream.subarray(6, 18),
      ...[1, 1, 0xde, 0xad, 0xbe],
      ...stream.subarray(20),
    ]);
    const without = Buffer.from(blockOut(withThumbnail, { regions: [], fill: [0] }));
    expect(without.includes(Buffer.of(0xde, 0xad))).toBe(false);
    expect(without.equals(blanked)).toBe(true);
  });
});

describe('a JPEG that is not whole', () => {
  const stream = jpegStream('grey');
  const codeOf = (bytes: Uint8Array): string => {
    try {
      blockOut(bytes, { regions: [], fill: [0] });
      return 'blanked';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  };

  it.each<readonly [string, (bytes: Uint8Array) => Uint8Array]>([
    ['no stream', () => Uint8Array.of(1, 2, 3, 4)],
    ['nothing', () => new Uint8Array(0)],
    ['half of it', (bytes) => bytes.subarray(0, bytes.length - 60)],
    ['only its header', (bytes) => bytes.subarray(0, 40)],
  ])('%s is refused', (_name, made) => {
    expect(codeOf(made(stream))).toBe('PIXELS_DAMAGED');
  });

  it.each([...JPEG_NAMES])('%s: every byte changed is refused or read, and nothing else happens', (name) => {
    const whole = jpegStream(name);
    for (let at = 2; at < whole.length; at += 7)
      for (const bits of [0x01, 0x80, 0xff]) {
        const mutant = new Uint8Array(whole);
        mutant[at] = (mutant[at] as number) ^ bits;
        const header = safely(() => frameHeaderOf(mutant));
        // As `blankJpeg` does: a size that the data set does not say is refused before anything is made of it.
        if (header === null || header.width > 64 || header.height > 64) continue;
        expect(['blanked', 'PIXELS_DAMAGED', 'PIXELS_UNSUPPORTED']).toContain(codeOf(mutant));
      }
  });
});

function safely<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
