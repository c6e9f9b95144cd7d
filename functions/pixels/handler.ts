import { systemClock } from '../../layers/local/system.ts';
import { ingestFunction } from '../ingest/function.ts';
import { type BatchFigures, frameLines, metricLines, PIXEL_TIMES } from '../metrics.ts';
import { onceUnlessFailed } from '../once.ts';
import { MeasuredReader } from './measured.ts';
import { openFunctionReader } from './reader.ts';

/** What the detector, the recogniser and the codecs take at most, of frames that are looked at in tiles. */
const READER_MB = 1536;

const measured = onceUnlessFailed(
  async () => new MeasuredReader(await openFunctionReader(), () => systemClock.elapsed()),
);

/**
 * The pixels function: what the stack names as its handler. It is the ingest function with a reader of frames: it takes what that one handed over, from a queue of its own,
 * and does all of it, from the header on.
 */
export const handler = ingestFunction({
  reader: async () => {
    const reader = await measured();
    return (signal) => reader.within(signal);
  },
  takenMb: READER_MB,
  // The worker is one.
  atATime: 1,
  measure,
});
