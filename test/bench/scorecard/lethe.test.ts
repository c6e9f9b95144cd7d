import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Judgement, judge, outputOf } from '../../../bench/scorecard/judge/judge.ts';
import { sumOf } from '../../../bench/scorecard/page/columns.ts';
import { writeSet } from '../../../bench/scorecard/score.ts';
import { generateSet } from '../../../bench/scorecard/set/generate.ts';

/** One small seed of the scorecard: what Lethe says there of attributes holds in every run of the tests. Pixels are measured, not tested: that takes minutes. */

const ROOT = join(import.meta.dirname, '../../..');
const SET = generateSet(5, { patients: 2, fonts: [], real: [] });
const RULES = {
  profile: 'basic',
  options: [
    'retainLongitudinalModifiedDates',
    'retainPatientCharacteristics',
    'retainSafePrivate',
    'cleanDescriptors',
  ],
  dates: { capAge: 89 },
  screening: { burnedInAnnotation: 'accept' },
};

describe('Lethe on a small seed', () => {
  const work = mkdtempSync(join(tmpdir(), 'lethe-scorecard-test-'));
  let judged: Judgement;

  beforeAll(async () => {
    const [source, target, rules, key] = ['source', 'target', 'rules.json', 'key'].map((name) =>
      join(work, name),
    ) as [string, string, string, string];
    writeSet(SET, source);
    writeFileSync(rules, JSON.stringify(RULES));
    writeFileSync(key, `lethe-key-v1:${'5c'.repeat(32)}\n`, { mode: 0o600 });
    const options = ['--out', target, '--key', key, '--rules', rules, '--jobs', '1', '--quiet'];
    spawnSync(process.execPath, [join(ROOT, 'cli/lethe.mjs'), 'deid', source, ...options], {
      stdio: 'ignore',
    });
    const outputs = readdirSync(target, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => outputOf(path.slice(target.length + 1), readFileSync(path)));
    judged = await judge(SET, outputs, () => {
      throw new Error('nothing here is compressed');
    });
  });

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('loses no file, and writes none that cannot be read', () => {
    expect([judged.files, judged.lost, judged.unreadable]).toEqual([SET.files.length, 0, 0]);
  });

  it('leaves nothing that was planted, in its attribute or elsewhere', () => {
    const removed = judged.misses.filter(({ action }) => action === 'text_removed');
    expect(removed).toEqual([]);
    expect(judged.leaks.passed).toBe(judged.leaks.all);
    expect(judged.leaks.all).toBeGreaterThan(300);
  });

  it('shifts every date with its intervals, and maps every UID and patient', () => {
    const ofThese = ['date_shifted', 'uid_changed', 'uid_consistent', 'patid_consistent'];
    expect(judged.misses.filter(({ action }) => ofThese.includes(action))).toEqual([]);
    expect(judged.intervals.passed).toBe(judged.intervals.all);
  });

  it('keeps what identifies nobody', () => {
    const record = { ...judged, lost: 0, unreadByOthers: null, worseIods: null, misses: [] };
    const { passed, all } = sumOf(record, 'text_retained', 'tag_retained', 'text_notnull');
    expect(all).toBeGreaterThan(800);
    expect(passed / all).toBeGreaterThan(0.995);
    expect(judged.byAction.pixels_retained).toEqual({
      passed: judged.byAction.pixels_retained?.all,
      all: judged.byAction.pixels_retained?.all,
    });
  });
});
