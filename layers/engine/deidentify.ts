import type { RulePlan } from '../../rules/plan.ts';
import type { ByteSource, Segment } from '../dicom/byteSource.ts';
import { DicomError } from '../dicom/errors.ts';
import { DEFAULT_LIMITS, type ParsedInstance, type ParseLimits, parseInstance } from '../dicom/parse.ts';
import { gather, splice } from '../dicom/splice.ts';
import { handlerOf } from './actions/index.ts';
import type { AuditRecord, Outcome } from './audit.ts';
import { certify } from './certify.ts';
import { cleanKeyOf } from './cleanKey.ts';
import { type Decision, decide } from './decide.ts';
import { OutputConflictError } from './faults.ts';
import { namesOf, type ObjectNames } from './objectNames.ts';
import type {
  AuditTrail,
  Clock,
  Entropy,
  IdentityMap,
  InstanceStore,
  KeyRing,
  ObjectRef,
  Reason,
} from './ports.ts';
import { resolve } from './resolve.ts';
import { rewrite } from './rewrite.ts';
import { screen } from './screen.ts';
import { ENGINE_VERSION } from './version.ts';

/** Everything round the engine, and the rules it applies. */
export interface Services {
  readonly plan: RulePlan;
  readonly keys: KeyRing;
  readonly identities: IdentityMap;
  readonly store: InstanceStore;
  readonly audit: AuditTrail;
  readonly clock: Clock;
  readonly entropy: Entropy;
  /** Separates projects: the same patient gets unlinkable identities in two of them. Empty: the default one. */
  readonly keyScope: string;
  readonly limits?: ParseLimits;
}

/**
 * Takes one object from its event to its audit record. What is wrong with the object quarantines it and resolves; a fault of the surroundings
 * rejects with `FaultError` before anything is visible, so that the event can come again.
 */
export async function deidentify(ref: ObjectRef, services: Services): Promise<AuditRecord> {
  const started = services.clock.elapsed();
  const names = await namesOf(ref, services);
  const source = await services.store.open(ref);
  try {
    const result = await process(ref, source, names, services);
    const record = auditRecord(ref, source, names, result, services, services.clock.elapsed() - started);
    await services.audit.record(record);
    return record;
  } finally {
    await source.close();
  }
}

/** What became of an instance, for the audit. */
interface Result {
  readonly outcome: Outcome;
  readonly outputKey: string | null;
  readonly reason: Reason | null;
  readonly decisions: readonly Decision[];
}

async function process(
  ref: ObjectRef,
  source: ByteSource,
  names: ObjectNames,
  services: Services,
): Promise<Result> {
  const clean = await cleanInstance(source, services);
  if (!('reason' in clean)) {
    try {
      const cleanKey = await cleanKeyOf(clean.instance, services);
      const outputKey = await services.store.release(cleanKey, source, clean.segments, names.source);
      return { outcome: 'released', outputKey, reason: null, decisions: clean.decisions };
    } catch (error) {
      if (!(error instanceof OutputConflictError)) throw error;
      return quarantine(error.reason);
    }
  }
  return quarantine(clean.reason);

  async function quarantine(reason: Reason): Promise<Result> {
    await services.store.quarantine(names.version, ref, source, reason);
    return { outcome: 'quarantined', outputKey: null, reason, decisions: [] };
  }
}

/** An instance that may be stored: what it is made of, and the index of its output. */
interface CleanInstance {
  readonly segments: readonly Segment[];
  readonly instance: ParsedInstance;
  readonly decisions: readonly Decision[];
}

/** The engine itself: index, screen, decide, collect, resolve, rewrite, splice, certify. */
export async function cleanInstance(
  source: ByteSource,
  { plan, keys, keyScope, limits = DEFAULT_LIMITS }: Pick<Services, 'plan' | 'keys' | 'keyScope' | 'limits'>,
): Promise<CleanInstance | { readonly reason: Reason }> {
  try {
    const instance = await parseInstance(source, limits);
    const screened = screen(plan, instance);
    if (screened !== null) return { reason: screened };
    const decisions = decide(plan, instance);
    const requests = decisions.flatMap(({ element, action }) =>
      handlerOf(action).needs(action, { instance, element }),
    );
    const resolutions = await resolve(requests, keys, keyScope);
    const edits = rewrite(plan, instance, decisions, resolutions);
    const segments = gather(splice(instance, edits), instance.metaBytes);
    const certificate = certify(plan, instance, decisions, resolutions, segments, limits);
    return 'reason' in certificate ? certificate : { segments, instance: certificate.instance, decisions };
  } catch (error) {
    if (error instanceof DicomError) return { reason: reasonOf(error) };
    throw error;
  }
}

function reasonOf(error: DicomError): Reason {
  return {
    code: error.code,
    message: error.message,
    hint: error.hint,
    ...(error.offset === null ? {} : { offset: error.offset }),
    ...(error.path === null || error.path === '' ? {} : { path: error.path }),
  };
}

function auditRecord(
  ref: ObjectRef,
  source: ByteSource,
  names: ObjectNames,
  { outcome, outputKey, reason, decisions }: Result,
  { plan, keys, store, clock }: Services,
  durationMs: number,
): AuditRecord {
  return {
    time: new Date(clock.now()).toISOString(),
    outcome,
    source: {
      key: store.namesSourceByPath ? ref.key.reveal() : names.source,
      ...(ref.versionId === undefined ? {} : { versionId: ref.versionId }),
      sizeBytes: source.size,
    },
    output: { key: outputKey },
    reason,
    findings: [],
    plan: { name: plan.name, digest: plan.digest },
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
    actions: countActions(decisions),
    durationMs: Math.round(durationMs * 1000) / 1000,
  };
}

function countActions(decisions: readonly Decision[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action } of decisions) counts[action.kind] = (counts[action.kind] ?? 0) + 1;
  return counts;
}
