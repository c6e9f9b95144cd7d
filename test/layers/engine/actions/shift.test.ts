import { createSecretKey } from 'node:crypto';
import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { shift } from '../../../../layers/engine/actions/shift.ts';
import { Phi } from '../../../../layers/engine/phi.ts';
import { microsoftOffset, shiftSeconds } from '../../../../layers/engine/resolve/answers/shiftAmount.ts';
import { Questions, Resolutions } from '../../../../layers/engine/resolve/requests.ts';
import type { RulePlan, Shift } from '../../../../rules/plan.ts';
import { el, fragments, type Node, sq } from '../../../support/build.ts';
import { clean, cleanBytes, parsed, refusal, testKeys } from '../harness.ts';
import {
  byPatient,
  instanceWith,
  planOf,
  resultOf,
  type ShiftAction,
  seconds,
  shiftAll,
  shiftBy,
  textsOf,
} from './shiftPlan.ts';

const STUDY_DATE = 0x00080020;
const ACQUISITION_DATE_TIME = 0x0008002a;
const STUDY_TIME = 0x00080030;

const HOUR = 3600;
const DAY = 86_400;

const results = async (nodes: readonly Node[], plan: RulePlan) =>
  textsOf(await cleanBytes(instanceWith(nodes), { plan }));

describe('a fixed shift (ProKnow, vectors A3.4)', () => {
  test('DT 10000 days, 10 hours, 10 minutes, 10 seconds on', async () => {
    const plan = shiftAll(shiftBy(seconds(10_000 * DAY + 10 * HOUR + 610)));
    expect(await resultOf(ACQUISITION_DATE_TIME, 'DT', '20000101000000', plan)).toBe('20270519101010');
  });

  test('DA one day back over 29 February', async () => {
    expect(await resultOf(STUDY_DATE, 'DA', '20240301', shiftAll(shiftBy(seconds(-DAY))))).toBe('20240229');
  });

  test('DA and TM that belong together go over midnight together', async () => {
    const nodes = [el(STUDY_DATE, 'DA', '20231231'), el(STUDY_TIME, 'TM', '233000')];
    expect(await results(nodes, shiftAll(shiftBy(seconds(2 * HOUR))))).toMatchObject({
      '(0008,0020)': '20240101',
      '(0008,0030)': '013000',
    });
  });

  test('a TM without its DA goes round the clock', async () => {
    expect(await resultOf(STUDY_TIME, 'TM', '233000.5', shiftAll(shiftBy(seconds(2 * HOUR))))).toBe(
      '013000.5',
    );
  });

  test('DT one second back keeps its fraction and zone', async () => {
    const plan = shiftAll(shiftBy(seconds(-1)));
    expect(await resultOf(ACQUISITION_DATE_TIME, 'DT', '20240101000000.123456+0100', plan)).toBe(
      '20231231235959.123456+0100',
    );
  });
});

describe('pairs', () => {
  const twoHours = shiftBy(seconds(2 * HOUR));

  test('go value by value, each time as precise as it was', async () => {
    const nodes = [
      el(0x00181200, 'DA', '20231231\\20231231\\20231231 \\20231231'),
      el(0x00181201, 'TM', '23\\2159\\ 220000.00 '),
    ];
    expect(await results(nodes, shiftAll(twoHours))).toMatchObject({
      '(0018,1200)': '20240101\\20231231\\20240101\\20231231',
      '(0018,1201)': '01\\2359\\000000.00',
    });
  });

  test('keep an empty value in its place', async () => {
    const nodes = [el(0x00181200, 'DA', '20231231\\\\20231230'), el(0x00181201, 'TM', '\\220000\\233000')];
    expect(await results(nodes, shiftAll(twoHours))).toMatchObject({
      '(0018,1200)': '20231231\\\\20231231',
      '(0018,1201)': '\\000000\\013000',
    });
  });

  test('are of one data set: a time in another item carries nothing', async () => {
    const nodes = [
      el(STUDY_TIME, 'TM', '230000'),
      sq(0x00321064, [
        [el(0x00080020, 'DA', '20231231')],
        [el(0x00080020, 'DA', '20231231'), el(0x00080030, 'TM', '230000')],
      ]),
    ];
    expect(await results(nodes, shiftAll(twoHours))).toMatchObject({
      '(0008,0030)': '010000',
      '(0032,1064)[0](0008,0020)': '20231231',
      '(0032,1064)[1](0008,0020)': '20240101',
      '(0032,1064)[1](0008,0030)': '010000',
    });
  });

  test.each([
    ['is kept', planOf([STUDY_DATE, twoHours])],
    ['is removed', planOf([STUDY_DATE, twoHours], [STUDY_TIME, { kind: 'remove' }])],
    ['moves otherwise', planOf([STUDY_DATE, twoHours], [STUDY_TIME, shiftBy(seconds(HOUR))])],
  ])('do not carry where the time %s', async (_why, plan) => {
    const nodes = [el(STUDY_DATE, 'DA', '20231231'), el(STUDY_TIME, 'TM', '233000')];
    expect((await results(nodes, plan))['(0008,0020)']).toBe('20231231');
  });

  test('do not carry where the time is invalid', async () => {
    const nodes = [el(STUDY_DATE, 'DA', '20231231'), el(STUDY_TIME, 'TM', 'night')];
    expect(await results(nodes, shiftAll(twoHours))).toMatchObject({
      '(0008,0020)': '20231231',
      '(0008,0030)': '',
    });
  });
});

describe('values', () => {
  const dayBack = shiftBy(seconds(-DAY));

  test.each([
    ['an empty value', 'DA', '', ''],
    ['spaces', 'DA', '  ', ''],
    ['several empty values', 'DA', '\\\\', '\\\\'],
    ['the dots of ACR-NEMA', 'DA', '2024.03.01', '20240229'],
    ['a padded value', 'DA', ' 20240301', '20240229'],
    ['the colons of ACR-NEMA, by whole days', 'TM', '12:30:45', '12:30:45'],
    ['a year', 'DT', '2024', '2023'],
    ['a month', 'DT', '202401', '202312'],
    ['a day', 'DT', '20240101+0100', '20231231+0100'],
    ['one of several that is not a date', 'DA', '20240301\\soon\\20240302', '20240229\\\\20240301'],
    ['a range', 'DA', '20240301-20240302', ''],
    ['the first day of the year 1', 'DA', '00010102', '00010101'],
    ['not a number', 'DT', 'NaN', ''],
    ['an invalid time', 'TM', '25', ''],
  ] as const)('%s (%s %j) becomes %j', async (_what, vr, value, expected) => {
    const tag = { DA: STUDY_DATE, TM: STUDY_TIME, DT: ACQUISITION_DATE_TIME }[vr];
    expect(await resultOf(tag, vr, value, shiftAll(dayBack))).toBe(expected);
  });

  test('bytes stay as they came where nothing moves', async () => {
    const object = instanceWith([
      el(STUDY_DATE, 'DA', '2024.03.01'),
      el(STUDY_TIME, 'TM', ' 12:30 '),
      el(ACQUISITION_DATE_TIME, 'DT', '20240301 '),
    ]);
    expect(Buffer.compare(await cleanBytes(object, { plan: shiftAll(shiftBy(seconds(0))) }), object)).toBe(0);
  });

  test('what is invalid is noted by its path alone', async () => {
    const nodes = [sq(0x00321064, [[el(STUDY_DATE, 'DA', '20240301\\Mrs Smith\\was here')]])];
    const result = await clean(instanceWith(nodes), { plan: shiftAll(dayBack) });
    expect(result).toMatchObject({
      outcome: 'released',
      findings: [{ severity: 'note', code: 'DATE_INVALID', path: '(0032,1064)[0](0008,0020)' }],
    });
    expect(JSON.stringify('findings' in result && result.findings)).not.toMatch(/Smith|here/);
  });

  test.each(['00010102', 'soon'])(
    '%s removes the element if the rule says so, with a note',
    async (value) => {
      const plan = shiftAll(shiftBy(seconds(-2 * DAY), { whenInvalid: 'remove' }));
      expect(await resultOf(STUDY_DATE, 'DA', value, plan)).toBeUndefined();
      const result = await clean(instanceWith([el(STUDY_DATE, 'DA', value)]), { plan });
      expect('findings' in result && result.findings.map(({ code }) => code)).toEqual(['DATE_INVALID']);
    },
  );

  test.each(['00010102', 'soon'])(
    '%s refuses the instance if the rule says so, without the value',
    async (value) => {
      const result = await clean(instanceWith([el(STUDY_DATE, 'DA', value)]), {
        plan: shiftAll(shiftBy(seconds(-2 * DAY), { whenInvalid: 'quarantine' })),
      });
      expect(result).toMatchObject({ reason: { code: 'VALUE_INVALID', path: '(0008,0020)' } });
      expect(JSON.stringify(result)).not.toContain(value);
    },
  );

  test('elements of a private block move as well', async () => {
    const nodes = [el(0x00091001, 'DT', '20240301120000'), el(0x00090010, 'LO', 'MAKER')];
    expect((await results(nodes, shiftAll(dayBack)))['(0009,1001)']).toBe('20240229120000');
  });
});

describe('VRs that have no date', () => {
  test.each([
    ['text', planOf([0x00081030, shiftBy(seconds(DAY))]), el(0x00081030, 'LO', '20240301')],
    ['an age', planOf([0x00101010, shiftBy(seconds(DAY))]), el(0x00101010, 'AS', '045Y')],
    [
      'a private value of unknown VR',
      planOf([0x00091001, shiftBy(seconds(DAY))]),
      el(0x00091001, 'UN', '20240301'),
    ],
    [
      'a sequence',
      planOf([0x00321064, shiftBy(seconds(DAY))]),
      sq(0x00321064, [[el(STUDY_DATE, 'DA', '20240301')]]),
    ],
    [
      'an encapsulated value',
      planOf([0x7fe00010, shiftBy(seconds(DAY))]),
      fragments([[Uint8Array.of(1, 2)]]),
    ],
    [
      'a TM that shall lose its time of day',
      shiftAll(shiftBy(seconds(DAY), { timeOfDay: 'midnight' })),
      el(STUDY_TIME, 'TM', '12'),
    ],
  ])('%s is refused', async (_what, plan, node) => {
    expect(await refusal(instanceWith([node]), { plan })).toBe('ACTION_NOT_FOR_VR');
  });
});

describe('a shift by patient', () => {
  const shifted = async (
    patientId: string,
    plan = shiftAll(shiftBy(byPatient())),
    more: readonly Node[] = [],
    keys = testKeys(),
  ) => {
    const object = instanceWith(
      [el(ACQUISITION_DATE_TIME, 'DT', '20240301120000.5+0100'), ...more],
      patientId,
    );
    return (await textsOf(await cleanBytes(object, { plan, keys })))['(0008,002A)'] as string;
  };
  const daysBack = (text: string) =>
    (Date.UTC(2024, 2, 1) -
      Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8)))) /
    86_400_000;

  test('is by whole days, the same each time, other for other patients, issuers and keys', async () => {
    const issuer = (name: string) => [el(0x00100021, 'LO', name)];
    const all = [
      await shifted('P1'),
      await shifted('P2'),
      await shifted('P1', undefined, issuer('A')),
      await shifted('P1', undefined, issuer('B')),
      await shifted('P1', undefined, [], testKeys('another root')),
    ];
    expect(await shifted(' P1 ')).toBe(all[0]);
    expect(new Set(all).size).toBe(all.length);
    for (const text of all) {
      expect(text).toMatch(/^\d{8}120000\.5\+0100$/);
      expect(daysBack(text)).toBeGreaterThanOrEqual(1);
      expect(daysBack(text)).toBeLessThanOrEqual(365);
    }
  });

  test('goes by the Study Instance UID where there is no Patient ID', async () => {
    const study = (uid: string) => [el(0x0020000d, 'UI', uid)];
    const [one, other] = [
      await shifted('', undefined, study('1.2.7')),
      await shifted('', undefined, study('1.2.8')),
    ];
    expect(await shifted('  ', undefined, study('1.2.7'))).toBe(one);
    expect(other).not.toBe(one);
    expect(await shifted('1.2.7')).not.toBe(one);
  });

  test('refuses the instance that says neither, if there is a date to move', async () => {
    const nobody = [el(0x00100020, 'LO', ''), el(0x0020000d, 'UI', '')];
    const plan = shiftAll(shiftBy(byPatient()));
    expect(await refusal(instanceWith([...nobody, el(STUDY_DATE, 'DA', '20240301')]), { plan })).toBe(
      'NO_PATIENT_ID',
    );
    expect(await refusal(instanceWith([...nobody, el(STUDY_DATE, 'DA', '')]), { plan })).toBeNull();
  });

  describe('takes each day of its range about as often, and never 0', () => {
    const key = createSecretKey(Buffer.alloc(32, 7));
    const drawn = (by: Shift, count: number) => {
      const counts = new Map<number, number>();
      for (let patient = 0; patient < count; patient++) {
        const days = shiftSeconds(by, `patient\x1f${patient}\x1f`, key) / DAY;
        counts.set(days, (counts.get(days) ?? 0) + 1);
      }
      return counts;
    };

    test.each([
      ['back', [-5, -4, -3]],
      ['forward', [3, 4, 5]],
      ['either', [-5, -4, -3, 3, 4, 5]],
    ] as const)('%s', (direction, days) => {
      const counts = drawn(byPatient(3, 5, direction), 6000);
      expect([...counts.keys()].sort((a, b) => a - b)).toEqual(days);
      const fair = 6000 / days.length;
      for (const count of counts.values()) expect(Math.abs(count - fair)).toBeLessThan(6 * Math.sqrt(fair));
    });

    test('from 0 is from 1', () => {
      expect([...drawn(byPatient(0, 2, 'either'), 500).keys()].sort((a, b) => a - b)).toEqual([-2, -1, 1, 2]);
    });

    test('is not drawn to small numbers where the range does not divide the words it is drawn from', () => {
      // Two thirds of 2^32: words taken modulo it would be in the lower half two times of three.
      const days = [...drawn(byPatient(1, 2_863_311_530, 'forward'), 1000).keys()];
      const lower = days.filter((day) => day <= 1_431_655_765).length;
      expect(Math.abs(lower - 500)).toBeLessThan(80);
    });

    test('has a day to choose from', () => {
      expect(() => drawn(byPatient(5, 4), 1)).toThrow(RangeError);
      expect(() => drawn(byPatient(0, 0), 1)).toThrow(RangeError);
    });
  });
});

describe('a scoped shift (Microsoft, vectors A1.7)', () => {
  const scoped = (options: Partial<Shift & { kind: 'scoped' }> = {}): Shift => ({
    kind: 'scoped',
    key: { from: 'rules', text: '123' },
    rangeDays: 50,
    scope: 'series',
    ...options,
  });
  const microsoft = (by: Shift, options: Partial<ShiftAction> = {}) =>
    shiftBy(by, { whenInvalid: 'quarantine', dropOlderThanYears: 89, timeOfDay: 'midnight', ...options });
  const datesOnly = (action: ShiftAction) => planOf(['DA', action], ['DT', action]);

  test('vector 16: 20000101 is 23 days earlier for this series', async () => {
    const series = '1.3.6.1.4.1.5962.99.1.5128099.2103784727.1533308485539.5.0';
    const nodes = [el(STUDY_DATE, 'DA', '20000101'), el(0x0020000e, 'UI', series)];
    expect(microsoftOffset(series, '123', 50)).toBe(-23);
    expect((await results(nodes, datesOnly(microsoft(scoped()))))['(0008,0020)']).toBe('19991209');
  });

  test.each([
    ['', '', 50, -50],
    ['', '123', 50, 50],
    ['filename', '123', 50, 4],
    ['789', '123', 50, 30],
    ['456', '123', 50, -27],
    ['123', '123', 50, 17],
    ['1.2.3.4', '123', 50, -39],
    ['1.2.3.4', '123', 365, 126],
    ['1.2.840.113619.2.1', 'abc', 50, -30],
    ['', 'é', 50, 10],
    ['1.2.3', 'any', 0, 0],
  ])('vector 17: prefix %j, key %j, range %d: %d days', (prefix, key, range, expected) => {
    expect(microsoftOffset(prefix, key, range)).toBe(expected);
  });

  test.each([
    ['study', 0x0020000d],
    ['series', 0x0020000e],
    ['instance', 0x00080018],
  ] as const)('the scope %s goes by its own UID, as it was before any rule', async (scope, tag) => {
    const nodes = [el(tag, 'UI', '1.2.3.4'), el(STUDY_DATE, 'DA', '20240301')];
    if (scope !== 'instance') nodes.push(el(0x00080018, 'UI', '1.2.9'));
    const plan = planOf(
      [tag, { kind: 'replace-uid', method: 'keyed' }],
      ['DA', microsoft(scoped({ scope }))],
    );
    expect((await results(nodes, plan))['(0008,0020)']).toBe('20240122');
  });

  test('vector 18: a DT becomes midnight in its zone, at most 50 days away', async () => {
    const result = await resultOf(
      ACQUISITION_DATE_TIME,
      'DT',
      '20150207132817-0500',
      datesOnly(microsoft(scoped())),
    );
    expect(result).toMatch(/^\d{8}000000\.000000-0500$/);
    const days =
      (Date.UTC(2015, 1, 7) -
        Date.UTC(Number(result?.slice(0, 4)), Number(result?.slice(4, 6)) - 1, Number(result?.slice(6, 8)))) /
      86_400_000;
    expect(Math.abs(days)).toBeLessThanOrEqual(50);
  });

  test.each([
    ['microsoft', '20150207132817', '20150111120000.000000'],
    ['midnight', '20150207132817', '20150111000000.000000'],
    ['microsoft', '20150207132817.25+0000', '20150111000000.000000+0000'],
    ['keep', '20150207132817', '20150111132817'],
  ] as const)('vector 19: time of day %s of %s', async (timeOfDay, value, expected) => {
    const nodes = [el(0x0020000e, 'UI', '456'), el(ACQUISITION_DATE_TIME, 'DT', value)];
    expect((await results(nodes, datesOnly(microsoft(scoped(), { timeOfDay }))))['(0008,002A)']).toBe(
      expected,
    );
  });

  test.each([
    ['DA', '2021'],
    ['DA', '199001'],
    ['DA', '20000000'],
    ['DA', '2000-01-01'],
    ['DA', '2000.01.01'],
    ['DA', '200001011212'],
    ['DT', '202111100101'],
    ['DT', '20211111010101.'],
    ['DT', '20211111010101.1234567'],
    ['DT', '20211111010101+08:00'],
  ] as const)('vector 24: %s %s fails the file', async (vr, value) => {
    const tag = vr === 'DA' ? STUDY_DATE : ACQUISITION_DATE_TIME;
    expect(await refusal(instanceWith([el(tag, vr, value)]), { plan: datesOnly(microsoft(scoped())) })).toBe(
      'VALUE_INVALID',
    );
  });

  test.each([
    ['DA', '19371120\\20240301\\19371121', 2],
    ['DA', '19110101', 0],
    ['DT', '19110101000000\\20240301000000', 1],
  ] as const)(
    '%s %s: what is over 89 years back by the clock is dropped, not moved',
    async (vr, value, left) => {
      const tag = vr === 'DA' ? STUDY_DATE : ACQUISITION_DATE_TIME;
      const result = await resultOf(tag, vr, value, datesOnly(microsoft(scoped())));
      expect(result?.split('\\').filter((text) => text !== '')).toHaveLength(left);
    },
  );

  test('with a key of the ring is in the range, keyed, and never 0', () => {
    const ring = scoped({ key: { from: 'ring' }, rangeDays: 3 });
    const days = (fill: number, uid: string) =>
      shiftSeconds(ring, uid, createSecretKey(Buffer.alloc(32, fill))) / DAY;
    const seen = new Set(Array.from({ length: 300 }, (_, at) => days(1, `1.2.${at}`)));
    expect([...seen].sort((a, b) => a - b)).toEqual([-3, -2, -1, 1, 2, 3]);
    expect(Array.from({ length: 20 }, (_, at) => days(1, `1.2.${at}`))).not.toEqual(
      Array.from({ length: 20 }, (_, at) => days(2, `1.2.${at}`)),
    );
    expect(
      shiftSeconds(scoped({ key: { from: 'ring' }, rangeDays: 0 }), '1.2', createSecretKey(Buffer.alloc(32))),
    ).toBe(0);
  });
});

describe('what certify asks', () => {
  test.each([
    ['a date that was issued', '20240229', true],
    ['a date that was not', '20240301', false],
    ['one of two that was not', '20240229\\20240301', false],
    ['nothing', '', true],
  ])('%s: %s', async (_what, value, expected) => {
    const whole = await parsed(instanceWith([el(STUDY_DATE, 'DA', value)]));
    const element = elementWith(whole.dataSet, asTag(STUDY_DATE));
    if (element === undefined) throw new Error('no Study Date');
    const action = shiftBy(seconds(-DAY));
    const subject = { instance: whole, element, plan: shiftAll(action), now: 0 };
    const questions = new Questions();
    const moved = {
      kind: 'shift',
      by: action.by,
      timeOfDay: action.timeOfDay,
      whose: new Phi(''),
      vr: 'DA',
      original: new Phi('20240301'),
      time: null,
    } as const;
    questions.ask(moved).answer = '20240229';
    expect(shift.holds(action, subject, new Resolutions(questions))).toBe(expected);
  });
});
