import type { Palette } from './fill.ts';
import type { Rectangle } from './region.ts';
import type { FrameShape, Raster } from './shape.ts';

/** How the frames of an image are written. */
export interface FrameFormat {
  /** Transfer Syntax UID, of an encapsulated syntax. */
  readonly syntax: string;
  readonly shape: FrameShape;
}

/** What a frame says, once it is decoded. */
export interface DecodedFrame {
  readonly raster: Raster;
  /** What the samples are: the codestream's word goes before Photometric Interpretation (0028,0004). */
  readonly photometric: string;
}

/** How samples are shown (PS3.3 C.11.1, C.11.2, C.7.6.3.1.5). */
export interface Display {
  /** Of `DecodedFrame`, or as the attributes say of a native image. */
  readonly photometric: string;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** Rescale Slope and Intercept; 1 and 0 where an image has none. */
  readonly slope: number;
  readonly intercept: number;
  /** Window Center and Window Width, in rescaled values; none: from the darkest to the brightest value that occurs. */
  readonly windows: readonly { readonly center: number; readonly width: number }[];
  readonly palette: Palette | null;
}

/** Text that a frame shows. `text` is an original: it goes to no log and no error. */
export interface FoundText {
  readonly box: Rectangle;
  /** As it was read; empty: something that looks like text and could not be read. */
  readonly text: string;
  /** From 0 to 1, of the reading. */
  readonly confidence: number;
}

/** Looks for text in what a frame shows. What it is given stays the caller's. */
export interface TextDetector {
  /** Everything that looks like text, under every window, in any order. */
  findText(raster: Raster, display: Display): Promise<readonly FoundText[]>;
}

/**
 * Reads frames, writes them without loss, and looks for text: the heavy part, in a worker that may die.
 * Duties of an implementer: hostile bytes end in `PixelsError`, in bounded time and memory, and the next call works; nothing that `encode` gives has not been decoded
 * again and compared; arrays that are handed over stay the caller's. Rejects with `PixelsError`.
 */
export interface PixelReader extends TextDetector {
  /** An image is about to be read, of a Modality (0008,0060) as it stands there: for figures alone. */
  begin?(modality: string): void;
  /** One frame, its fragments joined. */
  decode(frame: Uint8Array, format: FrameFormat): Promise<DecodedFrame>;
  /** One frame in its syntax, of the samples that `decode` gave, some of them changed. Reversible, also where the source was not. */
  encode(decoded: DecodedFrame, format: FrameFormat): Promise<Uint8Array>;
  close(): Promise<void>;
}
