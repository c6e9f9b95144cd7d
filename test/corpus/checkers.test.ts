import { asTag } from '../../layers/dicom/tag.ts';
import { parsed } from '../layers/dicom/indexed.ts';
import { cleanBytes } from '../layers/engine/harness.ts';
import { el, instance, type Node, privateBlock, sq, TRANSFER_SYNTAX } from '../support/build.ts';
import { plantNeedles } from '../support/needles.ts';
import { syntheticStudy } from '../support/study.ts';
import { reemit } from './reemit.ts';
import { judge } from './surviving.ts';
import { basicCodeOf, strayChanges, type WholeInstance } from './unchanged.ts';

/** What the corpus is held against must itself see what it is there to see. */

const whole = async (bytes: Uint8Array): Promise<WholeInstance> => ({ instance: await parsed(bytes), bytes });
const of = (...nodes: Node[]) => whole(instance({ elements: nodes }));
const strays = async (before: Promise<WholeInstance>, after: Promise<WholeInstance>) => [
  ...strayChanges(await before, await after),
];
const pixelSpacing = (value: string) => el(0x00280030, 'DS', value);

describe('stray changes', () => {
  it('sees what was lost, changed or made up, at any depth', async () => {
    const inSequence = (...nodes: Node[]) => of(sq(0x00081115, [nodes]));
    expect(await strays(of(pixelSpacing('1\\1')), of())).toEqual(['lost (0028,0030)']);
    expect(await strays(of(pixelSpacing('1\\1')), of(pixelSpacing('1\\2')))).toEqual(['changed (0028,0030)']);
    expect(await strays(of(), of(pixelSpacing('1')))).toEqual(['made up (0028,0030)']);
    expect(await strays(of(el(0x00280010, 'US', [1])), of(el(0x00280010, 'SS', [1])))).toEqual([
      'VR changed (0028,0010)',
    ]);
    expect(await strays(inSequence(pixelSpacing('1')), inSequence(pixelSpacing('2')))).toEqual([
      'changed (0008,1115)[0](0028,0030)',
    ]);
    expect(await strays(inSequence(), of(sq(0x00081115, [])))).toEqual(['items changed (0008,1115)']);
    expect(await strays(inSequence(), of(sq(0x00081115, [[]], { undefinedLength: true })))).toEqual([
      'items changed (0008,1115)',
    ]);
    expect(await strays(of(pixelSpacing('1'), pixelSpacing('2')), of(pixelSpacing('2')))).toEqual([
      'changed (0028,0030)',
      'lost (0028,0030)',
    ]);
  });

  it('leaves what has a row, stamps and group lengths to others', async () => {
    const before = of(
      el(0x00100010, 'PN', 'A'),
      el(0x00280000, 'UL', [4]),
      ...privateBlock(0x0029, 0x10, 'ACME', [[1, 'LO', 'x']]),
    );
    expect(await strays(before, of(el(0x00120062, 'CS', 'YES')))).toEqual([]);
    expect(
      [0x00100010, 0x00291001, 0x60103000, 0x50020030, 0x00401006, 0x00280030].map((tag) =>
        basicCodeOf({ tag: asTag(tag), vr: 'LO' }),
      ),
    ).toEqual(['Z', 'X', 'X', 'X', 'X', undefined]);
    expect(basicCodeOf({ tag: asTag(0x0008fff0), vr: 'PN' })).toBe('X');
    expect(basicCodeOf({ tag: asTag(0x00080016), vr: 'UI' })).toBeUndefined();
  });
});

describe('survivors', () => {
  const expected = [
    { path: '00081030', vr: 'LO', basic: 'X', value: 'Knee' },
    { path: '00081115/0/00100010', vr: 'PN', basic: 'Z', value: 'Doe^Jane' },
    { path: '0020000D', vr: 'UI', basic: 'U', value: '2.25.1' },
    { path: '00400254', vr: 'LO', basic: 'D', value: 'Knee' },
  ];
  const nodes = (description: string | null, name: string, uid: string, step: string) => [
    ...(description === null ? [] : [el(0x00081030, 'LO', description)]),
    sq(0x00081115, [[el(0x00100010, 'PN', name)]]),
    el(0x0020000d, 'UI', uid),
    el(0x00400254, 'LO', step),
  ];
  const before = of(...nodes('Knee', 'Doe^Jane', '2.25.1', 'Knee'));

  it.each([
    ['nothing', nodes(null, '', '2.25.2', 'x'), []],
    ['an X', nodes('', '', '2.25.2', 'x'), ['00081030 X: is there']],
    ['a Z, nested', nodes(null, 'Doe^Jane', '2.25.2', 'x'), ['00081115/0/00100010 Z: keeps its bytes']],
    ['a U', nodes(null, '', '2.25.1', 'x'), ['0020000D U: keeps a UID']],
    ['a D', nodes(null, '', '2.25.2', ''), ['00400254 D: is empty']],
    ['a text in other bytes', nodes(null, ' Doe^Jane', '2.25.2', 'x'), []],
  ])('sees %s', async (_name, after, survivors) => {
    expect(judge(expected, await before, await of(...after))).toEqual({ elements: 4, survivors });
  });
});

describe('every element written anew', () => {
  const objects: readonly (readonly [string, Uint8Array])[] = [
    ...syntheticStudy(3)
      .files.filter(({ expected }) => expected === 'released')
      .map(({ name, bytes }) => [name, bytes] as const),
    ...Object.entries(TRANSFER_SYNTAX)
      .filter(([name]) => !name.startsWith('jpeg'))
      .map(
        ([name, transferSyntax]) => [name, plantNeedles({ transferSyntax, depths: [0, 2] }).bytes] as const,
      ),
    ['undefined lengths', plantNeedles({ undefinedLengths: true }).bytes],
  ];

  it.each(objects)('%s is the same file', async (_name, bytes) => {
    const result = await reemit(await whole(bytes));
    expect(result).toMatchObject({ same: true });
    expect(result.written).toBeGreaterThan(20);
  });

  it.each(objects)(
    '%s: the cleaned one too, with nothing astray and nothing surviving',
    async (_name, bytes) => {
      const output = await cleanBytes(bytes);
      expect(await reemit(await whole(output))).toMatchObject({ same: true });
      expect(await strays(whole(bytes), whole(output))).toEqual([]);
    },
  );
});
