import type { RulePlan } from '../../../rules/plan.ts';
import type { ByteSource } from '../../dicom/byteSource.ts';
import type { Decision } from '../decide/decision.ts';
import type { Clock, InstanceStore, KeyRing, ObjectNames, ObjectRef } from '../ports.ts';
import type { Finding, Reason } from '../reason.ts';
import type { ReviewTold } from '../review/apply.ts';
import { ENGINE_VERSION } from '../version.ts';
import type { AuditRecord, Outcome } from './audit.ts';

/** What became of an instance, for the audit. */
export interface Result {
  readonly outcome: Outcome;
  readonly outputKey: string | null;
  readonly reason: Reason | null;
  readonly findings: readonly Finding[];
  readonly decisions: readonly Decision[];
  readonly review?: ReviewTold;
  /** What was blanked in its pixels. */
  readonly blanked?: string;
  /** The clean key that it would have had, where it was made and did not come out. */
  readonly place?: string;
}

/** How the audit names a source. */
export function toldOf(
  { key, input }: ObjectRef,
  names: ObjectNames,
  store: Pick<InstanceStore, 'namesSourceByPath'>,
): Pick<AuditRecord['source'], 'key' | 'input'> {
  if (!store.namesSourceByPath) return { key: names.source };
  return input === undefined ? { key: key.reveal() } : { key: `${input}/${key.reveal()}`, input };
}

/** The line of an instance. `withdrawn`: what earlier runs had released of it, and is gone. */
export function auditRecord(
  ref: ObjectRef,
  source: ByteSource,
  names: ObjectNames,
  {
    outcome,
    outputKey,
    reason,
    findings,
    decisions,
    review,
    blanked,
    withdrawn,
  }: Result & { readonly withdrawn: readonly string[] },
  {
    plan,
    keys,
    store,
    clock,
  }: {
    readonly plan: RulePlan;
    readonly keys: KeyRing;
    readonly store: InstanceStore;
    readonly clock: Clock;
  },
  durationMs: number,
): AuditRecord {
  return {
    time: new Date(clock.now()).toISOString(),
    outcome,
    source: {
      ...toldOf(ref, names, store),
      ...(ref.versionId === undefined ? {} : { versionId: ref.versionId }),
      sizeBytes: source.size,
    },
    output: { key: outputKey },
    ...(withdrawn.length === 0 ? {} : { withdrawn }),
    reason,
    findings,
    plan: { name: plan.name, digest: plan.digest },
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
    actions: countActions(decisions),
    ...(blanked === undefined ? {} : { blanked }),
    ...(review === undefined ? {} : { review }),
    durationMs: Math.round(durationMs * 1000) / 1000,
  };
}

function countActions(decisions: readonly Decision[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { action } of decisions) counts.set(action.kind, (counts.get(action.kind) ?? 0) + 1);
  return Object.fromEntries(counts);
}
