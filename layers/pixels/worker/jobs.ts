import { PixelsError, type PixelsErrorCode } from '../errors.ts';
import type { DecodedFrame, Display, FoundText, FrameFormat } from '../reader.ts';
import type { Raster } from '../shape.ts';

/** What the worker is asked, one thing at a time. */
export type Job =
  | { readonly kind: 'decode'; readonly frame: Uint8Array; readonly format: FrameFormat }
  | { readonly kind: 'encode'; readonly decoded: DecodedFrame; readonly format: FrameFormat }
  | { readonly kind: 'findText'; readonly raster: Raster; readonly display: Display };

export interface Results {
  readonly decode: DecodedFrame;
  readonly encode: Uint8Array;
  readonly findText: readonly FoundText[];
}

/** What the worker answers. Of an error that is not a `PixelsError` nothing more is told: its words may hold anything. */
export type Answer =
  | { readonly kind: 'result'; readonly result: Results[keyof Results] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'broken' };

export interface Refusal {
  readonly code: PixelsErrorCode;
  readonly what: string;
  readonly hint: string;
  readonly frame: number | null;
}

/** What the worker needs to begin. */
export interface WorkerData {
  readonly wasmFile: string;
}

export function refusalOf({ code, what, hint, frame }: PixelsError): Refusal {
  return { code, what, hint, frame };
}

export function errorOf({ code, what, hint, frame }: Refusal): PixelsError {
  return new PixelsError(code, what, hint, frame);
}

/** The same bytes in a buffer of their own, which can be handed over without taking anything from whoever has the others. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(bytes.length);
  own.set(bytes);
  return own;
}
