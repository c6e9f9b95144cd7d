import { type KeyObject, verify as verifySignature } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import {
  dayOfKey,
  type Entry,
  HOUR_MS,
  type Manifest,
  manifestKey,
  nextDay,
  type PartList,
  parseManifestFile,
  parsePart,
  parsePartList,
  parseSegment,
  partKey,
  readLine,
  type SealedHour,
  type Segment,
  segmentKey,
  sha256,
  startOf,
  sumTotals,
  type Totals,
} from './format.ts';
import type { AuditReader, ManifestShelf } from './ports.ts';

export type DiscrepancyCode =
  | 'MANIFEST_UNREADABLE'
  /** A later Lethe sealed the day. */
  | 'MANIFEST_LATER'
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
    const { payload, manifest, signature, isLater } = file;
    if (isLater) {
      discrepancies.push({ code: 'MANIFEST_LATER', day });
      before = { day, sha256: sha256(payload) };
      continue;
    }
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

type Report = (discrepancy: Discrepancy) => void;

/** Answers how many audit lines agree. */
async function verifyDay(
  { day, hours, totals }: Manifest,
  shelf: ManifestShelf,
  audit: AuditReader | null,
  report: Report,
): Promise<number> {
  let agreeing = 0;
  const sums: Totals[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const beginMs = startOf(day) + hour * HOUR_MS;
    const sealed = hours.find((each) => each.hour === hour);
    const found = sealed === undefined ? NOTHING_SEALED : await segmentOf(day, sealed, shelf, report);
    if (found === null) continue;
    if (sealed !== undefined) sums.push(found.totals);
    const holds = async (range: Range, entries: readonly Entry[]) => {
      if (audit !== null) agreeing += await verifyLines({ day, hour }, range, entries, audit, report);
    };
    if ('entries' in found) await holds({ fromMs: beginMs, toMs: beginMs + HOUR_MS }, found.entries);
    else await verifyParts({ day, hour }, found, shelf, report, holds);
  }
  const all = sumTotals(sums);
  if (sums.length === hours.length && JSON.stringify(all) !== JSON.stringify(sumTotals([totals])))
    report({ code: 'SEGMENT_ALTERED', day });
  return agreeing;
}

interface Place {
  readonly day: string;
  readonly hour: number;
}

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

const NOTHING_SEALED: Segment = { totals: sumTotals([]), entries: [] };

/** What was sealed of an hour: its lines, or its parts. Null: it is not what was signed, which was reported. */
async function segmentOf(
  day: string,
  { hour, sha256: signed, parts }: SealedHour,
  shelf: ManifestShelf,
  report: Report,
): Promise<Segment | PartList | null> {
  const text = await signedText(segmentKey(day, hour), signed, shelf, { day, hour }, report);
  if (text === null) return null;
  return parts === undefined ? parseSegment(text) : parsePartList(text);
}

/** The parts follow each other without a gap: every line of the hour falls into one. One part lies in memory at a time. */
async function verifyParts(
  place: Place,
  { totals, parts }: PartList,
  shelf: ManifestShelf,
  report: Report,
  holds: (range: Range, entries: readonly Entry[]) => Promise<void>,
): Promise<void> {
  const { day, hour } = place;
  const endMs = startOf(day) + (hour + 1) * HOUR_MS;
  const altered = () => report({ code: 'SEGMENT_ALTERED', ...place });
  const sums: Totals[] = [];
  let atMs = startOf(day) + hour * HOUR_MS;
  for (const { from, to, sha256: listed } of parts) {
    const range = { fromMs: Date.parse(from), toMs: Date.parse(to) };
    if (range.fromMs !== atMs || !(range.toMs > atMs)) return altered();
    atMs = range.toMs;
    const text = await signedText(partKey(day, hour, range.fromMs), listed, shelf, place, report);
    if (text === null) continue;
    const part = parsePart(text);
    if (part.range.from !== from || part.range.to !== to) altered();
    sums.push(part.totals);
    await holds(range, part.entries);
  }
  const isWhole = sums.length === parts.length;
  if (atMs !== endMs || (isWhole && JSON.stringify(sumTotals(sums)) !== JSON.stringify(sumTotals([totals]))))
    altered();
}

/** Null: it is gone, or another; that was reported. */
async function signedText(
  key: string,
  signed: string,
  shelf: ManifestShelf,
  place: Place,
  report: Report,
): Promise<string | null> {
  const bytes = await shelf.get(key);
  const text = bytes === null ? null : textOf(bytes);
  if (text !== null && sha256(text) === signed) return text;
  report({ code: bytes === null ? 'SEGMENT_MISSING' : 'SEGMENT_ALTERED', ...place });
  return null;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return null;
  }
}

async function verifyLines(
  place: Place,
  { fromMs, toMs }: Range,
  sealed: readonly Entry[],
  audit: AuditReader,
  report: Report,
): Promise<number> {
  /** A line may be there several times: its digest, and how often it is still looked for. */
  const wanted = new Map<string, Entry[]>();
  for (const entry of sealed) {
    const same = wanted.get(entry.line);
    if (same === undefined) wanted.set(entry.line, [entry]);
    else same.push(entry);
  }
  let agreeing = 0;
  for await (const lines of audit.lines(fromMs, toMs))
    for (const { text, timeMs } of lines) {
      const { entry } = readLine(text, timeMs);
      if (wanted.get(entry.line)?.pop() !== undefined) agreeing += 1;
      else report({ code: 'LINE_ADDED', ...place, entry });
    }
  for (const entry of [...wanted.values()].flat()) report({ code: 'LINE_MISSING', ...place, entry });
  return agreeing;
}
