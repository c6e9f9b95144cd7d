import type { Rekognition } from '../../layers/aws/rekognitionOnDemand.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import type { Reading } from '../ingest/function.ts';
import { type FrameCall, frameLines, metricLines, PIXEL_TIMES } from '../metrics.ts';
import { MeasuredReader, timing } from './measured.ts';

/** What the detector, the recogniser and the codecs take at most, of frames that are looked at in tiles. */
const READER_MB = 1536;

/** How the pixels function differs from the ingest function: it has a reader of frames, one instance at a time, and metrics of its own. */
export function pixelsReading(
  open: () => Promise<PixelReader>,
  rekognition: Rekognition,
  elapsed: () => number,
): Reading {
  const calls: FrameCall[] = [];
  return {
    reader: async () => {
      const reader = await open();
      return (signal) => new MeasuredReader(reader, timing(elapsed, calls, signal));
    },
    detector: (signal) => {
      const timed = timing(elapsed, calls, signal);
      return rekognition.detector((pixels, ask) => timed('rekognition', pixels, ask));
    },
    takenMb: READER_MB,
    // The worker is one.
    atATime: 1,
    measure: (figures, stage, nowMs) => [
      ...metricLines(figures, stage, nowMs, PIXEL_TIMES),
      ...frameLines(calls.splice(0), stage, nowMs),
    ],
  };
}
