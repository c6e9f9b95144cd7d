import type { DataSet } from '../../../../layers/dicom/element.ts';
import { formatPath } from '../../../../layers/dicom/element.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../../rules/plan.ts';
import { basicProfilePlan } from '../../../../rules/ps315/basicProfile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, instance, inTagOrder, type Node, sq, TRANSFER_SYNTAX } from '../../../support/build.ts';
import { cleanBytes, parsed } from '../harness.ts';

/** Overlays and curves go whole (PS3.3 C.9.2), in every even group of 60xx and 50xx. */

const PIXELS = Uint8Array.of(1, 2, 3, 4);
const BASE = [
  el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
  el(0x00080018, 'UI', '1.2.3.4'),
  el(0x0020000d, 'UI', '1.2.3'),
  el(0x0020000e, 'UI', '1.2.3.1'),
];

/** An overlay as PS3.3 C.9.2 has it, but for what is left out. */
function overlay(group: number, type = 'G', without: readonly number[] = []): Node[] {
  const base = group * 0x10000;
  const nodes: readonly (readonly [number, Node])[] = [
    [0x0010, el(base + 0x0010, 'US', [2])],
    [0x0011, el(base + 0x0011, 'US', [16])],
    [0x0022, el(base + 0x0022, 'LO', 'lesion of Quimbyx')],
    [0x0040, el(base + 0x0040, 'CS', type)],
    [0x0045, el(base + 0x0045, 'LO', 'USER')],
    [0x0050, el(base + 0x0050, 'SS', [1, 1])],
    [0x0100, el(base + 0x0100, 'US', [1])],
    [0x0102, el(base + 0x0102, 'US', [0])],
    [0x1500, el(base + 0x1500, 'LO', 'Quimbyx')],
    [0x3000, el(base + 0x3000, 'OW', PIXELS)],
    [0x4000, el(base + 0x4000, 'LT', 'of Quimbyx')],
  ];
  return nodes.filter(([number]) => !without.includes(number)).map(([, node]) => node);
}

function curve(group: number, type: string): Node[] {
  const base = group * 0x10000;
  return [
    el(base + 0x0005, 'US', [2]),
    el(base + 0x0010, 'US', [1]),
    el(base + 0x0020, 'CS', type),
    el(base + 0x0103, 'US', [0]),
    el(base + 0x3000, 'OW', PIXELS),
  ];
}

const rulesPlan = (file: object): RulePlan => planOf(compileLethe(sourceOf(JSON.stringify(file))));

/** What comes out of the groups 50xx and 60xx, at every depth, as paths. */
async function left(
  nodes: readonly Node[],
  plan: RulePlan = basicProfilePlan(),
  transferSyntax: string = TRANSFER_SYNTAX.explicitLittleEndian,
): Promise<readonly string[]> {
  const object = instance({ elements: inTagOrder([...BASE, ...nodes]), transferSyntax });
  const after = await parsed(await cleanBytes(object, { plan }));
  const found: string[] = [];
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements) {
      const family = element.tag >>> 24;
      if (family === 0x50 || family === 0x60) found.push(formatPath(element));
      element.items?.forEach(visit);
    }
  };
  visit(after.dataSet);
  return found;
}

const inGroup = (group: string, paths: readonly string[]) =>
  paths.filter((path) => path.includes(`(${group},`));

describe('the Basic Profile', () => {
  test.each(Object.entries(TRANSFER_SYNTAX).slice(0, 4))(
    'takes a plane whole in %s',
    async (_name, syntax) => {
      for (const group of [0x6000, 0x601e, 0x6020, 0x60fe, 0x5000, 0x5020, 0x50fe])
        expect(
          await left(group >= 0x6000 ? overlay(group, 'R') : curve(group, 'ECG'), undefined, syntax),
        ).toEqual([]);
    },
  );

  test('odd groups between them are private, and go', async () => {
    expect(
      await left([el(0x60010010, 'LO', 'ACME'), el(0x60011001, 'LO', 'x'), el(0x60213000, 'OW', PIXELS)]),
    ).toEqual([]);
  });

  test('what has VR UN is what the dictionary says', async () => {
    const bytes = overlay(0x6040).map((node) => ({ ...node, vr: 'UN' as const }));
    const unknown = bytes.map((node) => ('value' in node ? { ...node, value: Uint8Array.of(1, 0) } : node));
    expect(await left(unknown as Node[])).toEqual([]);
  });

  test('an overlay in the bits of the pixels has no data of its own: what describes it stays, its text goes', async () => {
    expect(await left(overlay(0x6002, 'G', [0x3000]))).toEqual([
      '(6002,0010)',
      '(6002,0011)',
      '(6002,0040)',
      '(6002,0045)',
      '(6002,0050)',
      '(6002,0100)',
      '(6002,0102)',
    ]);
  });

  test('planes are of their own data set, at every depth', async () => {
    const nested = sq(0x00081115, [
      [...overlay(0x6000, 'R'), ...overlay(0x6004, 'R', [0x3000])],
      overlay(0x6000, 'R', [0x3000]),
    ]);
    const paths = await left([nested, ...overlay(0x6000, 'R')]);
    expect(inGroup('6000', paths).every((path) => path.startsWith('(0008,1115)[1]'))).toBe(true);
    expect(inGroup('6004', paths)).toHaveLength(7);
  });

  test('its group length goes with it, where lengths stay', async () => {
    const plan = rulesPlan({ housekeeping: { groupLengths: 'keep' } });
    expect(await left([el(0x60000000, 'UL', [100]), ...overlay(0x6000)], plan)).toEqual([]);
  });
});

describe('rules of a file', () => {
  test('that keep the data keep the plane, each element by its own rule', async () => {
    const plan = rulesPlan({
      rules: [{ select: 'OverlayData', action: 'keep' }],
      stamps: null,
    });
    const paths = await left([...overlay(0x6022), ...curve(0x5002, 'ECG')], plan);
    expect(paths).toEqual(
      ['0010', '0011', '0040', '0045', '0050', '0100', '0102', '3000'].map((number) => `(6022,${number})`),
    );
  });

  test('that keep what describes it do not keep it', async () => {
    const plan = rulesPlan({ rules: [{ select: '(60xx,0010)', action: 'keep' }], stamps: null });
    expect(await left(overlay(0x6000), plan)).toEqual([]);
  });

  test.each(['remove', 'empty'])('%s, and nothing else, take it whole where they say so', async (action) => {
    const rules = [{ select: 'OverlayData', action }];
    expect(await left(overlay(0x60a0), rulesPlan({ profile: 'none', planes: 'whole', rules }))).toEqual([]);
    const byRule = await left(overlay(0x60a0), rulesPlan({ profile: 'none', rules }));
    expect(byRule).toHaveLength(action === 'empty' ? 11 : 10);
    expect(await left(overlay(0x60a0), rulesPlan({ planes: 'by-rule' }))).toHaveLength(7);
  });
});

describe('Clean Graphics', () => {
  const plan = rulesPlan({ options: ['cleanGraphics'] });

  test.each([0x6000, 0x6020, 0x60fe])(
    'a mask keeps its plane, and a drawing none of it (%i)',
    async (group) => {
      expect(await left(overlay(group, 'R'), plan)).toHaveLength(11);
      expect(await left(overlay(group, 'G'), plan)).toEqual([]);
      expect(await left(overlay(group, 'G', [0x0040]), plan)).toEqual([]);
    },
  );

  const without = (group: number) => overlay(group, '', [0x0040]);
  const type = (value: string, vr: 'CS' | 'LO' | 'SH' | 'UN' = 'CS') => el(0x60000040, vr, value);
  test.each<readonly [string, readonly Node[]]>([
    ['a second type', [type('R'), type('G')]],
    ['a second type before', [type('G'), type('R')]],
    ['the same twice', [type('R'), type('R')]],
    ['two values', [type('R\\G')]],
    ['two values that agree', [type('R\\R')]],
    ['a small letter', [type('r')]],
    ['spaces before', [type(' R')]],
    ['more than one space behind', [type('R   ')]],
    ['a zero behind', [type('R\0')]],
    ['another VR', [type('R', 'LO')]],
    ['VR UN', [type('R', 'UN')]],
    ['a longer word', [type('ROI')]],
    ['a type in an item', [sq(0x60000040, [[type('R')]])]],
    ['the type of another plane', [el(0x60020040, 'CS', 'R')]],
    ['a second drawing', [type('R'), el(0x60003000, 'OW', PIXELS)]],
    ['nothing', []],
  ])('%s does not keep a drawing', async (_what, nodes) => {
    expect(inGroup('6000', await left([...without(0x6000), ...nodes], plan))).toEqual([]);
  });

  test('a drawing that is not pixels goes, whatever its type says', async () => {
    const data = (vr: 'LT' | 'UT') => [...overlay(0x6000, 'R', [0x3000]), el(0x60003000, vr, 'Quimbyx')];
    expect(await left(data('LT'), plan)).toEqual([]);
    expect(await left(data('UT'), plan)).toEqual([]);
    const items = [...overlay(0x6000, 'R', [0x3000]), sq(0x60003000, [[el(0x00204000, 'LT', 'Quimbyx')]])];
    expect(await left(items, plan)).toEqual([]);
  });

  test.each(Object.entries(TRANSFER_SYNTAX).slice(0, 4))('in %s, too', async (_name, syntax) => {
    expect(await left(overlay(0x6020, 'R'), plan, syntax)).toHaveLength(11);
    expect(await left([...overlay(0x6020, 'R'), el(0x60200040, 'CS', 'G')], plan, syntax)).toEqual([]);
  });

  test('a curve that was measured stays, one that was drawn goes whole', async () => {
    expect(await left(curve(0x5020, 'ECG'), plan)).toHaveLength(5);
    expect(await left(curve(0x5020, 'POLY'), plan)).toEqual([]);
    expect(await left([...curve(0x5000, 'ECG'), el(0x50000020, 'CS', 'POLY')], plan)).toEqual([]);
  });

  test('sound goes with what describes it, and leaves the curve', async () => {
    const sound = [el(0x50002000, 'US', [1]), el(0x50002008, 'UL', [8000]), el(0x5000200c, 'OW', PIXELS)];
    const comments = el(0x5000200e, 'LT', 'Quimbyx speaks');
    expect(await left([...sound, comments], plan)).toEqual([]);
    expect(await left([...curve(0x5000, 'ECG'), ...sound, comments], plan)).toHaveLength(5);
  });

  test('in an item', async () => {
    const nested = sq(0x00081115, [[...overlay(0x6000, 'R')], [...overlay(0x6000, 'R'), type('G')]]);
    expect((await left([nested], plan)).every((path) => path.startsWith('(0008,1115)[0]'))).toBe(true);
  });
});

test('every plane there can be, and elements that stand there often', async () => {
  const many = Array.from({ length: 128 }, (_, index) => overlay(0x6000 + 2 * index)).flat();
  const again = Array.from({ length: 2000 }, () => el(0x60fe4000, 'LT', 'x'));
  expect(await left([...many, ...again])).toEqual([]);
  expect(await left([...many, ...again], rulesPlan({ options: ['cleanGraphics'] }))).toEqual([]);
});
