import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { capAge } from '../../../../layers/engine/actions/capAge.ts';
import { Resolutions } from '../../../../layers/engine/resolve/requests.ts';
import { el } from '../../../support/build.ts';
import { clean, cleanBytes, parsed, refusal } from '../harness.ts';
import { instanceWith, planOf, resultOf } from './shiftPlan.ts';

const PATIENTS_AGE = 0x00101010;
const capped = (maxYears: number) => planOf([PATIENTS_AGE, { kind: 'cap-age', maxYears }]);

test.each([
  [90, '095Y', '090Y'],
  [90, '091Y', '090Y'],
  [90, '090Y', '090Y'],
  [90, '089Y', '089Y'],
  [90, '999M', '999M'],
  [90, '045Y\\101Y', '045Y\\090Y'],
  [80, '999M', '080Y'],
  [5, '059M', '059M'],
  [5, '060M', '005Y'],
  [5, '259W', '259W'],
  [5, '260W', '005Y'],
  [2, '729D', '729D'],
  [2, '730D', '002Y'],
  [90, '', ''],
  [90, '99Y', '090Y'],
  [90, '7Y', '7Y'],
])('with %d years %j becomes %j', async (maxYears, value, expected) => {
  expect(await resultOf(PATIENTS_AGE, 'AS', value, capped(maxYears))).toBe(expected);
});

test('bytes stay as they came where no age is over', async () => {
  const object = instanceWith([el(PATIENTS_AGE, 'AS', '7Y\\045Y ')]);
  expect(Buffer.compare(await cleanBytes(object, { plan: capped(90) }), object)).toBe(0);
});

test('what is no age is emptied, and noted by its path alone', async () => {
  const object = instanceWith([el(PATIENTS_AGE, 'AS', 'ninety-five')]);
  const result = await clean(object, { plan: capped(90) });
  expect(result).toMatchObject({
    findings: [{ severity: 'note', code: 'AGE_INVALID', path: '(0010,1010)' }],
  });
  expect(JSON.stringify('findings' in result && result.findings)).not.toContain('ninety');
  expect(await resultOf(PATIENTS_AGE, 'AS', '95', capped(90))).toBe('');
  expect(await resultOf(PATIENTS_AGE, 'AS', '045Y\\95', capped(90))).toBe('045Y\\');
});

test('another VR is refused', async () => {
  const plan = planOf([0x00081030, { kind: 'cap-age', maxYears: 90 }]);
  expect(await refusal(instanceWith([el(0x00081030, 'LO', '095Y')]), { plan })).toBe('ACTION_NOT_FOR_VR');
});

test.each([
  ['090Y', true],
  ['089Y', true],
  ['', true],
  ['091Y', false],
  ['089Y\\091Y', false],
  ['95', false],
])('certify takes %j: %s', async (value, expected) => {
  const object = await parsed(instanceWith([el(PATIENTS_AGE, 'AS', value)]));
  const element = elementWith(object.dataSet, asTag(PATIENTS_AGE));
  if (element === undefined) throw new Error("no Patient's Age");
  const subject = { instance: object, element, plan: capped(90), now: 0 };
  expect(capAge.holds({ kind: 'cap-age', maxYears: 90 }, subject, new Resolutions(new Map()))).toBe(expected);
});
