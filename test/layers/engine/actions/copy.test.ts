import { asTag } from '../../../../layers/dicom/tag.ts';
import type { Action } from '../../../../rules/plan.ts';
import { el, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { refusal } from '../harness.ts';
import { cleaned, made, planWith, type RuleList, text, values } from './valuePlan.ts';

const PATIENT_ID = 0x00100020;
const PATIENT_NAME = 0x00100010;
const copyOf = (tag: number): Action => ({ kind: 'copy', from: asTag(tag) });
const NAME_IS_ID: RuleList[number] = [PATIENT_NAME, copyOf(PATIENT_ID)];

test('the text that the other attribute has in the output', async () => {
  const elements = [el(PATIENT_NAME, 'PN', 'Doe^John'), el(PATIENT_ID, 'LO', 'MRN1')];
  const kept = await cleaned([NAME_IS_ID], elements);
  expect(values(kept, PATIENT_NAME)).toEqual(['MRN1']);
  const set = await cleaned([NAME_IS_ID, [PATIENT_ID, { kind: 'set', values: ['ANON', 'TWO'] }]], elements);
  expect(values(set, PATIENT_NAME)).toEqual(['ANON', 'TWO']);
  const keyed = await cleaned([NAME_IS_ID, [PATIENT_ID, { kind: 'pseudonym' }]], elements);
  expect(values(keyed, PATIENT_NAME)).toEqual(values(keyed, PATIENT_ID));
  expect(values(keyed, PATIENT_NAME)).not.toEqual(['MRN1']);
});

test.each<[string, RuleList]>([
  ['goes', [[PATIENT_ID, { kind: 'remove' }]]],
  ['is emptied', [[PATIENT_ID, { kind: 'empty' }]]],
])('nothing where the other one %s', async (_what, rules) => {
  const elements = [el(PATIENT_NAME, 'PN', 'Doe^John'), el(PATIENT_ID, 'LO', 'MRN1')];
  expect(values(await cleaned([NAME_IS_ID, ...rules], elements), PATIENT_NAME)).toEqual([]);
});

test('nothing where the other one is not there', async () => {
  expect(values(await cleaned([NAME_IS_ID], [el(PATIENT_NAME, 'PN', 'Doe^John')]), PATIENT_NAME)).toEqual([]);
});

test('no element where there was none', async () => {
  expect(text(await cleaned([NAME_IS_ID], [el(PATIENT_ID, 'LO', 'A')]), PATIENT_NAME)).toBeUndefined();
});

test('the root has what items copy, in the character set of the item', async () => {
  const latin = (value: string) => new Uint8Array(Buffer.from(value, 'latin1'));
  const object = made(
    [
      el(0x00080005, 'CS', 'ISO_IR 192'),
      el(PATIENT_ID, 'LO', new Uint8Array(Buffer.from('Jörg', 'utf8'))),
      sq(0x00081140, [
        [el(0x00080005, 'CS', 'ISO_IR 100'), el(PATIENT_NAME, 'PN', 'Doe'), el(PATIENT_ID, 'LO', 'other')],
      ]),
    ],
    { text: latin },
  );
  const instance = await cleaned([[PATIENT_NAME, copyOf(PATIENT_ID)]], object);
  expect(values(instance, 0x00081140, 0, PATIENT_NAME)).toEqual(['Jörg']);
});

test('a copy of a copy is a copy of the first, and one of itself is empty', async () => {
  const elements = [
    el(PATIENT_NAME, 'PN', 'Doe^John'),
    el(PATIENT_ID, 'LO', 'MRN1'),
    el(0x00104000, 'LT', 'about Doe'),
  ];
  const chain = await cleaned([NAME_IS_ID, [0x00104000, copyOf(PATIENT_NAME)]], elements);
  expect(text(chain, 0x00104000)).toBe('MRN1');
  const circle = await cleaned([NAME_IS_ID, [PATIENT_ID, copyOf(PATIENT_NAME)]], elements);
  expect([values(circle, PATIENT_NAME), values(circle, PATIENT_ID)]).toEqual([[], []]);
});

test.each([
  ['into a number', 0x00280010, PATIENT_ID],
  ['of a number', PATIENT_NAME, 0x00280010],
  ['into a sequence', 0x00081140, PATIENT_ID],
  ['of a sequence', PATIENT_NAME, 0x00081140],
])('%s refuses', async (_what, to, from) => {
  const object = made(
    [
      el(PATIENT_NAME, 'PN', 'Doe'),
      el(PATIENT_ID, 'LO', 'A'),
      el(0x00280010, 'US', [1]),
      sq(0x00081140, [[el(PATIENT_ID, 'LO', 'A')]]),
    ],
    { transferSyntax: TRANSFER_SYNTAX.implicitLittleEndian },
  );
  expect(await refusal(object, { plan: planWith([[to, copyOf(from)]]) })).toBe('ACTION_NOT_FOR_VR');
});
