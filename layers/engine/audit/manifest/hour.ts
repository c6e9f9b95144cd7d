import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { inLanes } from '../../lanes.ts';
import {
  HOUR_MS,
  headOf,
  type ListedPart,
  partKey,
  partListText,
  partsPrefix,
  partText,
  segmentKey,
  segmentText,
  sha256,
  startOf,
  sumTotals,
  type Totals,
} from './format.ts';
import type { AuditReader, ManifestShelf } from './ports.ts';
import { type MayGoOn, readSlice, readWithin } from './slice.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** How much is read at a time. */
export interface Bounds {
  /** Lines in memory at a time, of each lane: an entry takes half a kilobyte. */
  readonly lines: number;
  /** Stretches of an hour that are read at the same time. CloudWatch answers 25 pages a second, and one takes a quarter of a second or more. */
  readonly lanes: number;
}

export const BOUNDS: Bounds = { lines: 16_000, lanes: 6 };

/** An hour with parts is cut into so many stretches, for the lanes. The parts of an hour that is half sealed are found by it: it stays as it is. */
const STRETCHES = 12;
/** How full a slice is meant to be, so that few have to be read again; and how fast slices grow where lines become fewer. */
const AIM = 0.7;
const MOST_GROWTH = 4;

export interface HourOfDay {
  readonly day: string;
  readonly hour: number;
}

/**
 * Leaves the segment of an hour, if the hour has lines. What a run before left of it stays as it is, and is gone on from. `standing`: the keys that the
 * day has already.
 */
export async function sealHour(
  { day, hour }: HourOfDay,
  standing: ReadonlySet<string>,
  { audit, shelf }: { readonly audit: AuditReader; readonly shelf: ManifestShelf },
  bounds: Bounds,
  mayGoOn: MayGoOn,
): Promise<void> {
  const key = segmentKey(day, hour);
  if (standing.has(key)) return;
  const fromMs = startOf(day) + hour * HOUR_MS;
  const prefix = partsPrefix(day, hour);
  if (![...standing].some((each) => each.startsWith(prefix))) {
    const whole = await readWithin(audit, fromMs, fromMs + HOUR_MS, bounds.lines, mayGoOn);
    if (typeof whole !== 'number') {
      if (whole.entries.length > 0) await shelf.put(key, await packed(segmentText(whole)));
      return;
    }
  }
  const stretchMs = HOUR_MS / STRETCHES;
  const stretches = Array.from({ length: STRETCHES }, (_, index) => fromMs + index * stretchMs);
  const found = await inLanes(stretches, bounds.lanes, (begin) =>
    sealStretch({ day, hour }, begin, begin + stretchMs, standing, { audit, shelf }, bounds, mayGoOn),
  );
  const parts = found.flat();
  const list = {
    totals: sumTotals(parts.map(({ totals }) => totals)),
    parts: parts.map(({ listed }) => listed),
  };
  await shelf.put(key, await packed(partListText(list)));
}

interface SealedPart {
  readonly listed: ListedPart;
  readonly totals: Totals;
}

/** A stretch of an hour, part by part: each begins where the one before ended, whichever run has left that. */
async function sealStretch(
  { day, hour }: HourOfDay,
  beginMs: number,
  endMs: number,
  standing: ReadonlySet<string>,
  { audit, shelf }: { readonly audit: AuditReader; readonly shelf: ManifestShelf },
  bounds: Bounds,
  mayGoOn: MayGoOn,
): Promise<readonly SealedPart[]> {
  const parts: SealedPart[] = [];
  let widthMs = endMs - beginMs;
  for (let atMs = beginMs; atMs < endMs; ) {
    mayGoOn();
    const key = partKey(day, hour, atMs);
    let text = standing.has(key) ? await textAt(shelf, key) : null;
    if (text === null) {
      const slice = await readSlice(audit, atMs, Math.min(endMs, atMs + widthMs), bounds.lines, mayGoOn);
      const range = { from: new Date(atMs).toISOString(), to: new Date(slice.toMs).toISOString() };
      const own = partText({ range, ...slice });
      // Another run, or this one whose answer was lost, was first: what stands there counts.
      text = (await shelf.put(key, await packed(own))) ? own : ((await textAt(shelf, key)) ?? own);
    }
    const part = sealedPart(text);
    parts.push(part);
    const readMs = Date.parse(part.listed.to) - atMs;
    if (!(readMs > 0)) throw new RangeError('a part ends before it begins');
    const growth = (AIM * bounds.lines) / Math.max(1, part.listed.lines);
    widthMs = Math.max(1, Math.floor(readMs * Math.min(MOST_GROWTH, growth)));
    atMs += readMs;
  }
  return parts;
}

function sealedPart(text: string): SealedPart {
  const { from = '', to = '', ...totals } = headOf(text);
  return { listed: { from, to, lines: totals.lines, sha256: sha256(text) }, totals };
}

/** Null where the shelf has no such segment. */
export async function textAt(shelf: ManifestShelf, key: string): Promise<string | null> {
  const bytes = await shelf.get(key);
  return bytes === null ? null : (await unpack(bytes)).toString('utf8');
}

function packed(text: string): Promise<Uint8Array> {
  return pack(text, { level: 1 });
}
