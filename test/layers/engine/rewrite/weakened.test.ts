import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { textOf, valuesOf } from '../../../../layers/dicom/values.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, instance, type Node, sq } from '../../../support/build.ts';
import { parsed } from '../../dicom/indexed.ts';
import { cleanBytes } from '../harness.ts';

/** What an instance says of rules that weaken the profile. */

const SOP: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00080020, 'DA', '20200102'),
  el(0x00100010, 'PN', 'Zwieback^Oriane'),
];

async function said(file: object, elements: readonly Node[] = SOP, from?: Uint8Array) {
  const plan = planOf(compileLethe(sourceOf(JSON.stringify(file))));
  const bytes = await cleanBytes(from ?? instance({ elements }), { plan });
  const output = await parsed(bytes);
  const values = (tag: number) => {
    const element = elementWith(output.dataSet, asTag(tag));
    return element === undefined ? null : valuesOf(output, element)[0];
  };
  const codes = elementWith(output.dataSet, asTag(0x00120064))?.items ?? null;
  return {
    bytes,
    removed: values(0x00120062),
    isNamed: values(0x00120063)?.startsWith('Lethe ') === true,
    longitudinal: values(0x00280303),
    codes: codes?.map((item) => textOf(output, elementWith(item, asTag(0x00080100)) as never)) ?? null,
  };
}

const DAY = { rules: [{ select: 'StudyDate', action: 'shift', by: { days: -1 } }] };
const NAME = { rules: [{ select: 'PatientName', action: 'keep' }], options: ['retainUids'] };

it('a date that moved is not a date that was removed, and without codes there is no sequence of them', async () => {
  const { bytes: _bytes, ...found } = await said(DAY);
  expect(found).toEqual({ removed: 'YES', isNamed: true, longitudinal: 'MODIFIED', codes: null });
});

it('a name that stays is not an identity that was removed; what else was done is said', async () => {
  const { bytes: _bytes, ...found } = await said(NAME);
  expect(found).toEqual({ removed: 'NO', isNamed: true, longitudinal: 'REMOVED', codes: ['113110'] });
});

it('twice says nothing twice, and says so over what an earlier tool said', async () => {
  const once = await said(DAY);
  const twice = await said(DAY, SOP, once.bytes);
  expect(twice.bytes.length).toBe(once.bytes.length);
  const earlier = [
    el(0x00120062, 'CS', 'YES'),
    sq(0x00120064, [[el(0x00080100, 'SH', '113105'), el(0x00080102, 'SH', 'DCM')]]),
    el(0x00280303, 'CS', 'REMOVED'),
  ];
  const { removed, longitudinal, codes } = await said(NAME, [...SOP, ...earlier]);
  expect([removed, longitudinal, codes]).toEqual(['NO', 'REMOVED', ['113105', '113110']]);
});

it('a sequence of codes that a rule takes away is not left empty', async () => {
  const rules = [...DAY.rules, { select: 'DeidentificationMethodCodeSequence', action: 'empty' }];
  const earlier = sq(0x00120064, [[el(0x00080100, 'SH', '1'), el(0x00080102, 'SH', '99X')]]);
  expect((await said({ rules }, [...SOP, earlier])).codes).toBeNull();
});

it('stamps of the rule file are written as they stand', async () => {
  const stamps = { codes: ['basicProfile'], longitudinal: 'REMOVED', identityRemoved: 'YES' };
  const { bytes: _bytes, ...found } = await said({ ...NAME, stamps });
  expect(found).toEqual({ removed: 'YES', isNamed: true, longitudinal: 'REMOVED', codes: ['113100'] });
});
