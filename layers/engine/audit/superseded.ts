import type { LoggedRecord } from './audit.ts';

/** What one line of the audit says of its source, as far as it tells what of it may stand. Times are in milliseconds since the epoch. */
export interface SourceLine {
  readonly timeMs: number;
  /** When the work began that the line tells the end of. */
  readonly beganMs: number;
  readonly outcome: LoggedRecord['outcome'];
  /** Of what was released or withdrawn; null: neither. */
  readonly cleanKey: string | null;
  /** The plan, the engine and the key: what two lines have in common that were made in the same way. */
  readonly made: string;
  readonly versionId: string | null;
  readonly sizeBytes: number | null;
}

/**
 * Whether a clean key that a source was once released under is one that it has now. `superseded`: what came later was made in another way, and did not release it
 * there. `unsettled`: it came so soon that the way was just changing, and nobody knows which of both was the newer one. `another`: it may be about another instance,
 * which a sender has put under the same ingest key.
 */
export type Verdict = 'stands' | 'superseded' | 'unsettled' | 'another' | 'withdrawn';

export interface Standing {
  readonly verdict: Verdict;
  readonly release: SourceLine;
  /** The last line of the source that is not about an older version, where it is another. */
  readonly last: SourceLine | null;
}

/**
 * For so long an execution environment may go by rules that were replaced: a minute until it looks (`LOOK_EVERY_MS` of functions/ingest/ruleBook.ts), and another for
 * clocks that differ.
 */
export const CHANGING_MS = 2 * 60 * 1000;

const OUT: ReadonlySet<LoggedRecord['outcome']> = new Set(['released', 'passed-through', 'duplicate']);
/** Lines that say where the source went, or that it went nowhere. */
const ENDS: ReadonlySet<LoggedRecord['outcome']> = new Set([...OUT, 'held', 'quarantined']);

/** What a record says of its source. Null: nothing about what stands of it. */
export function sourceLine(record: LoggedRecord): SourceLine | null {
  const { time, outcome, output, plan, engine, source, durationMs } = record;
  const timeMs = Date.parse(time);
  if (Number.isNaN(timeMs) || !(ENDS.has(outcome) || outcome === 'withdrawn')) return null;
  return {
    timeMs,
    beganMs: timeMs - (Number.isFinite(durationMs) ? durationMs : 0),
    outcome,
    cleanKey: output.key,
    made: [plan.digest, engine.version, engine.keyId].join('\x1f'),
    versionId: source.versionId ?? null,
    sizeBytes: source.sizeBytes,
  };
}

/** Every clean key that a source was released under, by all its lines, in any order. */
export function standingOf(lines: readonly SourceLine[]): ReadonlyMap<string, Standing> {
  const inOrder = lines.toSorted((one, other) => one.timeMs - other.timeMs);
  const ends = inOrder.filter(({ outcome }) => ENDS.has(outcome));
  const releases = new Map<string, SourceLine>();
  const withdrawnMs = new Map<string, number>();
  for (const line of inOrder) {
    if (line.cleanKey === null) continue;
    if (OUT.has(line.outcome)) releases.set(line.cleanKey, line);
    else if (line.outcome === 'withdrawn') withdrawnMs.set(line.cleanKey, line.timeMs);
  }
  const firstMs = firstSeen(ends);
  const shared = sharedWays(releases.values());
  const found = new Map<string, Standing>();
  for (const [cleanKey, release] of releases) {
    const sinceMs = firstMs(release);
    // The event of an older version that comes once more says nothing of a newer one.
    const last = ends.findLast((line) => firstMs(line) >= sinceMs) ?? release;
    const isWithdrawn = (withdrawnMs.get(cleanKey) ?? Number.NEGATIVE_INFINITY) > release.timeMs;
    const verdict = isWithdrawn ? 'withdrawn' : verdictOf(release, last, shared);
    found.set(cleanKey, { verdict, release, last: last === release ? null : last });
  }
  return found;
}

/** When the version of a line had its first one; without a version, when the line was written. */
function firstSeen(inOrder: readonly SourceLine[]): (line: SourceLine) => number {
  const first = new Map<string, number>();
  for (const { versionId, timeMs } of inOrder)
    if (versionId !== null && !first.has(versionId)) first.set(versionId, timeMs);
  return ({ versionId, timeMs }) => (versionId === null ? timeMs : (first.get(versionId) ?? timeMs));
}

/** Ways in which the source was released under several clean keys: then its ingest key has been used for several instances. */
function sharedWays(releases: Iterable<SourceLine>): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { made } of releases) (seen.has(made) ? shared : seen).add(made);
  return shared;
}

function verdictOf(
  release: SourceLine,
  last: SourceLine,
  shared: ReadonlySet<string>,
): Exclude<Verdict, 'withdrawn'> {
  // The same rules say of another version what they would have said of it before: the earlier one is still what they release.
  if (last.made === release.made && !isMoved(release, last)) return 'stands';
  if (!isSameInstance(release, last, shared)) return 'another';
  return last.beganMs < release.timeMs + CHANGING_MS ? 'unsettled' : 'superseded';
}

/** The same instance under another clean key: the clean prefix or the key scope of its route, which are not in the digest of its rules, were changed. */
function isMoved(from: SourceLine, to: SourceLine): boolean {
  if (from.cleanKey === null || to.cleanKey === null || from.cleanKey === to.cleanKey) return false;
  return isSameVersion(from, to) || nameOf(from.cleanKey) === nameOf(to.cleanKey);
}

/** Made of its new SOP Instance UID. */
function nameOf(cleanKey: string): string {
  return cleanKey.slice(cleanKey.lastIndexOf('/') + 1);
}

function isSameVersion(one: SourceLine, other: SourceLine): boolean {
  return one.versionId !== null && one.versionId === other.versionId;
}

/**
 * A version is, and what has the same new UID. A backfill makes a new version of the same bytes, so the size must tell, where the ingest key is not known to be used
 * for several instances.
 */
function isSameInstance(one: SourceLine, other: SourceLine, shared: ReadonlySet<string>): boolean {
  if (isSameVersion(one, other) || isMoved(one, other)) return true;
  const hasSameSize = one.sizeBytes !== null && one.sizeBytes === other.sizeBytes;
  return hasSameSize && !shared.has(one.made) && !shared.has(other.made);
}
