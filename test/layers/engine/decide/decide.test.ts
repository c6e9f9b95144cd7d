import { formatPath } from '../../../../layers/dicom/element.ts';
import { asTag, type Tag } from '../../../../layers/dicom/tag.ts';
import { decide } from '../../../../layers/engine/decide/decide.ts';
import {
  EMPTY_PLAN,
  type Rule,
  type RulePlan,
  type Selector,
  type SimpleAction,
  sealPlan,
} from '../../../../rules/plan.ts';
import { el, instance, type Node, privateBlock, sq } from '../../../support/build.ts';
import { parsed } from '../../dicom/indexed.ts';

const REMOVE: SimpleAction = { kind: 'remove' };
const EMPTY: SimpleAction = { kind: 'empty' };
const KEEP: SimpleAction = { kind: 'keep' };
const { digest: _digest, ...empty } = EMPTY_PLAN;
const rule = (selector: Selector, action: Rule['action'] = REMOVE): Rule => ({
  selector,
  action,
  origin: { source: 'test', line: null, column: null, reason: '' },
});
const planOf = (rules: readonly Rule[], more: Partial<RulePlan> = {}) =>
  sealPlan({ ...empty, rules, ...more });
const tag = (value: number, path?: readonly (Tag | '**')[]): Selector => ({
  kind: 'tag',
  tag: asTag(value),
  ...(path === undefined ? {} : { path }),
});

const NAME = el(0x00100010, 'PN', 'A');
const ELEMENTS: readonly Node[] = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
  el(0x00080018, 'UI', '2.25.1'),
  el(0x00080020, 'DA', '20240314'),
  sq(0x00081115, [[NAME, sq(0x00081199, [[NAME]])], [NAME]]),
  NAME,
  ...privateBlock(0x0029, 0x10, 'ACME', [
    [1, 'LO', 'x'],
    [2, 'LO', 'x'],
  ]),
  ...privateBlock(0x0029, 0x11, 'OTHER', [[1, 'LO', 'x']]),
  el(0x60003000, 'OW', [1]),
  el(0x601e3000, 'OW', [1]),
];

/** What is decided, by path; elements that are kept are not listed. */
async function decided(plan: RulePlan, elements = ELEMENTS): Promise<string[]> {
  const decisions = decide(plan, await parsed(instance({ elements })));
  return decisions.map(({ element, action }) => `${formatPath(element)} ${action.kind}`);
}

describe('selectors', () => {
  it.each<readonly [string, Selector, readonly string[]]>([
    [
      'a tag, at any depth',
      tag(0x00100010),
      [
        '(0008,1115)[0](0010,0010)',
        '(0008,1115)[0](0008,1199)[0](0010,0010)',
        '(0008,1115)[1](0010,0010)',
        '(0010,0010)',
      ],
    ],
    ['a tag at the root', tag(0x00100010, []), ['(0010,0010)']],
    [
      'a tag in one sequence',
      tag(0x00100010, [asTag(0x00081115)]),
      ['(0008,1115)[0](0010,0010)', '(0008,1115)[1](0010,0010)'],
    ],
    [
      'a tag anywhere below a sequence',
      tag(0x00100010, [asTag(0x00081115), '**']),
      ['(0008,1115)[0](0010,0010)', '(0008,1115)[0](0008,1199)[0](0010,0010)', '(0008,1115)[1](0010,0010)'],
    ],
    [
      'a tag in the innermost',
      tag(0x00100010, ['**', asTag(0x00081199)]),
      ['(0008,1115)[0](0008,1199)[0](0010,0010)'],
    ],
    ['a mask', { kind: 'mask', mask: 0xff00ffff, value: 0x60003000 }, ['(6000,3000)', '(601E,3000)']],
    ['a VR', { kind: 'vr', vr: 'DA' }, ['(0008,0020)']],
    [
      'all private',
      { kind: 'any-private' },
      ['(0029,0010)', '(0029,1001)', '(0029,1002)', '(0029,0011)', '(0029,1101)'],
    ],
    ['a private element', { kind: 'private', group: 0x0029, creator: 'ACME', element: 1 }, ['(0029,1001)']],
    [
      'all of a creator',
      { kind: 'private', group: 0x0029, creator: 'ACME', element: null },
      ['(0029,1001)', '(0029,1002)'],
    ],
    ['a creator that is not there', { kind: 'private', group: 0x0029, creator: 'NOBODY', element: null }, []],
  ])('%s', async (_name, selector, paths) => {
    expect(await decided(planOf([rule(selector)]))).toEqual(paths.map((path) => `${path} remove`));
  });
});

describe('the first rule that matches wins', () => {
  it.each<readonly [string, readonly Selector[]]>([
    ['tag, then tag', [tag(0x00080020), tag(0x00080020)]],
    ['tag, then VR', [tag(0x00080020), { kind: 'vr', vr: 'DA' }]],
    ['VR, then tag', [{ kind: 'vr', vr: 'DA' }, tag(0x00080020)]],
    ['mask, then tag', [{ kind: 'mask', mask: 0xffff0000, value: 0x00080000 }, tag(0x00080020)]],
    ['tag, then mask', [tag(0x00080020), { kind: 'mask', mask: 0xffffffff, value: 0x00080020 }]],
    ['path, then tag', [tag(0x00080020, []), tag(0x00080020)]],
    ['tag, then path', [tag(0x00080020), tag(0x00080020, [])]],
  ])('%s', async (_name, [first, second]) => {
    const lines = await decided(planOf([rule(first as Selector, EMPTY), rule(second as Selector)]), [
      el(0x00080020, 'DA', '20240314'),
    ]);
    expect(lines).toEqual(['(0008,0020) empty']);
  });

  it('of private selectors, too', async () => {
    const rules = [
      rule({ kind: 'private', group: 0x0029, creator: 'ACME', element: 1 }, KEEP),
      rule({ kind: 'private', group: 0x0029, creator: 'ACME', element: null }, EMPTY),
      rule({ kind: 'any-private' }),
    ];
    expect(await decided(planOf(rules))).toEqual([
      '(0029,0010) remove',
      '(0029,1002) empty',
      '(0029,0011) remove',
      '(0029,1101) remove',
    ]);
  });
});

describe('what no rule is about', () => {
  it('goes by otherwise', async () => {
    const lines = await decided(
      planOf([rule(tag(0x00100010), KEEP)], { otherwise: { public: EMPTY, private: REMOVE } }),
    );
    expect(lines).toContain('(0008,0020) empty');
    expect(lines).toContain('(0029,1001) remove');
    expect(lines).not.toContain('(0010,0010) empty');
  });

  it('below an action on a sequence nothing is left to decide', async () => {
    const lines = await decided(planOf([rule(tag(0x00081115), EMPTY), rule(tag(0x00100010))]));
    expect(lines).toEqual(['(0008,1115) empty', '(0010,0010) remove']);
  });
});

describe('types', () => {
  const byType: Rule['action'] = {
    kind: 'by-type',
    type1: { kind: 'dummy' },
    type2: EMPTY,
    type3: REMOVE,
    unknown: { kind: 'pseudonym' },
  };
  const holding = (sopClass: string, ...nodes: Node[]) => [el(0x00080016, 'UI', sopClass), ...nodes];
  const CT = '1.2.840.10008.5.1.4.1.1.2';

  it('are those of the SOP class, at the place', async () => {
    // PS3.3 A.3: in CT Image Patient ID is type 2, Acquisition Date type 3.
    const nodes = [el(0x00100020, 'LO', '1'), el(0x00080022, 'DA', '20240314')];
    const plan = planOf([rule(tag(0x00100020), byType), rule(tag(0x00080022), byType)]);
    expect(await decided(plan, holding(CT, ...nodes))).toEqual(['(0010,0020) empty', '(0008,0022) remove']);
    expect(await decided(plan, holding('1.2.3', ...nodes))).toEqual([
      '(0010,0020) pseudonym',
      '(0008,0022) pseudonym',
    ]);
    expect(await decided(plan, nodes)).toEqual(['(0010,0020) pseudonym', '(0008,0022) pseudonym']);
    expect(await decided(plan, holding(CT, sq(0x00081199, [nodes])))).toEqual([
      '(0008,1199)[0](0010,0020) pseudonym',
      '(0008,1199)[0](0008,0022) pseudonym',
    ]);
  });
});

describe('what cannot be decided', () => {
  it('a value where the standard has a sequence refuses the instance, unless it is empty or nothing is decided at all', async () => {
    const hidden = [el(0x00081115, 'OB', new Uint8Array(8))];
    const plan = planOf([rule(tag(0x00100010))]);
    await expect(decided(plan, hidden)).rejects.toMatchObject({
      code: 'ACTION_NOT_FOR_VR',
      path: '(0008,1115)',
    });
    await expect(decided(plan, [el(0x00081115, 'OB', '')])).resolves.toEqual([]);
    await expect(decided(EMPTY_PLAN, hidden)).resolves.toEqual([]);
    await expect(decided(planOf([rule(tag(0x00081115))]), hidden)).resolves.toEqual(['(0008,1115) remove']);
  });

  it('group lengths go where the plan drops them, at every depth', async () => {
    const nodes = [el(0x00080000, 'UL', [4]), sq(0x00081115, [[el(0x00100000, 'UL', [4])]])];
    const housekeeping = { ...EMPTY_PLAN.housekeeping, groupLengths: 'drop' as const };
    expect(await decided(planOf([rule(tag(0x00100010))], { housekeeping }), nodes)).toEqual([
      '(0008,0000) remove',
      '(0008,1115)[0](0010,0000) remove',
    ]);
    expect(await decided(planOf([rule(tag(0x00100010))]), nodes)).toEqual([]);
  });
});
