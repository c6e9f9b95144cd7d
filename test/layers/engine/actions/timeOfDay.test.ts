import { createSecretKey } from 'node:crypto';
import { secondsOfDay } from '../../../../layers/engine/resolve/answers/shiftAmount.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { cleanBytes, refusal, testKeys } from '../harness.ts';
import { byPatient, instanceWith, resultOf, seconds, shiftAll, shiftBy, textsOf } from './shiftPlan.ts';

/** What becomes of the time of day: kept it joins to the logs of other systems. */

const STUDY_DATE = 0x00080020;
const STUDY_TIME = 0x00080030;
const DATE_TIME = 0x0008002a;
const DAY_SECONDS = 86_400;

const texts = async (nodes: readonly Node[], plan: RulePlan, patientId?: string) =>
  textsOf(await cleanBytes(instanceWith(nodes, patientId), { plan }));

const secondOf = (time: string) =>
  Number(time.slice(0, 2)) * 3600 + Number(time.slice(2, 4)) * 60 + Number(time.slice(4));
const instantOf = (date: string, time: string) =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 1000 +
  secondOf(time);

describe('"keep": by whole days no time changes', () => {
  test('and a time to the microsecond comes out as it came', async () => {
    expect(await resultOf(STUDY_TIME, 'TM', '113344.123456', shiftAll(shiftBy(byPatient())))).toBe(
      '113344.123456',
    );
  });
});

describe('"shift"', () => {
  const plan = shiftAll(shiftBy(byPatient(), { timeOfDay: 'shift' }));
  const PAIR = [el(STUDY_DATE, 'DA', '20240301'), el(STUDY_TIME, 'TM', '113344.123456')];

  /** By how many seconds a patient's instants move, as the pair says. */
  const amount = async (patientId: string, under = plan, nodes: readonly Node[] = PAIR) => {
    const out = await texts(nodes, under, patientId);
    return (
      instantOf(out['(0008,0020)'] as string, (out['(0008,0030)'] as string).slice(0, 6)) -
      instantOf('20240301', '113344')
    );
  };

  test('moves the time, keeps its precision, and stays in the past', async () => {
    const out = await texts(PAIR, plan);
    expect(out['(0008,0030)']).toMatch(/^\d{6}\.123456$/);
    expect(out['(0008,0030)']).not.toBe('113344.123456');
    const moved = await amount('P1');
    expect(moved).toBeLessThanOrEqual(-DAY_SECONDS);
    expect(moved).toBeGreaterThan(-366 * DAY_SECONDS);
  });

  test('is the same for a patient everywhere, and another for another patient or key', async () => {
    const others = await Promise.all(['P1', 'P2', 'P3', 'P4'].map((id) => amount(id)));
    expect(new Set(others.map((moved) => moved % DAY_SECONDS)).size).toBe(4);
    expect(await amount('P1')).toBe(others[0]);
    const late = [el(STUDY_DATE, 'DA', '20240301'), el(STUDY_TIME, 'TM', '113344')];
    expect(await amount('P1', plan, late)).toBe(others[0]);
    const bytes = instanceWith(PAIR);
    const elsewhere = await textsOf(await cleanBytes(bytes, { plan, keys: testKeys('another root') }));
    expect(elsewhere['(0008,0030)']).not.toBe((await texts(PAIR, plan))['(0008,0030)']);
  });

  test('leaves the days as they were: the seconds have a secret of their own', async () => {
    const days = async (under: RulePlan) => {
      const out = await texts([el(STUDY_DATE, 'DA', '20240301')], under);
      return out['(0008,0020)'];
    };
    expect(await days(plan)).toBe(await days(shiftAll(shiftBy(byPatient()))));
  });

  test('carries pairs over midnight together, at any depth, and DT by as much', async () => {
    const nodes = [
      el(STUDY_DATE, 'DA', '20240301'),
      el(DATE_TIME, 'DT', '20240301000001.5+0100\\20240301235959'),
      el(STUDY_TIME, 'TM', '000001'),
      el(0x00181200, 'DA', '20240301\\20240301'),
      el(0x00181201, 'TM', '000001\\235959'),
      sq(0x00321064, [[el(STUDY_DATE, 'DA', '20240302'), el(STUDY_TIME, 'TM', '000000')]]),
    ];
    const out = await texts(nodes, plan);
    const moved = await amount('P1');
    const values = (path: string) => (out[path] as string).split('\\');
    const distances = [
      instantOf(values('(0008,0020)')[0] as string, values('(0008,0030)')[0] as string) -
        instantOf('20240301', '000001'),
      instantOf(values('(0018,1200)')[0] as string, values('(0018,1201)')[0] as string) -
        instantOf('20240301', '000001'),
      instantOf(values('(0018,1200)')[1] as string, values('(0018,1201)')[1] as string) -
        instantOf('20240301', '235959'),
      instantOf(out['(0032,1064)[0](0008,0020)'] as string, out['(0032,1064)[0](0008,0030)'] as string) -
        instantOf('20240302', '000000'),
      ...values('(0008,002A)').map(
        (text, index) =>
          instantOf(text.slice(0, 8), text.slice(8, 14)) -
          instantOf('20240301', index === 0 ? '000001' : '235959'),
      ),
    ];
    expect(new Set(distances)).toEqual(new Set([moved]));
    expect(values('(0008,002A)')[0]).toMatch(/\.5\+0100$/);
  });

  test('takes a time without a date round the clock', async () => {
    const moved = (((await amount('P1')) % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
    for (const time of ['000000', '113344', '235959']) {
      const after = (await resultOf(STUDY_TIME, 'TM', time, plan)) as string;
      expect((secondOf(after) - secondOf(time) + DAY_SECONDS) % DAY_SECONDS).toBe(moved);
    }
  });

  test('goes by patient beside a fixed shift, which then asks who it is', async () => {
    const fixed = shiftAll(shiftBy(seconds(-30 * DAY_SECONDS), { timeOfDay: 'shift' }));
    const amounts = await Promise.all(['P1', 'P2'].map((id) => amount(id, fixed)));
    for (const moved of amounts) {
      expect(moved).toBeLessThan(-30 * DAY_SECONDS);
      expect(moved).toBeGreaterThan(-31 * DAY_SECONDS);
    }
    expect(amounts[0]).not.toBe(amounts[1]);
    const nobody = instanceWith([...PAIR, el(0x0020000d, 'UI', '')], '');
    expect(await refusal(nobody, { plan: fixed })).toBe('NO_PATIENT_ID');
  });

  test('is by 1 to 86,399 seconds, never by none', () => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const drawn = Array.from({ length: 5_000 }, (_, index) => secondsOfDay(`P${index}`, key));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...drawn)).toBeLessThan(DAY_SECONDS);
    expect(Math.min(...drawn)).toBeLessThan(100);
    expect(Math.max(...drawn)).toBeGreaterThan(DAY_SECONDS - 100);
  });
});

describe('"hour"', () => {
  const plan = shiftAll(shiftBy(byPatient(), { timeOfDay: 'hour' }));

  test.each([
    ['TM', '113344.123456', '11'],
    ['TM', '1133', '11'],
    ['TM', '11', '11'],
    ['TM', '11:33:44', '11'],
    ['TM', '113344\\\\235960', '11\\\\23'],
    ['TM', 'noon', ''],
  ] as const)('%s %j becomes %j', async (vr, value, expected) => {
    expect(await resultOf(STUDY_TIME, vr, value, plan)).toBe(expected);
  });

  test('cuts DT as well, which keeps its zone and gains no precision', async () => {
    const out = await resultOf(DATE_TIME, 'DT', '20240301113344.5+0100\\20240301\\202403', plan);
    expect(out).toMatch(/^20\d{6}11\+0100\\20\d{6}\\20\d{4}$/);
  });

  test('carries a pair over midnight before it is cut', async () => {
    const late = shiftAll(shiftBy(seconds(3600), { timeOfDay: 'hour' }));
    const nodes = [el(STUDY_DATE, 'DA', '20240301'), el(STUDY_TIME, 'TM', '233000')];
    expect(await texts(nodes, late)).toMatchObject({ '(0008,0020)': '20240302', '(0008,0030)': '00' });
  });
});

describe('"dates" of a Lethe rule file', () => {
  const compiled = (timeOfDay: string) => {
    const readFile = (): never => {
      throw new Error('names no file');
    };
    const file = { options: ['retainLongitudinalModifiedDates'], dates: { timeOfDay } };
    const source = { name: 'test', text: JSON.stringify(file), place: 'desk', readFile } as const;
    return compileLethe(source).plan as RulePlan;
  };
  // Of a row, of one that the table does not name, of an item, of a DT.
  const NODES = [
    el(STUDY_DATE, 'DA', '20240301'),
    el(DATE_TIME, 'DT', '20240301113344'),
    el(STUDY_TIME, 'TM', '113344'),
    el(0x00181201, 'TM', '113344'),
    sq(0x00081140, [[el(0x00080032, 'TM', '113344')]]),
  ];
  const timesOf = async (timeOfDay: string) => {
    const out = await texts(NODES, compiled(timeOfDay));
    return [out['(0008,0030)'], out['(0018,1201)'], (out['(0008,002A)'] as string).slice(8)];
  };

  test('keeps, cuts or moves all times alike', async () => {
    expect(await timesOf('keep')).toEqual(['113344', '113344', '113344']);
    expect(await timesOf('hour')).toEqual(['11', '11', '11']);
    const moved = await timesOf('shift');
    expect(new Set(moved).size).toBe(1);
    expect(moved[0]).toMatch(/^\d{6}$/);
    expect(moved[0]).not.toBe('113344');
  });
});
