import { FaultError } from '../../layers/engine/faults.ts';
import type {
  DecodedFrame,
  Display,
  FoundText,
  FrameFormat,
  PixelReader,
} from '../../layers/pixels/reader.ts';
import type { Raster } from '../../layers/pixels/shape.ts';
import type { FrameCall } from '../metrics.ts';
import { knownModality } from './modalities.ts';

/** What is shown in shades of grey (PS3.3 C.7.6.3.1.2). */
const GREY = /^MONOCHROME[12]$/;

/** Makes a call that is counted, and ends with the time of an invocation: one that is under way is left alone, and no other begins. It rejects as the call does, and with `FaultError` (`DEADLINE`). */
export type Timed = <Answer>(
  kind: FrameCall['kind'],
  pixels: number,
  ask: () => Promise<Answer>,
) => Promise<Answer>;

/** Every call that was answered, and the modality of what is read now, as metrics name it. */
export interface Tape {
  readonly calls: FrameCall[];
  modality: string;
}

export function timing(elapsed: () => number, tape: Tape, signal: AbortSignal | undefined): Timed {
  return async (kind, pixels, ask) => {
    if (signal?.aborted) throw timeIsUp();
    const started = elapsed();
    const ended = Promise.withResolvers<never>();
    const end = () => ended.reject(timeIsUp());
    signal?.addEventListener('abort', end, { once: true });
    try {
      const answer = await Promise.race([ask(), ended.promise]);
      tape.calls.push({ kind, modality: tape.modality, pixels, ms: elapsed() - started });
      return answer;
    } finally {
      signal?.removeEventListener('abort', end);
    }
  };
}

/** A reader of frames whose calls are timed. */
export class MeasuredReader implements PixelReader {
  readonly #reader: PixelReader;
  readonly #timed: Timed;
  readonly #tape: Tape;

  constructor(reader: PixelReader, timed: Timed, tape: Tape) {
    this.#reader = reader;
    this.#timed = timed;
    this.#tape = tape;
  }

  begin(modality: string): void {
    this.#tape.modality = knownModality(modality);
  }

  decode(frame: Uint8Array, format: FrameFormat): Promise<DecodedFrame> {
    const pixels = format.shape.rows * format.shape.columns;
    return this.#timed('decoded', pixels, () => this.#reader.decode(frame, format));
  }

  encode(decoded: DecodedFrame, format: FrameFormat): Promise<Uint8Array> {
    return this.#timed('encoded', pixelsOf(decoded.raster), () => this.#reader.encode(decoded, format));
  }

  findText(raster: Raster, display: Display): Promise<readonly FoundText[]> {
    const kind = GREY.test(display.photometric) ? 'looked-grey' : 'looked-colour';
    return this.#timed(kind, pixelsOf(raster), () => this.#reader.findText(raster, display));
  }

  close(): Promise<void> {
    return this.#reader.close();
  }
}

function pixelsOf({ width, height }: Raster): number {
  return width * height;
}

function timeIsUp(): FaultError {
  return new FaultError(
    'DEADLINE',
    true,
    'The frames could not all be read in time',
    'It comes again; if it never gets done, give the function more memory (pixelsMemoryMb), with which it gets more processor',
  );
}
