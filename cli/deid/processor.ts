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
}

/** Takes files from the input to their outcome on this thread. Its promise never rejects for one file's sake. */
export function makeProcessor({
  out,
  key,
  overwrite,
  routes,
  identities,
  sealFor,
}: ProcessorOptions): (file: InputFile) => Promise<AuditRecord> {
  const surroundings: Surroundings = {
    keys: new KeyFile(key),
    identities: new SqliteIdentityMap(identities),
    store: new DirectoryStore({ output: out, overwrite }),
    // The main thread writes the audit, so that lines of several workers do not mix.
    audit: { record: async () => {}, close: async () => {} },
    clock: systemClock,
    entropy: systemEntropy,
    ...(sealFor === null ? {} : { sealer: new PublicKeySealer(sealFor) }),
  };
  let loaded: Promise<readonly Route[]> | undefined;
  return async (file) => {
    const ref: ObjectRef = { container: file.folder, key: new Phi(file.path) };
    try {
      loaded ??= Promise.all(routes.map((route) => routeWithTables(route, surroundings.keys)));
      return await deidentifyByRoute(ref, await loaded, surroundings);
    } catch (error) {
      if (error instanceof FaultError) return faultRecord(file, error, surroundings);
      return await refuse(ref, { ...surroundings, plan: EMPTY_PLAN, keyScope: '' }, defectOf(error));
    }
  };
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
function faultRecord(file: InputFile, fault: FaultError, { keys, clock }: Surroundings): AuditRecord {
  return {
    time: new Date(clock.now()).toISOString(),
    outcome: 'quarantined',
    source: { key: file.path, sizeBytes: null },
    output: { key: null },
    reason: { code: fault.code, message: fault.message, hint: fault.hint },
    findings: [],
    plan: { name: EMPTY_PLAN.name, digest: EMPTY_PLAN.digest },
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
    actions: {},
    durationMs: 0,
  };
}
