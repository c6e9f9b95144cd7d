import type { Group } from './misses.ts';

/** The scorecard as data: `docs/scorecard/scorecard.json`, of which the page and its figures are made. */
export interface Scorecard {
  /** What the sets were made of. */
  readonly set: {
    readonly seeds: readonly number[];
    readonly patients: number;
    readonly files: number;
    readonly checks: number;
    /** Real files that were planted into; none without a corpus. */
    readonly realFiles: number;
    readonly fonts: number;
    /** SHA-256 over all bytes of the sets. */
    readonly digest: string;
  };
  readonly rows: readonly Row[];
  readonly skipped: readonly Skipped[];
  /** Lethe alone on seeds that nobody looked at while it or the generator was written. */
  readonly unseen: Unseen;
  readonly machine: string;
}

export interface Unseen {
  readonly seeds: readonly number[];
  readonly digest: string;
  readonly rows: readonly Row[];
}

export interface Tally {
  readonly passed: number;
  readonly all: number;
}

export interface Result {
  readonly files: number;
  /** Sources without an output. */
  readonly lost: number;
  /** Outputs that the judge's reader does not read to their end. */
  readonly unreadable: number;
  /** Outputs that dcmdump does not read; null: it was not here. */
  readonly unreadByOthers: number | null;
  /** Outputs with an error of their IOD that the source has not; null: dciodvfy was not here. */
  readonly worseIods: number | null;
  readonly byAction: Readonly<Record<string, Tally>>;
  readonly byCategory: Readonly<Record<string, Tally>>;
  readonly leaks: Tally;
  readonly intervals: Tally;
  readonly misses: readonly Group[];
}

export interface Row {
  readonly tool: string;
  readonly version: string;
  readonly configuration: string;
  readonly how: string;
  readonly result: Result;
  /** The only figures that differ between two runs. */
  readonly cost: {
    readonly seconds: number;
    readonly cpuSeconds: number;
    readonly peakBytes: number;
  };
}

export interface Skipped {
  readonly tool: string;
  readonly configuration: string;
  readonly how: string;
  readonly skipped: string;
}
