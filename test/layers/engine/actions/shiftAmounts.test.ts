import type { Action, Shift } from '../../../../rules/plan.ts';
import { el } from '../../../support/build.ts';
import { cleanBytes } from '../harness.ts';
import { byPatient, instanceWith, type On, planOf, shiftBy, textsOf } from './shiftPlan.ts';

/** Rules that share how far dates move, and differ in what becomes of the time of day: each has its own amount. */

const OBJECT = instanceWith([el(0x00080020, 'DA', '20190304'), el(0x0008002a, 'DT', '20190304101112')]);

async function moved(
  ...rules: readonly (readonly [on: On, action: Action])[]
): Promise<Readonly<Record<string, string>>> {
  return textsOf(await cleanBytes(OBJECT, { plan: planOf(...rules) }));
}

it.each<readonly [string, Shift]>([
  ['by patient', byPatient()],
  ['by study', { kind: 'scoped', key: { from: 'ring' }, rangeDays: 50, scope: 'study' }],
])('%s', async (_what, by) => {
  const date = ['DA', shiftBy(by)] as const;
  const instant = ['DT', shiftBy(by, { timeOfDay: 'shift' })] as const;
  const [alone, other, both] = [await moved(date), await moved(instant), await moved(date, instant)];
  expect(both).toEqual({ ...alone, '(0008,002A)': other['(0008,002A)'] });
  expect(other['(0008,002A)']?.slice(8)).not.toBe('101112');
});

it('the seconds of the day go the way that the days go: a shift into the past is never shorter than its days', async () => {
  const noon = instanceWith([el(0x0008002a, 'DT', '20190304120000')]);
  const texts = async (timeOfDay: 'keep' | 'shift', direction: 'back' | 'forward') =>
    (
      await textsOf(
        await cleanBytes(noon, {
          plan: planOf(['DT', shiftBy(byPatient(1, 365, direction), { timeOfDay })]),
        }),
      )
    )['(0008,002A)'] ?? '';
  expect((await texts('shift', 'back')) < (await texts('keep', 'back'))).toBe(true);
  expect((await texts('shift', 'forward')) > (await texts('keep', 'forward'))).toBe(true);
});

it('a placeholder date is that of all times beside it: none of them is moved, which would tell by how much', async () => {
  const object = instanceWith([el(0x00080020, 'DA', '19000101'), el(0x00080030, 'TM', '101112\\111213')]);
  const plan = planOf(
    ['DA', shiftBy(byPatient(), { timeOfDay: 'shift' })],
    ['TM', shiftBy(byPatient(), { timeOfDay: 'shift' })],
  );
  const texts = await textsOf(await cleanBytes(object, { plan }));
  expect([texts['(0008,0020)'], texts['(0008,0030)']]).toEqual(['', '']);
});
