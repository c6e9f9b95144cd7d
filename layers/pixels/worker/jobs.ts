import { PixelsError, type PixelsErrorCode } from '../errors.ts';
import type { DecodedFrame, Display, FoundText, FrameFormat } from '../reader.ts';
import type { Raster } from '../shape.ts';

/** What the worker is asked, one thing at a time. */
export type Job =
  | { readonly kind: 'decode'; readonly frame: Uint8Array; readonly format: FrameFormat }
  | { readonly kind: 'encode'; readonly decoded: DecodedFrame; readonly format: FrameFormat }
  | { readonly kind: 'findText'; readonly raster: Raster; readonly display: Display };

/** A job, and how much processor time it may take, in milliseconds. */
export type Asked = Job & { readonly mostMs: number };

export interface Results {
  readonly decode: DecodedFrame;
  readonly encode: Uint8Array;
  readonly findText: readonly FoundText[];
}

/** What a process says: that it began, and then an answer a job. */
export type Said = Answer | { readonly kind: 'ready' };

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

/** What the thread needs that watches over a job. */
export interface Watched {
  /** When the process will have taken all processor time that the job may take, in milliseconds of `process.cpuUsage`; 0: no job is under way. */
  readonly deadlineMs: Int32Array<SharedArrayBuffer>;
  /** Who asked, while it lives. */
  readonly parent: number;
}

/** What a process is ended by that took too long: a signal that leaves no picture of its memory behind. Windows has no other than the last one. */
export const TIME_IS_UP = process.platform === 'win32' ? 'SIGKILL' : 'SIGVTALRM';

export function refusalOf({ code, what, hint, frame }: PixelsError): Refusal {
  return { code, what, hint, frame };
}

export function errorOf({ code, what, hint, frame }: Refusal): PixelsError {
  return new PixelsError(code, what, hint, frame);
}
