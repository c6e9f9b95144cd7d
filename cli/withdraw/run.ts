import { randomUUID } from 'node:crypto';
import { LogGroupReader } from '../../layers/aws/auditLog.ts';
import { callerArn } from '../../layers/aws/caller.ts';
import { awsClients, logReader } from '../../layers/aws/clients.ts';
import { LogAudit } from '../../layers/aws/logAudit.ts';
import { S3Withdrawal, type Withdrawal } from '../../layers/aws/s3Withdrawal.ts';
import type { WithdrawalRecord } from '../../layers/engine/audit/audit.ts';
import { recordOf } from '../../layers/engine/audit/manifest/format.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { AuditLedger, type LedgerEntry } from '../../layers/local/auditLedger.ts';
import { systemClock } from '../../layers/local/system.ts';
import { EMPTY_PLAN } from '../../rules/plan.ts';
import type { Told } from './text.ts';

/** Clean keys that are worked on at a time: most of the time is spent waiting. */
const AT_A_TIME = 16;
/** So much later than its audit line says an object may seem to be written, by clocks that differ. */
const CLOCKS_MS = 60 * 1000;
/** Progress is said this often. */
const LINES_A_WORD = 1_000_000;

/** What a call takes back: what these name, or, where they name nothing, what does not stand any more. */
export interface Choice {
  readonly cleanKeys: readonly string[];
  /** The beginning of a plan's digest: what was last released under it. */
  readonly releasedUnder?: string;
  /** The audit is read from then on. Milliseconds since the epoch. */
  readonly fromMs: number;
}

/** A clean key that is to be withdrawn. */
export interface Foreseen extends Told {
  readonly what: 'foreseen';
  readonly entry: LedgerEntry;
  /** What was written later stays. Milliseconds since the epoch. */
  readonly writtenUntilMs: number;
}

export interface Found {
  readonly foreseen: readonly Foreseen[];
  /** What a person must look at. */
  readonly left: readonly Told[];
}

export interface Withdrawing {
  /** Reads the audit from this time on. With `isDestroyed`, what was hidden before is among the foreseen. */
  find(choice: Choice, isDestroyed: boolean, read: (lines: number) => void): Promise<Found>;
  /** Answers how many were withdrawn, were not there, and stand. A fault of one is said, and the others go on. */
  withdraw(
    foreseen: readonly Foreseen[],
    isDestroyed: boolean,
    why: string,
    tell: (told: Told) => void,
  ): Promise<{ readonly withdrawn: number; readonly absent: number; readonly left: number }>;
  close(): Promise<void>;
}

/** By the credentials of the environment, which the audit names. Rejects with `FaultError`. */
export async function openWithdrawing({
  cleanBucket,
  logGroup,
}: {
  readonly cleanBucket: string;
  readonly logGroup: string;
}): Promise<Withdrawing> {
  const { s3, logs } = awsClients();
  const clean = new S3Withdrawal(s3, cleanBucket);
  const audit = new LogAudit(logs, { logGroup, logStream: `withdraw/${randomUUID()}` });
  return {
    find: (choice, isDestroyed, read) =>
      find(new LogGroupReader(logReader(), logGroup), choice, isDestroyed, read),
    withdraw: async (foreseen, isDestroyed, why, tell) => {
      const by = foreseen.length === 0 ? '' : await callerArn();
      const waiting = [...foreseen];
      const counts = { withdrawn: 0, absent: 0, left: 0 };
      const lane = async () => {
        for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
          const told = await withdrawOne(each, { clean, audit, isDestroyed, by, why });
          counts[told.what === 'absent' ? 'absent' : DONE.has(told.what) ? 'withdrawn' : 'left'] += 1;
          tell(told);
        }
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, lane));
      return counts;
    },
    close: () => audit.close(),
  };
}

const DONE: ReadonlySet<Told['what']> = new Set(['hidden', 'destroyed', 'gone']);

async function find(
  reader: LogGroupReader,
  choice: Choice,
  isDestroyed: boolean,
  read: (lines: number) => void,
): Promise<Found> {
  const ledger = new AuditLedger();
  try {
    let lines = 0;
    for await (const page of reader.lines(choice.fromMs, systemClock.now())) {
      for (const { text } of page) {
        const record = recordOf(text);
        if (record !== null) ledger.take(record);
        lines += 1;
        if (lines % LINES_A_WORD === 0) read(lines);
      }
    }
    read(lines);
    return chosenIn(ledger, choice, isDestroyed);
  } finally {
    ledger.close();
  }
}

function chosenIn(ledger: AuditLedger, choice: Choice, isDestroyed: boolean): Found {
  // Who names a clean key means what is there now, whatever wrote it.
  const named = new Set(choice.cleanKeys);
  const nowMs = systemClock.now();
  const foreseen = new Map<string, Foreseen>();
  const left: Told[] = [];
  for (const entry of entriesOf(ledger, choice)) {
    const { verdict, release } = entry.standing;
    const told = toldOf(entry);
    if (verdict === 'withdrawn' && !isDestroyed) continue;
    if (isNamed(choice) || verdict === 'superseded' || verdict === 'withdrawn') {
      // Two sources may have had it; what was written there is of the later one.
      const other = foreseen.get(entry.cleanKey)?.entry.standing.release.timeMs ?? Number.NEGATIVE_INFINITY;
      const writtenUntilMs = CLOCKS_MS + (named.has(entry.cleanKey) ? nowMs : release.timeMs);
      if (release.timeMs > other)
        foreseen.set(entry.cleanKey, { ...told, what: 'foreseen', entry, writtenUntilMs });
    } else if (verdict === 'unsettled' || verdict === 'another') left.push({ ...told, what: verdict });
  }
  const unknown = choice.cleanKeys.filter((key) => [...ledger.releasedAs(key)].length === 0);
  for (const cleanKey of unknown)
    left.push({ cleanKey, what: 'unknown', source: null, released: null, last: null });
  return { foreseen: [...foreseen.values()], left };
}

function isNamed({ cleanKeys, releasedUnder }: Choice): boolean {
  return cleanKeys.length > 0 || releasedUnder !== undefined;
}

function* entriesOf(ledger: AuditLedger, choice: Choice): Iterable<LedgerEntry> {
  const { cleanKeys, releasedUnder } = choice;
  if (!isNamed(choice)) yield* ledger.notStanding();
  if (releasedUnder !== undefined) yield* ledger.releasedUnder(releasedUnder);
  for (const key of cleanKeys) yield* ledger.releasedAs(key);
}

function toldOf({ cleanKey, source, standing }: LedgerEntry): Omit<Told, 'what'> {
  const { release, last } = standing;
  return {
    cleanKey,
    source,
    released: new Date(release.timeMs).toISOString(),
    last: last === null ? null : { time: new Date(last.timeMs).toISOString(), outcome: last.outcome },
  };
}

/** First the object, then its line: where a call ends in between, the next one finds it hidden, and writes the line. */
async function withdrawOne(
  { entry, writtenUntilMs }: Foreseen,
  {
    clean,
    audit,
    isDestroyed,
    by,
    why,
  }: {
    readonly clean: S3Withdrawal;
    readonly audit: LogAudit;
    readonly isDestroyed: boolean;
    readonly by: string;
    readonly why: string;
  },
): Promise<Told> {
  const { cleanKey, sources, standing } = entry;
  try {
    const done = await clean.withdraw({ cleanKey, sources, writtenUntilMs }, isDestroyed);
    const isChanged = done.hidden || done.destroyed > 0;
    if (isChanged || (done.left === 'gone' && standing.verdict !== 'withdrawn'))
      await audit.record(lineOf(entry, done, by, why));
    const what = done.destroyed > 0 && DONE.has(done.left) ? 'destroyed' : done.left;
    return { ...toldOf(entry), what, ...(done.destroyed === 0 ? {} : { destroyed: done.destroyed }) };
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { code, message } = error;
    return { ...toldOf(entry), what: 'fault', fault: { code, message } };
  }
}

function lineOf(
  { cleanKey, source, standing }: LedgerEntry,
  done: Withdrawal,
  by: string,
  why: string,
): WithdrawalRecord {
  const { versionId } = standing.release;
  return {
    time: new Date(systemClock.now()).toISOString(),
    outcome: 'withdrawn',
    source: { key: source, ...(versionId === null ? {} : { versionId }), sizeBytes: null },
    output: { key: cleanKey },
    reason: null,
    findings: [],
    plan: { name: EMPTY_PLAN.name, digest: EMPTY_PLAN.digest },
    engine: { version: ENGINE_VERSION, keyId: '' },
    actions: {},
    withdrawal: { by, why, hidden: done.hidden, destroyed: done.destroyed },
    durationMs: 0,
  };
}
