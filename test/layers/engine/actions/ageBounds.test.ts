import { type Action, sealPlan } from '../../../../rules/plan.ts';
import { el } from '../../../support/build.ts';
import { cleanBytes } from '../harness.ts';
import {
  byPatient,
  instanceWith,
  type On,
  planOf,
  resultOf,
  seconds,
  shiftBy,
  textsOf,
} from './shiftPlan.ts';

/**
 * HIPAA counts everybody over 89 as one class (45 CFR 164.514(b)(2)(i)(C)): 89 may stay, 90 may not, in whatever unit and from whichever date it is told.
 * Now is 21 November 2026.
 */

const CAP: Action = { kind: 'cap-age', maxYears: 89 };
const REDACT: Action = { kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false };
const AGE = 0x00101010;
const BORN = 0x00100030;
const STUDY = 0x00080020;

it.each([
  ['089Y', '089Y', '089Y'],
  ['090Y', '090Y', ''],
  ['091Y', '090Y', ''],
  ['999M', '999M', '999M'],
  ['999W', '999W', '999W'],
  ['Zwie', '', null],
])('an age of %s is capped to %j, redacted to %j', async (value, capped, redacted) => {
  expect(await resultOf(AGE, 'AS', value, planOf([AGE, CAP]))).toBe(capped);
  const left = resultOf(AGE, 'AS', value, planOf([AGE, REDACT]));
  if (redacted === null) await expect(left).rejects.toThrow('VALUE_INVALID');
  else expect(await left).toBe(redacted);
});

it('what is not in the full form of its VR is refused where it would be redacted', async () => {
  await expect(resultOf(AGE, 'AS', '45Y', planOf([AGE, REDACT]))).rejects.toThrow('VALUE_INVALID');
  await expect(resultOf(STUDY, 'DA', '2019.03.04', planOf([STUDY, REDACT]))).rejects.toThrow('VALUE_INVALID');
  await expect(resultOf(STUDY, 'DA', 'Zwieback', planOf([STUDY, REDACT]))).rejects.toThrow('VALUE_INVALID');
});

// Of one who was born so long ago that the 89th birthday was yesterday, is today, is tomorrow.
it.each([
  ['19371120', '', ''],
  ['19371121', '19371121', '19370101'],
  ['19371122', '19371122', '19370101'],
  ['Zwieback', '', null],
])('a birth date of %s is capped to %j, redacted to %j', async (value, capped, redacted) => {
  expect(await resultOf(BORN, 'DA', value, planOf([BORN, CAP]))).toBe(capped);
  if (redacted !== null) expect(await resultOf(BORN, 'DA', value, planOf([BORN, REDACT]))).toBe(redacted);
});

it('a birth date that stays or moves is held to the cap of the plan', async () => {
  const plan = (...rules: readonly (readonly [on: On, action: Action])[]) => {
    const { digest: _digest, ...draft } = planOf([0x00100010, { kind: 'keep' }], ...rules);
    return sealPlan({ ...draft, capAgeYears: 89 });
  };
  expect(await resultOf(BORN, 'DA', '19371120', plan())).toBe('');
  expect(await resultOf(BORN, 'DA', '19371121', plan())).toBe('19371121');
  const shifted = plan(['DA', shiftBy(byPatient())]);
  expect(await resultOf(BORN, 'DA', '19371120', shifted)).toBe('');
  expect(await resultOf(BORN, 'DA', '19371121', shifted)).toMatch(/^193[67]\d{4}$/);
  // Of another attribute it says nothing.
  expect(await resultOf(0x00100032, 'TM', '10', plan())).toBe('10');
});

it('the age is that of the study’s day where this is later than the clock, unless it is a placeholder', async () => {
  const born = async (study: string) =>
    (
      await textsOf(
        await cleanBytes(instanceWith([el(STUDY, 'DA', study), el(BORN, 'DA', '19380101')]), {
          plan: planOf([BORN, CAP]),
        }),
      )
    )['(0010,0030)'];
  expect(await born('20261121')).toBe('19380101');
  expect(await born('20270101')).toBe('19380101');
  expect(await born('20270102')).toBe('');
  expect(await born('99991231')).toBe('19380101');
  expect(await born('Zwieback')).toBe('19380101');
});

it('dates that rules drop for their age go, and those of the day before stay', async () => {
  const plan = planOf(['DA', shiftBy(seconds(0), { dropOlderThanYears: 89 })]);
  expect(await resultOf(STUDY, 'DA', '19371120', plan)).toBe('');
  expect(await resultOf(STUDY, 'DA', '19371121', plan)).toBe('19371121');
});
