import { ingestFunction } from './function.ts';

/** The ingest function: what the stack names as its handler. */
export const handler = ingestFunction();
