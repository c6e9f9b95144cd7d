import type { ByteSource } from '../dicom/byteSource.ts';
import type { AuditRecord } from './audit/audit.ts';
import { deidentify, refuse, type Services } from './deidentify.ts';
import { FaultError } from './faults.ts';
import { deskPath } from './identities/deskPath.ts';
import { isHashedName } from './identities/objectNames.ts';
import type { KeptRun } from './keptRun.ts';
import { Phi } from './phi.ts';
import type { InstanceStore, ObjectNames, ObjectRef } from './ports.ts';
import type { Finding, Reason } from './reason.ts';

/** Which of the two places something is kept in. */
export type KeptArea = 'quarantine' | 'held';

/** An instance that was not released: its bytes as they came, and why. */
export interface Kept {
  /** `<hash>` where it is quarantined, `held/<hash>` where it is held. It says nothing of the source. */
  readonly name: string;
  readonly sizeBytes: number;
  /** ISO 8601: when it came here. */
  readonly since: string;
}

/** What lies beside the bytes. */
export interface KeptNote {
  readonly source: {
    /** Where it came from, at a desk: the folder that the run was given, absolute, and the path below it. They may be names. */
    readonly folder?: string;
    readonly key?: string;
    /** What it is called in the cloud, where its key is not said; absent: an earlier Lethe kept it. */
    readonly names?: ObjectNames;
    readonly versionId?: string;
    /** When that version came to ingest, in the cloud. ISO 8601. */
    readonly sent?: string;
    readonly sizeBytes?: number;
  };
  readonly reason?: Reason;
  readonly findings?: readonly Finding[];
  /** Absent: an earlier Lethe kept it. */
  readonly run?: KeptRun;
  /** The source has come out since: nobody needs to look at this any more. ISO 8601. */
  readonly settled?: string;
  /** Somebody has given it up since, and its bytes are gone. ISO 8601. */
  readonly removed?: string;
}

/**
 * What a store has kept.
 * Duties: names that are not of the form above are answered as if nothing were there. `note` answers null where there is none that can be
 * read. `settle` writes a note for bytes that stay kept, moving them to `area` if they are in the other one, bytes first; `remove` takes the note
 * first: where a note is, the bytes are. `close` takes the bytes away, and in the cloud leaves this note, by which the reconciler sees that nothing is
 * missing; `destroy` leaves no version of the bytes, seen or hidden, and of the note the newest alone, and answers how many went. Faults reject with
 * `FaultError`.
 */
export interface KeptShelf {
  list(): AsyncIterable<Kept>;
  find(name: string): Promise<Kept | null>;
  note(name: string): Promise<KeptNote | null>;
  open(name: string): Promise<ByteSource>;
  settle(name: string, area: KeptArea, note: KeptNote): Promise<void>;
  remove(name: string): Promise<void>;
  close(name: string, note: KeptNote): Promise<void>;
  destroy(name: string): Promise<number>;
  /** The container that kept objects are named in. */
  readonly container: string;
}

/**
 * The original bytes of an instance are exported, or removed. The line comes before it is done, since what left without one could not be found
 * again; where it could not be done after all, another says so.
 */
export interface KeptRecord {
  readonly time: string;
  readonly event: 'original-export' | 'original-removal';
  readonly outcome: 'exported' | 'not-exported' | 'removed' | 'destroyed' | 'not-removed';
  /** Of the kept instance: the folder that it went to may be a name, so it is not said. */
  readonly name: string;
  /** Null: its bytes were hidden before, and nobody looked. */
  readonly sizeBytes: number | null;
  readonly by: string;
  readonly reason: string;
}

const NAME = /^(held\/)?([\w-]{1,128})$/;

/** The area and the hash of a name; null: it is not such a name. */
export function keptPlace(name: string): { readonly area: KeptArea; readonly hash: string } | null {
  const [, held, hash] = NAME.exec(name) ?? [];
  return hash === undefined ? null : { area: held === undefined ? 'quarantine' : 'held', hash };
}

export function keptName(area: KeptArea, hash: string): string {
  return area === 'held' ? `held/${hash}` : hash;
}

/** Notes are our own, but a folder is anybody's. */
export function parseNote(text: string): KeptNote | null {
  try {
    const note = JSON.parse(text) as Partial<KeptNote> | null;
    return note !== null && typeof note === 'object' && typeof note.source === 'object'
      ? (note as KeptNote)
      : null;
  } catch {
    return null;
  }
}

/** The code that a kept instance is found by. */
export function codeOf(note: KeptNote | null): string {
  return note === null ? 'NO_NOTE' : (note.reason?.code ?? 'DOUBTFUL');
}

/**
 * Takes a kept instance the whole way again; an archive stays, for its reason. Once it is released, and the audit says so, it is kept no more; if it is not, its note
 * says why now. A stop in between leaves it where it was: to retry it again gives the same. `sourceName`: what the source is called, where its note
 * does not say. Rejects with `FaultError`.
 */
export async function retryKept(
  { name }: Kept,
  shelf: KeptShelf,
  services: Services,
  sourceName?: string,
): Promise<AuditRecord> {
  const note = await shelf.note(name);
  const place = keptPlace(name);
  if (place === null) throw gone();
  const told = sourceName === undefined ? {} : { names: { source: sourceName, version: place.hash } };
  const source = { ...note?.source, ...told };
  const ref = refOf(name, source, shelf);
  const settle = async (area: KeptArea, why: Omit<KeptNote, 'source'>) => {
    await shelf.settle(name, area, { source, ...why });
    return keptName(area, place.hash);
  };
  const store: InstanceStore = {
    namesSourceByPath: services.store.namesSourceByPath,
    open: () => shelf.open(name),
    release: (...released) => services.store.release(...released),
    hold: (_name, _ref, _source, findings, run) => settle('held', { findings, run }),
    quarantine: (_name, _ref, _source, reason, run) =>
      settle('quarantine', isArchive(note) ? { ...note, reason } : { reason, run }),
    settle: () => {
      const { run } = note ?? {};
      const settled = new Date(services.clock.now()).toISOString();
      return shelf.close(name, { source, ...(run === undefined ? {} : { run }), settled });
    },
  };
  // An archive is opened on its way in; here there is nowhere for its members to go.
  return isArchive(note)
    ? refuse(ref, { ...services, store }, note.reason)
    : deidentify(ref, { ...services, store });
}

/** Whether the note is an archive's: no rules were applied to it. */
export function isArchive(note: KeptNote | null): note is KeptNote & { readonly reason: Reason } {
  return note?.reason?.code.startsWith('ARCHIVE_') === true;
}

/** The source as its run named it, so that it has the same names. */
function refOf(name: string, source: KeptNote['source'], { container }: KeptShelf): ObjectRef {
  const { folder, key, versionId, names } = source;
  return {
    ...(names === undefined || ![names.source, names.version].every(isHashedName) ? {} : { names }),
    container: folder ?? container,
    key: new Phi(key ?? `${name}.dcm`),
    ...(folder === undefined || key === undefined ? {} : { path: new Phi(deskPath(folder, key)) }),
    ...(versionId === undefined ? {} : { versionId }),
  };
}

export function gone(): FaultError {
  return new FaultError(
    'SOURCE_GONE',
    false,
    'Nothing is kept under this name',
    'Look it up with lethe quarantine list',
  );
}
