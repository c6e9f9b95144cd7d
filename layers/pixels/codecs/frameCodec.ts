import type { DecodedFrame, FrameFormat } from '../reader.ts';
import type { Codecs } from './wasm.ts';

/** One way to write frames. */
export interface FrameCodec {
  /** Throws `PixelsError`, and `CodecFailed` for bytes that its codec refused. */
  decode(frame: Uint8Array, format: FrameFormat, codecs: Codecs): DecodedFrame;
  /** Without loss; null: frames of this syntax cannot be written so. What it gives is not checked yet. */
  readonly encode: ((decoded: DecodedFrame, format: FrameFormat, codecs: Codecs) => Uint8Array) | null;
}
