import { compileLethe } from '../../../../rules/lethe/compile.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el, type Node, privateBlock, sq } from '../../../support/build.ts';
import { clean, cleanBytes } from '../harness.ts';
import { instanceOf, texts } from './identityInstance.ts';

/** One cleaner serves every text that is kept, wherever it stands: uncued names go, codes and terms stay, what is doubtful is told or goes. */

const BEFORE = 'T2_tse_sag knee left, per Kowalski, wife Grace Brown present';
const AFTER = 'T2_tse_sag knee left, per [removed], wife [removed] present';
const DOUBTFUL = 'knee brzexmkt left';
const LATER = 'knee [removed] left';

interface Kept {
  readonly what: string;
  /** By which rules. */
  readonly rules: object;
  readonly path: string;
  readonly nodes: (text: string) => readonly Node[];
  readonly isNeverDoubtful?: true;
}

const code = (value: string, scheme: string, meaning: string): readonly Node[] => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', scheme),
  el(0x00080104, 'LO', meaning),
];

/** A document with one content item. */
const content = (concept: readonly Node[], text: string): readonly Node[] => [
  el(0x0040a040, 'CS', 'CONTAINER'),
  sq(0x0040a730, [
    [
      el(0x0040a010, 'CS', 'CONTAINS'),
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [concept]),
      el(0x0040a160, 'UT', text),
    ],
  ]),
];

const PLACES: readonly Kept[] = [
  {
    what: 'a description',
    rules: { options: ['cleanDescriptors'] },
    path: '(0008,103E)',
    nodes: (text) => [el(0x0008103e, 'LO', text)],
  },
  {
    what: 'a text in a request',
    rules: { options: ['cleanDescriptors'] },
    path: '(0040,0275)[0](0040,0007)',
    nodes: (text) => [sq(0x00400275, [[el(0x00400007, 'LO', text)]])],
  },
  {
    what: 'what a code of a diagnosis means',
    rules: { options: ['cleanDescriptors'] },
    path: '(0040,100A)[0](0008,0104)',
    nodes: (text) => [sq(0x0040100a, [code('1', '99LOCAL', text)])],
    isNeverDoubtful: true,
  },
  {
    what: 'a text of structured content',
    rules: { options: ['cleanStructuredContent'] },
    path: '(0040,A730)[0](0040,A160)',
    nodes: (text) => content(code('18782-3', 'LN', 'Radiology Study observation'), text),
  },
  {
    what: 'what a code of structured content means',
    rules: { options: ['cleanStructuredContent'] },
    path: '(0040,A730)[0](0040,A043)[0](0008,0104)',
    nodes: (text) => content(code('1', '99LOCAL', text), 'left knee'),
    isNeverDoubtful: true,
  },
  {
    what: 'a private text that the table has as safe',
    rules: { options: ['retainSafePrivate'] },
    path: '(0019,109E)',
    nodes: (text) => privateBlock(0x0019, 0x10, 'GEMS_ACQU_01', [[0x9e, 'LO', text]]),
  },
  {
    what: 'a private text that the rules have as safe',
    rules: { options: ['retainSafePrivate'], privateAttributes: { keep: ['(0019,"ACME",01)'] } },
    path: '(0019,1001)',
    nodes: (text) => privateBlock(0x0019, 0x10, 'ACME', [[0x01, 'LT', text]]),
  },
  {
    what: 'a text of an annotation',
    rules: { options: ['cleanGraphics'] },
    path: '(0070,0001)[0](0070,0008)[0](0070,0006)',
    nodes: (text) => [sq(0x00700001, [[sq(0x00700008, [[el(0x00700006, 'ST', text)]])]])],
  },
  {
    what: 'a text box of a structured display',
    rules: { rules: [{ select: 'StructuredDisplayTextBoxSequence', action: 'clean-graphics' }] },
    path: '(0072,0424)[0](0070,0006)',
    nodes: (text) => [sq(0x00720424, [[el(0x00700006, 'ST', text)]])],
  },
  {
    what: 'a label of an overlay',
    rules: { options: ['cleanGraphics'] },
    path: '(6000,1500)',
    nodes: (text) => [el(0x60000040, 'CS', 'R'), el(0x60001500, 'LO', text), el(0x60003000, 'OW', [1])],
  },
];

describe.each(PLACES)('$what', ({ rules, path, nodes, isNeverDoubtful = false }) => {
  const planFor = (freeText: string) =>
    planOf(compileLethe(sourceOf(JSON.stringify({ ...rules, freeText }))));
  const left = async (text: string, freeText: string) =>
    (await texts(await cleanBytes(instanceOf(nodes(text)), { plan: planFor(freeText) })))[path]?.trim();

  it.each(['clean', 'hold', 'vocabulary'])('loses the names that nothing gives away (%s)', async (freeText) =>
    expect(await left(BEFORE, freeText)).toBe(AFTER),
  );

  it('tells of a word that is on no list, holds for it, or loses it', async () => {
    const outcome = async (freeText: string) => {
      const result = await clean(instanceOf(nodes(DOUBTFUL)), { plan: planFor(freeText) });
      if ('reason' in result) return result.reason.code;
      return [result.outcome, ...result.findings.map((finding) => `${finding.path} ${finding.code}`)];
    };
    const doubts = isNeverDoubtful ? [] : [`${path} TEXT_UNKNOWN_WORD`];
    expect(await outcome('clean')).toEqual(['released', ...doubts]);
    expect(await outcome('hold')).toEqual([isNeverDoubtful ? 'released' : 'held', ...doubts]);
    expect(await outcome('vocabulary')).toEqual(['released']);
    expect(await left(DOUBTFUL, 'vocabulary')).toBe(LATER);
  });
});
