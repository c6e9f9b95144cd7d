import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { judge, outputOf } from '../../../bench/scorecard/judge/judge.ts';
import { ACTIONS, CATEGORIES } from '../../../bench/scorecard/key.ts';
import { writeAnswers } from '../../../bench/scorecard/set/answers.ts';
import { generateSet } from '../../../bench/scorecard/set/generate.ts';

/** The generated set: the same from the same seed, with checks of every kind, and judged rightly where nothing or everything was done. */

const OPTIONS = { patients: 4, fonts: [], real: [] };
const SET = generateSet(3, OPTIONS);
const noReader = () => {
  throw new Error('nothing here is compressed');
};
const digestOf = ({ files }: typeof SET) =>
  files.map(({ name, bytes }) => [name, createHash('sha256').update(bytes).digest('hex')]);

describe('the generated set', () => {
  it('is the same from the same seed, and another from another', () => {
    const again = generateSet(3, OPTIONS);
    expect(digestOf(again)).toEqual(digestOf(SET));
    expect(again.key).toEqual(SET.key);
    expect(digestOf(generateSet(4, OPTIONS))).not.toEqual(digestOf(SET));
  });

  it('asks for every action in every category that it may be of, of all modalities', () => {
    const checks = SET.key.instances.flatMap((one) => one.checks);
    expect(new Set(checks.map(({ action }) => action))).toEqual(new Set(ACTIONS));
    expect(new Set(checks.map(({ category }) => category))).toEqual(new Set(Object.keys(CATEGORIES)));
    expect(new Set(SET.key.instances.map(({ modality }) => modality)).size).toBe(8);
  });

  it('has instance numbers that tell each instance from every other', () => {
    const numbers = SET.key.instances.map(({ instanceNumber }) => instanceNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('is answered in SQLite as in JSON', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lethe-answers-'));
    const path = join(folder, 'answers.db');
    writeAnswers(path, SET.key);
    const database = new DatabaseSync(path, { readOnly: true });
    const rows = database
      .prepare('SELECT SOPInstanceUID, AnswerData FROM answer_data ORDER BY "index"')
      .all();
    expect(rows.map((row) => row.SOPInstanceUID)).toEqual(
      SET.key.instances.map(({ sopUid }) => `<${sopUid}>`),
    );
    const answers = rows.map((row) =>
      Object.values(JSON.parse(String(row.AnswerData)) as Record<string, { action: string }>),
    );
    expect(answers.map((one) => one.map(({ action }) => action))).toEqual(
      SET.key.instances.map(({ checks }) => checks.map(({ action }) => `<${action}>`)),
    );
    database.close();
    rmSync(folder, { recursive: true });
  });
});

const GONE = new Set(['text_removed', 'date_shifted', 'uid_changed', 'pixels_hidden']);

describe('the judge', () => {
  it('finds every identifier in a copy, and nothing missing', async () => {
    const copies = SET.files.map(({ name, bytes }) => outputOf(`copy/${name}`, bytes));
    const { byAction, leaks, lost, unreadable, intervals } = await judge(SET, copies, noReader);
    for (const [action, { passed, all }] of Object.entries(byAction))
      expect([action, passed]).toEqual([action, GONE.has(action) ? 0 : all]);
    expect({ leaked: leaks.passed, lost, unreadable }).toEqual({ leaked: 0, lost: 0, unreadable: 0 });
    expect(intervals.passed).toBe(intervals.all);
  });

  it('finds nothing kept where nothing came out, and says that it is lost', async () => {
    const { byAction, leaks, lost, files, misses } = await judge(SET, [], noReader);
    for (const [action, { passed, all }] of Object.entries(byAction))
      expect([action, passed]).toEqual([action, GONE.has(action) ? all : 0]);
    expect(leaks.passed).toBe(leaks.all);
    expect(lost).toBe(files);
    expect(misses.some(({ action }) => GONE.has(action))).toBe(false);
  });

  it('says that an output which ends early cannot be read', async () => {
    const [first] = SET.files as [(typeof SET.files)[number]];
    const { unreadable } = await judge(SET, [outputOf('x', first.bytes.subarray(0, 900))], noReader);
    expect(unreadable).toBe(1);
  });
});
