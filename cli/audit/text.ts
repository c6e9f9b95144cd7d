import { withPathWords } from '../../layers/dicom/pathWords.ts';
import type { AuditRecord, LoggedRecord, WithdrawalRecord } from '../../layers/engine/audit/audit.ts';
import { type AuditTotal, isReleased } from '../../layers/engine/audit/auditSource.ts';
import type { Discrepancy, Verification } from '../../layers/engine/audit/manifest/verify.ts';
import type { Reason } from '../../layers/engine/reason.ts';
import { isEmptyPlan } from '../../rules/plan.ts';
import { plainText } from '../plainText.ts';

/** What happened to one object, in order. */
export function historyText(records: readonly LoggedRecord[]): string {
  if (records.length === 0)
    return 'nothing is found of it in the time asked for. Check the name, --from and --to\n';
  return records
    .map(entryText)
    .map((each) => `${each}\n`)
    .join('');
}

function entryText(record: LoggedRecord): string {
  const { time, outcome, reason, source, output, withdrawn = [], standing = [] } = record;
  return [
    `${time}  ${outcome}${reason === null ? '' : `: ${reason.code}`}`,
    ...(reason === null ? [] : [`    ${withPathWords(withHint(reason))}`]),
    ...(output.key === null ? [] : [`    ${outcome === 'withdrawn' ? 'removed' : 'to     '}  ${output.key}`]),
    ...withdrawn.map((key) => `    removed  ${key}, which an earlier run had released`),
    ...standing.map((key) => `    still    ${key}, which an earlier run had released`),
    `    source   ${plainText(source.key)}`,
    ...(record.outcome === 'withdrawn' ? withdrawalLines(record) : makingLines(record)),
  ].join('\n');
}

function makingLines(record: AuditRecord): readonly string[] {
  const { source, blanked, findings, plan, engine, durationMs } = record;
  return [
    ...(blanked === undefined ? [] : [`    blanked  ${plainText(shortened(blanked))}`]),
    `    version  ${source.versionId ?? 'not named'}, ${source.sizeBytes ?? '?'} bytes`,
    ...findings.map(({ severity, path, code, message }) =>
      withPathWords(`    ${severity.padEnd(9)}${code} at ${path}: ${message}`),
    ),
    `    rules    ${rulesWords(plan)}; Lethe ${engine.version}, ${durationMs} ms`,
  ];
}

function withdrawalLines({ withdrawal }: WithdrawalRecord): readonly string[] {
  const { by, why, hidden, destroyed } = withdrawal;
  const done = destroyed > 0 ? `destroyed, ${destroyed} versions` : hidden ? 'hidden' : 'was hidden already';
  return [`    how      ${done}`, `    by       ${plainText(by)}: ${plainText(why)}`];
}

/** A cine may have thousands of boxes. */
function shortened(text: string): string {
  return text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}…`;
}
const MOST_SHOWN = 200;

/** Most messages end with their hint. */
function withHint({ message, hint }: Reason): string {
  if (message.endsWith(hint)) return message;
  return /[.!?:)]$/.test(message) ? `${message} ${hint}` : `${message}. ${hint}`;
}

function rulesWords(plan: AuditRecord['plan']): string {
  return isEmptyPlan(plan) ? 'none were applied' : `${plan.name}, ${plan.digest.slice(0, 12)}`;
}

/** Rules under which something left, with how much. */
export interface ReleasedUnder {
  readonly plan: AuditRecord['plan'];
  readonly engine: AuditRecord['engine'];
  readonly instances: number;
  readonly bytes: number;
  readonly first: string;
  readonly last: string;
}

/** What left, by rules and engine, in the order of the first of each. */
export function releasedUnder(totals: readonly AuditTotal[]): readonly ReleasedUnder[] {
  return merged(totals.filter(({ outcome }) => isReleased(outcome)));
}

/** Rules and engines that were in force, in the order of the first instance of each. */
export function rulesInForce(totals: readonly AuditTotal[]): readonly ReleasedUnder[] {
  return merged(totals.filter(({ plan }) => !isEmptyPlan(plan)));
}

function merged(totals: readonly AuditTotal[]): readonly ReleasedUnder[] {
  const groups = new Map<string, AuditTotal>();
  for (const total of totals) {
    const { plan, engine } = total;
    const name = [plan.digest, plan.name, engine.version, engine.keyId].join('\x1f');
    const before = groups.get(name);
    groups.set(
      name,
      before === undefined
        ? total
        : {
            ...before,
            instances: before.instances + total.instances,
            bytes: before.bytes + total.bytes,
            firstMs: Math.min(before.firstMs, total.firstMs),
            lastMs: Math.max(before.lastMs, total.lastMs),
          },
    );
  }
  return [...groups.values()]
    .sort((one, other) => one.firstMs - other.firstMs)
    .map(({ plan, engine, instances, bytes, firstMs, lastMs }) => ({
      plan,
      engine,
      instances,
      bytes,
      first: new Date(firstMs).toISOString(),
      last: new Date(lastMs).toISOString(),
    }));
}

export function releasedText(groups: readonly ReleasedUnder[], day: string): string {
  if (groups.length === 0) return `nothing left on ${day}\n`;
  const instances = groups.reduce((sum, each) => sum + each.instances, 0);
  const bytes = groups.reduce((sum, each) => sum + each.bytes, 0);
  return `${day}: ${instances} instances, ${(bytes / 1e6).toFixed(1)} MB of sources\n${groups.map(groupText).join('')}`;
}

export function rulesText(groups: readonly ReleasedUnder[]): string {
  if (groups.length === 0) return 'no instance in the time asked for\n';
  const plans = new Set(groups.map(({ plan }) => plan.digest)).size;
  return `${plans === 1 ? 'the rules did not change' : `${plans} sets of rules were in force`}\n${groups.map(groupText).join('')}`;
}

function groupText({ plan, engine, instances, bytes, first, last }: ReleasedUnder): string {
  return [
    `${first}  ${plan.name}`,
    `    digest   ${plan.digest}`,
    `    by       Lethe ${engine.version}, key ${engine.keyId}`,
    `    what     ${instances} instances, ${(bytes / 1e6).toFixed(1)} MB, until ${last}`,
    '',
  ].join('\n');
}

export function verificationText({ days, first, last, lines, discrepancies }: Verification): string {
  const range = days === 0 ? 'no manifests' : `${days} manifests, ${first} to ${last}`;
  const compared = lines === null ? 'not compared with an audit' : `${lines} audit lines agree`;
  const wrong = discrepancies.map((each) => `${discrepancyText(each)}\n`).join('');
  return `${range}; ${compared}\n${discrepancies.length === 0 ? 'nothing is wrong\n' : wrong}`;
}

const MEANING: Readonly<Record<Discrepancy['code'], string>> = {
  MANIFEST_LATER: 'a later version of Lethe sealed the day: verify it with that version',
  MANIFEST_UNREADABLE: 'what is in the place of the manifest is not a manifest',
  SIGNATURE_WRONG: 'the key did not sign this manifest for this day',
  DAY_MISSING: 'there is no manifest of this day',
  CHAIN_BROKEN: 'the manifest does not follow the one before it',
  SEGMENT_MISSING: 'the list of this hour is gone',
  SEGMENT_ALTERED: 'the list of this hour is not what was signed',
  LINE_MISSING: 'a line that was sealed is not in the audit',
  LINE_ADDED: 'the audit has a line that was not sealed',
};

function discrepancyText({ code, day, hour, entry }: Discrepancy): string {
  const when = hour === undefined ? day : `${day} ${String(hour).padStart(2, '0')}h`;
  const what =
    entry === undefined
      ? ''
      : `: ${entry.time} ${entry.outcome} ${entry.source}${entry.output === null ? '' : ` -> ${entry.output}`}`;
  return `${code}  ${when}  ${MEANING[code]}${what}`;
}
