import { formatPath } from '../../../../layers/dicom/element.ts';
import { textOf } from '../../../../layers/dicom/values.ts';
import { hasItem, mayBeWritten, notWritten } from '../../../../layers/engine/certify/stamped.ts';
import { codeItem, methodText } from '../../../../layers/engine/rewrite/rewrite.ts';
import type { Stamps } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node, sq } from '../../../support/build.ts';
import { parsed } from '../harness.ts';

/** What of a stamp is exempt from rules and search: what this run wrote, byte for byte, once. */

const PLAN = basicProfilePlan();
const OWN = methodText(PLAN);
const STAMPS = PLAN.stamps as Stamps;
const CODES = STAMPS.methodCodes.map((code) => [
  el(0x00080100, 'SH', code.value),
  el(0x00080102, 'SH', code.scheme),
  el(0x00080104, 'LO', code.meaning),
]);

/** What is left to be judged of each element of the root that may be a stamp: its text, or of a sequence its items. */
async function judged(elements: readonly Node[]): Promise<readonly string[]> {
  const object = await parsed(instance({ elements: [el(0x00080018, 'UI', '1.2.3'), ...elements] }));
  return object.dataSet.elements
    .filter(({ tag }) => mayBeWritten(tag))
    .flatMap((element) => notWritten(object, element, { plan: PLAN, encrypted: null, claimsPixels: false }))
    .map(
      (part) =>
        `${formatPath(part)} ${part.items === null ? textOf(object, part) : part.items.map(({ index }) => index)}`,
    );
}

it.each<readonly [string, readonly Node[], readonly string[]]>([
  ['our method', [el(0x00120063, 'LO', OWN)], []],
  ['what stands before it', [el(0x00120063, 'LO', `Zwieback\\${OWN}`)], ['(0012,0063) Zwieback']],
  ['what stands behind it', [el(0x00120063, 'LO', `${OWN}\\Zwieback`)], ['(0012,0063) Zwieback']],
  ['both', [el(0x00120063, 'LO', `A\\${OWN}\\B`)], ['(0012,0063) A', '(0012,0063) B']],
  ['what is glued to its end', [el(0x00120063, 'LO', `${OWN} Zwieback`)], [`(0012,0063) ${OWN} Zwieback`]],
  [
    'what is glued to its beginning',
    [el(0x00120063, 'LO', `Zwieback ${OWN}`)],
    [`(0012,0063) Zwieback ${OWN}`],
  ],
  ['a second copy', [el(0x00120063, 'LO', OWN), el(0x00120063, 'LO', OWN)], [`(0012,0063) ${OWN}`]],
  ['our flag', [el(0x00120062, 'CS', 'YES')], []],
  ['a second flag', [el(0x00120062, 'CS', 'YES'), el(0x00120062, 'CS', 'YES')], ['(0012,0062) YES']],
  ['another flag', [el(0x00120062, 'CS', 'NO')], ['(0012,0062) NO']],
  ['our flag in another VR', [el(0x00120062, 'LO', 'YES')], ['(0012,0062) YES']],
  ['our codes', [sq(0x00120064, CODES)], []],
  [
    'another code',
    [sq(0x00120064, [...CODES, [el(0x00080104, 'LO', 'Zwieback')]])],
    [`(0012,0064) ${CODES.length}`],
  ],
  [
    'our code with more',
    [sq(0x00120064, [[...(CODES[0] ?? []), el(0x00081210, 'LO', 'x')]])],
    ['(0012,0064) 0'],
  ],
  ['our code with less', [sq(0x00120064, [(CODES[0] ?? []).slice(0, 2)])], ['(0012,0064) 0']],
])('%s', async (_what, elements, left) => {
  expect(await judged(elements)).toEqual(left);
});

it('an item is there as it was written, or it is not there', async () => {
  const [code] = STAMPS.methodCodes;
  if (code === undefined) throw new Error('the profile has a code');
  const there = async (items: readonly (readonly Node[])[]) =>
    hasItem(
      await parsed(instance({ elements: [el(0x00080018, 'UI', '1.2.3'), sq(0x00120064, items)] })),
      0x00120064 as never,
      codeItem(code),
    );
  expect([
    await there(CODES),
    await there([]),
    await there([[...(CODES[0] ?? []), el(0x00081210, 'LO', 'x')]]),
  ]).toEqual([true, false, false]);
});
