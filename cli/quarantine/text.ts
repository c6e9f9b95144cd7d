import { codeOf } from '../../layers/engine/kept.ts';
import type { Chosen } from './choose.ts';

/** One kept instance for machines. Where it came from is said only on request: it may be a name. */
export function describe({ kept, note }: Chosen, withSource = false): Readonly<Record<string, unknown>> {
  const { key, ...source } = note?.source ?? {};
  return {
    ...kept,
    code: codeOf(note),
    reason: note?.reason ?? null,
    findings: note?.findings ?? [],
    source: withSource && key !== undefined ? { key, ...source } : source,
  };
}

/** As one line of a table. */
export function lineOf({ kept, note }: Chosen): string {
  const [since] = kept.since.split('.');
  const where = note?.reason?.path ?? '';
  return [kept.name.padEnd(38), codeOf(note).padEnd(26), String(kept.sizeBytes).padStart(12), since, where]
    .join('  ')
    .trimEnd();
}

/** As a paragraph. */
export function paragraphOf({ kept, note }: Chosen, withSource: boolean): string {
  const { reason, findings = [], source } = note ?? {};
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['name', kept.name],
    ['code', codeOf(note)],
    ['since', kept.since],
    ['bytes', String(kept.sizeBytes)],
    ['version', source?.versionId],
    ['came from', withSource ? source?.key : undefined],
    ['why', reason?.message],
    ['what to do', reason?.hint],
    ['at byte', reason?.offset === undefined ? undefined : String(reason.offset)],
    ['at', reason?.path],
    ...findings.map(
      ({ severity, path, code, message }) => [severity, `${code} at ${path}: ${message}`] as const,
    ),
  ];
  return rows
    .flatMap(([label, text]) => (text === undefined ? [] : [`${label.padEnd(12)}${text}`]))
    .join('\n');
}
