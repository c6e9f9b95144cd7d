import { elementWith } from '../../../../layers/dicom/element.ts';
import { IMPLEMENTATION_VERSION_NAME } from '../../../../layers/dicom/implementation.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { textOf, valuesOf } from '../../../../layers/dicom/values.ts';
import { methodText } from '../../../../layers/engine/rewrite/rewrite.ts';
import { ENGINE_VERSION } from '../../../../layers/engine/version.ts';
import { type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { el, instance, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { at, parsed } from '../../dicom/indexed.ts';
import { cleanBytes } from '../harness.ts';

const SOP: Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00100010, 'PN', 'Doe^Jane'),
];
const plan = basicProfilePlan();
const otherPlan: RulePlan = (() => {
  const { digest: _digest, ...draft } = plan;
  return sealPlan({ ...draft, rules: plan.rules.slice(1) });
})();

/** What the root says of its de-identification. */
async function stampsOf(bytes: Uint8Array) {
  const found = await parsed(bytes);
  const values = (tag: number) => {
    const element = elementWith(found.dataSet, asTag(tag));
    return element === undefined ? null : valuesOf(found, element);
  };
  const codes = elementWith(found.dataSet, asTag(0x00120064))?.items ?? [];
  return {
    removed: values(0x00120062),
    method: values(0x00120063),
    codes: codes.map((item) =>
      [0x00080100, 0x00080102, 0x00080104].map((tag) => {
        const element = elementWith(item, asTag(tag));
        return element === undefined ? '' : textOf(found, element);
      }),
    ),
    longitudinal: values(0x00280303),
  };
}
const BASIC = ['113100', 'DCM', 'Basic Application Confidentiality Profile'];

it.each(Object.entries(TRANSFER_SYNTAX).filter(([name]) => !/jpeg|rle/.test(name)))(
  '%s: who, by what, by which profile, and what of time (PS3.15 E.2)',
  async (_name, transferSyntax) => {
    expect(await stampsOf(await cleanBytes(instance({ elements: SOP, transferSyntax })))).toEqual({
      removed: ['YES'],
      method: [methodText(plan)],
      codes: [BASIC],
      longitudinal: ['REMOVED'],
    });
  },
);

it('the method names engine and plan in the 64 characters of LO', () => {
  expect(methodText(plan)).toContain(ENGINE_VERSION);
  expect(methodText(plan)).toContain(plan.digest.slice(0, 32));
  expect(methodText(plan).length).toBeLessThanOrEqual(64);
  expect(IMPLEMENTATION_VERSION_NAME.length).toBeLessThanOrEqual(16);
});

describe('a second run', () => {
  it('of the same plan writes nothing twice', async () => {
    const once = await cleanBytes(instance({ elements: SOP }));
    const twice = await cleanBytes(once);
    const thrice = await cleanBytes(twice);
    for (const bytes of [twice, thrice])
      expect(await stampsOf(bytes)).toEqual({
        removed: ['YES'],
        method: [methodText(plan)],
        codes: [BASIC],
        longitudinal: ['REMOVED'],
      });
    expect(thrice.length).toBe(twice.length);
  });

  it('of another plan adds its own name behind', async () => {
    const once = await cleanBytes(instance({ elements: SOP }));
    expect(await stampsOf(await cleanBytes(once, { plan: otherPlan }))).toMatchObject({
      method: [methodText(plan), methodText(otherPlan)],
      codes: [BASIC],
    });
  });
});

/** The Basic Profile, and one attribute that is emptied wherever it stands. */
function emptying(tag: number): RulePlan {
  const { digest: _digest, ...draft } = plan;
  const [first] = plan.rules;
  if (first === undefined) throw new Error('a profile without rules');
  const rule = { ...first, selector: { kind: 'tag', tag: asTag(tag) }, action: { kind: 'empty' } } as const;
  return sealPlan({ ...draft, rules: [rule, ...plan.rules] });
}

describe('what others wrote', () => {
  const others = (text: string, encode = encoderOf([])) => [
    el(0x00120062, 'CS', 'NO'),
    el(0x00120063, 'LO', encode(text, 'LO')),
    sq(0x00120064, [
      [
        el(0x00080100, 'SH', '113105'),
        el(0x00080102, 'SH', 'DCM'),
        el(0x00080104, 'LO', 'Clean Descriptors Option'),
      ],
    ]),
    el(0x00280303, 'CS', 'MODIFIED'),
  ];

  it('stays, and Lethe’s comes behind it', async () => {
    expect(
      await stampsOf(await cleanBytes(instance({ elements: [...SOP, ...others('By hand\\and twice ')] }))),
    ).toEqual({
      removed: ['YES'],
      method: ['By hand', 'and twice', methodText(plan)],
      codes: [['113105', 'DCM', 'Clean Descriptors Option'], BASIC],
      longitudinal: ['REMOVED'],
    });
  });

  it('stays byte for byte, whatever set it is written in', async () => {
    const encode = encoderOf(['ISO_IR 100']);
    const bytes = instance({
      elements: [el(0x00080005, 'CS', 'ISO_IR 100'), ...SOP, ...others('Für Größeres', encode)],
    });
    expect((await stampsOf(await cleanBytes(bytes))).method).toEqual(['Für Größeres', methodText(plan)]);
  });

  it('a method that leaves a two-byte set open does not swallow what comes behind it', async () => {
    const open = Buffer.from('By hand \x1b$B0#', 'latin1');
    for (const terms of [[], ['', 'ISO 2022 IR 87']]) {
      const set = terms.length === 0 ? [] : [el(0x00080005, 'CS', terms.join('\\'))];
      const output = await cleanBytes(instance({ elements: [...set, ...SOP, el(0x00120063, 'LO', open)] }));
      expect((await stampsOf(output)).method?.at(-1)).toBe(methodText(plan));
    }
  });

  it('a code that says UN, or of undefined length, is found, too', async () => {
    const item = [
      el(0x00080100, 'SH', BASIC[0]),
      el(0x00080102, 'SH', BASIC[1]),
      el(0x00080104, 'LO', BASIC[2]),
    ];
    for (const options of [
      { as: 'UN' },
      { as: 'UN', undefinedLength: true },
      { undefinedLength: true, undefinedItems: true },
    ] as const)
      expect(
        (await stampsOf(await cleanBytes(instance({ elements: [...SOP, sq(0x00120064, [item], options)] }))))
          .codes,
      ).toEqual([BASIC]);
  });

  it('a code that a rule changes is none: Lethe writes its own', async () => {
    const item = [
      el(0x00080100, 'SH', BASIC[0]),
      el(0x00080102, 'SH', BASIC[1]),
      el(0x00080104, 'LO', BASIC[2]),
    ];
    const output = await cleanBytes(instance({ elements: [...SOP, sq(0x00120064, [item])] }), {
      plan: emptying(0x00080102),
    });
    expect((await stampsOf(output)).codes).toEqual([[BASIC[0], '', BASIC[2]], BASIC]);
  });

  it('a method that a rule takes away goes, and Lethe’s does not, on a second run either', async () => {
    const plan = emptying(0x00120063);
    const once = await cleanBytes(instance({ elements: [...SOP, ...others('By Zwieback')] }), { plan });
    const twice = await cleanBytes(once, { plan });
    for (const output of [once, twice]) expect((await stampsOf(output)).method).toEqual([methodText(plan)]);
  });

  it('codes that a rule takes away go, with all that is in their items, and Lethe’s do not', async () => {
    const { digest: _digest, ...draft } = emptying(0x00120064);
    const [first, ...rest] = draft.rules;
    if (first === undefined) throw new Error('a plan without rules');
    for (const kind of ['empty', 'remove'] as const) {
      const plan = sealPlan({ ...draft, rules: [{ ...first, action: { kind } }, ...rest] });
      const hidden = [
        el(0x00080100, 'SH', 'X'),
        el(0x00080102, 'SH', '99L'),
        el(0x00080104, 'LO', 'Zwieback'),
      ];
      const once = await cleanBytes(instance({ elements: [...SOP, sq(0x00120064, [hidden])] }), { plan });
      const twice = await cleanBytes(once, { plan });
      for (const output of [once, twice]) {
        expect(Buffer.from(output).includes('Zwieback')).toBe(false);
        expect((await stampsOf(output)).codes).toEqual([BASIC]);
      }
    }
  });

  it('items in the place of the method go: they may hold anything', async () => {
    const hidden = sq(0x00120063, [[el(0x00100010, 'PN', 'Zwieback^Oriane')]]);
    const output = await cleanBytes(instance({ elements: [...SOP, hidden] }));
    expect(Buffer.from(output).includes('Zwieback')).toBe(false);
    expect((await stampsOf(output)).method).toEqual([methodText(plan)]);
  });

  it('identifiers within a code’s item go by their own rules', async () => {
    const item = [
      el(0x00080100, 'SH', 'X'),
      el(0x00080102, 'SH', '99L'),
      el(0x00100010, 'PN', 'Zwieback^Oriane'),
    ];
    const output = await cleanBytes(instance({ elements: [...SOP, sq(0x00120064, [item])] }));
    expect(Buffer.from(output).includes('Zwieback')).toBe(false);
    expect((await stampsOf(output)).codes).toEqual([['X', '99L', ''], BASIC]);
  });
});

describe('round the data set', () => {
  it('the preamble, padding, group lengths and the sender go; the writer is Lethe', async () => {
    const dirty = instance({
      elements: [...SOP, sq(0x00081115, [[el(0x00080000, 'UL', [10]), el(0x00080060, 'CS', 'CT')]])],
      preamble: Buffer.from('II*\0 Zwieback'.padEnd(128, 'x')),
      groupLengths: true,
      trailing: new Uint8Array(64),
      meta: [
        el(0x00020001, 'OB', Buffer.from('Zwieback')),
        el(0x00020013, 'SH', 'ZWIEBACK_1'),
        el(0x00020016, 'AE', 'ZWIEBACK'),
        el(0x00020100, 'UI', '1.2.3'),
        el(0x00020102, 'OB', Buffer.from('Zwieback')),
      ],
    });
    const output = await cleanBytes(dirty);
    expect(Buffer.from(output).toString('latin1')).not.toMatch(/zwieback/i);
    const { fileMeta, dataSet, padding } = await parsed(output);
    expect(fileMeta.elements.map(({ tag }) => tag.toString(16))).toEqual([
      '20000',
      '20001',
      '20002',
      '20003',
      '20010',
      '20012',
      '20013',
    ]);
    expect(dataSet.elements.filter(({ tag }) => (tag & 0xffff) === 0)).toEqual([]);
    expect(at(await parsed(output), '(0008,1115)').items?.[0]?.elements).toHaveLength(1);
    expect(padding.end - padding.start).toBe(0);
  });

  it('elements of file meta information that stand in a data set go: at its start they would be taken for the real ones', async () => {
    const misplaced = [
      el(0x00020016, 'AE', 'ZWIEBACK'),
      el(0x00001000, 'UI', '2.25.5'),
      el(0x00000600, 'AE', 'ZWIEBACK'),
    ];
    // Behind an element that goes, so that they would come first.
    const output = await cleanBytes(
      instance({ elements: [el(0x00081030, 'LO', 'x'), ...misplaced, ...SOP, sq(0x00081115, [misplaced])] }),
    );
    expect(Buffer.from(output).includes('ZWIEBACK')).toBe(false);
  });
});

it('a sequence of codes that a rule empties, and that gets none, goes: it may not be empty (PS3.3 C.7.1.1)', async () => {
  const { digest: _digest, stamps, rules, ...draft } = plan;
  if (stamps === null) throw new Error('the profile has stamps');
  const empties = {
    selector: { kind: 'tag', tag: asTag(0x00120064) },
    action: { kind: 'empty' },
    origin: { source: 'test', line: null, column: null, reason: '' },
  } as const;
  const none = sealPlan({ ...draft, stamps: { ...stamps, methodCodes: [] }, rules: [empties, ...rules] });
  const object = instance({
    elements: [...SOP, sq(0x00120064, [[el(0x00080100, 'SH', 'A'), el(0x00080102, 'SH', 'DCM')]])],
  });
  const found = await parsed(await cleanBytes(object, { plan: none }));
  expect(elementWith(found.dataSet, asTag(0x00120064))).toBeUndefined();
});
