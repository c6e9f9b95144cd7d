import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventOf, readLine } from '../../../../../layers/engine/audit/manifest/format.ts';
import { AuditFiles } from '../../../../../layers/local/auditFiles.ts';

/** What people did stands in the audit beside what became of instances: it is sealed, and counts by its own name. */

const DAY = Date.UTC(2026, 10, 30);
const line = (change: object = {}) =>
  JSON.stringify({
    time: '2026-11-30T10:00:00.000Z',
    event: 'review-decision',
    outcome: 'decided',
    name: 'a'.repeat(32),
    by: 'ada',
    ...change,
  });

it('counts by its event, and not as an outcome', () => {
  expect(readLine(line(), DAY)).toMatchObject({
    entry: { outcome: 'review-decision', source: '', output: null },
    totals: { lines: 1, outcomes: { 'review-decision': 1 }, released: [] },
  });
});

it.each(['no JSON', 'null', '7', line({ event: 5 }), line({ event: 'A Name' }), line({ time: 0 })])(
  '%j is none',
  (text) => {
    expect(eventOf(text)).toBeNull();
    expect(readLine(text, DAY).entry.outcome).toBe('unreadable');
  },
);

it('is among the lines of a file, and not among its records', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lethe-events-'));
  writeFileSync(join(root, 'audit.jsonl'), `${line()}\n`);
  const files = await AuditFiles.open([join(root, 'audit.jsonl')]);
  expect(files.unreadable).toBe(0);
  const lines: string[] = [];
  for await (const page of files.lines(DAY, DAY + 86_400_000)) lines.push(...page.map(({ text }) => text));
  expect(lines).toEqual([line()]);
  expect(await files.totals(DAY, DAY + 86_400_000)).toEqual([]);
  for await (const record of files.records({ fromMs: DAY, toMs: DAY + 86_400_000 }))
    expect(record).toBeNull();
  rmSync(root, { recursive: true });
});
