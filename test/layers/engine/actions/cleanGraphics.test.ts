import type { Vr } from '../../../../layers/dicom/vr.ts';
import { el, type Node, sq, type Value } from '../../../support/build.ts';
import { clean, cleanBytes, refusal } from '../harness.ts';
import { instanceOf, texts } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

const GRAPHICS = { kind: 'clean-graphics' } as const;
const PIXELS = Uint8Array.of(1, 2, 3, 4);

/** Which elements come out of an instance with these, cleaned by one rule for each. */
async function left(nodes: readonly Node[], ...tags: readonly number[]): Promise<readonly string[]> {
  const plan = planOf(...tags.map((tag) => [tag, GRAPHICS] as const));
  return Object.keys(await texts(await cleanBytes(instanceOf(nodes), { plan })));
}

describe('overlays', () => {
  test.each<readonly [string, readonly Node[], boolean]>([
    ['graphics', [el(0x60000040, 'CS', 'G'), el(0x60003000, 'OW', PIXELS)], false],
    ['of no type', [el(0x60003000, 'OW', PIXELS)], false],
    ['a region of interest', [el(0x60000040, 'CS', 'R'), el(0x60003000, 'OB', PIXELS)], true],
    [
      'another plane is a region',
      [el(0x60000040, 'CS', 'G'), el(0x60003000, 'OW', PIXELS), el(0x60020040, 'CS', 'R')],
      false,
    ],
  ])('%s', async (_what, nodes, stays) => {
    expect((await left(nodes, 0x60003000)).includes('(6000,3000)')).toBe(stays);
  });

  test('of another plane go by their own type', async () => {
    const nodes = [el(0x60000040, 'CS', 'R'), el(0x601e0040, 'CS', 'G'), el(0x601e3000, 'OW', PIXELS)];
    expect(await left(nodes, 0x601e3000)).not.toContain('(601E,3000)');
  });

  test('comments are text', async () => {
    const object = instanceOf([
      el(0x00100010, 'PN', 'Thistlewood^O'),
      el(0x60004000, 'LT', 'Thistlewood: lesion'),
      el(0x60021500, 'LO', 'brzexmkt'),
    ]);
    const plan = planOf([0x60004000, GRAPHICS], [0x60021500, GRAPHICS]);
    expect((await texts(await cleanBytes(object, { plan })))['(6000,4000)']).toBe('[removed]: lesion');
    expect(await clean(object, { plan })).toMatchObject({
      findings: [{ path: '(6002,1500)', code: 'TEXT_UNKNOWN_WORD' }],
    });
  });
});

describe('curves', () => {
  test.each([
    ['ECG', true],
    ['PRESSURE', true],
    ['ROI', true],
    ['POLY', false],
    ['', false],
    ['OTHER', false],
  ])('data of type %j', async (type, stays) => {
    const nodes = [el(0x50000020, 'CS', type), el(0x50003000, 'OW', PIXELS)];
    expect((await left(nodes, 0x50003000)).includes('(5000,3000)')).toBe(stays);
  });

  test('sound goes, sizes stay, text is cleaned', async () => {
    const nodes = [
      el(0x50000005, 'US', [2]),
      el(0x5000200c, 'OW', PIXELS),
      el(0x50002500, 'LO', 'for Dr. Quiroga'),
      el(0x50000103, 'UN', PIXELS),
    ];
    const plan = planOf(...nodes.map((node) => [(node as { tag: number }).tag, GRAPHICS] as const));
    const out = await texts(await cleanBytes(instanceOf(nodes), { plan }));
    expect(Object.keys(out).filter((path) => path.startsWith('(5000'))).toEqual(
      ['(5000,0005)', '(5000,0103)', '(5000,2500)'].filter((path) => path in out),
    );
    expect(out['(5000,2500)']).toBe('for Dr. [removed]');
    expect(out).not.toHaveProperty(['(5000,200C)']);
  });

  test.each<readonly [string, Node, boolean]>([
    ['an element that PS3.3 does not know', el(0x50001234, 'US', [1]), false],
    ['a text that it does not know', el(0x50001234, 'LO', 'carina'), false],
    ['items that it does not know', sq(0x50001234, [[el(0x00204000, 'LT', 'carina')]]), false],
    ['a number written as a text', el(0x50000110, 'LO', 'carina'), false],
    ['a text written as bytes', el(0x50000022, 'OB', PIXELS), false],
    ['an unknown type', el(0x50000020, 'CS', 'QUIROGA'), false],
    ['a type that was measured', el(0x50000020, 'CS', 'ECG'), true],
    ['a number', el(0x50000110, 'US', [1]), true],
    ['a text', el(0x50000022, 'LO', 'carina'), true],
    ['the overlay that it refers to', sq(0x50002600, [[el(0x00081155, 'UI', '1.2.3')]]), true],
    ['beyond 501E', el(0x50200110, 'US', [1]), true],
  ])('%s', async (_what, node, stays) => {
    const tag = (node as { readonly tag: number }).tag;
    const paths = await left([node], tag);
    expect(paths.some((path) => path.startsWith('(50'))).toBe(stays);
  });

  test('a value of no known VR goes', async () => {
    expect(await left([el(0x50008000, 'UN', PIXELS)], 0x50008000)).not.toContain('(5000,8000)');
  });
});

describe('annotations and structured displays', () => {
  const text = (value: string) => el(0x00700006, 'ST', value);
  const annotated = instanceOf([
    el(0x00100010, 'PN', 'Thistlewood^Oswin'),
    sq(0x00700001, [
      [
        el(0x00700002, 'CS', 'LAYER'),
        sq(0x00700008, [
          [text('Thistlewood, lesion 5mm'), el(0x00700010, 'FL', [1, 2]), el(0x00620020, 'UT', 'lesion')],
        ]),
        sq(0x00700009, [[el(0x00700022, 'FL', [1, 2, 3, 4]), el(0x00700023, 'CS', 'POLYLINE')]]),
      ],
    ]),
    sq(0x00720424, [[text('Dr. Quiroga')]]),
  ]);

  test('text is cleaned, though its attribute has another rule elsewhere; the rest stays', async () => {
    const plan = planOf([0x00700006, { kind: 'dummy' }], [0x00700001, GRAPHICS], [0x00720424, GRAPHICS]);
    const before = await texts(annotated);
    const after = await texts(await cleanBytes(annotated, { plan }));
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const changed = Object.entries(after).filter(([path, value]) => value !== before[path]);
    expect(Object.fromEntries(changed)).toEqual({
      '(0070,0001)[0](0070,0008)[0](0070,0006)': '[removed], lesion 5mm',
      '(0072,0424)[0](0070,0006)': 'Dr. [removed]',
    });
  });

  test('a rule with a path into the sequence holds', async () => {
    const plan = planOf([0x00700001, GRAPHICS]);
    const rules = [
      {
        ...plan.rules[0],
        action: { kind: 'remove' },
        selector: { kind: 'tag', tag: 0x00700006, path: ['**', 0x00700008] },
      },
      ...plan.rules,
    ] as unknown as typeof plan.rules;
    const out = await texts(await cleanBytes(annotated, { plan: { ...plan, rules } }));
    expect(Object.keys(out)).not.toContain('(0070,0001)[0](0070,0008)[0](0070,0006)');
  });
});

test.each<readonly [number, Vr, Value]>([
  [0x00700022, 'FL', [1, 2]],
  [0x00281101, 'US', [1, 2, 3]],
  [0x00081030, 'CS', 'X'],
])('elsewhere a value that is not text is refused', async (tag, vr, value) => {
  expect(await refusal(instanceOf([el(tag, vr, value)]), { plan: planOf([tag, GRAPHICS]) })).toBe(
    'ACTION_NOT_FOR_VR',
  );
});
