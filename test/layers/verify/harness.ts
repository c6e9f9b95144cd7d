import type { CohortRow } from '../../../layers/verify/cohort/row.ts';
import type { Finding } from '../../../layers/verify/findings.ts';
import type { AuditBook, RuleBook } from '../../../layers/verify/ports.ts';
import { memoryFile } from '../../../layers/verify/reader/byteFile.ts';
import {
  type InstanceFile,
  type VerifyRequest,
  type VerifyResult,
  verifyInstances,
} from '../../../layers/verify/verify.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { syntheticStudy } from '../../support/study.ts';
import { bytesOfSegments, clean } from '../engine/harness.ts';

/** Verification in memory, of outputs that are made in memory. */

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Verified extends VerifyResult {
  readonly rows: readonly CohortRow[];
  /** Errors and warnings: what a release is held for. */
  readonly alarms: readonly Finding[];
}

export function inMemory({ name, bytes }: NamedBytes): InstanceFile {
  return { path: name, use: (work) => work(memoryFile(bytes)) };
}

export async function verified(
  outputs: readonly NamedBytes[],
  sources: readonly NamedBytes[] | null,
  rules: RuleBook | null = null,
  secondReader: VerifyRequest['secondReader'] = null,
  audit: AuditBook | null = null,
): Promise<Verified> {
  const rows: CohortRow[] = [];
  const result = await verifyInstances({
    outputs: outputs.map(inMemory),
    sources: sources === null ? null : sources.map(inMemory),
    rules,
    audit,
    secondReader,
    looksAtPixels: false,
    onInstance: (row) => rows.push(row),
    onPair: () => {},
    onProgress: () => {},
  });
  const alarms = result.findings.all.filter(({ severity }) => severity !== 'note');
  return { ...result, rows, alarms };
}

export interface Release {
  readonly sources: readonly NamedBytes[];
  /** Of each source that is released, in their order. */
  readonly outputs: readonly NamedBytes[];
  /** The source of each output. */
  readonly made: readonly NamedBytes[];
}

/** What Lethe makes of the instances of a synthetic study. */
export async function releaseOf(seed: number, plan?: RulePlan): Promise<Release> {
  const sources = syntheticStudy(seed).files.map(({ name, bytes }) => ({ name, bytes }));
  return released(sources, plan);
}

export async function released(sources: readonly NamedBytes[], plan?: RulePlan): Promise<Release> {
  const outputs: NamedBytes[] = [];
  const made: NamedBytes[] = [];
  for (const source of sources) {
    const result = await clean(source.bytes, plan === undefined ? {} : { plan });
    if ('reason' in result || result.outcome !== 'released') continue;
    outputs.push({
      name: `${outputs.length + 1}.dcm`,
      bytes: bytesOfSegments(source.bytes, result.segments),
    });
    made.push(source);
  }
  return { sources, outputs, made };
}
