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

/**
 * A reader of frames whose calls are counted, and end with the time of an invocation: a call that is under way is left alone, and no other begins. It rejects as its reader does,
 * and with `FaultError` (`DEADLINE`).
 */
export class MeasuredReader implements PixelReader {
  readonly #reader: PixelReader;
  readonly #elapsed: () => number;
  /** Every call that was answered is put here. */
  readonly #calls: FrameCall[];
  readonly #signal: AbortSignal | undefined;
  #modality = knownModality('');

  constructor(
    reader: PixelReader,
    elapsed: () => number,
    calls: FrameCall[],
    signal: AbortSignal | undefined,
  ) {
    this.#reader = reader;
    this.#elapsed = elapsed;
    this.#calls = calls;
    this.#signal = signal;
  }

  begin(modality: string): void {
    this.#modality = knownModality(modality);
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

  async #timed<Answer>(kind: FrameCall['kind'], pixels: number, ask: () => Promise<Answer>): Promise<Answer> {
    const signal = this.#signal;
    if (signal?.aborted) throw timeIsUp();
    const started = this.#elapsed();
    const ended = Promise.withResolvers<never>();
    const end = () => ended.reject(timeIsUp());
    signal?.addEventListener('abort', end, { once: true });
    try {
      const answer = await Promise.race([ask(), ended.promise]);
      this.#calls.push({ kind, modality: this.#modality, pixels, ms: this.#elapsed() - started });
      return answer;
    } finally {
      signal?.removeEventListener('abort', end);
    }
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
