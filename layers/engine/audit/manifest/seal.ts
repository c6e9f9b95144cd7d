import { gunzipSync, gzipSync } from 'node:zlib';
import {
  dayOf,
  dayOfKey,
  HOUR_MS,
  type Manifest,
  manifestFile,
  manifestKey,
  NO_TOTALS,
  nextDay,
  parseManifestFile,
  parseSegment,
  readLine,
  type SealedHour,
  type Segment,
  segmentKey,
  segmentText,
  sha256,
  startOf,
  sumTotals,
  type Totals,
} from './format.ts';
import type { AuditReader, ManifestShelf, ManifestSigner } from './ports.ts';

export interface Sealing {
  readonly audit: AuditReader;
  readonly shelf: ManifestShelf;
  readonly signer: ManifestSigner;
  /** Whether there is time for one hour of lines more. */
  readonly hasTime: () => boolean;
}

/** The time was over before all days were sealed. What was sealed stays; the next run goes on from there. */
export class UnfinishedError extends Error {
  readonly code = 'MANIFEST_UNFINISHED';
  readonly hint = 'The next run continues; give the function more time or memory if this happens again';

  constructor() {
    super(
      'The time was over before every day was sealed. The next run continues; give the function more time or memory if this happens again',
    );
    this.name = 'UnfinishedError';
  }
}

/**
 * Seals every day since the last manifest up to the day before `nowMs`; where there is none yet, that day alone. The same call twice leaves the same; answers the
 * days that it sealed. Rejects with `FaultError` or `UnfinishedError`.
 */
export async function sealDays(nowMs: number, sealing: Sealing): Promise<readonly string[]> {
  const today = dayOf(nowMs);
  const days = (await sealing.shelf.keys(manifestKey('').replace('.jsonl', ''))).flatMap(
    (key) => dayOfKey(key) ?? [],
  );
  const last = days.at(-1);
  const sealed: string[] = [];
  let previous = last === undefined ? null : await linkTo(last, sealing.shelf);
  for (
    let day = last === undefined ? dayOf(startOf(today) - 1) : nextDay(last);
    day < today;
    day = nextDay(day)
  ) {
    const { payload, isOurs } = await sealDay(day, previous, sealing);
    previous = { day, sha256: sha256(payload) };
    if (isOurs) sealed.push(day);
  }
  return sealed;
}

type Link = Manifest['previous'];

async function linkTo(day: string, shelf: ManifestShelf): Promise<Link> {
  const { payload } = await storedManifest(day, shelf);
  return { day, sha256: sha256(payload) };
}

async function sealDay(
  day: string,
  previous: Link,
  { audit, shelf, signer, hasTime }: Sealing,
): Promise<{ readonly payload: string; readonly isOurs: boolean }> {
  const hours: SealedHour[] = [];
  const totals: Totals[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    if (!hasTime()) throw new UnfinishedError();
    const sealed = await sealHour(day, hour, audit, shelf);
    if (sealed === null) continue;
    hours.push({ hour, lines: sealed.totals.lines, sha256: sealed.sha256 });
    totals.push(sealed.totals);
  }
  const manifest: Manifest = {
    format: 'lethe-manifest/1',
    day,
    log: audit.name,
    previous,
    totals: sumTotals([NO_TOTALS, ...totals]),
    hours,
  };
  const payload = JSON.stringify(manifest);
  const file = manifestFile(payload, await signer.sign(payload));
  if (await shelf.put(manifestKey(day), Buffer.from(file))) return { payload, isOurs: true };
  // Another run, or this one whose answer was lost, was first: the chain goes on from what stands there.
  return { payload: (await storedManifest(day, shelf)).payload, isOurs: false };
}

/** A segment that a run before left stays as it is. Null: the hour has no lines. */
async function sealHour(
  day: string,
  hour: number,
  audit: AuditReader,
  shelf: ManifestShelf,
): Promise<{ readonly totals: Totals; readonly sha256: string } | null> {
  const key = segmentKey(day, hour);
  const standing = await shelf.get(key);
  if (standing !== null) return readSegment(standing);
  const segment = await segmentOf(audit, startOf(day) + hour * HOUR_MS);
  if (segment.entries.length === 0) return null;
  const bytes = gzipSync(segmentText(segment));
  if (await shelf.put(key, bytes)) return readSegment(bytes);
  return readSegment((await shelf.get(key)) ?? bytes);
}

function readSegment(bytes: Uint8Array): { readonly totals: Totals; readonly sha256: string } {
  const text = gunzipSync(bytes).toString('utf8');
  return { totals: parseSegment(text).totals, sha256: sha256(text) };
}

async function segmentOf(audit: AuditReader, fromMs: number): Promise<Segment> {
  const entries: Segment['entries'][number][] = [];
  let totals = NO_TOTALS;
  for await (const lines of audit.lines(fromMs, fromMs + HOUR_MS)) {
    const read = lines.map(({ text, timeMs }) => readLine(text, timeMs));
    entries.push(...read.map(({ entry }) => entry));
    totals = sumTotals([totals, ...read.map((each) => each.totals)]);
  }
  // One order, whatever that of the pages.
  entries.sort((one, other) => compare(one.time, other.time) || compare(one.line, other.line));
  return { totals, entries };
}

async function storedManifest(
  day: string,
  shelf: ManifestShelf,
): Promise<ReturnType<typeof parseManifestFile>> {
  const bytes = await shelf.get(manifestKey(day));
  if (bytes === null) throw new RangeError('a listed manifest is gone');
  return parseManifestFile(Buffer.from(bytes).toString('utf8'));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
