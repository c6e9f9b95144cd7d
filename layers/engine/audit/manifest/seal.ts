import {
  dayOf,
  dayOfKey,
  HOUR_MS,
  headOf,
  type Manifest,
  manifestFile,
  manifestKey,
  nextDay,
  parseManifestFile,
  type SealedHour,
  segmentKey,
  segmentsPrefix,
  sha256,
  startOf,
  sumTotals,
  type Totals,
} from './format.ts';
import { BOUNDS, type Bounds, sealHour, textAt } from './hour.ts';
import type { AuditReader, ManifestShelf, ManifestSigner } from './ports.ts';

export interface Sealing {
  readonly audit: AuditReader;
  readonly shelf: ManifestShelf;
  readonly signer: ManifestSigner;
  /** Whether there is time for one page of lines more. */
  readonly hasTime: () => boolean;
  /** Is told how far the audit is sealed, in milliseconds since the epoch: at the beginning and after every hour. */
  readonly reached?: (untilMs: number) => void;
  readonly bounds?: Bounds;
}

export interface Sealed {
  /** Days whose manifest this run has written. */
  readonly days: readonly string[];
  /** False: the time was over. What was sealed stays, and the next run goes on from there. */
  readonly isFinished: boolean;
}

/**
 * When the last line of an hour is surely written and can be found: an instance takes a quarter of an hour at most, and its line is acknowledged before its
 * message is.
 */
const GRACE_MS = HOUR_MS;

/** The time is over. */
class TimeIsOver extends Error {}

/**
 * Seals every hour that was over for a while at `nowMs`, since the last manifest; where there is none yet, since the day before. A day whose hours are all sealed
 * gets its manifest. The same call twice leaves the same, and a call that was interrupted anywhere is gone on from. Rejects with `FaultError`.
 */
export async function sealDays(nowMs: number, sealing: Sealing): Promise<Sealed> {
  const { shelf, hasTime, reached = () => {} } = sealing;
  const days: string[] = [];
  const mayGoOn = () => {
    if (!hasTime()) throw new TimeIsOver();
  };
  try {
    const found = (await shelf.keys('manifests/')).flatMap((key) => dayOfKey(key) ?? []);
    const last = found.at(-1);
    let previous = last === undefined ? null : await linkTo(last, shelf);
    let day = last === undefined ? dayOf(startOf(dayOf(nowMs)) - 1) : nextDay(last);
    reached(startOf(day));
    for (; startOf(day) + HOUR_MS <= nowMs - GRACE_MS; day = nextDay(day)) {
      if (!(await sealHours(day, nowMs - GRACE_MS, sealing, mayGoOn))) break;
      const { payload, isOurs } = await sealDay(day, previous, sealing, mayGoOn);
      previous = { day, sha256: sha256(payload) };
      if (isOurs) days.push(day);
    }
    return { days, isFinished: true };
  } catch (error) {
    if (error instanceof TimeIsOver) return { days, isFinished: false };
    throw error;
  }
}

/** Answers whether all hours of the day are sealed: the last ones may not be over yet. */
async function sealHours(
  day: string,
  dueMs: number,
  { audit, shelf, reached, bounds = BOUNDS }: Sealing,
  mayGoOn: () => void,
): Promise<boolean> {
  const standing = new Set(await shelf.keys(segmentsPrefix(day)));
  for (let hour = 0; hour < 24; hour += 1) {
    const endMs = startOf(day) + (hour + 1) * HOUR_MS;
    if (endMs > dueMs) return false;
    mayGoOn();
    await sealHour({ day, hour }, standing, { audit, shelf }, bounds, mayGoOn);
    reached?.(endMs);
  }
  return true;
}

type Link = Manifest['previous'];

async function linkTo(day: string, shelf: ManifestShelf): Promise<Link> {
  const { payload } = await storedManifest(day, shelf);
  return { day, sha256: sha256(payload) };
}

/** What stands in the segments counts, whichever run has written them. */
async function sealDay(
  day: string,
  previous: Link,
  { audit, shelf, signer }: Sealing,
  mayGoOn: () => void,
): Promise<{ readonly payload: string; readonly isOurs: boolean }> {
  const hours: SealedHour[] = [];
  const all: Totals[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    mayGoOn();
    const text = await textAt(shelf, segmentKey(day, hour));
    if (text === null) continue;
    const { parts, ...totals } = headOf(text);
    const inParts = parts === undefined ? {} : { parts };
    hours.push({ hour, lines: totals.lines, sha256: sha256(text), ...inParts });
    all.push(totals);
  }
  const manifest: Manifest = {
    format: hours.some(({ parts }) => parts !== undefined) ? 'lethe-manifest/2' : 'lethe-manifest/1',
    day,
    log: audit.name,
    previous,
    totals: sumTotals(all),
    hours,
  };
  const payload = JSON.stringify(manifest);
  const file = manifestFile(payload, await signer.sign(payload));
  if (await shelf.put(manifestKey(day), Buffer.from(file))) return { payload, isOurs: true };
  // Another run, or this one whose answer was lost, was first: the chain goes on from what stands there.
  return { payload: (await storedManifest(day, shelf)).payload, isOurs: false };
}

async function storedManifest(
  day: string,
  shelf: ManifestShelf,
): Promise<ReturnType<typeof parseManifestFile>> {
  const bytes = await shelf.get(manifestKey(day));
  if (bytes === null) throw new RangeError('a listed manifest is gone');
  return parseManifestFile(Buffer.from(bytes).toString('utf8'));
}
