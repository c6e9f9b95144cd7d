/** What the state machine of a backfill takes (infra/backfillDefinition.ts). */
export interface BackfillInput {
  /** Where the objects are, and what their keys begin with; empty: all of them. */
  readonly bucket: string;
  readonly prefix: string;
  /** Put before the key that an object has, in the ingest bucket: routes go by it. */
  readonly into: string;
  /** Batches that are copied at a time. */
  readonly concurrency: number;
  /** Objects of a batch. */
  readonly batch: number;
  /** The run goes on while no more than so many percent of its objects failed. */
  readonly tolerate: number;
  /** An S3 Inventory report of the bucket, in place of a listing. */
  readonly inventory?: Place;
}

/** Of an object, or of what begins so. */
export interface Place {
  readonly bucket: string;
  readonly key: string;
}

/** Objects by what became of them, as the map run counts them: batch by batch. */
export interface ItemCounts {
  readonly total: number;
  readonly pending: number;
  readonly running: number;
  readonly succeeded: number;
  /** Timed out and aborted ones too. */
  readonly failed: number;
}

export interface Run {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
  readonly startedMs: number;
  /** Null: it has not ended. */
  readonly stoppedMs: number | null;
  /** Times that it was resumed. */
  readonly resumed: number;
  /** Null: it has not begun to read what there is. */
  readonly items: ItemCounts | null;
  /** The manifest of its results, which is there once the map run has ended. */
  readonly results: Place | null;
}

/** What one batch came to: the output of a child execution, or why it has none. */
export type BatchResult =
  | { readonly copied: number; readonly left: readonly { readonly code: string; readonly key: string }[] }
  | { readonly error: string };

/** The state machine of a deployment. Rejects with `UsageError`. */
export interface Backfills {
  start(id: string, input: BackfillInput): Promise<void>;
  find(id: string): Promise<Run>;
  /** Begins again where it stopped; what was copied is not copied again, but for batches that failed. */
  resume(id: string): Promise<void>;
  /** Every batch that ended; none before the map run did. */
  results(run: Run): AsyncIterable<BatchResult>;
}

/** Of an S3 Inventory report (S3 User Guide, "Locating your inventory list"), as far as it is read. */
export interface InventoryManifest {
  readonly sourceBucket: string;
  readonly fileFormat: string;
  readonly fileSchema: string;
  /** Milliseconds since the epoch. */
  readonly createdMs: number;
  readonly files: number;
}

/** Where archives are looked at. Rejects with `UsageError`. */
export interface Archives {
  /** Sizes in bytes of the objects whose keys begin so. */
  sizes(bucket: string, prefix: string): AsyncIterable<number>;
  manifest(place: Place): Promise<InventoryManifest>;
}
