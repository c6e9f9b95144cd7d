/** What the attributes of an image say of its frames (PS3.3 C.7.6.3.1, C.7.6.6). */
export interface FrameShape {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  /** Photometric Interpretation (0028,0004). */
  readonly photometric: string;
  /** Planar Configuration 1: all samples of one kind, then all of the next. */
  readonly isPlanar: boolean;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** Pixel Representation 1: two's complement. */
  readonly isSigned: boolean;
  readonly frames: number;
}

/**
 * The samples of one frame, as PS3.5 8 writes them natively in little endian, pixel by pixel, whatever Planar Configuration says. Samples of one bit
 * have a byte each, 0 or 1. With chroma for every pixel, also where a native value shares it (YBR_FULL_422).
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly samplesPerPixel: number;
  /** 1, 2 or 4. */
  readonly bytesPerSample: number;
  readonly bytes: Uint8Array;
}

/** Bits that a native frame has (PS3.5 8.1.1, 8.2.1). YBR_FULL_422 and its kin share two chroma samples between two pixels (PS3.3 C.7.6.3.1.2). */
export function nativeFrameBits({
  rows,
  columns,
  samplesPerPixel,
  photometric,
  bitsAllocated,
}: FrameShape): number {
  const samples = sharesChroma(photometric) && samplesPerPixel === 3 ? 2 : samplesPerPixel;
  return rows * columns * samples * bitsAllocated;
}

/** Whether native pixels share their chroma with a neighbour. */
export function sharesChroma(photometric: string): boolean {
  return photometric === 'YBR_FULL_422' || photometric === 'YBR_PARTIAL_422';
}
