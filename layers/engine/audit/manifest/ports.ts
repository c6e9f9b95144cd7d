import type { ManifestSignature } from './format.ts';

/** One line of the audit, as it is stored. */
export interface AuditLine {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly text: string;
}

/** Duty: `lines` gives every line with `fromMs <= timeMs < toMs` once for each time it is stored, in any order. Rejects with `FaultError`. */
export interface AuditReader {
  /** Names the log. */
  readonly name: string;
  lines(fromMs: number, toMs: number): AsyncIterable<readonly AuditLine[]>;
}

/**
 * Where manifests and segments are kept.
 * Duties: `put` writes the whole object or nothing, and never replaces one: it answers false if there is one already; `get` answers null if there is
 * none; `keys` gives all keys that begin so, in ascending order. All reject with `FaultError`.
 */
export interface ManifestShelf {
  put(key: string, bytes: Uint8Array): Promise<boolean>;
  get(key: string): Promise<Uint8Array | null>;
  keys(prefix: string): Promise<readonly string[]>;
}

/** Duty: signs the SHA-256 digest of the UTF-8 text with a key that it never gives up. Rejects with `FaultError`. */
export interface ManifestSigner {
  sign(text: string): Promise<ManifestSignature>;
}
