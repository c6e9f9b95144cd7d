import { withPathWords } from '../../layers/dicom/pathWords.ts';
import { codeOf } from '../../layers/engine/kept.ts';
import type { Reason } from '../../layers/engine/reason.ts';
import { plainText } from '../plainText.ts';
import type { Chosen } from './choose.ts';

/** One kept instance for machines. Where it came from is said at a desk, whose notes alone have it. */
export function describe({ kept, note }: Chosen): Readonly<Record<string, unknown>> {
  return {
    ...kept,
    code: codeOf(note),
    ...(note?.settled === undefined ? {} : { settled: note.settled }),
    run: note?.run ?? null,
    reason: note?.reason ?? null,
    findings: note?.findings ?? [],
    source: note?.source ?? {},
  };
}

/** As one line of a table. */
export function lineOf({ kept, note }: Chosen): string {
  const [since] = kept.since.split('.');
  const { key } = note?.source ?? {};
  const path = note?.reason?.path;
  return [
    kept.name.padEnd(38),
    codeOf(note).padEnd(26),
    String(kept.sizeBytes).padStart(12),
    since,
    ...(key === undefined ? [] : [plainText(key)]),
    ...(path === undefined ? [] : [`at ${withPathWords(path)}`]),
    ...(note?.settled === undefined ? [] : ['(settled)']),
  ].join('  ');
}

/** What happened, without the hint, which most messages end with. */
export function reasonText({ message, hint }: Pick<Reason, 'message' | 'hint'>): string {
  return hint !== '' && message.endsWith(hint) ? message.slice(0, -hint.length).trimEnd() : message;
}

/** As a paragraph. */
export function paragraphOf({ kept, note }: Chosen): string {
  const { reason, findings = [], source, run } = note ?? {};
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['name', kept.name],
    ['code', codeOf(note)],
    ['since', kept.since],
    ['bytes', String(kept.sizeBytes)],
    ['settled', note?.settled],
    ['version', source?.versionId],
    ['came from', source?.key === undefined ? undefined : plainText(source.key)],
    ['why', reason === undefined ? undefined : withPathWords(reasonText(reason))],
    ['what to do', reason === undefined ? undefined : withPathWords(reason.hint)],
    ['in conflict', conflictText(reason)],
    ['rules', run === undefined ? undefined : `${run.plan.name} (${run.plan.digest.slice(0, 12)})`],
    ['rules file', run?.rules?.path],
    ['key', run?.keyId],
    ['key scope', run?.keyScope === '' ? undefined : run?.keyScope],
    ['at byte', reason?.offset === undefined ? undefined : String(reason.offset)],
    ['at', reason?.path === undefined ? undefined : withPathWords(reason.path)],
    ...findings.map(
      ({ severity, path, code, message }) =>
        [severity, withPathWords(`${code} at ${path}: ${message}`)] as const,
    ),
  ];
  return rows
    .flatMap(([label, text]) => (text === undefined ? [] : [`${label.padEnd(12)}${text}`]))
    .join('\n');
}

/** What stands there was made of this. */
function conflictText(reason: Reason | undefined): string | undefined {
  if (reason?.other === undefined) return undefined;
  const { source, output } = reason.other;
  return `${source === null ? 'what an earlier run released' : plainText(source)}, as ${output}`;
}
