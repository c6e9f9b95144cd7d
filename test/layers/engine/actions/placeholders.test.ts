import { PLACEHOLDER_DATES, parseDate } from '../../../../layers/dicom/dateTime.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { clean, cleanBytes } from '../harness.ts';
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

/** Days that stand where nobody gave one are never moved: each would tell how far all of the patient's dates have been. */

const STUDY_DATE = 0x00080020;
const STUDY_TIME = 0x00080030;
const DATE_TIME = 0x0008002a;
const BIRTH_DATE = 0x00100030;

const TWO_HOURS = shiftBy(seconds(7200));
const SHIFTS: readonly (readonly [string, ShiftAction])[] = [
  ['by patient', shiftBy(byPatient())],
  ['by a fixed number of days', shiftBy(seconds(-30 * 86_400))],
  ['by seconds', TWO_HOURS],
  ['by series', shiftBy({ kind: 'scoped', key: { from: 'ring' }, rangeDays: 50, scope: 'series' })],
  ['with the times of day', shiftBy(byPatient(), { timeOfDay: 'shift' })],
  ['with the times cut', shiftBy(byPatient(), { timeOfDay: 'hour' })],
];

const texts = async (nodes: readonly Node[], plan: RulePlan) =>
  textsOf(await cleanBytes(instanceWith(nodes), { plan }));
const codes = async (nodes: readonly Node[], plan: RulePlan) => {
  const result = await clean(instanceWith(nodes), { plan });
  return 'findings' in result
    ? result.findings.map(({ code, path }) => `${code} ${path}`)
    : result.reason.code;
};

describe('the table', () => {
  const dates = PLACEHOLDER_DATES.map(([date]) => date);

  test('has days of the calendar in their order, each once, with a source', () => {
    for (const [date, source] of PLACEHOLDER_DATES) {
      expect(parseDate(date)).not.toBeNull();
      expect(source).not.toBe('');
    }
    expect(dates).toEqual([...new Set(dates)].sort());
  });

  test('has the epochs that are met most', () => {
    const met = ['19000101', '19700101', '18581117', '99991231', '00010101', '19800101', '19691231'];
    expect(dates).toEqual(expect.arrayContaining([...met, '19040101', '16010101', '18991230', '19800106']));
  });

  test('has no day on which a digital archive may have an image', () => {
    expect(dates.filter((date) => date > '19850000' && date < '20300000')).toEqual([]);
  });
});

describe.each(SHIFTS)('a shift %s', (_how, shift) => {
  test('empties each of them, as DA and DT', async () => {
    const all = PLACEHOLDER_DATES.map(([date]) => date);
    const plan = shiftAll(shift);
    const blank = '\\'.repeat(all.length - 1);
    const out = await texts([el(0x00181200, 'DA', [...all, '20240301'].join('\\'))], plan);
    expect(out['(0018,1200)']).toMatch(new RegExp(`^\\\\{${all.length}}20\\d{6}$`));
    expect(blank).toHaveLength(all.length - 1);
    for (const date of ['19700101', '18581117', '99991231'])
      for (const rest of ['', '00', '000000', '000000.000000', '000000.000000+0000', '235959.5-0500'])
        expect([rest, await resultOf(DATE_TIME, 'DT', `${date}${rest}`, plan)]).toEqual([rest, '']);
  });

  test('moves the days beside them, and those that only look odd', async () => {
    const odd = ['19000102', '19700102', '19691230', '18581115', '20000101', '20010101', '19991111'];
    for (const date of odd) {
      const after = await resultOf(STUDY_DATE, 'DA', date, shiftAll({ ...shift, by: seconds(-86_400 * 3) }));
      expect([date, after]).not.toEqual([date, '']);
      expect(after).not.toBe(date);
    }
  });
});

describe('a placeholder', () => {
  const plan = shiftAll(TWO_HOURS);

  test.each([
    ['with the points of ACR-NEMA', 'DA', '1970.01.01'],
    ['padded', 'DA', ' 19700101 '],
    ['a month that has one', 'DT', '197001'],
    ['a year that has one', 'DT', '1970'],
    ['a year that has one, in a zone', 'DT', '1858+0100'],
    ['a month that has one late', 'DT', '999912'],
  ] as const)('%s (%s %s) goes', async (_how, vr, value) => {
    expect(await resultOf(vr === 'DA' ? STUDY_DATE : DATE_TIME, vr, value, plan)).toBe('');
  });

  test.each([
    ['a month that has none', '197002', '197002'],
    ['a year that has none', '1971', '1971'],
  ])('%s moves', async (_how, value, expected) => {
    expect(await resultOf(DATE_TIME, 'DT', value, plan)).toBe(expected);
  });

  test('takes the time beside it along, value by value, and no other', async () => {
    const nodes = [
      el(STUDY_DATE, 'DA', '19700101'),
      el(STUDY_TIME, 'TM', '003000'),
      el(0x00181200, 'DA', '20240301\\19800101\\20240303'),
      el(0x00181201, 'TM', '230000\\000000.00\\100000'),
      el(0x00080031, 'TM', '010000'),
    ];
    expect(await texts(nodes, plan)).toMatchObject({
      '(0008,0020)': '',
      '(0008,0030)': '',
      '(0008,0031)': '030000',
      '(0018,1200)': '20240302\\\\20240303',
      '(0018,1201)': '010000\\\\120000',
    });
    expect(await codes(nodes, plan)).toEqual([
      'DATE_PLACEHOLDER (0008,0020)',
      'DATE_PLACEHOLDER (0008,0030)',
      'DATE_PLACEHOLDER (0018,1200)',
      'DATE_PLACEHOLDER (0018,1201)',
    ]);
  });

  test('takes the time along where rules keep or remove the date', async () => {
    const nodes = [el(STUDY_DATE, 'DA', '19700101'), el(STUDY_TIME, 'TM', '003000')];
    for (const kind of ['keep', 'remove'] as const) {
      const out = await texts(nodes, planOf([STUDY_DATE, { kind }], [STUDY_TIME, TWO_HOURS]));
      expect(out['(0008,0030)']).toBe('');
    }
  });

  test('takes the times of its own data set alone', async () => {
    const nodes = [
      el(STUDY_TIME, 'TM', '100000'),
      sq(0x00321064, [[el(STUDY_DATE, 'DA', '19000101'), el(STUDY_TIME, 'TM', '100000')]]),
    ];
    expect(await texts(nodes, plan)).toMatchObject({
      '(0008,0030)': '120000',
      '(0032,1064)[0](0008,0020)': '',
      '(0032,1064)[0](0008,0030)': '',
    });
  });

  test('removes its element where invalid values do, with a note', async () => {
    const removing = shiftAll({ ...TWO_HOURS, whenInvalid: 'remove' });
    const nodes = [el(STUDY_DATE, 'DA', '19700101'), el(STUDY_TIME, 'TM', '003000')];
    const out = await texts(nodes, removing);
    expect([out['(0008,0020)'], out['(0008,0030)']]).toEqual([undefined, undefined]);
    expect(await codes(nodes, removing)).toEqual([
      'DATE_PLACEHOLDER (0008,0020)',
      'DATE_PLACEHOLDER (0008,0030)',
    ]);
  });

  test('refuses no instance, as devices write it: it is emptied, and a value that is not a date still refuses', async () => {
    const strict = shiftAll({ ...TWO_HOURS, whenInvalid: 'quarantine' });
    expect(await resultOf(STUDY_DATE, 'DA', '19700101', strict)).toBe('');
    expect(await codes([el(STUDY_DATE, 'DA', '19700101\\soon')], strict)).toBe('VALUE_INVALID');
  });

  test('is noted beside what is invalid', async () => {
    const nodes = [el(STUDY_DATE, 'DA', '19700101\\soon\\20240301')];
    expect((await texts(nodes, plan))['(0008,0020)']).toBe('\\\\20240301');
    expect((await codes(nodes, plan)).toString()).toBe(
      'DATE_INVALID (0008,0020),DATE_PLACEHOLDER (0008,0020)',
    );
  });

  test('is a birth date as well', async () => {
    expect(await resultOf(BIRTH_DATE, 'DA', '19000101', plan)).toBe('');
  });

  test('stays where rules keep dates', async () => {
    expect(await resultOf(STUDY_DATE, 'DA', '19700101', planOf([STUDY_TIME, TWO_HOURS]))).toBe('19700101');
  });

  test('moves where rules want parity', async () => {
    const parity = shiftAll(shiftBy(seconds(86_400), { placeholders: 'move' }));
    expect(await resultOf(STUDY_DATE, 'DA', '19700101', parity)).toBe('19700102');
  });
});

describe('a Lethe rule file', () => {
  const compiled = (file: object): RulePlan => {
    const readFile = (): never => {
      throw new Error('names no file');
    };
    const { plan, problems } = compileLethe({
      name: 'test',
      text: JSON.stringify(file),
      place: 'desk',
      readFile,
    });
    if (plan === null) throw new Error(JSON.stringify(problems));
    return plan;
  };
  const MODIFIED = ['retainLongitudinalModifiedDates', 'retainSafePrivate'];

  test('empties them in private attributes that it keeps, by their VR in the file or the list', async () => {
    const plan = compiled({
      options: MODIFIED,
      privateAttributes: {
        keep: [
          { group: '0019', creator: 'ACME', element: '01', vr: 'DA' },
          { group: '0019', creator: 'ACME', element: '02', vr: 'DT' },
        ],
      },
    });
    const block = (date: string): Node[] => [
      el(0x00190010, 'LO', 'ACME'),
      el(0x00191001, 'UN', Buffer.from(date)),
      el(0x00191002, 'DT', `${date}000000.000000`),
    ];
    const nodes = [...block('19700101'), sq(0x00081140, [block('18581117')])];
    const out = await texts(nodes, plan);
    expect(out).toMatchObject({ '(0019,1001)': '', '(0019,1002)': '' });
    expect(out['(0008,1140)[0](0019,1001)'] ?? '').toBe('');
    const moved = await texts(block('20240301'), plan);
    expect(moved['(0019,1001)']).toMatch(/^202[34]\d{4}$/);
    expect(await codes(block('19700101'), plan)).toEqual([
      'DATE_PLACEHOLDER (0019,1001)',
      'DATE_PLACEHOLDER (0019,1002)',
    ]);
  });

  test('adds days of its own, and no less than the table goes', async () => {
    const plan = compiled({ options: MODIFIED, dates: { placeholders: ['20000101', '19850101'] } });
    for (const date of ['20000101', '19850101', '19700101'])
      expect(await resultOf(STUDY_DATE, 'DA', date, plan)).toBe('');
    expect(await resultOf(STUDY_DATE, 'DA', '20000102', plan)).toMatch(/^(1999|2000)\d{4}$/);
  });

  test('gives them to a rule of its own that shifts, which may have others', async () => {
    const shift = { select: 'StudyDate', action: 'shift', by: { days: -1 } };
    const dates = { placeholders: ['20000101'] };
    const own = compiled({ profile: 'none', dates, rules: [shift] });
    expect(await resultOf(STUDY_DATE, 'DA', '20000101', own)).toBe('');
    const other = compiled({ profile: 'none', dates, rules: [{ ...shift, placeholders: ['20010101'] }] });
    expect(await resultOf(STUDY_DATE, 'DA', '20000101', other)).toBe('19991231');
    expect(await resultOf(STUDY_DATE, 'DA', '20010101', other)).toBe('');
  });
});
