import { el, sq } from '../../../support/build.ts';
import { clean, cleanBytes } from '../harness.ts';
import { instanceOf, texts } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const plan = planOf(
  [0x0020000d, { kind: 'remove' }],
  [0x00081030, { kind: 'review' }],
  [0x00081115, { kind: 'review' }],
);

test('the value stays as it came, and is listed by path and VR alone', async () => {
  const object = instanceOf([el(0x00081030, 'LO', ' Thistlewood chest ')]);
  const result = await clean(object, { plan });
  expect(result).toMatchObject({
    outcome: 'released',
    findings: [{ severity: 'doubt', path: '(0008,1030)', code: 'UNHANDLED_TAG' }],
  });
  const findings = JSON.stringify('findings' in result && result.findings);
  expect(findings).toContain('VR LO');
  expect(findings).not.toContain('Thistlewood');
  expect((await texts(await cleanBytes(object, { plan })))['(0008,1030)']).toBe(' Thistlewood chest');
});

test('holds the instance where the rules say so', async () => {
  const object = instanceOf([el(0x00081030, 'LO', 'x')]);
  expect(await clean(object, { plan: { ...plan, doubtfulText: 'hold' } })).toMatchObject({ outcome: 'held' });
});

test('an empty value is nothing to look at', async () => {
  expect(await clean(instanceOf([el(0x00081030, 'LO', '')]), { plan })).toMatchObject({ findings: [] });
});

test('the items of a sequence are decided one by one', async () => {
  const object = instanceOf([sq(0x00081115, [[el(0x00081030, 'LO', 'y'), el(0x0020000d, 'UI', '1.2.9')]])]);
  expect(await clean(object, { plan })).toMatchObject({
    findings: [{ path: '(0008,1115)[0](0008,1030)', code: 'UNHANDLED_TAG' }],
  });
  expect(Object.keys(await texts(await cleanBytes(object, { plan })))).not.toContain(
    '(0008,1115)[0](0020,000D)',
  );
});
