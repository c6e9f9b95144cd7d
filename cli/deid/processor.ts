import { ArchiveError } from '../../layers/archive/errors.ts';
import type { ArchiveLimits } from '../../layers/archive/limits.ts';
import { type ByteSource, memorySource } from '../../layers/dicom/byteSource.ts';
import {
  type MemberTaker,
  type OpenMember,
  openingArchives,
  storeWith,
} from '../../layers/engine/archives.ts';
import type { AuditRecord } from '../../layers/engine/audit.ts';
import { refuse } from '../../layers/engine/deidentify.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { loadLookups } from '../../layers/engine/lookupTable.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { KeyRing, ObjectRef, Reason } from '../../layers/engine/ports.ts';
import { deidentifyByRoute, type Route, type Surroundings } from '../../layers/engine/routing.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { PublicKeySealer } from '../../layers/local/sealingKey.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { EMPTY_PLAN } from '../../rules/plan.ts';
import type { CompiledRoute } from '../../rules/routes.ts';
import type { InputFile } from './inputs.ts';

/** What a worker is told; it crosses a thread boundary, so it is plain data. */
export interface ProcessorOptions {
  readonly out: string;
  readonly key: string;
  readonly overwrite: boolean;
  /** Compiled on the main thread, before the first instance. */
  readonly routes: readonly CompiledRoute[];
  /** The file of identities. */
  readonly identities: string;
  /** The public key that originals are sealed with; null: none are kept. */
  readonly sealFor: string | null;
  readonly archiveLimits: ArchiveLimits;
}

/**
 * Takes files from the input to their outcome on this thread: one record a file, and before it one for each of its members where it is an archive. Its promise
 * never rejects for one file's sake.
 */
export function makeProcessor({
  out,
  key,
  overwrite,
  routes,
  identities,
  sealFor,
  archiveLimits,
}: ProcessorOptions): (file: InputFile) => Promise<readonly AuditRecord[]> {
  const ports: Omit<Surroundings, 'audit'> = {
    keys: new KeyFile(key),
    identities: new SqliteIdentityMap(identities),
    store: new DirectoryStore({ output: out, overwrite }),
    clock: systemClock,
    entropy: systemEntropy,
    ...(sealFor === null ? {} : { sealer: new PublicKeySealer(sealFor) }),
  };
  let loaded: Promise<readonly Route[]> | undefined;
  const process = async (ref: ObjectRef, surroundings: Surroundings, isMember: boolean): Promise<void> => {
    const taker: MemberTaker = {
      take: async (member, opened) =>
        process(member, { ...surroundings, store: storeWith(await held(opened), surroundings.store) }, true),
      settle: async () => {},
    };
    const archives = { limits: archiveLimits, takerOf: () => (isMember ? null : taker) };
    try {
      loaded ??= Promise.all(routes.map((route) => routeWithTables(route, ports.keys)));
      const loadedRoutes = await loaded;
      await openingArchives(ref, surroundings, archives, (object, round) =>
        deidentifyByRoute(object, loadedRoutes, round),
      );
    } catch (error) {
      if (error instanceof FaultError) await surroundings.audit.record(faultRecord(ref, error, surroundings));
      else await refuse(ref, { ...surroundings, plan: EMPTY_PLAN, keyScope: '' }, defectOf(error));
    }
  };
  return async ({ folder, path }) => {
    const records: AuditRecord[] = [];
    // The main thread writes the audit, so that lines of several workers do not mix.
    const audit = { record: async (record: AuditRecord) => void records.push(record), close: async () => {} };
    await process({ container: folder, key: new Phi(path) }, { ...ports, audit }, false);
    return records;
  };
}

/** Inflated members are held in memory, one a worker: nothing that may identify somebody is ever written beside the output. */
const MOST_HELD_BYTES = 1024 ** 3;

async function held({ access, sizeBytes, source }: OpenMember): Promise<ByteSource> {
  if (access === 'random') return source;
  if (sizeBytes > MOST_HELD_BYTES)
    throw new ArchiveError(
      'ARCHIVE_MEMBER_TOO_LARGE',
      `A packed member is larger than ${MOST_HELD_BYTES} bytes, which is more than is held in memory`,
      'Unpack it first.',
    );
  return memorySource(await source.read(0, sizeBytes));
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

async function routeWithTables({ tables, ...route }: CompiledRoute, keys: KeyRing): Promise<Route> {
  return { ...route, lookups: await loadLookups(tables, keys, route.keyScope) };
}

/** A file that a fault kept from an outcome still gets its line: it stays where it is, so nothing is lost. */
function faultRecord(ref: ObjectRef, fault: FaultError, { keys, clock }: Surroundings): AuditRecord {
  return {
    time: new Date(clock.now()).toISOString(),
    outcome: 'quarantined',
    source: { key: ref.key.reveal(), sizeBytes: null },
    output: { key: null },
    reason: { code: fault.code, message: fault.message, hint: fault.hint },
    findings: [],
    plan: { name: EMPTY_PLAN.name, digest: EMPTY_PLAN.digest },
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
    actions: {},
    durationMs: 0,
  };
}
