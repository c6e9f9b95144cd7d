import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import {
  type DecidedCounts,
  type DecisionFile,
  decidedCounts,
  parseDecisions,
  withUndecided,
} from '../../layers/verify/cohort/decisions.ts';
import { WITHHELD } from '../../layers/verify/cohort/row.ts';
import { counted } from '../../layers/verify/counted.ts';
import type { FindingList } from '../../layers/verify/findings.ts';
import { type Risk, riskOf } from '../../layers/verify/risk/risk.ts';
import { UsageError } from '../exit.ts';
import { readText, writing } from '../readText.ts';
import type { CohortIndex } from './cohortIndex.ts';

/** All outputs together: values of kept texts with what people decided, series with gaps, and disclosure risk. */
export interface Together {
  readonly decided: DecidedCounts;
  readonly risk: Risk;
  readonly cohort: {
    readonly distinctValues: number;
    readonly window: CohortIndex['window'];
    readonly gaps: ReturnType<CohortIndex['gaps']>;
  };
  /** SHA-256 of the decisions as they were read; null: there were none. */
  readonly decisions: string | null;
}

export interface TogetherOptions {
  readonly decisions?: string;
  readonly k: number;
  readonly mostValues: number;
}

const MOST_DECISION_BYTES = 256 * 1024 * 1024;
const MOST_GAPS = 200;

/** Adds to the findings what concerns no single instance, and to the file of decisions what nobody decided yet. */
export function lookTogether(index: CohortIndex, findings: FindingList, options: TogetherOptions): Together {
  const { decisions: file, k } = options;
  const read = file === undefined || !existsSync(file) ? null : readDecisions(file);
  const values = index.values(file === undefined ? options.mostValues : MOST_DECIDED);
  const decided = decidedCounts(values, read?.file ?? null);
  if (file !== undefined) {
    // A value that is the source's is a finding already, and no file is to hold it.
    const open = values.filter(({ value }) => value !== WITHHELD);
    const next = withUndecided(read?.file ?? null, open);
    if (next.values.length !== (read?.file.values.length ?? -1))
      writing('the file of decisions', () =>
        writeFileSync(file, `${JSON.stringify(next, null, 1)}\n`, { mode: 0o600 }),
      );
    for (const { path, decision } of decided.values) {
      if (decision === 'refuse')
        findings.add({ code: 'COHORT_REFUSED', severity: 'error', path, instance: '' });
      if (decision === 'undecided')
        findings.add({ code: 'COHORT_UNDECIDED', severity: 'warning', path, instance: '' });
    }
  }
  const gaps = index.gaps(MOST_GAPS);
  for (const { missing } of gaps)
    findings.add({
      code: 'SERIES_MISSING',
      severity: 'note',
      path: '',
      instance: '',
      message: `a series lacks ${missing} of its instance numbers`,
    });
  const risk = riskOf(index.riskRows(), k);
  if (k > 1 && risk.patients > 0 && risk.asItStands.k < k)
    findings.add({
      code: 'RISK_BELOW_K',
      severity: 'error',
      path: '',
      instance: '',
      message: `${counted(risk.asItStands.below, 'patient')} in classes of fewer than ${k}`,
    });
  const shown = { ...decided, values: decided.values.slice(0, options.mostValues) };
  return {
    decided: shown,
    risk,
    cohort: { distinctValues: index.distinctValues, window: index.window, gaps },
    decisions: read?.sha256 ?? null,
  };
}

/** More distinct values than a person decides. */
const MOST_DECIDED = 100_000;

function readDecisions(path: string): { readonly file: DecisionFile; readonly sha256: string } {
  const hint = 'Name a file that lethe verify --decisions wrote, or one that does not exist yet.';
  const text = readText(path, MOST_DECISION_BYTES, 'the file of decisions', hint);
  const file = parseDecisions(text);
  if (file === null)
    throw new UsageError(
      `--decisions is not a file of decisions, or a later version of Lethe wrote it. ${hint}`,
    );
  return { file, sha256: createHash('sha256').update(text).digest('hex') };
}
