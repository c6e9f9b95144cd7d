import { elementWith } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { textOf } from '../../../../layers/dicom/values.ts';
import { methodText } from '../../../../layers/engine/rewrite/rewrite.ts';
import { type RulePlan, type Stamps, sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node, privateBlock, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { cleanBytes, parsed, refusal } from '../harness.ts';

const SOP: Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00100010, 'PN', 'Zwieback^Oriane'),
  el(0x00100020, 'LO', 'PX-7731942-K'),
];

const basic = basicProfilePlan();

function planOf(change: Partial<RulePlan>): RulePlan {
  const { digest: _digest, ...draft } = basic;
  return sealPlan({ ...draft, ...change });
}

const withPrivate = planOf({
  rules: basic.rules.filter(({ selector }) => selector.kind !== 'any-private'),
  otherwise: { public: { kind: 'keep' }, private: { kind: 'keep' } },
});

const NEEDLES = /zwieback|oriane|7731942/i;

/** What comes out of an instance with these elements; it throws where nothing does. */
async function outputOf(elements: readonly Node[], plan = basic, transferSyntax?: string) {
  const object = instance({
    elements: [...SOP, ...elements],
    ...(transferSyntax === undefined ? {} : { transferSyntax }),
  });
  const bytes = await cleanBytes(object, { plan });
  const found = await parsed(bytes);
  const whole = found.inflated ?? bytes;
  const root = found.dataSet;
  const all = (tag: number) => root.elements.filter((element) => element.tag === tag);
  return {
    bytes,
    says: NEEDLES.test(Buffer.from(whole).toString('latin1').replaceAll('\0', '')),
    count: (tag: number) => all(tag).length,
    vr: (tag: number) => all(tag)[0]?.vr,
    text: (tag: number) => {
      const element = elementWith(root, asTag(tag));
      return element === undefined ? null : textOf(found, element);
    },
    codes: (elementWith(root, asTag(0x00120064))?.items ?? []).map((item) => {
      const value = elementWith(item, asTag(0x00080100));
      return value === undefined ? '' : textOf(found, value);
    }),
  };
}

const code = (value: string, scheme: string, meaning: string, ...more: readonly Node[]) => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', scheme),
  el(0x00080104, 'LO', meaning),
  ...more,
];
const CLEAN_DESCRIPTORS = code('113105', 'DCM', 'Clean Descriptors Option');

describe('what an earlier tool wrote into De-identification Method', () => {
  it.each([
    ['a name', el(0x00120063, 'LO', 'By hand, for Dr Zwieback')],
    ['an ID in other signs', el(0x00120063, 'LO', 'Tool 3\\PX 7731942 K')],
    ['a value among others', el(0x00120063, 'LO', `${methodText(basic)}\\Zwieback\\By hand`)],
    ['a text', el(0x00120063, 'UT', 'Zwieback')],
    ['bytes', el(0x00120063, 'OB', new Uint8Array(Buffer.from('Zwieback')))],
    ['items', sq(0x00120063, [[el(0x00080104, 'LO', 'Zwieback')]])],
  ])('goes where it holds what was removed: %s', async (_what, element) => {
    const output = await outputOf([element]);
    expect(output.says).toBe(false);
    expect([output.text(0x00120063), output.vr(0x00120063)]).toEqual([methodText(basic), 'LO']);
  });

  it('stays where it holds nothing, and a second run adds nothing', async () => {
    const once = await outputOf([el(0x00120063, 'LO', 'Tool 3\\By hand')]);
    expect(once.text(0x00120063)).toBe(`Tool 3\\By hand\\${methodText(basic)}`);
    expect(await outputOf([el(0x00120063, 'LO', `Tool 3\\${methodText(basic)}\\By hand`)])).toMatchObject({
      codes: ['113100'],
    });
  });

  it('stays where the plan does not look for residue', async () => {
    const output = await outputOf([el(0x00120063, 'LO', 'Zwieback')], planOf({ searchResidue: false }));
    expect(output.text(0x00120063)).toBe(`Zwieback\\${methodText(basicWithout())}`);
  });

  it('goes in any character set', async () => {
    const object = instance({
      elements: [
        el(0x00080005, 'CS', '\\ISO 2022 IR 87'),
        ...SOP.slice(0, 2),
        el(0x00100010, 'PN', 'Yamada^Tarou=山田^太郎'),
        el(0x00120063, 'LO', '山田様'),
      ],
      text: encoderOf(['', 'ISO 2022 IR 87']),
    });
    const found = await parsed(await cleanBytes(object));
    const method = elementWith(found.dataSet, asTag(0x00120063));
    expect(method === undefined ? '' : textOf(found, method)).toBe(methodText(basic));
  });

  it('is certified as any text where the plan does not write it', async () => {
    const plan = planOf({ stamps: { ...(basic.stamps as Stamps), method: 'omit' } });
    const object = (text: string) => instance({ elements: [...SOP, el(0x00120063, 'LO', text)] });
    expect(await refusal(object('By hand'), { plan })).toBeNull();
    expect(await refusal(object('Zwieback'), { plan })).toBe('RESIDUE_FOUND');
  });
});

function basicWithout(): RulePlan {
  return planOf({ searchResidue: false });
}

describe('what an earlier tool wrote into De-identification Method Code Sequence', () => {
  const sequence = (...items: readonly (readonly Node[])[]) => sq(0x00120064, items);
  it.each([
    ['a meaning', code('113105', 'DCM', 'For Zwieback')],
    ['a value', code('PX7731942K', '99X', 'Tool')],
    [
      'a private element',
      code('1', '99X', 'Tool', ...privateBlock(0x0009, 0x10, 'X', [[1, 'LO', 'Zwieback']])),
    ],
    ['a person', [el(0x00081070, 'PN', 'Zwieback^O')]],
    ['a person without a rule', [el(0x0040a123, 'PN', 'Zwieback^O')]],
    ['items of its own', [sq(0x00081115, [[sq(0x00081199, [[el(0x00181210, 'SH', 'Zwieback')]])]])]],
    [
      '100,000 bytes',
      [
        ...privateBlock(0x0009, 0x10, 'X', [
          [1, 'UN', new Uint8Array(Buffer.from('Zwieback '.repeat(12_000)))],
        ]),
      ],
    ],
  ])('goes with the item where it holds what was removed: %s', async (_what, item) => {
    for (const plan of [basic, withPrivate])
      for (const syntax of [
        TRANSFER_SYNTAX.implicitLittleEndian,
        TRANSFER_SYNTAX.explicitBigEndian,
        undefined,
      ]) {
        const output = await outputOf([sequence(CLEAN_DESCRIPTORS, item)], plan, syntax);
        expect(output.says).toBe(false);
        expect(output.codes.filter((value) => value !== '')).toEqual(
          expect.arrayContaining(['113105', '113100']),
        );
      }
  });

  it('stays where it holds nothing', async () => {
    const output = await outputOf([sequence(code('1', '99X', 'Tool'), CLEAN_DESCRIPTORS)]);
    expect(output.codes).toEqual(['1', '113105', '113100']);
  });
});

describe('second copies', () => {
  const twice: readonly (readonly [string, readonly Node[]])[] = [
    ['(0012,0062)', [el(0x00120062, 'CS', 'YES'), el(0x00120062, 'LO', 'Zwieback')]],
    ['(0012,0063)', [el(0x00120063, 'LO', 'Tool'), el(0x00120063, 'UT', 'Zwieback')]],
    [
      '(0012,0063) as items',
      [el(0x00120063, 'LO', 'Tool'), sq(0x00120063, [[el(0x00080104, 'LO', 'Zwieback')]])],
    ],
    ['(0012,0064)', [sq(0x00120064, [CLEAN_DESCRIPTORS]), sq(0x00120064, [code('1', '99X', 'Zwieback')])]],
    ['(0012,0064) as text', [sq(0x00120064, [CLEAN_DESCRIPTORS]), el(0x00120064, 'LO', 'Zwieback')]],
    ['(0028,0303)', [el(0x00280303, 'CS', 'MODIFIED'), el(0x00280303, 'LO', 'Zwieback')]],
  ];
  it.each(twice)('go: %s', async (what, elements) => {
    const tag = Number(`0x${what.slice(1, 5)}${what.slice(6, 10)}`);
    for (const order of [elements, elements.toReversed()])
      for (const syntax of [TRANSFER_SYNTAX.explicitLittleEndian, TRANSFER_SYNTAX.deflated]) {
        const output = await outputOf(order, basic, syntax);
        expect([output.says, output.count(tag)]).toEqual([false, 1]);
      }
  });

  it('go in an object without names, too', async () => {
    const output = await outputOf([el(0x00120062, 'CS', 'YES'), el(0x00120062, 'CS', 'NO')]);
    expect([output.count(0x00120062), output.text(0x00120062)]).toEqual([1, 'YES']);
  });
});

it('stamps of other VRs and with several values become what they must be', async () => {
  const output = await outputOf([
    el(0x00120062, 'LO', 'YES\\Zwieback'),
    el(0x00280303, 'UT', 'PX-7731942-K'),
  ]);
  expect(output.says).toBe(false);
  expect([output.text(0x00120062), output.vr(0x00120062)]).toEqual(['YES', 'CS']);
  expect([output.text(0x00280303), output.vr(0x00280303)]).toEqual(['REMOVED', 'CS']);
});

it('the same attributes in an item are not stamps: they are decided and searched as any', async () => {
  const nested = (element: Node) => instance({ elements: [...SOP, sq(0x00081115, [[element]])] });
  expect(await refusal(nested(el(0x00120063, 'LO', 'Tool 3')))).toBeNull();
  expect(await refusal(nested(el(0x00120063, 'LO', 'Zwieback')))).toBe('RESIDUE_FOUND');
  expect(await refusal(nested(sq(0x00120064, [code('1', '99X', 'Zwieback')])))).toBe('RESIDUE_FOUND');
  expect(await refusal(nested(el(0x00280303, 'LO', 'Zwieback')))).toBe('RESIDUE_FOUND');
});

it('what a rule takes away is not in the stamp', async () => {
  const rule = { selector: { kind: 'tag', tag: asTag(0x00120063) }, action: { kind: 'remove' } } as const;
  const origin = { source: 'test', line: null, column: null, reason: 'test' };
  const plan = planOf({ rules: [{ ...rule, origin }, ...basic.rules] });
  expect((await outputOf([el(0x00120063, 'LO', 'Tool 3')], plan)).text(0x00120063)).toBe(methodText(plan));
});
