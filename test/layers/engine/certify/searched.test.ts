import { type Action, sealPlan } from '../../../../rules/plan.ts';
import { type EncodeText, el, instance, type Node, privateBlock, sq } from '../../../support/build.ts';
import { encoderOf } from '../../../support/characterSets.ts';
import { refusal } from '../harness.ts';
import { takenApart } from './apart.ts';
import { PRIVATE_STAYS, searching } from './plans.ts';

/** One case for each thing that the search knows: which values, in which places, and what it leaves alone. `plantedResidue.test.ts` has them all together. */

const SOP: Node[] = [el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'), el(0x00080018, 'UI', '2.25.1')];
const name = (value: string) => el(0x00100010, 'PN', value);
const id = (value: string) => el(0x00100020, 'LO', value);
const ZWIEBACK = name('Zwieback^Oriane');
const owned = (...elements: readonly (readonly [number, Parameters<typeof el>[1], string | Uint8Array])[]) =>
  privateBlock(0x0009, 0x10, 'LETHE TEST', elements);
const bytes = (text: string, encoding: BufferEncoding = 'latin1') =>
  new Uint8Array(Buffer.from(text, encoding));
const long = (text: string) => bytes(text.padEnd(70_000, 'left knee, 3 mm '));
const code = (value: string, scheme: string, meaning: string) => [
  el(0x00080100, 'SH', value),
  el(0x00080102, 'SH', scheme),
  el(0x00080104, 'LO', meaning),
];
const contentItem = (concept: readonly Node[], ...nodes: readonly Node[]) => [
  el(0x0040a010, 'CS', 'CONTAINS'),
  sq(0x0040a043, [concept]),
  ...nodes,
];

function outcome(
  gone: Node,
  stays: readonly Node[],
  {
    set,
    plan = PRIVATE_STAYS,
  }: { readonly set?: readonly string[]; readonly plan?: typeof PRIVATE_STAYS } = {},
): Promise<string | null> {
  const characterSet = set === undefined ? [] : [el(0x00080005, 'CS', set.join('\\'))];
  const text: EncodeText | undefined = set === undefined ? undefined : encoderOf(set);
  const object = instance({
    elements: [...characterSet, ...SOP, gone, ...stays],
    ...(text === undefined ? {} : { text }),
  });
  return refusal(object, { plan });
}

describe('a value is found', () => {
  it.each([
    ['in bytes of no VR', ZWIEBACK, owned([1, 'UN', bytes('\x00\x01Zwieback\x00')])],
    [
      'in bytes of a later group',
      ZWIEBACK,
      privateBlock(0x0043, 0x10, 'LETHE TEST', [[1, 'OB', bytes('for Zwieback')]]),
    ],
    [
      'in a UID',
      el(0x0020000d, 'UI', '2.25.777777'),
      [el(0x00280303, 'CS', 'REMOVED'), ...owned([1, 'UI', '2.25.777777'])],
    ],
    [
      'as the stem of a UID',
      el(0x0020000d, 'UI', '1.2.826.0.1.3680043.9.777'),
      owned([1, 'LO', 'of 1.2.826.0.1.3680043.9.777.5.1']),
    ],
    ['in a URI, in octets', ZWIEBACK, owned([1, 'UR', 'http://pacs.example/q?x=%5Aw%69eback'])],
    [
      'that is long, in a long text',
      id('KH-1234-5678-9012-3456-7890-ABCD'),
      [el(0x00100218, 'UT', `${'left '.repeat(300)}KH-1234-5678-9012-3456-7890-ABCD${' knee'.repeat(300)}`)],
    ],
    ['as a decimal string', id('7731942'), owned([1, 'DS', '1\\7731942'])],
    ['as a date that stays', el(0x00100030, 'DA', '19450312'), owned([1, 'DA', '19450312'])],
    ['as an instant that stays', el(0x00100030, 'DA', '19450312'), owned([1, 'DT', '19450312101112'])],
    [
      'as a telephone number',
      el(0x00102154, 'SH', '+49 (0)30 9018-2077'),
      owned([1, 'LO', 'call 030 90182077']),
    ],
    [
      'of an ID that is a name, in a published code',
      id('Zwieback_Oriane'),
      [sq(0x00082218, [code('X', 'SCT', 'Zwieback protocol')])],
    ],
    ['in long bytes of a maker', ZWIEBACK, owned([1, 'OB', long('Report on Zwieback. ')])],
    [
      'in long bytes that begin with numbers',
      ZWIEBACK,
      owned([1, 'OB', long(`${'\x01\x02\x03\x04'.repeat(150)}Report on Zwieback. `)]),
    ],
  ])('%s', async (_what, gone, stays) => {
    expect(await outcome(gone, stays)).toBe('RESIDUE_FOUND');
  });

  it('in an encapsulated document that the rules let pass', async () => {
    const plan = searching([[0x00100010, { kind: 'remove' }]]);
    const document = (text: string) => [el(0x00420011, 'OB', long(text))];
    expect(await outcome(ZWIEBACK, document('Report on Zwieback. '), { plan })).toBe('RESIDUE_FOUND');
    expect(await outcome(ZWIEBACK, document('Report. '), { plan })).toBeNull();
  });

  it('in UTF-8 that nobody declares, and in long bytes with diacritics', async () => {
    const latin = { set: ['ISO_IR 100'] };
    expect(await outcome(name('Müller'), owned([1, 'UN', bytes('für Müller', 'utf8')]), latin)).toBe(
      'RESIDUE_FOUND',
    );
    const some = bytes(`${'left knee '.repeat(10)}Müller`);
    expect(await outcome(name('Müller'), owned([1, 'UN', some]), latin)).toBe('RESIDUE_FOUND');
  });

  it('in file meta information, and in the preamble, where the rules keep them', async () => {
    const { digest: _digest, ...draft } = PRIVATE_STAYS;
    const housekeeping = { ...draft.housekeeping, fileMeta: 'keep', preamble: 'keep' } as const;
    const plan = sealPlan({ ...draft, housekeeping });
    const object = (options: Partial<Parameters<typeof instance>[0]>) =>
      refusal(instance({ elements: [...SOP, ZWIEBACK], ...options }), { plan });
    expect(await object({})).toBeNull();
    expect(await object({ meta: [el(0x00020016, 'AE', 'ZWIEBACK')] })).toBe('RESIDUE_FOUND');
    const preamble = new Uint8Array(128);
    preamble.set(bytes('for Zwieback'), 20);
    expect(await object({ preamble })).toBe('RESIDUE_FOUND');
  });

  it('over the edge of two blocks of a long text', async () => {
    // The text is searched 4,096 characters at a time.
    const text = `é${'left knee '.repeat(500)}`.slice(0, 4_092);
    const stays = [el(0x00100218, 'UT', `${text} Zwieback${' right knee'.repeat(500)}`)];
    expect(await outcome(ZWIEBACK, stays, { set: ['ISO_IR 192'] })).toBe('RESIDUE_FOUND');
  });
});

describe('a value is left', () => {
  it.each([
    [
      'a newborn’s date of birth, which is the study’s',
      el(0x00100030, 'DA', '19450312'),
      [el(0x00080020, 'DA', '19450312'), ...owned([1, 'DA', '19450312'])],
    ],
    [
      'the UID of a class',
      el(0x0020000d, 'UI', '1.2.840.10008.5.1.4.1.1.7'),
      owned([1, 'LO', '1.2.840.10008.5.1.4.1.1.7']),
    ],
    [
      'the number of an order that is the order’s code',
      el(0x00401001, 'SH', 'RC301'),
      [sq(0x00082218, [code('X', '99LOCAL', 'RC301')])],
    ],
  ])('%s', async (_what, gone, stays) => {
    expect(await outcome(gone, stays)).toBeNull();
  });

  it('long values that hold nothing, in items too, and where they are for review', async () => {
    const clean = owned([1, 'UN', long('Report. ')]);
    expect(await outcome(ZWIEBACK, clean)).toBeNull();
    expect(await outcome(ZWIEBACK, [sq(0x00081115, [clean])])).toBeNull();
    const plan = searching([
      [0x00100010, { kind: 'remove' }],
      [0x00091001, { kind: 'review' }],
    ]);
    expect(await outcome(ZWIEBACK, clean, { plan })).toBeNull();
    expect(await outcome(ZWIEBACK, owned([1, 'UN', long('On Zwieback. ')]), { plan })).toBe('RESIDUE_FOUND');
  });

  it('not what nobody has searched: a long value without a verdict is no clean one', async () => {
    const object = instance({ elements: [...SOP, ZWIEBACK, ...owned([1, 'UN', long('Report. ')])] });
    const { edits, judge } = await takenApart(object, PRIVATE_STAYS);
    expect(judge(edits)).toBe('RESIDUE_FOUND');
  });
});

describe('what is looked for is what goes', () => {
  const REMOVE: Action = { kind: 'remove' };
  const KEPT = el(0x00181210, 'SH', 'for Zwieback');

  it('of a cleaned report the items that go', async () => {
    const concepts = [
      { value: '121008', scheme: 'DCM', meaning: 'Person Observer Name', valueType: 'PNAME', action: 'X' },
    ] as const;
    const plan = searching([[0x0040a730, { kind: 'clean-content', concepts, dates: null }]]);
    const report = (concept: string) =>
      sq(0x0040a730, [
        contentItem(
          code(concept, 'DCM', 'Observer'),
          el(0x0040a040, 'CS', 'PNAME'),
          el(0x0040a123, 'PN', 'Zwieback^Oriane'),
        ),
        contentItem(
          code('121071', 'DCM', 'Finding'),
          el(0x0040a040, 'CS', 'TEXT'),
          el(0x0040a160, 'UT', 'knee'),
        ),
      ]);
    expect(await outcome(KEPT, [report('121008')], { plan })).toBe('RESIDUE_FOUND');
  });

  it('of a report that goes the date of birth, and no other date of another scheme’s concept', async () => {
    const plan = searching([[0x0040a730, REMOVE]]);
    const report = (scheme: string) =>
      sq(0x0040a730, [
        contentItem(
          code('121031', scheme, 'Born'),
          el(0x0040a040, 'CS', 'DATE'),
          el(0x0040a121, 'DA', '19450312'),
        ),
      ]);
    const stays = el(0x00181210, 'SH', '12.03.1945');
    expect(await outcome(stays, [report('DCM')], { plan })).toBe('RESIDUE_FOUND');
    expect(await outcome(stays, [report('99LOCAL')], { plan })).toBeNull();
  });

  it('not what is left for review, which is searched itself where nobody will look at it', async () => {
    const review: Action = { kind: 'review' };
    expect(await outcome(ZWIEBACK, [KEPT], { plan: searching([[0x00100010, review]]) })).toBeNull();
    const plan = searching([
      [0x00100010, REMOVE],
      [0x00181210, review],
    ]);
    expect(await outcome(ZWIEBACK, [KEPT], { plan })).toBe('RESIDUE_FOUND');
    const holding = searching(
      [
        [0x00100010, REMOVE],
        [0x00181210, review],
      ],
      { doubtfulText: 'hold' },
    );
    expect(await outcome(ZWIEBACK, [KEPT], { plan: holding })).toBeNull();
  });

  it('not what a rule retains, though it went elsewhere', async () => {
    const keep: Action = { kind: 'keep' };
    const plan = searching([
      [0x00080080, keep],
      [0x00400275, REMOVE],
    ]);
    const request = sq(0x00400275, [
      [el(0x00080080, 'LO', 'Klinikum Nordhafen'), el(0x00200052, 'UI', '2.25.777777')],
    ]);
    const stays = [
      el(0x00080080, 'LO', 'Klinikum Nordhafen'),
      el(0x00181210, 'SH', 'Nordhafen'),
      el(0x00200052, 'UI', '2.25.777777'),
    ];
    expect(await outcome(request, stays, { plan })).toBeNull();
    expect(await outcome(request, stays, { plan: searching([[0x00400275, REMOVE]]) })).toBe('RESIDUE_FOUND');
  });

  it('not what a rule retains of a device deeper in the instance, though it went elsewhere', async () => {
    const keep: Action = { kind: 'keep' };
    const content = sq(0x0040a730, [[el(0x0040a124, 'UI', '2.25.777777')]]);
    const equipment = (...more: readonly Node[]) => [
      el(0x00181210, 'SH', 'B30f'),
      sq(0x0018a001, [[...more, el(0x00181002, 'UI', '2.25.777777')]]),
    ];
    const going: Parameters<typeof searching>[0] = [
      [0x00080018, { kind: 'replace-uid', method: 'keyed' }],
      [0x0040a730, REMOVE],
    ];
    const plan = searching([...going, [0x00181002, keep]]);
    expect(await outcome(content, equipment(), { plan })).toBeNull();
    // Another attribute may have it for another reason, and a person is looked for wherever.
    expect(await outcome(content, equipment(), { plan: searching(going) })).toBe('RESIDUE_FOUND');
    const naming = searching([...going, [0x00100020, keep]]);
    const record = sq(0x0040a730, [[el(0x00100020, 'LO', 'QX7731942')]]);
    const inside = [sq(0x0018a001, [[el(0x00100020, 'LO', 'QX7731942')]])];
    expect(await outcome(record, inside, { plan: naming })).toBe('RESIDUE_FOUND');
  });

  it('each line of a text by itself', async () => {
    const plan = searching([[0x00401104, REMOVE]]);
    const gone = el(0x00401104, 'LT', 'by mail\r\n+49 30 9018 2077');
    expect(await outcome(gone, [el(0x00181210, 'SH', '49 30 9018 2077')], { plan })).toBe('RESIDUE_FOUND');
  });
});
