import fc from 'fast-check';
import { PLACEHOLDER_DATES } from '../../../../layers/dicom/dateTime.ts';
import type { RulePlan, Shift } from '../../../../rules/plan.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { holds } from '../../../support/properties.ts';
import { cleanBytes } from '../harness.ts';
import { byPatient, instanceWith, seconds, shiftAll, shiftBy, textsOf } from './shiftPlan.ts';

/**
 * Within a patient every interval between any two shifted times equals the original's: dates with their times, dates and times in one, at any
 * depth, in several instances. Instants are read back here by the machine's own calendar, not by the engine's.
 */

const MICROSECONDS_PER_DAY = 86_400_000_000n;

/** Microseconds since the epoch of YYYYMMDD and HH[MM[SS[.F]]], in the zone they are written in. */
function microseconds(date: string, time: string): bigint {
  const at = new Date(0);
  at.setUTCFullYear(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
  const [whole = '', fraction = ''] = time.split('.');
  const part = (from: number) => BigInt(whole.slice(from, from + 2) || '0');
  return (
    BigInt(at.getTime()) * 1000n +
    ((part(0) * 60n + part(2)) * 60n + part(4)) * 1_000_000n +
    BigInt(fraction.padEnd(6, '0'))
  );
}

const date = fc
  .tuple(
    fc.integer({ min: 300, max: 9700 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year.toString().padStart(4, '0')}${two(month)}${two(day)}`)
  .filter(isGiven);
const second = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 59 }) },
  { weight: 1, arbitrary: fc.constant(60) },
);
const toTheSecond = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), second)
  .map((parts) => parts.map(two).join(''));
const fraction = fc.option(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(999_999)), { nil: null });
const time = fc
  .tuple(toTheSecond, fraction)
  .map(([text, given]) =>
    given === null ? text : `${text}.${String(given[1]).padStart(6, '0').slice(0, given[0])}`,
  );
/** Also without seconds or minutes: exact where the shift has none either. */
const coarseTime = fc.tuple(time, fc.constantFrom(2, 4, 99)).map(([text, length]) => text.slice(0, length));
const zone = fc.constantFrom('', '+0000', '+0100', '-0330', '+1400');

/** Not a day that stands where nobody gave one: those do not move. */
function isGiven(text: string): boolean {
  return PLACEHOLDER_DATES.every(([day]) => day !== text);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** One data set: a pair of one value, a pair of several, a DT of several. */
interface Times {
  readonly study: readonly [date: string, time: string];
  readonly calibrations: readonly (readonly [date: string, time: string])[];
  readonly frames: readonly (readonly [date: string, time: string, zone: string])[];
}

const timesWith = (ofDay: fc.Arbitrary<string>): fc.Arbitrary<Times> =>
  fc.record({
    study: fc.tuple(date, ofDay),
    calibrations: fc.array(fc.tuple(date, ofDay), { minLength: 1, maxLength: 3 }),
    frames: fc.array(fc.tuple(date, ofDay, zone), { minLength: 1, maxLength: 3 }),
  });

function nodesOf({ study, calibrations, frames }: Times): Node[] {
  return [
    el(0x00080020, 'DA', study[0]),
    el(0x0008002a, 'DT', frames.map((parts) => parts.join('')).join('\\')),
    el(0x00080030, 'TM', study[1]),
    el(0x00181200, 'DA', calibrations.map(([day]) => day).join('\\')),
    el(0x00181201, 'TM', calibrations.map(([, ofDay]) => ofDay).join('\\')),
  ];
}

function instantsOf({ study, calibrations, frames }: Times): bigint[] {
  return [study, ...calibrations, ...frames].map(([day, ofDay]) => microseconds(day, ofDay));
}

/** The same of what came out, one after another: root, items, their items. */
function instantsIn(texts: Readonly<Record<string, string>>, prefixes: readonly string[]): bigint[] {
  return prefixes.flatMap((prefix) => {
    const values = (path: string) => (texts[`${prefix}${path}`] as string).split('\\');
    const pairs = (dates: string[], times: string[]) =>
      dates.map((day, index) => microseconds(day, times[index] as string));
    return [
      ...pairs(values('(0008,0020)'), values('(0008,0030)')),
      ...pairs(values('(0018,1200)'), values('(0018,1201)')),
      ...values('(0008,002A)').map((text) =>
        microseconds(text.slice(0, 8), text.slice(8).replace(/[+-]\d{4}$/, '')),
      ),
    ];
  });
}

const PREFIXES = ['', '(0032,1064)[0]', '(0032,1064)[0](0040,0275)[0]', '(0032,1064)[1]'];

/** By how much each instant of two instances of one patient moved. */
async function moves(instances: readonly (readonly Times[])[], plan: RulePlan): Promise<bigint[]> {
  const all: bigint[] = [];
  for (const [root, item, inner, other] of instances as (readonly [Times, Times, Times, Times])[]) {
    const object = instanceWith([
      ...nodesOf(root),
      sq(0x00321064, [[...nodesOf(item), sq(0x00400275, [nodesOf(inner)])], nodesOf(other)]),
    ]);
    const after = instantsIn(await textsOf(await cleanBytes(object, { plan })), PREFIXES);
    const before = [root, item, inner, other].flatMap(instantsOf);
    expect(after).toHaveLength(before.length);
    after.forEach((instant, index) => {
      all.push(instant - (before[index] as bigint));
    });
  }
  return all;
}

const patientOf = (ofDay: fc.Arbitrary<string>) =>
  fc.array(fc.array(timesWith(ofDay), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 2 });

async function moveTogether(
  by: Shift,
  instances: readonly (readonly Times[])[],
  expected: bigint | null,
  timeOfDay: 'keep' | 'shift' = 'keep',
): Promise<void> {
  const distances = new Set(await moves(instances, shiftAll(shiftBy(by, { timeOfDay }))));
  expect(distances.size).toBe(1);
  const [distance] = [...distances] as [bigint];
  if (expected !== null) expect(distance).toBe(expected);
  else {
    expect(distance % MICROSECONDS_PER_DAY === 0n).toBe(timeOfDay === 'keep');
    expect(distance).not.toBe(0n);
  }
}

describe('every interval is the original one', () => {
  test('under a fixed shift to the second, either way', async () => {
    // 99999 days, 23 hours, 59 minutes and 59 seconds: the most that sDDDDDHHMMSS says. From these dates all of it stays in the calendar.
    const by = fc.integer({ min: -8_639_999_999, max: 8_639_999_999 });
    await holds(
      fc.asyncProperty(patientOf(time), by, async (instances, count) => {
        await moveTogether(seconds(count), instances, BigInt(count) * 1_000_000n);
      }),
      { runs: 150 },
    );
  });

  test('under a fixed shift of whole hours or days, for times to the hour and minute, too', async () => {
    const by = fc.oneof(
      fc.integer({ min: -50_000, max: 50_000 }).map((hours) => hours * 3600),
      fc.integer({ min: -3000, max: 3000 }).map((days) => days * 86_400),
    );
    await holds(
      fc.asyncProperty(patientOf(coarseTime), by, async (instances, count) => {
        await moveTogether(seconds(count), instances, BigInt(count) * 1_000_000n);
      }),
      { runs: 100 },
    );
  });

  test('under a shift by patient, which is by whole days and not 0', async () => {
    const direction = fc.constantFrom('back' as const, 'forward' as const, 'either' as const);
    await holds(
      fc.asyncProperty(patientOf(coarseTime), direction, async (instances, way) => {
        await moveTogether(byPatient(1, 3650, way), instances, null);
      }),
      { runs: 100 },
    );
  });

  test.each([
    ['by patient', byPatient(1, 3650, 'either')],
    ['by a fixed number of days', seconds(-30 * 86_400)],
    ['by study', { kind: 'scoped', key: { from: 'ring' }, rangeDays: 50, scope: 'study' } as const],
  ])('with seconds of the day beside the days, %s', async (_how, by) => {
    await holds(
      fc.asyncProperty(patientOf(time), async (instances) => {
        await moveTogether(by, instances, null, 'shift');
      }),
      { runs: 60 },
    );
  });

  test('a time written more coarsely than the shift loses less than its own precision', async () => {
    const shift = shiftAll(shiftBy(seconds(-(86_400 * 3 + 4 * 3600 + 5 * 60 + 6))));
    const nodes = [el(0x00080020, 'DA', '20240301'), el(0x00080030, 'TM', '0405')];
    expect(await textsOf(await cleanBytes(instanceWith(nodes), { plan: shift }))).toMatchObject({
      '(0008,0020)': '20240226',
      '(0008,0030)': '2359',
    });
  });
});

test("Patient's Age agrees with what was shifted: as many days lie between birth and study as before", async () => {
  const dicomDate = (day: Date) => day.toISOString().slice(0, 10).replaceAll('-', '');
  const lives = fc
    .tuple(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2020-01-01'), noInvalidDate: true }),
      fc.integer({ min: 0, max: 999 }),
    )
    .filter(([born, days]) =>
      [born, new Date(born.getTime() + days * 86_400_000)].every((day) => isGiven(dicomDate(day))),
    );
  await holds(
    fc.asyncProperty(lives, async ([born, days]) => {
      const studied = new Date(born.getTime() + days * 86_400_000);
      const age = `${String(days).padStart(3, '0')}D`;
      const object = instanceWith([
        el(0x00080020, 'DA', dicomDate(studied)),
        el(0x00100030, 'DA', dicomDate(born)),
        el(0x00101010, 'AS', age),
      ]);
      const after = await textsOf(await cleanBytes(object, { plan: shiftAll(shiftBy(byPatient())) }));
      const [study, birth] = ['(0008,0020)', '(0010,0030)'].map((path) =>
        microseconds(after[path] as string, ''),
      );
      expect([after['(0010,1010)'], Number((study as bigint) - (birth as bigint)) / 86_400_000_000]).toEqual([
        age,
        days,
      ]);
    }),
    { runs: 100 },
  );
});
