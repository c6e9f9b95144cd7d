import type { LoggedRecord } from '../../../layers/engine/audit/audit.ts';
import { AuditLedger, type LedgerEntry } from '../../../layers/local/auditLedger.ts';

/** What of an audit does not stand any more, over all sources. */

const START = Date.parse('2026-11-21T00:00:00Z');
const record = (
  hour: number,
  source: string,
  outcome: LoggedRecord['outcome'],
  key: string | null,
  digest: string,
) =>
  ({
    time: new Date(START + hour * 3_600_000).toISOString(),
    outcome,
    source: { key: source, sizeBytes: 10 },
    output: { key },
    reason: null,
    findings: [],
    plan: { name: digest, digest },
    engine: { version: '1', keyId: 'key' },
    actions: {},
    durationMs: 1,
  }) as unknown as LoggedRecord;

const notStanding = (...records: readonly LoggedRecord[]) => found(records, (ledger) => ledger.notStanding());

function found(records: readonly LoggedRecord[], ask: (ledger: AuditLedger) => Iterable<LedgerEntry>) {
  const ledger = new AuditLedger();
  try {
    for (const each of records) ledger.take(each);
    return [...ask(ledger)].map(({ cleanKey, source, standing, sources }) => ({
      ...{ cleanKey, source, verdict: standing.verdict, sources: [...sources].sort() },
    }));
  } finally {
    ledger.close();
  }
}

it('finds what later rules do not release, of each source', () => {
  const gone = notStanding(
    record(0, 'one', 'released', 'a', 'old'),
    record(0, 'two', 'released', 'b', 'old'),
    record(0, 'three', 'released', 'c', 'old'),
    record(5, 'one', 'held', null, 'new'),
    record(5, 'two', 'released', 'b', 'new'),
    record(5, 'three', 'released', 'd', 'new'),
    record(5, 'four', 'quarantined', null, 'new'),
  );
  expect(gone.sort((one, other) => (one.cleanKey < other.cleanKey ? -1 : 1))).toEqual([
    { cleanKey: 'a', source: 'one', verdict: 'superseded', sources: ['one'] },
    { cleanKey: 'c', source: 'three', verdict: 'superseded', sources: ['three'] },
  ]);
});

it('leaves what another source has under the same clean key, until that has it no more', () => {
  const both = [
    record(0, 'one', 'released', 'a', 'old'),
    record(1, 'two', 'duplicate', 'a', 'old'),
    record(5, 'one', 'held', null, 'new'),
  ];
  expect(notStanding(...both)).toEqual([]);
  expect(notStanding(...both, record(6, 'two', 'held', null, 'new'))).toMatchObject([
    { cleanKey: 'a', sources: ['one', 'two'] },
    { cleanKey: 'a', sources: ['one', 'two'] },
  ]);
});

it('knows what was withdrawn, and by whom nothing is made', () => {
  const withdrawn = notStanding(
    record(0, 'one', 'released', 'a', 'old'),
    record(5, 'one', 'held', null, 'new'),
    record(6, 'one', 'withdrawn', 'a', 'none'),
  );
  expect(withdrawn).toEqual([{ cleanKey: 'a', source: 'one', verdict: 'withdrawn', sources: ['one'] }]);
  expect(notStanding()).toEqual([]);
});

it('finds what was last released under some rules, but not what another source has there under others', () => {
  const records = [
    record(0, 'one', 'released', 'a', 'old'),
    record(0, 'two', 'released', 'b', 'old'),
    record(0, 'three', 'released', 'c', 'old'),
    record(5, 'two', 'released', 'b', 'new'),
    record(5, 'four', 'duplicate', 'c', 'new'),
    record(6, 'five', 'released', 'e', 'older'),
  ];
  expect(found(records, (ledger) => ledger.releasedUnder('old\x1f'))).toMatchObject([{ cleanKey: 'a' }]);
  const later = [...records, record(9, 'four', 'held', null, 'newer')];
  const keys = found(later, (ledger) => ledger.releasedUnder('old\x1f')).map(({ cleanKey }) => cleanKey);
  expect(keys.sort()).toEqual(['a', 'c']);
  expect(found(records, (ledger) => ledger.releasedUnder('none'))).toEqual([]);
});

it('finds every source of a clean key', () => {
  const records = [record(0, 'one', 'released', 'a', 'old'), record(1, 'two', 'duplicate', 'a', 'old')];
  expect(found(records, (ledger) => ledger.releasedAs('a'))).toMatchObject([
    { source: 'one', verdict: 'stands' },
    { source: 'two', verdict: 'stands' },
  ]);
  expect(found(records, (ledger) => ledger.releasedAs('b'))).toEqual([]);
});

it('takes an audit of many lines', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => record(0, `s${at}`, 'released', `k${at}`, 'old'));
  expect(notStanding(...lines, record(5, 's777', 'held', null, 'new'))).toMatchObject([{ cleanKey: 'k777' }]);
});
