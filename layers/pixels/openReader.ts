import type { PixelReader } from './reader.ts';
import type { FrameShape } from './shape.ts';
import { placesOf } from './shipped.ts';
import { Child } from './worker/child.ts';

/** How much processor time a call may take, by the samples of its frame. */
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
  /** How many times its processor time a call is waited for, by the clock: after that it is a fault, and no frame is damaged. */
  readonly patience: number;
}

const DEFAULTS: ReaderSettings = {
  folder: null,
  workerFile: null,
  frame: { startMs: 20_000, msPerMegasample: 3_000 },
  text: { startMs: 60_000, msPerMegasample: 60_000 },
  heapMebibytes: 512,
  patience: 30,
};

/** Reads frames in a process of its own, which starts with the first call, dies alone, and keeps no other alive. An array that is handed over stays as it is until its call is answered. */
export function openReader(settings: Partial<ReaderSettings> = {}): PixelReader {
  const {
    folder,
    workerFile,
    frame: frameAllowance,
    text,
    heapMebibytes,
    patience,
  } = { ...DEFAULTS, ...settings };
  const places = placesOf(folder);
  const bounds = { heapMebibytes, patience };
  const child = new Child({ ...places, ...(workerFile === null ? {} : { workerFile }), ...bounds });
  return {
    decode: async (frame, format) =>
      child.run({ kind: 'decode', frame, format }, most(frameAllowance, samplesOf(format.shape))),
    encode: async (decoded, format) =>
      child.run({ kind: 'encode', decoded, format }, most(frameAllowance, samplesOf(format.shape))),
    findText: async (raster, display) =>
      child.run({ kind: 'findText', raster, display }, most(text, raster.width * raster.height)),
    close: () => child.close(),
  };
}

function most({ startMs, msPerMegasample }: Allowance, samples: number): number {
  return Math.ceil(startMs + (samples / 1e6) * msPerMegasample);
}

function samplesOf({ rows, columns, samplesPerPixel }: FrameShape): number {
  return rows * columns * samplesPerPixel;
}
