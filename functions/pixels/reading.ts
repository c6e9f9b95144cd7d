import type { Rekognition } from '../../layers/aws/rekognitionOnDemand.ts';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import type { Reading } from '../ingest/function.ts';
import { frameLines, metricLines, PIXEL_TIMES } from '../metrics.ts';
import { MeasuredReader, type Tape, timing } from './measured.ts';
import { knownModality } from './modalities.ts';

/** What the detector, the recogniser and the codecs take at most, of frames that are looked at in tiles. */
const READER_MB = 1536;

/** How the pixels function differs from the ingest function: it has a reader of frames, one instance at a time, and metrics of its own. */
export function pixelsReading(
  open: () => Promise<PixelReader>,
  rekognition: Rekognition,
  elapsed: () => number,
): Reading {
  // One instance at a time, so its modality is that of every call.
  const tape: Tape = { calls: [], modality: knownModality('') };
  return {
    reader: async () => {
      const reader = await open();
      return (signal) => new MeasuredReader(reader, timing(elapsed, tape, signal), tape);
    },
    detector: (signal) => {
      const timed = timing(elapsed, tape, signal);
      return rekognition.detector((pixels, ask) => timed('rekognition', pixels, ask));
    },
    takenMb: READER_MB,
    // The worker is one.
    atATime: 1,
    measure: (figures, stage, nowMs) => [
      ...metricLines(figures, stage, nowMs, PIXEL_TIMES),
      ...frameLines(tape.calls.splice(0), stage, nowMs),
    ],
  };
}
