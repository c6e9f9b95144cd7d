import type { PixelReader } from './reader.ts';
import type { FrameShape, Raster } from './shape.ts';
import { placesOf } from './shipped.ts';
import { ownBytes } from './worker/jobs.ts';
import { Thread } from './worker/thread.ts';

/** How long a call may take, by the samples of its frame. */
export interface Allowance {
  readonly startMs: number;
  readonly msPerMegasample: number;
}

export interface ReaderSettings {
  /** The folder of the shipped files; null: where they are found from here (`shipped.ts`). */
  readonly folder: string | null;
  /** A script in the place of the worker's; null: the worker. */
  readonly workerFile: URL | null;
  /** The slowest codec reads and writes a megasample in a tenth of a second on a slow machine. */
  readonly frame: Allowance;
  /** Of one look, all windows together. */
  readonly text: Allowance;
  readonly heapMebibytes: number;
}

const DEFAULTS: ReaderSettings = {
  folder: null,
  workerFile: null,
  frame: { startMs: 20_000, msPerMegasample: 3_000 },
  text: { startMs: 60_000, msPerMegasample: 60_000 },
  heapMebibytes: 512,
};

/** Reads frames in a thread of its own, which starts with the first call, dies alone, and keeps no process alive. */
export function openReader(settings: Partial<ReaderSettings> = {}): PixelReader {
  const { folder, workerFile, frame: frameAllowance, text, heapMebibytes } = { ...DEFAULTS, ...settings };
  const places = placesOf(folder);
  const thread = new Thread({ ...places, ...(workerFile === null ? {} : { workerFile }), heapMebibytes });
  return {
    async decode(frame, format) {
      const own = ownBytes(frame);
      const job = { kind: 'decode', frame: own, format } as const;
      return thread.run(job, [own.buffer], most(frameAllowance, samplesOf(format.shape)));
    },
    async encode(decoded, format) {
      const { raster, buffer } = ownRaster(decoded.raster);
      const job = { kind: 'encode', decoded: { ...decoded, raster }, format } as const;
      return thread.run(job, [buffer], most(frameAllowance, samplesOf(format.shape)));
    },
    async findText(given, display) {
      const { raster, buffer } = ownRaster(given);
      const job = { kind: 'findText', raster, display } as const;
      return thread.run(job, [buffer], most(text, given.width * given.height));
    },
    close: () => thread.close(),
  };
}

function most({ startMs, msPerMegasample }: Allowance, samples: number): number {
  // Timers go no further than 31 bits.
  return Math.min(2 ** 31 - 1, Math.ceil(startMs + (samples / 1e6) * msPerMegasample));
}

function samplesOf({ rows, columns, samplesPerPixel }: FrameShape): number {
  return rows * columns * samplesPerPixel;
}

function ownRaster(raster: Raster): { readonly raster: Raster; readonly buffer: ArrayBuffer } {
  const bytes = ownBytes(raster.bytes);
  return { raster: { ...raster, bytes }, buffer: bytes.buffer };
}
