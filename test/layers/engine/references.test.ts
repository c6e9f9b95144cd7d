import { type DataSet, type Element, elementWith } from '../../../layers/dicom/element.ts';
import { asTag, formatTag } from '../../../layers/dicom/tag.ts';
import { bytesOf } from '../../../layers/dicom/values.ts';
import { compileLethe } from '../../../rules/lethe/compile.ts';
import type { RulePlan } from '../../../rules/plan.ts';
import { el, instance, inTagOrder, type Node, privateBlock, sq } from '../../support/build.ts';
import { type Followed, followReferences } from '../../support/references.ts';
import { referringStudy } from '../../support/referringStudy.ts';
import { cleanBytes, parsed, testIdentities } from './harness.ts';

/** What a study's instances say of each other before, they say after: each reference that is left leads to what it led to. */

function planOf(rules: object): RulePlan {
  const source = { name: 'rules', text: JSON.stringify(rules), place: 'desk' as const, readFile: () => '' };
  const { plan, problems } = compileLethe(source);
  if (plan === null) throw new Error(problems.map(({ code }) => code).join(' '));
  return plan;
}

async function followed(rules: object): Promise<Followed> {
  const options = { plan: planOf(rules), identities: testIdentities() };
  const pairs = [];
  for (const [name, bytes] of referringStudy())
    pairs.push({ name, before: await parsed(bytes), after: await parsed(await cleanBytes(bytes, options)) });
  return followReferences(pairs);
}

/** Content Sequence and Graphic Annotation are dummies whatever is said of references: of the second annotation nothing is left. */
const UNDER_D = ['pr (0070,0001)[1](0008,1140)[0](0008,1155)', 'sr (0040,A730)[0](0008,1199)[0](0008,1155)'];
/** Type 3 in a CT, so that they go as Table E.1-1 says. */
const OPTIONAL = ['ct0', 'ct1'].flatMap((ct) =>
  ['(0008,1140)', '(0008,2112)'].map((tag) => `${ct} ${tag}[0](0008,1155)`),
);
const REFERENCES = 29;

test.each<[string, object, readonly string[]]>([
  ['the Basic Profile', {}, [...OPTIONAL, ...UNDER_D]],
  ['random UIDs', { identities: { uids: 'random' } }, [...OPTIONAL, ...UNDER_D]],
  ['references kept', { references: 'keep' }, UNDER_D],
  ['UIDs retained', { options: ['retainUids'] }, UNDER_D],
  ['graphics cleaned', { options: ['cleanGraphics'], references: 'keep' }, UNDER_D.slice(1)],
  ['everything cleaned', { options: ['cleanGraphics', 'cleanStructuredContent'], references: 'keep' }, []],
])('every reference leads to what it led to: %s', async (_name, rules, expectedGone) => {
  const { kept, gone, broken } = await followed(rules);
  expect(broken).toEqual([]);
  expect(gone).toEqual(expectedGone);
  expect(kept).toHaveLength(REFERENCES - expectedGone.length);
});

describe('a sequence of references, by its type in the IOD', () => {
  const CT = '1.2.840.10008.5.1.4.1.1.2';
  const SR = '1.2.840.10008.5.1.4.1.1.88.33';
  const SEG = '1.2.840.10008.5.1.4.1.1.66.4';
  const NONE = '1.2.840.10008.5.1.4.1.1.99999';
  const ITEM = [
    el(0x00080054, 'AE', 'NORDHAFEN'),
    el(0x00081150, 'UI', CT),
    el(0x00081155, 'UI', '2.25.31415926536'),
    el(0x00100010, 'PN', 'Zwieback^Oriane'),
    sq(0x0040a170, [
      [el(0x00080100, 'SH', '121322'), el(0x00080102, 'SH', 'DCM'), el(0x00080104, 'LO', 'Source')],
    ]),
    ...privateBlock(0x0009, 0x10, 'ACME', [[0x01, 'LO', 'Zwieback']]),
  ];

  /** The sequence that comes out at a path: null where it is gone, else how many items it has. */
  async function left(sopClass: string, path: readonly number[], rules: object = {}) {
    const nested = path.reduceRight<readonly Node[]>((inner, tag) => [sq(tag, [inner])], ITEM);
    const root = [el(0x00080016, 'UI', sopClass), el(0x00080018, 'UI', '2.25.1')];
    const bytes = await cleanBytes(instance({ elements: inTagOrder([...root, ...nested]) }), {
      plan: planOf(rules),
    });
    const text = Buffer.from(bytes).toString('latin1');
    for (const secret of ['Zwieback', '31415926536', 'NORDHAFEN']) expect(text).not.toContain(secret);
    const after = await parsed(bytes);
    let element: Element | undefined;
    let dataSet: DataSet | undefined = after.dataSet;
    for (const tag of path) {
      element = dataSet === undefined ? undefined : elementWith(dataSet, asTag(tag));
      dataSet = element?.items?.[0];
    }
    if (element === undefined) return 'gone';
    return element.items?.length === 0
      ? 'empty'
      : element.items?.[0]?.elements.map(({ tag }) => formatTag(tag));
  }

  /** The patient's name of the item gets its pseudonym, the AE title and the private element go. */
  const DECIDED = ['(0008,1150)', '(0008,1155)', '(0010,0010)', '(0040,A170)'];
  /** What D leaves has a dummy for each. */
  const DUMMIES = ['(0008,0054)', ...DECIDED];

  test.each<[string, string, readonly number[], unknown]>([
    ['Source Image, 2 in a segmentation', SEG, [0x52009230, 0x00089124, 0x00082112], DECIDED],
    ['Source Image, shared', SEG, [0x52009229, 0x00089124, 0x00082112], DECIDED],
    ['Source Image, 3 at its root', SEG, [0x00082112], 'gone'],
    ['Referenced Performed Procedure Step, 1C in a segmentation', SEG, [0x00081111], DECIDED],
    ['Referenced Performed Procedure Step, 2 in a report', SR, [0x00081111], DECIDED],
    ['Referenced Study, 2 in a report’s request', SR, [0x0040a370, 0x00081110], DECIDED],
    ['Referenced Study, 3 in a report', SR, [0x00081110], 'gone'],
    ['Referenced Image, 2 in a frame', '1.2.840.10008.5.1.4.1.1.2.1', [0x52009229, 0x00081140], DECIDED],
    [
      'Referenced Image, 1 in a presentation',
      '1.2.840.10008.5.1.4.1.1.11.1',
      [0x00081115, 0x00081140],
      DECIDED,
    ],
    ['Referenced Image, 3 in a CT', CT, [0x00081140], 'gone'],
    ['Referenced Patient', CT, [0x00081120], 'gone'],
    ['Referenced Image where nothing is known', NONE, [0x00081140], DECIDED],
    ['Referenced Study where nothing is known', NONE, [0x00081110], 'empty'],
    ['Referenced Performed Procedure Step where nothing is known', NONE, [0x00081111], DUMMIES],
    ['Referenced Instance, which has no row', CT, [0x0008114a], DECIDED],
  ])('%s', async (_name, sopClass, path, expected) => {
    expect(await left(sopClass, path)).toEqual(expected);
  });

  test.each([0x00081110, 0x00081111, 0x00081120, 0x00081140, 0x00082112])(
    '"references": "keep" keeps %i of a class that need not have it, and of one that nobody knows',
    async (tag) => {
      expect(await left(CT, [tag], { references: 'keep' })).toEqual(DECIDED);
      expect(await left(NONE, [tag], { references: 'keep' })).toEqual(DECIDED);
      expect(await left(CT, [0x00400260, tag], { references: 'keep' })).toEqual(DECIDED);
    },
  );

  test('a rule of the file wins over it', async () => {
    const rules = { references: 'keep', rules: [{ select: 'SourceImageSequence', action: 'remove' }] };
    expect(await left(CT, [0x00082112], rules)).toBe('gone');
  });
});

test('what is left in an item of dummies to say how it hangs together must be such', async () => {
  const annotation = (units: string, frame: string) =>
    instance({
      elements: inTagOrder([
        el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.11.1'),
        el(0x00080018, 'UI', '2.25.1'),
        sq(0x00700001, [
          [
            sq(0x00081140, [
              [
                el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
                el(0x00081155, 'UI', '2.25.2'),
                el(0x00081160, 'IS', frame),
              ],
            ]),
            el(0x00700002, 'CS', 'ZWIEBACK'),
            sq(0x00700009, [[el(0x00700005, 'CS', units), el(0x00700022, 'FL', [1, 2, 3, 4])]]),
          ],
        ]),
      ]),
    });
  const text = async (bytes: Uint8Array) => Buffer.from(await cleanBytes(bytes)).toString('latin1');
  const fine = await text(annotation('PIXEL', '4711'));
  for (const kept of ['PIXEL', '4711']) expect(fine).toContain(kept);
  expect(fine).not.toContain('ZWIEBACK');
  const wrong = await text(annotation('Zwieback', 'Oriane'));
  for (const secret of ['Zwieback', 'Oriane']) expect(wrong).not.toContain(secret);
});

test('a dummy has as many values as PS3.6 wants', async () => {
  const bytes = instance({
    elements: inTagOrder([
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.11.1'),
      el(0x00080018, 'UI', '2.25.1'),
      sq(0x00700001, [[sq(0x00700008, [[el(0x00700014, 'FL', [7, 9])]])]]),
    ]),
  });
  const after = await parsed(await cleanBytes(bytes));
  const [item] = elementWith(after.dataSet, asTag(0x00700001))?.items ?? [];
  const [box] = elementWith(item as DataSet, asTag(0x00700008))?.items ?? [];
  const anchor = elementWith(box as DataSet, asTag(0x00700014)) as Element;
  expect(Buffer.from(bytesOf(after, anchor))).toEqual(Buffer.alloc(8));
});
