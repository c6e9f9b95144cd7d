import { rekognitionOnDemand } from '../../layers/aws/rekognitionOnDemand.ts';
import { systemClock } from '../../layers/local/system.ts';
import { ingestFunction } from '../ingest/function.ts';
import { openFunctionReader } from './reader.ts';
import { pixelsReading } from './reading.ts';

/**
 * The pixels function: what the stack names as its handler. It is the ingest function with a reader of frames: it takes what that one handed over, from a queue of its own,
 * and does all of it, from the header on.
 */
export const handler = ingestFunction(
  pixelsReading(openFunctionReader, rekognitionOnDemand(), () => systemClock.elapsed()),
);
