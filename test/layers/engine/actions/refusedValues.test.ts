import { el } from '../../../support/build.ts';
import { refusal } from '../harness.ts';
import { instanceWith, planOf, resultOf } from './shiftPlan.ts';

/** Values that an action is not for: they neither stay nor become something else. */

it('a text that is no UID by file or dictionary is not made one', async () => {
  const object = instanceWith([el(0x00081030, 'LO', 'Zwieback')]);
  expect(
    await refusal(object, { plan: planOf([0x00081030, { kind: 'replace-uid', method: 'keyed' }]) }),
  ).toBe('ACTION_NOT_FOR_VR');
});

it('of an overlay goes what has no VR', async () => {
  const plan = planOf([0x60001500, { kind: 'clean-graphics' }], [0x60001599, { kind: 'clean-graphics' }]);
  expect(await resultOf(0x60001599, 'UN', 'Zwieback', plan)).toBeUndefined();
});

it('what only a cut made look like an identifier takes the whole value', async () => {
  const plan = planOf([0x00181030, { kind: 'clean-text' }], [0x00081050, { kind: 'clean-text' }]);
  for (let fill = 30; fill < 60; fill++) {
    const text = `${'x'.repeat(fill)} Dr. Halvorsen 123456 mm 12345678`;
    const object = instanceWith([el(0x00181030, 'LO', text.slice(0, 64))]);
    // The certificate would refuse what is not clean.
    expect([fill, await refusal(object, { plan })]).toEqual([fill, null]);
  }
});
