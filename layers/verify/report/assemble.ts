import type { DecidedCounts } from '../cohort/decisions.ts';
import type { Finding, FindingCode, FindingList, Severity } from '../findings.ts';
import type { Risk } from '../risk/risk.ts';
import { EDITION } from '../standard/profile.ts';
import { checkedOf, type Given, notCheckedOf } from './checked.ts';
import { identifierEvidence } from './identifiers.ts';
import type { CodeCount, CohortReport, Inputs, VerifyReport } from './model.ts';

export interface Material {
  readonly time: string;
  readonly lethe: string;
  readonly inputs: Inputs;
  readonly given: Given;
  readonly findings: FindingList;
  readonly instancesWithFindings: number;
  /** How an instance is named in the report. */
  nameOf(instance: string): string;
  readonly decided: DecidedCounts;
  readonly cohort: Pick<CohortReport, 'distinctValues' | 'window' | 'gaps'>;
  readonly risk: Risk | null;
}

const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

export function assembleReport(material: Material): VerifyReport {
  const { findings, given, decided, cohort } = material;
  const counts = {
    error: findings.count('error'),
    warning: findings.count('warning'),
    note: findings.count('note'),
  };
  const all = [...findings.all].sort(bySeverity);
  return {
    format: 'lethe-verify/1',
    time: material.time,
    lethe: material.lethe,
    edition: EDITION,
    verdict: counts.error + counts.warning === 0 ? 'nothing-found' : 'findings',
    inputs: material.inputs,
    tally: { ...given.tally },
    counts,
    byCode: codeCounts(findings),
    findings: all,
    instances: Object.fromEntries(
      [...new Set(all.map(({ instance }) => instance))]
        .filter((name) => name !== '')
        .map((name) => [name, material.nameOf(name)]),
    ),
    instancesWithFindings: material.instancesWithFindings,
    checked: checkedOf(given),
    notChecked: notCheckedOf(given),
    identifiers: identifierEvidence({
      hasSource: given.hasSource,
      looksAtPixels: given.looksAtPixels,
      found: foundKinds(findings),
    }),
    cohort: {
      distinctValues: cohort.distinctValues,
      accepted: decided.accepted,
      refused: decided.refused,
      undecided: decided.undecided,
      rarest: decided.values,
      window: cohort.window,
      gaps: cohort.gaps,
    },
    risk: material.risk,
  };
}

function bySeverity(one: Finding, other: Finding): number {
  return ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity);
}

function codeCounts({ counts }: FindingList): readonly CodeCount[] {
  return [...counts]
    .map(([key, times]) => {
      const [code, severity, path = ''] = key.split('|') as [FindingCode, Severity, string];
      return { code, severity, path, times };
    })
    .sort(
      (one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity) || other.times - one.times,
    );
}

function foundKinds({ counts }: FindingList): ReadonlyMap<FindingCode, ReadonlySet<string>> {
  const found = new Map<FindingCode, Set<string>>();
  for (const key of counts.keys()) {
    const [code, severity, path = ''] = key.split('|') as [FindingCode, Severity, string];
    // An age does not hold a release where the profile keeps it; to HIPAA it identifies all the same.
    if (severity === 'note' && code !== 'AGE_OVER_89') continue;
    found.set(code, (found.get(code) ?? new Set()).add(path));
  }
  return found;
}
