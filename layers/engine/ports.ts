import type { KeyObject } from 'node:crypto';
import type { ByteSource, Segment } from '../dicom/byteSource.ts';
import type { AuditRecord } from './audit/audit.ts';
import type { KeptRun } from './keptRun.ts';
import type { Phi } from './phi.ts';
import type { Finding, Reason } from './reason.ts';

/**
 * What a subkey is for. Purposes never share a key; each is a literal label that goes into its derivation, so a value
 * made for one purpose says nothing about another.
 */
export type KeyPurpose =
  | 'uid'
  | 'pseudonym'
  | 'date-shift'
  | 'identity-map'
  | 'object-name'
  | 'value-hash'
  | 'value-encryption'
  | 'encrypted-attributes'
  /** Whose a performed procedure step is, between the messages about it. */
  | 'performed-step'
  /** The paths of sources in the book of what a desk has released. */
  | 'source-path'
  /** What people looked at when they decided about kept instances, and the digests of their decisions. */
  | 'review'
  /** What another system draws at random for a value: noise, and initialisation vectors. */
  | 'noise'
  /** The SOP Instance UIDs that a gateway has received, in its receipts. */
  | 'receipt';

/** The labels that are MACed to derive a subkey. `scope` separates projects; empty for the default one. */
export function purposeLabel(purpose: KeyPurpose, scope = ''): string {
  return `lethe/v1/${purpose}${scope === '' ? '' : `/${scope}`}`;
}

/**
 * Gives one 32-byte subkey per label, derived from a root key that the ring never gives up:
 * subkey = HMAC-SHA256(root, UTF-8 label).
 * Duties: the same label gives the same subkey everywhere and for ever; a subkey exists only in memory and as a
 * KeyObject; the root is asked at most once per label and process. Rejects with `FaultError`.
 */
export interface KeyRing {
  /**
   * The subkeys by their labels.
   *
   * @param labels what each subkey is for
   */
  subkeys(labels: readonly string[]): Promise<ReadonlyMap<string, KeyObject>>;
  /**
   * Names the root key for the audit: an ARN or a fingerprint, never key material. Settled once `subkeys` has answered; before
   * that it may be the name that was configured.
   */
  readonly keyId: string;
}

/** What an identity is found by. */
export interface IdentityKey {
  /** Separates name spaces: projects and kinds, e.g. `uid`, `output`. */
  readonly scope: string;
  /** Hex of a keyed hash of the original, never the original. */
  readonly key: string;
}

/** One original that wants a lasting substitute. */
export interface IdentityClaim extends IdentityKey {
  /** What is written if nobody was first. */
  readonly candidate: string;
}

/** One original that wants the next free number of its scope. */
export interface NumberClaim extends IdentityKey {
  /** How many numbers there are: 0 to capacity - 1. */
  readonly capacity: number;
}

/**
 * Consistent identities under concurrency.
 * Duties: `claim` answers in the order asked, one value per claim: the stored one where there is one, else the candidate,
 * stored; of equal {scope, key} in one call the first candidate counts. Two claims of one {scope, key} at any time on any worker get the same answer (conditional write whose loser takes
 * the winner's value). A write whose answer was lost is recognised as our own. Rejects with `FaultError`.
 */
export interface IdentityMap {
  /**
   * The identities, in the order of the claims.
   *
   * @param claims what each is found by, and what it becomes if nothing is stored
   */
  claim(claims: readonly IdentityClaim[]): Promise<readonly string[]>;
  /**
   * The stored values in the order asked. Null: nothing is stored, or only just; to be sure, claim.
   *
   * @param keys what each is found by
   */
  known(keys: readonly IdentityKey[]): Promise<readonly (string | null)[]>;
  /**
   * The number stored for the key, or else the scope's next one, stored in the same transaction: the numbers of a scope go from 0 without
   * gaps, no two keys have one, and none is lost in a crash or a power cut once it was answered. Null: the scope's next number is not under
   * `capacity`; nothing is written. A scope is for claims or for numbers, not for both.
   *
   * @param claim what the number is found by, and how many there are
   */
  allocate(claim: NumberClaim): Promise<number | null>;
  /** Nothing is asked of it afterwards. */
  close(): Promise<void>;
}

/** Duty: `erase` puts the mark in the place of what is stored for the key, if anything, and leaves nothing of it; answers whether there was something else. */
export interface IdentityEraser {
  erase(key: IdentityKey, mark: string): Promise<boolean>;
}

/**
 * Seals short secrets, up to 1 KiB, for somebody else's key. Duty: who can seal cannot open. `context` is not secret; a secret opens under the
 * same one alone. Rejects with `FaultError`.
 */
export interface Sealer {
  seal(secret: Uint8Array, context: string): Promise<Uint8Array>;
}

/** The other half of a `Sealer`, for another role. The bytes belong to the caller. Rejects with `FaultError`. */
export interface Opener {
  open(sealed: Uint8Array, context: string): Promise<Uint8Array>;
}

/** One version of one ingest object. */
export interface ObjectRef {
  /** The bucket, or the ingest folder at a desk. */
  readonly container: string;
  /** The object key, or the path relative to the folder with `/` between its parts. May hold identifiers. */
  readonly key: Phi;
  /** At a desk: its absolute path, by which it is named whichever folder it was found from. */
  readonly path?: Phi;
  /** Goes before the key in the audit, at a desk where a run has several inputs: the name of its own. */
  readonly input?: string;
  /** S3 version id, when the event has one. */
  readonly versionId?: string;
  /** S3 ETag, when the event has one. */
  readonly etag?: string;
  /** Of what was kept: the names that its run gave it, whatever it lies under now. */
  readonly names?: ObjectNames;
}

/** Names of an ingest object that say nothing of its key: 32 hexadecimal digits of a keyed hash. */
export interface ObjectNames {
  /** Of the container and the key: all versions have it. */
  readonly source: string;
  /** Of this version. */
  readonly version: string;
  /** Under the key of identities, as deployments named objects before names had a key of their own; absent: there is one key for both. */
  readonly former?: Omit<ObjectNames, 'former'>;
}

/** What became of a release. */
export interface Released {
  /** The clean key, as the audit names it. */
  readonly key: string;
  /** Another source of this run has released the same bytes under this key: there is one object for both. */
  readonly isDuplicate: boolean;
}

/**
 * Where instances come from and go to.
 * Duties: `open` pins one version for all its reads, and rejects if the version that `ref` names is not there. `release` is
 * atomic: a reader sees the whole object or none; the same call twice leaves one object with the same bytes. Nothing of the
 * source's key, metadata or tags goes to the clean side. `quarantine` and `hold` keep the source's bytes as they came, under a
 * name made of `name` (a keyed hash), with the reason or the findings beside them, and the run that it was kept under; the same
 * call twice leaves one, and other bytes under the same name stay. Where `source` is null they are read by `ref`. All three reject
 * with SOURCE_CHANGED rather than mix two versions. Faults reject with `FaultError` and leave nothing half-written.
 */
export interface InstanceStore {
  open(ref: ObjectRef): Promise<ByteSource>;
  /**
   * Writes the object that `segments` make under `cleanKey`. `sourceName` (a keyed hash) says whose it is: what the same source
   * released before is replaced, the same bytes of another source are left, other bytes of another source reject with
   * `OutputConflictError`. A store that cannot tell sources apart treats all as others. `told`: how the audit names the source. `formerName`: what the
   * same source was called before.
   */
  release(
    cleanKey: string,
    source: ByteSource,
    segments: readonly Segment[],
    sourceName: string,
    told?: string,
    formerName?: string,
  ): Promise<Released>;
  /** Answers the key of the kept bytes; so does `quarantine`. */
  hold(
    name: string,
    ref: ObjectRef,
    source: ByteSource,
    findings: readonly Finding[],
    run: KeptRun,
  ): Promise<string>;
  quarantine(
    name: string,
    ref: ObjectRef,
    source: ByteSource | null,
    reason: Reason,
    run: KeptRun,
  ): Promise<string>;
  /**
   * The source has come out, and the audit says so: what was kept of it before is no longer waiting for anybody. The same bytes are
   * removed, or their note says that they are settled; other bytes that were kept under the name stay, and their note says it.
   */
  settle(names: ObjectNames, source: ByteSource): Promise<void>;
  /**
   * Where a run is to replace what earlier ones released: removes every clean object of the source but `released`, unless this run has
   * released it of another, and what stands under `place`, the clean key of an instance that was held. Answers the clean keys of what is gone. Rejects with `FaultError` where
   * something could not be removed. Absent: nothing is ever withdrawn.
   */
  withdraw?(sourceName: string, released: string | null, place: string | null): Promise<readonly string[]>;
  /** Clean keys that `withdraw` would answer of a source that this run does not release. Absent: none. */
  standing?(sourceName: string): Promise<readonly string[]>;
  /** How the audit names the source: the relative path at a desk, a keyed hash in the cloud. */
  readonly namesSourceByPath: boolean;
}

/** Duty: one line per record, written whole, in the order of the calls; resolves when it is safe from a crash of the process. */
export interface AuditTrail {
  record(record: AuditRecord): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds: `now` since the epoch, `elapsed` monotonic. */
export interface Clock {
  now(): number;
  elapsed(): number;
}

export interface Entropy {
  bytes(count: number): Uint8Array;
}
