import { type KeyObject, verify as verifySignature } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  dayOfKey,
  type Entry,
  HOUR_MS,
  type Manifest,
  manifestKey,
  nextDay,
  parseManifestFile,
  parseSegment,
  readLine,
  segmentKey,
  sha256,
  startOf,
  sumTotals,
} from './format.ts';
import type { AuditReader, ManifestShelf } from './ports.ts';

export type DiscrepancyCode =
  | 'MANIFEST_UNREADABLE'
  | 'SIGNATURE_WRONG'
  | 'DAY_MISSING'
  | 'CHAIN_BROKEN'
  | 'SEGMENT_MISSING'
  | 'SEGMENT_ALTERED'
  /** The line is gone from the audit, or another text stands in its place. */
  | 'LINE_MISSING'
  /** The audit has a line that was not there when the day was sealed. */
  | 'LINE_ADDED';

/** Where manifests, segments and audit do not agree. */
export interface Discrepancy {
  readonly code: DiscrepancyCode;
  readonly day: string;
  readonly hour?: number;
  /** Of a line that is missing: what was sealed of it. Of one that was added: what it says. */
  readonly entry?: Entry;
}

export interface Verification {
  readonly days: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Audit lines that agree with what was sealed; null where no audit was given. */
  readonly lines: number | null;
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Holds the manifests against each other and against the key; and the audit, if one is given, against the manifests of the days from
 * `from` to `to` (both included).
 */
export async function verifyManifests(
  shelf: ManifestShelf,
  publicKey: KeyObject,
  audit: AuditReader | null,
  range: { readonly from?: string; readonly to?: string } = {},
): Promise<Verification> {
  const days = (await shelf.keys('manifests/')).flatMap((key) => dayOfKey(key) ?? []);
  const discrepancies: Discrepancy[] = [];
  let before: { readonly day: string; readonly sha256: string } | null = null;
  let lines = 0;
  for (const day of days) {
    for (let gap = before === null ? day : nextDay(before.day); gap < day; gap = nextDay(gap))
      discrepancies.push({ code: 'DAY_MISSING', day: gap });
    const file = await readManifest(day, shelf);
    if (file === null) {
      discrepancies.push({ code: 'MANIFEST_UNREADABLE', day });
      before = { day, sha256: '' };
      continue;
    }
    const { payload, manifest, signature } = file;
    const signed = Buffer.from(signature.signature, 'base64');
    if (manifest.day !== day || !verifySignature('sha256', Buffer.from(payload), publicKey, signed))
      discrepancies.push({ code: 'SIGNATURE_WRONG', day });
    // After a day that is missing the chain cannot be followed; that was said.
    const follows = before === null || nextDay(before.day) === day;
    if (follows && (manifest.previous?.sha256 ?? null) !== (before?.sha256 ?? null))
      discrepancies.push({ code: 'CHAIN_BROKEN', day });
    before = { day, sha256: sha256(payload) };
    if (day < (range.from ?? '') || day > (range.to ?? '9999')) continue;
    lines += await verifyDay(manifest, shelf, audit, (each) => discrepancies.push(each));
  }
  return {
    days: days.length,
    first: days[0] ?? null,
    last: days.at(-1) ?? null,
    lines: audit === null ? null : lines,
    discrepancies,
  };
}

async function readManifest(day: string, shelf: ManifestShelf) {
  const bytes = await shelf.get(manifestKey(day));
  try {
    return bytes === null ? null : parseManifestFile(Buffer.from(bytes).toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Answers how many audit lines agree. */
async function verifyDay(
  { day, hours, totals }: Manifest,
  shelf: ManifestShelf,
  audit: AuditReader | null,
  report: (discrepancy: Discrepancy) => void,
): Promise<number> {
  let agreeing = 0;
  const sums = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const sealed = hours.find((each) => each.hour === hour);
    const entries: Entry[] = [];
    if (sealed !== undefined) {
      const bytes = await shelf.get(segmentKey(day, hour));
      const text = bytes === null ? null : textOf(bytes);
      if (text === null || sha256(text) !== sealed.sha256) {
        report({ code: bytes === null ? 'SEGMENT_MISSING' : 'SEGMENT_ALTERED', day, hour });
        continue;
      }
      const segment = parseSegment(text);
      entries.push(...segment.entries);
      sums.push(segment.totals);
    }
    if (audit !== null) agreeing += await verifyHour(day, hour, entries, audit, report);
  }
  const all = sumTotals(sums);
  if (sums.length === hours.length && JSON.stringify(all) !== JSON.stringify(sumTotals([totals])))
    report({ code: 'SEGMENT_ALTERED', day });
  return agreeing;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return null;
  }
}

async function verifyHour(
  day: string,
  hour: number,
  sealed: readonly Entry[],
  audit: AuditReader,
  report: (discrepancy: Discrepancy) => void,
): Promise<number> {
  const fromMs = startOf(day) + hour * HOUR_MS;
  /** A line may be there several times: its digest, and how often it is still looked for. */
  const wanted = new Map<string, Entry[]>();
  for (const entry of sealed) wanted.set(entry.line, [...(wanted.get(entry.line) ?? []), entry]);
  let agreeing = 0;
  for await (const lines of audit.lines(fromMs, fromMs + HOUR_MS))
    for (const { text, timeMs } of lines) {
      const { entry } = readLine(text, timeMs);
      if (wanted.get(entry.line)?.pop() !== undefined) agreeing += 1;
      else report({ code: 'LINE_ADDED', day, hour, entry });
    }
  for (const entry of [...wanted.values()].flat()) report({ code: 'LINE_MISSING', day, hour, entry });
  return agreeing;
}
