/** What a run did. */
export interface VerifyTally {
  outputs: number;
  outputsRead: number;
  sources: number;
  sourcesUnread: number;
  pairs: number;
  unsurePairs: number;
  /** What of the outputs was compared by a second reader. */
  readTwice: number;
  bytes: number;
  documents: number;
  /** Outputs whose pixels changed where something says so, and could not be compared with the source's. */
  pixelsNotCompared: number;
}
