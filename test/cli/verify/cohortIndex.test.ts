import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isIndexFile, newIndex, openIndex } from '../../../cli/verify/cohortIndex.ts';
import type { CohortRow } from '../../../layers/verify/cohort/row.ts';
import { riskOf } from '../../../layers/verify/risk/risk.ts';
import { expectPrivate } from '../../support/posix.ts';

/** The index that a run leaves. */

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lethe-index-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function row(at: number, patient: string, texts: CohortRow['texts'], number = at): CohortRow {
  return {
    name: `#${at}`,
    path: `${at}.dcm`,
    patient,
    study: 'study',
    series: 'series',
    instance: `${at}`,
    isNameWithheld: false,
    sopClass: '1.2',
    instanceNumber: number,
    facts: {
      sex: 'F',
      age: '',
      ethnicGroup: '',
      size: '',
      weight: '',
      studyDay: at === 2 ? '20240115' : '20240102',
      device: '',
      bodyPart: '',
    },
    texts,
  };
}

describe('an index', () => {
  it('counts values by patients, rarest first, and is found again in its file', () => {
    const file = join(root, 'a.index');
    const made = newIndex(file);
    for (let at = 1; at <= 6; at++) {
      const patient = `P${Math.ceil(at / 2)}`;
      made.add(
        row(at, patient, [
          ['(0008,1030)', 'CT head'],
          ['(0008,103E)', at < 3 ? 'with Mr Y' : 'axial'],
        ]),
        at,
      );
    }
    made.flush();
    const wanted = [
      { path: '(0008,103E)', value: 'with Mr Y', instances: 2, patients: 1 },
      { path: '(0008,103E)', value: 'axial', instances: 4, patients: 2 },
      { path: '(0008,1030)', value: 'CT head', instances: 6, patients: 3 },
    ];
    expect(made.values(10)).toEqual(wanted);
    made.close();
    expect(isIndexFile(file)).toBe(true);
    expectPrivate(file);
    const opened = openIndex(file);
    expect(opened.values(10)).toEqual(wanted);
    expect(opened.values(1)).toEqual(wanted.slice(0, 1));
    expect(opened.instances).toBe(6);
    expect(opened.window).toEqual({
      first: '20240102',
      last: '20240115',
      patientsWithDates: 3,
      longestDays: 13,
    });
    expect(riskOf(opened.riskRows(), 1).asItStands.k).toBe(3);
    opened.close();
  });

  it('counts the same where more distinct values come than are held', () => {
    const made = newIndex(null);
    for (let at = 0; at < 300; at++)
      made.add(
        row(at, `P${at % 7}`, [
          ...Array.from({ length: 200 }, (_, n) => ['(0010,4000)', `note ${at} ${n}`] as const),
          ['(0008,1030)', 'same'],
        ]),
        at,
      );
    made.flush();
    expect(made.distinctValues).toBe(60_001);
    expect(made.values(60_001).at(-1)).toEqual({
      path: '(0008,1030)',
      value: 'same',
      instances: 300,
      patients: 3,
    });
    made.close();
  });

  it('says which series have gaps', () => {
    const made = newIndex(null);
    for (const number of [1, 2, 3, 5, 6, 9]) made.add(row(number, 'P', []), number);
    made.flush();
    expect(made.gaps(10)).toEqual([{ series: 'series', missing: 3 }]);
    made.close();
  });

  it('replaces an index, and nothing else', () => {
    const file = join(root, 'b.index');
    for (const at of [1, 2]) {
      const made = newIndex(file);
      made.add(row(at, 'P', []), at);
      made.flush();
      made.close();
    }
    const opened = openIndex(file);
    expect(opened.instances).toBe(1);
    opened.close();
    writeFileSync(join(root, 'c'), 'somebody’s notes');
    expect(() => newIndex(join(root, 'c'))).toThrow('not an index');
  });
});
