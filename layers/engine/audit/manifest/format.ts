import { hash } from 'node:crypto';
import type { AuditRecord, LoggedRecord } from '../audit.ts';

/**
 * A manifest seals one day of the audit: what was released, under which rules, and a digest of every line. Each manifest holds the digest of
 * the one before, and is signed: a line that is deleted or altered afterwards is seen, and so is a manifest that is.
 *
 * Of each hour there is a segment with an entry a line. An hour with more lines than fit into memory has parts instead, and its segment lists
 * them with their digests. A manifest file is two lines of JSON: the manifest, and its signature.
 */
export interface Manifest {
  /** `/2`: some hours have parts. A version that does not know them must not think the hour empty. */
  readonly format: 'lethe-manifest/1' | 'lethe-manifest/2';
  /** A day in UTC, `2026-11-21`: of the times in the audit lines. */
  readonly day: string;
  /** Name of the log that the lines are in. */
  readonly log: string;
  /** Null: this manifest is the first. */
  readonly previous: { readonly day: string; readonly sha256: string } | null;
  readonly totals: Totals;
  /** Hours that have lines, in their order. */
  readonly hours: readonly SealedHour[];
}

export interface SealedHour {
  /** 0 to 23. */
  readonly hour: number;
  readonly lines: number;
  /** Of the segment's text, in hexadecimal digits. */
  readonly sha256: string;
  /** How many parts the segment lists; absent: it lists lines. */
  readonly parts?: number;
}

export interface Totals {
  readonly lines: number;
  /** How many instances came to each outcome; the line of what a person did counts by its event, and one that is neither as `unreadable`. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What went to the clean side, by rules and engine. */
  readonly released: readonly Release[];
}

export interface Release {
  readonly plan: AuditRecord['plan'];
  readonly engine: AuditRecord['engine'];
  readonly instances: number;
  readonly bytes: number;
}

/** One audit line in a segment. */
export interface Entry {
  readonly time: string;
  readonly outcome: string;
  /** The keyed hash of the source. */
  readonly source: string;
  /** The clean key. */
  readonly output: string | null;
  /** SHA-256 of the line's text, in hexadecimal digits. */
  readonly line: string;
}

/** A segment: its totals, then its entries by time. */
export interface Segment {
  readonly totals: Totals;
  readonly entries: readonly Entry[];
}

/** Lines of a stretch of time within one hour: `from <= time < to`. */
export interface PartRange {
  readonly from: string;
  readonly to: string;
}

/** One part as the segment of its hour lists it. */
export interface ListedPart extends PartRange {
  readonly lines: number;
  /** Of the part's text, in hexadecimal digits. */
  readonly sha256: string;
}

/** A part: its range and totals, then its entries by time. */
export interface Part extends Segment {
  readonly range: PartRange;
}

/** The segment of an hour that has parts: their totals, then the parts by time. */
export interface PartList {
  readonly totals: Totals;
  readonly parts: readonly ListedPart[];
}

export interface ManifestSignature {
  readonly algorithm: 'ECDSA_SHA_256';
  /** ARN of the key. Whoever verifies must know it from elsewhere. */
  readonly key: string;
  /** Of the manifest's line, without its end: DER in base64 (RFC 3279 2.2.3). */
  readonly signature: string;
}

export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

export function manifestKey(day: string): string {
  return `manifests/${day}.jsonl`;
}

export function segmentKey(day: string, hour: number): string {
  return `segments/${day}/${String(hour).padStart(2, '0')}.jsonl.gz`;
}

/** Parts are named by where they begin alone: of two runs that cut an hour differently the second goes on from what the first has left. */
export function partKey(day: string, hour: number, fromMs: number): string {
  const offsetMs = fromMs - startOf(day) - hour * HOUR_MS;
  return `${partsPrefix(day, hour)}${String(offsetMs).padStart(7, '0')}.jsonl.gz`;
}

export function partsPrefix(day: string, hour: number): string {
  return `${segmentsPrefix(day)}${String(hour).padStart(2, '0')}/`;
}

export function segmentsPrefix(day: string): string {
  return `segments/${day}/`;
}

/** The day that a manifest's key names. Null: it does not name one. */
export function dayOfKey(key: string): string | null {
  return /^manifests\/(\d{4}-\d{2}-\d{2})\.jsonl$/.exec(key)?.[1] ?? null;
}

const DAY_MS = 24 * 60 * 60 * 1000;
export const HOUR_MS = 60 * 60 * 1000;

export function dayOf(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** When a day begins, in milliseconds since the epoch. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00.000Z`);
}

export function nextDay(day: string): string {
  return dayOf(startOf(day) + DAY_MS);
}

/** A line of the audit as a segment has it, and what it adds to the totals. */
export function readLine(text: string, timeMs: number): { readonly entry: Entry; readonly totals: Totals } {
  const record = recordOf(text);
  const entry: Entry = {
    time: new Date(timeMs).toISOString(),
    outcome: record?.outcome ?? eventOf(text)?.event ?? 'unreadable',
    source: record?.source.key ?? '',
    output: record?.output.key ?? null,
    line: sha256(text),
  };
  const isReleased = record?.outcome === 'released' || record?.outcome === 'passed-through';
  const released = isReleased
    ? [{ plan: record.plan, engine: record.engine, instances: 1, bytes: record.source.sizeBytes ?? 0 }]
    : [];
  return { entry, totals: { lines: 1, outcomes: { [entry.outcome]: 1 }, released } };
}

/** The record that a line is. Null: it is something else. */
export function recordOf(text: string): LoggedRecord | null {
  try {
    const record = JSON.parse(text) as Partial<LoggedRecord> | null;
    const { outcome, source, output, plan, engine } = record ?? {};
    return typeof outcome === 'string' && source && output && plan && engine
      ? (record as LoggedRecord)
      : null;
  } catch {
    return null;
  }
}

/** What a line says a person did: a review, an export. Null: it is something else. */
export function eventOf(text: string): { readonly event: string; readonly time: string } | null {
  try {
    const { event, time } = (JSON.parse(text) ?? {}) as { readonly event?: unknown; readonly time?: unknown };
    const isEvent = typeof event === 'string' && /^[a-z-]{1,32}$/.test(event) && typeof time === 'string';
    return isEvent ? { event, time } : null;
  } catch {
    return null;
  }
}

export const NO_TOTALS: Totals = { lines: 0, outcomes: {}, released: [] };

/** The totals of several, in an order that does not hang on theirs. */
export function sumTotals(all: Iterable<Totals>): Totals {
  let lines = 0;
  const outcomes = new Map<string, number>();
  const released = new Map<string, Release>();
  for (const totals of all) {
    lines += totals.lines;
    for (const [outcome, count] of Object.entries(totals.outcomes))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
    for (const each of totals.released) {
      const { plan, engine } = each;
      const name = [plan.digest, plan.name, engine.version, engine.keyId].join('\x1f');
      const before = released.get(name);
      released.set(name, {
        plan: { name: plan.name, digest: plan.digest },
        engine: { version: engine.version, keyId: engine.keyId },
        instances: each.instances + (before?.instances ?? 0),
        bytes: each.bytes + (before?.bytes ?? 0),
      });
    }
  }
  return {
    lines,
    outcomes: Object.fromEntries([...outcomes].sort(byFirst)),
    released: [...released].sort(byFirst).map(([, each]) => each),
  };
}

function byFirst([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** One line for the totals, then one an entry. */
export function segmentText({ totals, entries }: Segment): string {
  return textOf([totals, ...entries]);
}

/** Throws `SyntaxError` if the text is not a segment. */
export function parseSegment(text: string): Segment {
  const [totals, ...entries] = linesOf(text);
  return { totals: totals as Totals, entries: entries as Entry[] };
}

/** One line for the range and the totals, then one an entry. */
export function partText({ range, totals, entries }: Part): string {
  return textOf([{ ...range, ...totals }, ...entries]);
}

/** Throws `SyntaxError` if the text is not a part. */
export function parsePart(text: string): Part {
  const { totals, entries } = parseSegment(text);
  const { from, to, ...sums } = totals as Totals & PartRange;
  return { range: { from, to }, totals: sums, entries };
}

/** One line for the totals, then one a part. */
export function partListText({ totals, parts }: PartList): string {
  return textOf([{ parts: parts.length, ...totals }, ...parts]);
}

/** Throws `SyntaxError` if the text is not a list of parts. */
export function parsePartList(text: string): PartList {
  const [head, ...parts] = linesOf(text);
  const { parts: _count, ...totals } = head as Totals & { readonly parts: number };
  return { totals, parts: parts as ListedPart[] };
}

/** What the first line of a segment or a part says; the others are not looked at. */
export function headOf(text: string): Totals & Partial<PartRange> & { readonly parts?: number } {
  return JSON.parse(text.slice(0, text.indexOf('\n'))) as Totals;
}

function textOf(all: readonly object[]): string {
  return `${all.map((each) => JSON.stringify(each)).join('\n')}\n`;
}

function linesOf(text: string): readonly unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

export function manifestFile(payload: string, signature: ManifestSignature): string {
  return `${payload}\n${JSON.stringify(signature)}\n`;
}

const FORMATS: ReadonlySet<string> = new Set(['lethe-manifest/1', 'lethe-manifest/2']);
const ANY_FORMAT = /^lethe-manifest\/\d+$/;

/** Throws `SyntaxError` if the text is not a manifest file. */
export function parseManifestFile(text: string): {
  /** What is signed. */
  readonly payload: string;
  readonly manifest: Manifest;
  readonly signature: ManifestSignature;
  /** A later Lethe wrote it: its payload is what the chain goes by, and what else it says may mean something else here. */
  readonly isLater: boolean;
} {
  const [payload = '', signature = '', ...more] = text.trimEnd().split('\n');
  if (more.length > 0) throw new SyntaxError('a manifest file has two lines');
  const manifest = JSON.parse(payload) as Manifest;
  if (!ANY_FORMAT.test(manifest.format)) throw new SyntaxError('another format');
  return {
    payload,
    manifest,
    signature: JSON.parse(signature) as ManifestSignature,
    isLater: !FORMATS.has(manifest.format),
  };
}
