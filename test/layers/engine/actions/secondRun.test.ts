import { CLINICAL } from '../../../../bench/text/clinical.ts';
import { plantedTexts } from '../../../../bench/text/planted.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, type Item, instance, sq } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { bytesOfSegments, clean } from '../harness.ts';
import { texts } from './identityInstance.ts';

/** What came out comes out again, though who the patient is has changed. */

const PLANTED = plantedTexts(7, 2);

/** Texts in the items of a sequence, of a patient who is named in some of them. */
function objectOf(name: string, given: readonly string[]): Uint8Array {
  const items = given.map((text): Item => [el(0x00401400, 'LT', text)]);
  return instance({
    text: encoderOf(['ISO_IR 192']),
    elements: [
      el(0x00080005, 'CS', 'ISO_IR 192'),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      el(0x00080018, 'UI', '1.2.3.4'),
      el(0x00080020, 'DA', '20240307'),
      el(0x00080080, 'LO', 'Northgate Imaging'),
      el(0x00100010, 'PN', name),
      el(0x00100020, 'LO', 'AB-4711882'),
      sq(0x00400275, items),
    ],
  });
}

async function run(object: Uint8Array, plan: RulePlan) {
  const result = await clean(object, { plan });
  if ('reason' in result) throw new Error(result.reason.code);
  const bytes = bytesOfSegments(object, result.segments);
  const left = Object.entries(await texts(bytes)).filter(([path]) => path.endsWith('(0040,1400)'));
  return {
    bytes,
    left: Object.fromEntries(left),
    findings: result.findings.map(({ path, code }) => `${path} ${code}`),
  };
}

describe.each(['clean', 'hold', 'vocabulary'])('%s', (freeText) => {
  const plan = planOf(
    compileLethe(
      sourceOf(JSON.stringify({ options: ['cleanDescriptors', 'retainLongitudinalFullDates'], freeText })),
    ),
  );

  it.each([
    ['of somebody else', 'Zwieback^Oriane'],
    ['of somebody who is in them', 'Brown^Mark'],
    ['of nobody', ''],
  ])('a second run changes no text %s', async (_whose, name) => {
    const own = PLANTED.map(({ text }) => text);
    const object = objectOf(name, [...own, ...CLINICAL]);
    const first = await run(object, plan);
    expect(Object.keys(first.left).length).toBeGreaterThan(PLANTED.length);
    expect(Object.values(first.left).filter((text) => text.includes('[removed]')).length).toBeGreaterThan(
      100,
    );
    const { left, findings } = await run(first.bytes, plan);
    expect(left).toEqual(first.left);
    expect(findings).toEqual(first.findings);
  });
});
