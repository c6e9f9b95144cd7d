import type { OptionColumn } from '../../rules/ps315/table.ts';
import { parsed } from '../layers/engine/harness.ts';
import { el, instance, type Node, privateBlock, sq } from '../support/build.ts';
import { checkOptions } from './optionChecker.ts';
import type { WholeInstance } from './unchanged.ts';

/** What outputs under options are held against must itself see what it is there to see. */

const of = async (...nodes: readonly Node[]): Promise<WholeInstance> => {
  const bytes = instance({ elements: [...nodes] });
  return { instance: await parsed(bytes), bytes };
};

async function violations(
  options: readonly OptionColumn[],
  before: readonly Node[],
  after: readonly Node[],
): Promise<readonly string[]> {
  return checkOptions(await of(...before), await of(...after), options).violations;
}

const name = (value: string) => el(0x00100010, 'PN', value);
const studyDate = (value: string) => el(0x00080020, 'DA', value);
const description = (value: string) => el(0x0008103e, 'LO', value);
const studyUid = (value: string) => el(0x0020000d, 'UI', value);
const seriesDate = (value: string) => el(0x00080021, 'DA', value);
const spacing = (value: string) => el(0x00280030, 'DS', value);
const safe = privateBlock(0x0019, 0x10, 'SIEMENS MR HEADER', [[0x0c, 'IS', '1000']]);
const unsafe = privateBlock(0x0019, 0x11, 'ACME', [[1, 'LO', 'x']]);
const text = (concept: string, value: string): Node =>
  sq(0x0040a730, [
    [
      el(0x0040a040, 'CS', 'TEXT'),
      sq(0x0040a043, [[el(0x00080100, 'SH', concept), el(0x00080102, 'SH', 'DCM')]]),
      el(0x0040a160, 'UT', value),
    ],
  ]);
const graphics = (value: string): Node =>
  sq(0x00700001, [[sq(0x00700008, [[el(0x00700006, 'ST', value)]]), el(0x00700002, 'CS', 'LAYER')]]);
const author = el(0x0040a067, 'PN', 'DOE^JANE');
const overlay = (type: string, hasData: boolean): Node[] => [
  el(0x60000040, 'CS', type),
  ...(hasData ? [el(0x60003000, 'OW', [1, 2])] : []),
];

type Case = readonly [
  what: string,
  options: readonly OptionColumn[],
  before: readonly Node[],
  after: readonly Node[],
  violations: readonly string[],
];

const LEAKS: readonly Case[] = [
  ['a Z that stays', [], [name('DOE^JANE')], [name('DOE^JANE')], ['leak: keeps its value (0010,0010) Z']],
  ['an X that stays', [], [description('Knee')], [description('Knee')], ['leak: is there (0008,103E) X']],
  ['a private element', [], unsafe, unsafe, ['leak: is there (0019,0011) X', 'leak: is there (0019,1101) X']],
  [
    'a private element that is not in the safe list',
    ['retainSafePrivate'],
    [...safe, ...unsafe],
    [...safe, ...unsafe],
    ['leak: is there (0019,0011) C', 'leak: is there (0019,1101) X'],
  ],
  ['a UID', [], [studyUid('1.2.3')], [studyUid('1.2.3')], ['leak: keeps a UID (0020,000D) U']],
  [
    'a date that did not move',
    ['retainLongitudinalModifiedDates'],
    [studyDate('20240229')],
    [studyDate('20240229')],
    ['leak: not shifted (0008,0020) C'],
  ],
  [
    'a date moved forward',
    ['retainLongitudinalModifiedDates'],
    [studyDate('20240229')],
    [studyDate('20240301')],
    ['leak: shifted out of bounds (0008,0020) C'],
  ],
  [
    'a name in a description',
    ['cleanDescriptors'],
    [description('Knee of Vandoe'), name('VANDOE^JANE')],
    [description('Knee of Vandoe'), name('x')],
    ['leak: identifies (0008,103E) C'],
  ],
  [
    'a name in a content item',
    ['cleanStructuredContent'],
    [name('VANDOE^JANE'), text('999', 'Vandoe')],
    [name('x'), text('999', 'Vandoe')],
    ['leak: identifies (0040,A730)[0](0040,A160) -'],
  ],
  [
    'a name in a drawing',
    ['cleanGraphics'],
    [name('VANDOE^JANE'), graphics('Vandoe')],
    [name('x'), graphics('Vandoe')],
    ['leak: identifies (0070,0001)[0](0070,0008)[0](0070,0006) C'],
  ],
  [
    'a drawing',
    ['cleanGraphics'],
    overlay('G', true),
    overlay('G', true),
    ['leak: is there (6000,0040) X', 'leak: is there (6000,3000) X'],
  ],
  ['a name without a row', [], [author], [author], ['leak: is there (0040,A067) X']],
  [
    'a name of no attribute',
    [],
    [el(0x0008fff2, 'PN', 'A')],
    [el(0x0008fff2, 'PN', 'A')],
    ['leak: is there (0008,FFF2) X'],
  ],
  [
    'a nested one',
    ['retainUids'],
    [sq(0x00081115, [[name('DOE^JANE')]])],
    [sq(0x00081115, [[name('DOE^JANE')]])],
    ['leak: keeps its value (0008,1115)[0](0010,0010) Z'],
  ],
  [
    'a name in what stands in for a sequence',
    [],
    [name('VANDOE^JANE'), text('999', 'Vandoe')],
    [name('x'), text('998', 'Vandoe')],
    ['leak: identifies (0040,A730) D'],
  ],
  ['what nobody wrote', [], [], [spacing('1\\1')], ['leak: made up (0028,0030)']],
];

const LOSSES: readonly Case[] = [
  ['an element without a row', [], [spacing('1\\1')], [], ['loss: gone (0028,0030) -']],
  ['its value', [], [spacing('1\\1')], [spacing('1\\2')], ['loss: changed (0028,0030) -']],
  ['a K', ['retainUids'], [studyUid('1.2.3')], [studyUid('1.2.4')], ['loss: changed (0020,000D) K']],
  ['a safe private element', ['retainSafePrivate'], safe, safe.slice(0, 1), ['loss: gone (0019,100C) C']],
  ['a C', ['cleanDescriptors'], [description('Knee')], [], ['loss: gone (0008,103E) C']],
  [
    'all of its text',
    ['cleanDescriptors'],
    [description('Knee')],
    [description('')],
    ['loss: empty (0008,103E) C'],
  ],
  ['an item', [], [sq(0x00540016, [[], []])], [sq(0x00540016, [[]])], ['loss: items (0054,0016) -']],
  ['a mask', ['cleanGraphics'], overlay('R', true), overlay('R', false), ['loss: gone (6000,3000) C']],
  [
    'an interval',
    ['retainLongitudinalModifiedDates'],
    [studyDate('20240229'), seriesDate('19850102')],
    [studyDate('20240228'), seriesDate('19841231')],
    ['loss: shifted by another number of days (0008,0021) C'],
  ],
  [
    'a date',
    ['retainLongitudinalModifiedDates'],
    [studyDate('20240229')],
    [studyDate('')],
    ['loss: emptied (0008,0020) C'],
  ],
  [
    'what two UIDs had in common',
    [],
    [studyUid('1.2.3'), el(0x00200052, 'UI', '1.2.3')],
    [studyUid('2.25.1'), el(0x00200052, 'UI', '2.25.2')],
    ['loss: one UID became two (0020,0052) U'],
  ],
];

describe('outputs under options', () => {
  it.each([...LEAKS, ...LOSSES])('sees %s', async (_what, options, before, after, expected) => {
    expect(await violations(options, before, after)).toEqual(expected);
  });

  it('has nothing against what the tables say', async () => {
    const before = [
      studyDate('20240229'),
      description('Knee'),
      seriesDate('19850102'),
      studyUid('1.2.3'),
      spacing('1'),
    ];
    const after = [
      studyDate('20240228'),
      description('Knee'),
      seriesDate('19850101'),
      studyUid('1.2.3'),
      spacing('1'),
    ];
    const options = ['retainUids', 'retainLongitudinalModifiedDates', 'cleanDescriptors'] as const;
    const report = checkOptions(await of(...before), await of(...after), options);
    expect(report).toMatchObject({ violations: [], mayStay: 5, kept: 5, unchanged: 3 });
  });
});
