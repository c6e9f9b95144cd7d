import { join } from 'node:path';
import type { AuditRecord } from '../../layers/engine/audit.ts';
import { deidentify, type Services } from '../../layers/engine/deidentify.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { Phi } from '../../layers/engine/phi.ts';
import type { ObjectRef } from '../../layers/engine/ports.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import type { RulePlan } from '../../rules/plan.ts';
import type { InputFile } from './inputs.ts';

/** What a worker is told; it crosses a thread boundary, so it is plain data. */
export interface ProcessorOptions {
  readonly out: string;
  readonly key: string;
  readonly overwrite: boolean;
  /** Compiled on the main thread, before the first instance. */
  readonly plan: RulePlan;
}

/** Takes files from the input to their outcome on this thread. Its promise never rejects for one file's sake. */
export function makeProcessor({
  out,
  key,
  overwrite,
  plan,
}: ProcessorOptions): (file: InputFile) => Promise<AuditRecord> {
  const services: Services = {
    plan,
    keys: new KeyFile(key),
    identities: new SqliteIdentityMap(join(out, '.lethe', 'identities.sqlite')),
    store: new DirectoryStore({ output: out, overwrite }),
    // The main thread writes the audit, so that lines of several workers do not mix.
    audit: { record: async () => {}, close: async () => {} },
    clock: systemClock,
    entropy: systemEntropy,
    keyScope: plan.keyScope ?? '',
  };
  return async (file) => {
    const ref: ObjectRef = { container: file.folder, key: new Phi(file.path) };
    try {
      return await deidentify(ref, services);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return faultRecord(file, error, services);
    }
  };
}

/** A file that a fault kept from an outcome still gets its line: it stays where it is, so nothing is lost. */
function faultRecord(file: InputFile, fault: FaultError, { plan, keys, clock }: Services): AuditRecord {
  return {
    time: new Date(clock.now()).toISOString(),
    outcome: 'quarantined',
    source: { key: file.path, sizeBytes: null },
    output: { key: null },
    reason: { code: fault.code, message: fault.message, hint: fault.hint },
    findings: [],
    plan: { name: plan.name, digest: plan.digest },
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
    actions: {},
    durationMs: 0,
  };
}
