import type { ArchiveLimits } from '../../layers/archive/limits.ts';
import { rekognitionOnDemand } from '../../layers/aws/rekognitionOnDemand.ts';
import { type MemberTaker, openingArchives, storeWith } from '../../layers/engine/archives.ts';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { toldOf } from '../../layers/engine/audit/recordOf.ts';
import { refuse } from '../../layers/engine/deidentify.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { deskPath } from '../../layers/engine/identities/deskPath.ts';
import { namesOf } from '../../layers/engine/identities/objectNames.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { AuditTrail, InstanceStore, KeyRing, ObjectRef } from '../../layers/engine/ports.ts';
import type { Reason } from '../../layers/engine/reason.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { deidentifyByRoute, type Route, type Surroundings } from '../../layers/engine/routing.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { CleanDigests } from '../../layers/local/cleanDigests.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { decisionsIn, identitiesIn, releaseBookIn } from '../../layers/local/keptPlaces.ts';
import { type BookedPlace, ReleaseBook } from '../../layers/local/releaseBook.ts';
import { PublicKeySealer } from '../../layers/local/sealingKey.ts';
import { SpoolStore } from '../../layers/local/spoolStore.ts';
import { EarlierAtDesk } from '../../layers/local/sqliteDecisionBook.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { lazyReader } from '../../layers/pixels/lazyReader.ts';
import { EMPTY_PLAN } from '../../rules/plan.ts';
import { keysAt } from '../keysAt.ts';
import { missingPackage } from '../missingPackage.ts';
import type { LoadedRoute } from '../rules/load.ts';
import type { AuditNames } from './auditNames.ts';
import { held } from './heldMember.ts';
import type { InputFile } from './inputs.ts';

/** How files are taken; it goes to other processes, so it is plain data. */
export interface ProcessorOptions {
  readonly out: string;
  readonly kept: string;
  /** As the book of releases has it. */
  readonly run: BookedPlace;
  readonly key: string;
  readonly overwrite: boolean;
  /** Compiled by the first process, before the first instance. */
  readonly routes: readonly LoadedRoute[];
  /** The file of identities; null: the kept folder's own. */
  readonly identities: string | null;
  /** The public key that originals are sealed with; null: none are kept. */
  readonly sealFor: string | null;
  readonly archiveLimits: ArchiveLimits;
  /** Absent: plain. */
  readonly auditNames?: AuditNames;
  /** The sources are removed once they have an outcome: it must outlive a power cut. */
  readonly isDurable?: boolean;
  /** Clean instances go where they wait to be delivered, in place of `out`. */
  readonly handOn?: HandOn;
}

export interface HandOn {
  readonly clean: string;
  /** The file of `CleanDigests`. */
  readonly digests: string;
}

/**
 * Takes a record; `isOwn`: it is the file's own, behind those of its members. The first process of a run writes the audit, so that lines of several
 * processes do not mix.
 */
export type TakeRecord = (record: AuditRecord, isOwn: boolean) => Promise<void>;

/** Both record a file, and before it each of its members where it is an archive, and reject only with what `record` rejects with. */
export interface Processor {
  /** Takes a file from the input to its outcome. */
  process(file: InputFile, record: TakeRecord): Promise<void>;
  /** Quarantines a file that is not to be read. */
  refuse(file: InputFile, reason: Reason, record: TakeRecord): Promise<void>;
}

/** `onFrame`: a frame was looked at. */
export function makeProcessor(options: ProcessorOptions, onFrame: () => void = () => {}): Processor {
  const { out, kept, run, key, overwrite, routes, identities, sealFor, archiveLimits } = options;
  const { auditNames = 'plain', isDurable = false, handOn } = options;
  /** Of sources whose names text cannot say. */
  const oddPaths = new WeakMap<Phi, Uint8Array>();
  const keys = keysAt(key);
  const desk = new DirectoryStore({
    output: out,
    kept,
    overwrite,
    withdraws: overwrite,
    releases: { book: new ReleaseBook(releaseBookIn(kept), keys), run },
    bytesOf: ({ key: path }) => oddPaths.get(path),
    namesSourceByPath: auditNames === 'plain',
    isDurable,
  });
  const ports: Omit<Surroundings, 'audit'> = {
    keys,
    identities: new SqliteIdentityMap(identities ?? identitiesIn(kept)),
    store:
      handOn === undefined
        ? desk
        : new SpoolStore({
            clean: handOn.clean,
            desk,
            digests: new CleanDigests(handOn.digests),
            overwrite,
          }),
    desk: { key, identities, sealFor, ...(auditNames === 'hashed' ? { auditNames } : {}) },
    earlier: new EarlierAtDesk(decisionsIn(kept)),
    clock: systemClock,
    entropy: systemEntropy,
    ...(sealFor === null ? {} : { sealer: new PublicKeySealer(sealFor) }),
    pixels: lazyReader(async () => (await import('../../layers/pixels/openReader.ts')).openReader(), onFrame),
    // Asked where rules name it, and by the credentials that AWS's own tools would take.
    detector: rekognitionOnDemand().detector(),
  };
  let loaded: Promise<readonly Route[]> | undefined;
  const process = async (
    ref: ObjectRef,
    surroundings: Surroundings,
    isMember: boolean,
    way?: number,
  ): Promise<void> => {
    const taker: MemberTaker = {
      // At a desk no time is over.
      taken: 0,
      take: async (member, opened) =>
        process(member, { ...surroundings, store: storeWith(await held(opened), surroundings.store) }, true),
      settle: async () => {},
    };
    const archives = { limits: archiveLimits, takerOf: () => (isMember ? null : taker) };
    try {
      loaded ??= Promise.all(routes.map((route) => routeWithTables(route, ports.keys)));
      const loadedRoutes = way === undefined ? await loaded : only((await loaded)[way]);
      await openingArchives(ref, surroundings, archives, (object, round) =>
        deidentifyByRoute(object, loadedRoutes, round),
      );
    } catch (error) {
      if (error instanceof AuditLost) throw error;
      const missing = missingPackage(error);
      if (error instanceof FaultError) await unmoved(ref, error, surroundings);
      else if (missing !== null) await unmoved(ref, { code: 'PACKAGE_MISSING', ...missing }, surroundings);
      else await refuseOr(ref, defectOf(error), surroundings);
    }
  };
  const recording = async (
    file: InputFile,
    record: TakeRecord,
    work: (ref: ObjectRef, surroundings: Surroundings) => Promise<void>,
  ): Promise<void> => {
    const { folder, path, bytes, input } = file;
    const ref = {
      container: folder,
      key: new Phi(path),
      path: new Phi(deskPath(folder, path)),
      ...(input === undefined ? {} : { input }),
    };
    if (bytes !== undefined) oddPaths.set(ref.key, bytes);
    try {
      const isOwn = async ({ source }: AuditRecord) =>
        source.key === toldOf(ref, await namesOf(ref, { keys }), ports.store).key;
      await work(ref, { ...ports, audit: auditOf(async (taken) => record(taken, await isOwn(taken))) });
    } catch (error) {
      throw error instanceof AuditLost ? error.cause : error;
    }
  };
  return {
    process: (file, record) =>
      recording(file, record, (ref, surroundings) =>
        file.fault === undefined
          ? process(ref, surroundings, false, file.route)
          : unmoved(ref, file.fault, surroundings),
      ),
    refuse: (file, reason, record) =>
      recording(file, record, (ref, surroundings) => refuseOr(ref, reason, surroundings)),
  };
}

/** A route that is taken whatever the path. */
function only(route: Route | undefined): readonly Route[] {
  return route === undefined ? [] : [{ ...route, prefix: '' }];
}

/** A record that could not be taken: no reason to record another in its place. */
class AuditLost extends Error {}

function auditOf(record: AuditTrail['record']): AuditTrail {
  return {
    record: (taken) =>
      record(taken).catch((cause: unknown) => {
        throw new AuditLost('the record was not taken', { cause });
      }),
    close: async () => {},
  };
}

/** Quarantines a file; where that cannot be done it is recorded all the same. */
async function refuseOr(ref: ObjectRef, reason: Reason, surroundings: Surroundings): Promise<void> {
  try {
    await refuse(ref, { ...surroundings, plan: EMPTY_PLAN, keyScope: '' }, reason);
  } catch (error) {
    if (error instanceof AuditLost) throw error;
    const why = error instanceof FaultError ? error : reason;
    await unmoved(ref, why, surroundings);
  }
}

/**
 * An error that nobody foresaw must not keep the other files waiting. Only its class and where it was thrown are told: its message may hold
 * a value.
 */
function defectOf(error: unknown): Reason {
  const [place] =
    error instanceof Error
      ? (/[\w.-]+\.(?:ts|mjs|js):\d+/.exec(error.stack?.split('\n    at ')[1] ?? '') ?? [])
      : [];
  return {
    code: 'DEFECT',
    message: `${error instanceof Error ? error.name : 'Something'} was thrown${place === undefined ? '' : ` at ${place}`}`,
    hint: 'This is a defect of Lethe: report it with the audit line.',
  };
}

async function routeWithTables({ tables, ...route }: LoadedRoute, keys: KeyRing): Promise<Route> {
  return { ...route, lookups: await loadLookups(tables, keys, route.keyScope) };
}

/** A file that a fault kept from an outcome still gets its line. It was neither released nor kept, and is said to be neither: it stays where it is. */
async function unmoved(
  ref: ObjectRef,
  { code, message, hint }: Reason,
  { keys, clock, store, audit }: Surroundings,
): Promise<void> {
  const names = await namesOf(ref, { keys });
  const standing = await standingOf(store, names.source);
  await audit.record({
    time: new Date(clock.now()).toISOString(),
    outcome: 'fault',
    source: { ...toldOf(ref, names, store), sizeBytes: null },
    output: { key: null },
    ...(standing.length === 0 ? {} : { standing }),
    reason: { code, message, hint },
    findings: [],
    plan: { name: EMPTY_PLAN.name, digest: EMPTY_PLAN.digest },
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
    actions: {},
    durationMs: 0,
  });
}

/** What can not be asked now is counted when the run ends. */
async function standingOf(store: InstanceStore, sourceName: string): Promise<readonly string[]> {
  try {
    return (await store.standing?.(sourceName)) ?? [];
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}
