import { formatPath } from '../../../../layers/dicom/element.ts';
import { asTag } from '../../../../layers/dicom/tag.ts';
import { decide } from '../../../../layers/engine/decide/decide.ts';
import {
  EMPTY_PLAN,
  type RulePlan,
  type Selector,
  type SimpleAction,
  sealPlan,
} from '../../../../rules/plan.ts';
import { el, instance, privateBlock, sq } from '../../../support/build.ts';
import { parsed } from '../../dicom/indexed.ts';
import { refusal } from '../harness.ts';

/** The first rule that matches wins, whatever kinds of selectors come before each other: each alone says what it is about, and an order of them must agree. */

const NAME = el(0x00100010, 'PN', 'A');
const BLOCKS = [
  ...privateBlock(0x0029, 0x10, 'ACME', [
    [1, 'LO', 'x'],
    [2, 'LO', 'x'],
    [3, 'DA', '20190304'],
  ]),
  ...privateBlock(0x0029, 0x11, 'OTHER', [[1, 'LO', 'x']]),
];
const OBJECT = instance({
  elements: [
    el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    el(0x00080018, 'UI', '2.25.1'),
    el(0x00080020, 'DA', '20240314'),
    sq(0x00081115, [[NAME, ...BLOCKS]]),
    NAME,
    ...BLOCKS,
    el(0x60003000, 'OW', [1]),
    ...privateBlock(0x8001, 0x10, 'ACME', [[1, 'LO', 'x']]),
  ],
});

const acme = (element: number | null, path?: readonly number[]): Selector => ({
  kind: 'private',
  group: 0x0029,
  creator: 'ACME',
  element,
  ...(path === undefined ? {} : { path: path.map(asTag) }),
});

const SELECTORS: Readonly<Record<string, Selector>> = {
  'a tag': { kind: 'tag', tag: asTag(0x00100010) },
  'a tag of a private element': { kind: 'tag', tag: asTag(0x00291001) },
  'a tag in a place': { kind: 'tag', tag: asTag(0x00100010), path: [asTag(0x00081115)] },
  'a tag of the root': { kind: 'tag', tag: asTag(0x00291001), path: [] },
  'a group': { kind: 'mask', mask: 0xffff0000, value: 0x00290000 },
  'a late group': { kind: 'mask', mask: 0xffff0000, value: 0x80010000 },
  'a VR': { kind: 'vr', vr: 'DA' },
  'another VR': { kind: 'vr', vr: 'LO' },
  'a VR in a place': { kind: 'vr', vr: 'LO', path: [asTag(0x00081115)] },
  'one of a creator': acme(1),
  'another of a creator': acme(3),
  'all of a creator': acme(null),
  'one of a creator in a place': acme(1, [0x00081115]),
  'all of a creator in the root': acme(null, []),
  'all of another creator': { kind: 'private', group: 0x0029, creator: 'OTHER', element: null },
  'all private': { kind: 'any-private' },
  'all private in a place': { kind: 'any-private', path: [asTag(0x00081115)] },
};

const ACTIONS: readonly SimpleAction[] = [
  { kind: 'remove' },
  { kind: 'empty' },
  { kind: 'set', values: ['x'] },
];
const ORIGIN = { source: 'test', line: null, column: null, reason: '' };

function planOf(selectors: readonly Selector[]): RulePlan {
  const { digest: _digest, ...draft } = EMPTY_PLAN;
  return sealPlan({
    ...draft,
    rules: selectors.map((selector, index) => ({
      selector,
      action: ACTIONS[index] as SimpleAction,
      origin: ORIGIN,
    })),
  });
}

const index = await parsed(OBJECT);
/** The kind of action by path, of the elements that rules are about. */
const decided = (selectors: readonly Selector[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    decide(planOf(selectors), index).map(({ element, action }) => [formatPath(element), action.kind]),
  );

const ABOUT = new Map(
  Object.values(SELECTORS).map((selector) => [selector, Object.keys(decided([selector]))]),
);

it.each<readonly [string, readonly string[]]>([
  ['one of a creator', ['(0008,1115)[0](0029,1001)', '(0029,1001)']],
  ['one of a creator in a place', ['(0008,1115)[0](0029,1001)']],
  ['all of a creator in the root', ['(0029,1001)', '(0029,1002)', '(0029,1003)']],
  ['all of another creator', ['(0008,1115)[0](0029,1101)', '(0029,1101)']],
  ['a late group', ['(8001,0010)', '(8001,1001)']],
  ['a tag of the root', ['(0029,1001)']],
])('%s is about these', (name, paths) => {
  expect(ABOUT.get(SELECTORS[name] as Selector)).toEqual(paths);
});

it.each(Object.keys(SELECTORS))('%s, before and behind each other', (name) => {
  const first = SELECTORS[name] as Selector;
  for (const second of Object.values(SELECTORS))
    for (const third of Object.values(SELECTORS)) {
      const expected: Record<string, string> = {};
      [first, second, third].forEach((selector, place) => {
        for (const path of ABOUT.get(selector) ?? [])
          expected[path] ??= (ACTIONS[place] as SimpleAction).kind;
      });
      const found = decided([first, second, third]);
      if (JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(expected).sort()))
        continue;
      expect({ second, third, found }).toEqual({ second, third, found: expected });
    }
});

describe('what could not be read as a sequence', () => {
  const { digest: _digest, ...draft } = EMPTY_PLAN;
  const rule = (selector: Selector, action: SimpleAction) => ({ selector, action, origin: ORIGIN });
  const keepAll = (vr?: 'SQ' | 'LO') =>
    sealPlan({
      ...draft,
      rules: [
        rule(
          {
            kind: 'private',
            group: 0x0029,
            creator: 'ACME',
            element: 1,
            ...(vr === undefined ? {} : { vr }),
          },
          { kind: 'keep' },
        ),
      ],
    });
  const object = (vr: 'UN' | 'LO') =>
    instance({
      elements: [
        el(0x00080018, 'UI', '2.25.1'),
        ...privateBlock(0x0029, 0x10, 'ACME', [[1, vr, new Uint8Array(Buffer.from('Zwieback'))]]),
      ],
    });

  it('goes where a rule says that it is one, though it keeps it', async () => {
    const actions = async (plan: RulePlan) =>
      decide(plan, await parsed(object('UN'))).map(
        ({ element, action }) => `${formatPath(element)} ${action.kind}`,
      );
    expect(await actions(keepAll('SQ'))).toEqual(['(0029,1001) remove']);
    expect(await actions(keepAll())).toEqual([]);
    expect(await actions(keepAll('LO'))).toEqual([]);
  });

  it('is read by the rule’s VR where the file says none, and by its own where it does', async () => {
    const readAs = async (vr: 'UN' | 'LO', selectorVr: 'SQ' | 'LO') => {
      const plan = sealPlan({
        ...draft,
        rules: [
          rule(
            { kind: 'private', group: 0x0029, creator: 'ACME', element: 1, vr: selectorVr },
            { kind: 'empty' },
          ),
        ],
      });
      return decide(plan, await parsed(object(vr)))[0]?.readAs.vr;
    };
    expect(await readAs('UN', 'LO')).toBe('LO');
    expect(await readAs('LO', 'SQ')).toBe('LO');
  });

  it('is refused where a rule for it would keep it: a header that says something else than a sequence', async () => {
    const hidden = instance({
      elements: [el(0x00080018, 'UI', '2.25.1'), el(0x00081115, 'LO', 'Zwieback')],
    });
    const plan = sealPlan({
      ...draft,
      rules: [rule({ kind: 'tag', tag: asTag(0x00100010) }, { kind: 'remove' })],
    });
    expect(await refusal(hidden, { plan })).toBe('ACTION_NOT_FOR_VR');
  });
});

describe('what is settled beside the rules', () => {
  const { digest: _digest, ...draft } = EMPTY_PLAN;
  const tag = (value: number): Selector => ({ kind: 'tag', tag: asTag(value) });

  it('what belongs to no data set goes where file meta information follows', async () => {
    const object = await parsed(
      instance({
        elements: [
          el(0x00080018, 'UI', '2.25.1'),
          sq(0x00081115, [[el(0x00020016, 'AE', 'ZWIEBACK'), el(0x00000600, 'AE', 'ZWIEBACK')]]),
          el(0x00020016, 'AE', 'ZWIEBACK'),
        ],
      }),
    );
    const paths = (fileMeta: 'follow' | 'keep') =>
      decide(sealPlan({ ...draft, housekeeping: { ...draft.housekeeping, fileMeta } }), object).map(
        ({ element, action }) => `${formatPath(element)} ${action.kind}`,
      );
    expect(paths('follow')).toEqual([
      '(0008,1115)[0](0002,0016) remove',
      '(0008,1115)[0](0000,0600) remove',
      '(0002,0016) remove',
    ]);
    expect(paths('keep')).toEqual([]);
  });

  it('by the type that the attribute has in the instance’s IOD', async () => {
    const byType = {
      kind: 'by-type',
      type1: { kind: 'dummy' },
      type2: { kind: 'empty' },
      type3: { kind: 'remove' },
      unknown: { kind: 'keep-valid' },
    } as const;
    // Of Basic Text SR Storage (PS3.3 A.35.1): Content Date 1, Patient ID 2, Series Date 3.
    const selectors = [0x00080023, 0x00100020, 0x00080021].map(tag);
    const plan = sealPlan({
      ...draft,
      rules: selectors.map((selector) => ({ selector, action: byType, origin: ORIGIN })),
    });
    const kinds = async (sopClass: string) =>
      decide(
        plan,
        await parsed(
          instance({
            elements: [
              el(0x00080016, 'UI', sopClass),
              el(0x00080021, 'DA', '20190304'),
              el(0x00080023, 'DA', '20190304'),
              el(0x00100020, 'LO', 'A'),
            ],
          }),
        ),
      ).map(({ action }) => action.kind);
    expect(await kinds('1.2.840.10008.5.1.4.1.1.88.11')).toEqual(['remove', 'dummy', 'empty']);
    expect(await kinds('1.2.3.4')).toEqual([]);
  });

  it('a private element without a creator in its own item is nobody’s, unless the plan looks further out', async () => {
    const object = await parsed(
      instance({
        elements: [
          el(0x00080018, 'UI', '2.25.1'),
          sq(0x00081115, [[el(0x00291001, 'LO', 'Zwieback')]]),
          ...privateBlock(0x0029, 0x10, 'ACME', [[1, 'LO', 'x']]),
        ],
      }),
    );
    const kept = (wrongLevel: 'none' | 'enclosing') =>
      decide(
        sealPlan({
          ...draft,
          rules: [{ selector: acme(1), action: { kind: 'keep' }, origin: ORIGIN }],
          otherwise: { public: { kind: 'keep' }, private: { kind: 'remove' } },
          privateCreators: { wrongLevel, elements: 'follow' },
        }),
        object,
      ).map(({ element, action }) => `${formatPath(element)} ${action.kind}`);
    expect(kept('none')).toEqual(['(0008,1115)[0](0029,1001) remove']);
    expect(kept('enclosing')).toEqual([]);
  });
});
