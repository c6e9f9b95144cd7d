import type { DecisionAction, ReviewDecision } from '../../../../layers/engine/review/types.ts';
import { sealPlan } from '../../../../rules/plan.ts';
import { el, pixels, sq } from '../../../support/build.ts';
import { instanceWith, textsOf } from '../actions/shiftPlan.ts';
import { bytesOfSegments } from '../harness.ts';
import {
  decisionsOn,
  holding,
  NAME,
  outcomeOf,
  releasedBytes,
  reviewed,
  seenBefore,
  shownAt,
  view,
} from './reviewing.ts';

/** What people decide wins over rules, counts for the value they looked at, and is certified as any output. */

const REVIEW = { kind: 'review' } as const;
const PLAN = holding(
  [0x00081030, { kind: 'clean-text' }],
  [0x00204000, REVIEW],
  [0x00104000, REVIEW],
  [0x00100010, { kind: 'remove' }],
  [0x00081010, REVIEW],
);
const study = (comments = 'nothing of anybody', station = 'CT7') =>
  instanceWith([
    el(0x00081010, 'SH', station),
    el(0x00081030, 'LO', 'Knee left, 12345'),
    el(0x00100010, 'PN', 'Zwieback^Oriane'),
    el(0x00104000, 'LT', 'walks well'),
    el(0x00204000, 'LT', comments),
  ]);
const OBJECT = study();
const CONFIRM: DecisionAction = { kind: 'confirm' };
const CLEAR: DecisionAction = { kind: 'clear' };
const edit = (to: string): DecisionAction => ({ kind: 'edit', to });

const ALL: Readonly<Record<string, DecisionAction>> = {
  '(0008,1010)': CONFIRM,
  '(0008,1030)': CONFIRM,
  '(0010,4000)': CLEAR,
  '(0020,4000)': edit('seen'),
};

describe('decisions of people', () => {
  it('hold until every doubt has one, and then leave what was said', async () => {
    expect(await outcomeOf(OBJECT, PLAN, [])).toBe('held');
    const decisions = await decisionsOn(OBJECT, PLAN, ALL);
    for (const left of decisions)
      expect(
        await outcomeOf(
          OBJECT,
          PLAN,
          decisions.filter((each) => each !== left),
        ),
      ).toBe('held');
    const texts = await textsOf(await releasedBytes(OBJECT, PLAN, decisions));
    expect(texts).toMatchObject({
      '(0008,1010)': 'CT7',
      '(0008,1030)': 'Knee left, 12345',
      '(0010,4000)': '',
      '(0020,4000)': 'seen',
    });
    expect(Object.keys(texts)).not.toContain('(0010,0010)');
  });

  it('give the same bytes, whoever decided in which order', async () => {
    const decisions = await decisionsOn(OBJECT, PLAN, ALL);
    const others = decisions
      .toReversed()
      .map((each) => ({ ...each, by: 'another', at: '2027-01-01T00:00:00.000Z' }));
    expect(await releasedBytes(OBJECT, PLAN, others)).toEqual(await releasedBytes(OBJECT, PLAN, decisions));
  });

  it('are named by a digest that tells other decisions, with who made them', async () => {
    const decisions = await decisionsOn(OBJECT, PLAN, ALL);
    const told = async (of: readonly ReviewDecision[]) => {
      const result = await reviewed(OBJECT, PLAN, of);
      return 'reason' in result ? undefined : result.review;
    };
    const first = await told(decisions);
    expect(first).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      decisions: 4,
      by: ['reviewer'],
      changed: '(0010,4000) (0020,4000)',
    });
    expect((await told(decisions.toReversed()))?.digest).toBe(first?.digest);
    const other = decisions.map((each) =>
      each.action.kind === 'edit' ? { ...each, action: edit('seen!') } : each,
    );
    expect((await told(other))?.digest).not.toBe(first?.digest);
  });

  it('become notes of what was doubtful', async () => {
    const result = await reviewed(OBJECT, PLAN, await decisionsOn(OBJECT, PLAN, ALL));
    expect('reason' in result ? [] : result.findings).toEqual([
      expect.objectContaining({ severity: 'note', code: 'TEXT_DOUBTFUL_NUMBER', path: '(0008,1030)' }),
    ]);
  });
});

describe('a decision counts for the value that was looked at', () => {
  it('and another value is held again, by its rule', async () => {
    const decisions = await decisionsOn(OBJECT, PLAN, ALL);
    const other = study('Zwieback was here');
    const result = await reviewed(other, PLAN, decisions);
    expect(result).toMatchObject({
      outcome: 'held',
      findings: expect.arrayContaining([
        expect.objectContaining({ severity: 'doubt', code: 'UNHANDLED_TAG', path: '(0020,4000)' }),
        expect.objectContaining({ severity: 'doubt', code: 'DECISION_STALE', path: '(0020,4000)' }),
      ]),
    });
    expect((await view(other, PLAN, decisions)).decisions.filter(({ isStale }) => isStale)).toMatchObject([
      { place: '(0020,4000)' },
    ]);
  });

  it('and what is confirmed, for the output that was looked at', async () => {
    const decisions = await decisionsOn(OBJECT, PLAN, { '(0008,1030)': CONFIRM });
    const kept = holding([0x00081030, REVIEW], [0x00100020, { kind: 'remove' }]);
    expect(await outcomeOf(OBJECT, kept, decisions)).toBe('released');
    const emptied = holding([0x00081030, { kind: 'set', values: ['another'] }]);
    const result = await reviewed(OBJECT, emptied, decisions);
    expect(result).toMatchObject({
      outcome: 'held',
      findings: [{ code: 'DECISION_STALE', path: '(0008,1030)' }],
    });
  });

  it('and leaves the doubt of an output that nobody looked at', async () => {
    const named = (id: string) => instanceWith([el(0x00081030, 'LO', 'Knee left 12345 ZB-77123')], id);
    const decisions = await decisionsOn(named('P1'), PLAN, { '(0008,1030)': CONFIRM });
    const result = await reviewed(named('ZB-77123'), PLAN, decisions);
    expect('reason' in result ? [] : result.findings).toMatchObject([
      { severity: 'doubt', code: 'TEXT_DOUBTFUL_NUMBER', path: '(0008,1030)' },
      { severity: 'doubt', code: 'DECISION_STALE', path: '(0008,1030)' },
    ]);
  });

  it('and holds the instance where rules let doubts leave', async () => {
    const { digest: _digest, ...draft } = PLAN;
    const lax = { ...draft, doubtfulText: 'release' as const, digest: 'lax' };
    expect(await outcomeOf(OBJECT, lax, [])).toBe('released');
    const decisions = await decisionsOn(OBJECT, PLAN, { '(0020,4000)': CLEAR });
    expect(await outcomeOf(study('another'), lax, decisions)).toBe('held');
  });

  it('and not for another place or instance, though the value is the same', async () => {
    const twice = study('CT7', 'CT7');
    const [decision] = (await decisionsOn(twice, PLAN, { '(0008,1010)': CONFIRM })) as [ReviewDecision];
    const isStale = async (of: ReviewDecision, name = NAME) =>
      (await view(twice, PLAN, [of], name)).decisions.map((each) => each.isStale);
    expect(await isStale(decision)).toEqual([false]);
    expect(await isStale({ ...decision, place: '(0020,4000)' })).toEqual([true]);
    expect(await isStale(decision, 'b'.repeat(32))).toEqual([true]);
  });
});

describe('what nobody may decide', () => {
  const object = instanceWith([
    el(0x00080005, 'CS', 'ISO_IR 100'),
    el(0x00081010, 'SH', 'CT7'),
    el(0x00104000, 'LT', 'walks well'),
    el(0x00280010, 'US', Buffer.from([2, 0])),
    el(0x00990010, 'LO', 'MAKER'),
    el(0x60000040, 'CS', 'G'),
  ]);
  const on = async (place: string, action: DecisionAction): Promise<ReviewDecision> => ({
    instance: NAME,
    place,
    action,
    seen: await seenBefore(object, place),
    by: 'reviewer',
    at: '2026-11-21T10:00:00.000Z',
  });

  it('can be told from what somebody may', async () => {
    const decision = await on('(0008,1010)', edit('CT8'));
    expect(await textsOf(await releasedBytes(object, holding(), [decision]))).toMatchObject({
      '(0008,1010)': 'CT8',
    });
  });

  it.each([
    ['a UID', '(0008,0018)', CLEAR],
    ['a UID', '(0008,0018)', edit('1.2.3')],
    ['how text is read', '(0008,0005)', edit('ISO_IR 192')],
    ['how pixels are read', '(0028,0010)', edit('4')],
    ['a private creator', '(0099,0010)', CLEAR],
    ['an overlay', '(6000,0040)', CLEAR],
    ['more than a VR holds', '(0008,1010)', edit('more than sixteen characters')],
    ['no text at all', '(0008,1010)', edit('')],
    ['a control character', '(0010,4000)', edit('\u0007')],
    [
      'a box in no picture',
      '(7FE0,0010)@*:0,0,1,1',
      { kind: 'redact', region: { frame: null, left: 0, top: 0, right: 1, bottom: 1 } },
    ],
    [
      'a box in a text',
      '(0008,1010)',
      { kind: 'redact', region: { frame: null, left: 0, top: 0, right: 1, bottom: 1 } },
    ],
    ['what is not there', '(0008,1010)[0](0008,0100)', CLEAR],
    ['no place', 'no place', CLEAR],
  ] as const)('%s: %s, %j is stale, and changes nothing', async (_what, place, action) => {
    const result = await reviewed(object, holding(), [await on(place, action)]);
    expect(result).toMatchObject({ outcome: 'held', findings: [{ code: 'DECISION_STALE', path: place }] });
    expect('reason' in result ? [] : bytesOfSegments(object, result.segments)).toEqual(object);
  });
});

describe('an output with decisions is certified as any', () => {
  it('so that a name that was removed cannot be typed in', async () => {
    const decisions = await decisionsOn(OBJECT, PLAN, { ...ALL, '(0020,4000)': edit('seen by Zwieback') });
    expect(await outcomeOf(OBJECT, PLAN, decisions)).toBe('RESIDUE_FOUND');
  });

  it('nor be confirmed', async () => {
    const object = study('Oriane Zwieback walks well');
    expect(await outcomeOf(object, PLAN, await decisionsOn(object, PLAN, ALL))).toBe('released');
    const decisions = await decisionsOn(object, PLAN, { ...ALL, '(0020,4000)': CONFIRM });
    expect(await outcomeOf(object, PLAN, decisions)).toBe('RESIDUE_FOUND');
    const shown = await view(object, PLAN, decisions);
    expect(shown).toMatchObject({
      outcome: 'refused',
      reason: { code: 'RESIDUE_FOUND', path: '(0020,4000)' },
    });
    expect(shownAt(shown.elements, '(0020,4000)')).toMatchObject({ may: ['confirm', 'clear', 'edit'] });
  });

  it('and a value that a person lets stay in one place is looked for in others', async () => {
    const plan = holding([0x00100020, { kind: 'remove' }], [0x00101000, REVIEW]);
    const object = instanceWith([el(0x00101000, 'LO', 'P4711-99')], 'P4711-99');
    const decisions = await decisionsOn(object, plan, { '(0010,1000)': CONFIRM });
    expect(await outcomeOf(object, plan, decisions)).toBe('RESIDUE_FOUND');
  });
});

describe('items', () => {
  const inItems = (...texts: readonly string[]) =>
    instanceWith([
      sq(
        0x00321064,
        texts.map((text) => [el(0x00080100, 'SH', text)]),
      ),
    ]);

  it('are decided one by one', async () => {
    const plan = holding([0x00080100, REVIEW]);
    const object = inItems('one', 'two', 'three');
    const decisions = await decisionsOn(object, plan, {
      '(0032,1064)[0](0008,0100)': CONFIRM,
      '(0032,1064)[1](0008,0100)': CLEAR,
      '(0032,1064)[2](0008,0100)': edit('3'),
    });
    expect(await textsOf(await releasedBytes(object, plan, decisions))).toMatchObject({
      '(0032,1064)[0](0008,0100)': 'one',
      '(0032,1064)[1](0008,0100)': '',
      '(0032,1064)[2](0008,0100)': '3',
    });
    expect(await outcomeOf(inItems('zero', 'one', 'two', 'three'), plan, decisions)).toBe('held');
  });

  it('keep their decision where a cleaned sequence loses those before them', async () => {
    const code = (value: string) =>
      sq(0x0040a043, [[el(0x00080100, 'SH', value), el(0x00080102, 'SH', 'DCM')]]);
    const item = (concept: string, text: string) => [
      el(0x00081030, 'LO', text),
      el(0x0040a040, 'CS', 'TEXT'),
      code(concept),
    ];
    const concept = {
      value: '121008',
      scheme: 'DCM',
      meaning: 'a person',
      valueType: 'TEXT',
      action: 'X',
    } as const;
    const plan = holding(
      [0x0040a730, { kind: 'clean-content', concepts: [concept], dates: null }],
      [0x00081030, REVIEW],
    );
    const object = instanceWith([
      sq(0x0040a730, [item('121008', 'gone'), item('1', 'one'), item('2', 'two')]),
    ]);
    const decisions = await decisionsOn(object, plan, {
      '(0040,A730)[1](0008,1030)': edit('ONE'),
      '(0040,A730)[2](0008,1030)': CONFIRM,
    });
    expect(await textsOf(await releasedBytes(object, plan, decisions))).toMatchObject({
      '(0040,A730)[0](0008,1030)': 'ONE',
      '(0040,A730)[1](0008,1030)': 'two',
    });
  });
});

describe('pixels', () => {
  const word = (value: number) => new Uint8Array([value, 0]);
  const image = (first = 200) =>
    instanceWith([
      el(0x00080060, 'CS', 'US'),
      el(0x00280002, 'US', word(1)),
      el(0x00280004, 'CS', 'MONOCHROME2'),
      el(0x00280010, 'US', word(4)),
      el(0x00280011, 'US', word(4)),
      el(0x00280100, 'US', word(8)),
      el(0x00280101, 'US', word(8)),
      el(0x00280102, 'US', word(7)),
      el(0x00280103, 'US', word(0)),
      pixels(new Uint8Array(16).fill(first), 'OB'),
    ]);
  const { digest: _digest, ...draft } = holding();
  const plan = sealPlan({ ...draft, screening: { ...draft.screening, pixels: 'hold' } });
  const box: DecisionAction = { kind: 'redact', region: { frame: 0, left: 1, top: 0, right: 3, bottom: 2 } };
  const BOX = '(7FE0,0010)@0:1,0,3,2';
  const PIXELS = '(7FE0,0010)';

  it('are released once somebody has looked at them, as they came', async () => {
    expect(await outcomeOf(image(), plan, [])).toBe('held');
    const decisions = await decisionsOn(image(), plan, { [PIXELS]: CONFIRM });
    expect((await releasedBytes(image(), plan, decisions)).slice(-16)).toEqual(new Uint8Array(16).fill(200));
    expect(await outcomeOf(image(199), plan, decisions)).toBe('held');
  });

  it('have the boxes blanked that somebody drew, once the whole is confirmed', async () => {
    const drawn = await decisionsOn(image(), plan, { [BOX]: box });
    expect(await outcomeOf(image(), plan, drawn)).toBe('held');
    // What was confirmed before is another picture.
    const early = await decisionsOn(image(), plan, { [PIXELS]: CONFIRM });
    expect(await outcomeOf(image(), plan, [...drawn, ...early])).toBe('held');
    const { elements, pixels: shown } = await view(image(), plan, drawn);
    expect(shown).toMatchObject({
      frames: 1,
      columns: 4,
      rows: 4,
      boxes: [
        { frame: 0, left: 1, top: 0, right: 3, bottom: 2, why: 'reviewed', isBlanked: true, place: BOX },
      ],
    });
    const confirmed = early.map((each) => ({ ...each, seen: shownAt(elements, PIXELS).seen as string }));
    const bytes = await releasedBytes(image(), plan, [...confirmed, ...drawn]);
    expect([...bytes.slice(-16)]).toEqual([200, 0, 0, 200, 200, 0, 0, 200, ...new Array(8).fill(200)]);
    // The box was taken away: nobody looked at that.
    expect(await outcomeOf(image(), plan, confirmed)).toBe('held');
  });
});
