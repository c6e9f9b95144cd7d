import { join } from 'node:path';
import type { DecisionBook } from '../../../../layers/engine/review/book.ts';
import type { DecisionAction } from '../../../../layers/engine/review/types.ts';
import { decisionsIn } from '../../../../layers/local/keptPlaces.ts';
import { SqliteDecisionBook } from '../../../../layers/local/sqliteDecisionBook.ts';
import { sealPlan } from '../../../../rules/plan.ts';
import { el, pixels } from '../../../support/build.ts';
import { instanceWith, textsOf } from '../actions/shiftPlan.ts';
import { type Desk, openDesk, say } from './desk.ts';
import { holding, shownAt } from './reviewing.ts';

/** A review from the list to the release, over a real kept folder and book. */

const REVIEW = { kind: 'review' } as const;
const CONFIRM: DecisionAction = { kind: 'confirm' };
const CLEAR: DecisionAction = { kind: 'clear' };
const PLAN = holding([0x00104000, REVIEW], [0x00204000, REVIEW], [0x00100010, { kind: 'remove' }]);
const NEEDLES = ['Zwieback', 'walks', 'spotless'];
const study = (comments = 'spotless') =>
  instanceWith([
    el(0x00080060, 'CS', 'CT'),
    el(0x00080070, 'LO', 'Hugin'),
    el(0x00081090, 'LO', 'H7'),
    el(0x00100010, 'PN', 'Zwieback^Oriane'),
    el(0x00104000, 'LT', 'walks well'),
    el(0x00204000, 'LT', comments),
  ]);

const never = async () => {
  throw new Error('a release asks nothing of it');
};
const NO_BOOK: DecisionBook = {
  ...{ of: never, put: never, take: never, approve: never },
  ...{ approvals: never, places: never, settle: never, earlier: never, reopen: never, close: never },
};

let desk: Desk;
beforeEach(async () => {
  desk = openDesk(PLAN);
  expect(await desk.ingest('a.dcm', study())).toBe('held');
});
afterEach(() => desk.dispose());
const nameOf = () => desk.held()[0] as string;

it('lists, shows, decides and releases, with a line for each thing that somebody did', async () => {
  const review = desk.reviewer('ada');
  await review.readHeaders();
  const list = await review.listHeld();
  expect(list).toMatchObject({
    total: 1,
    matching: 1,
    unread: 0,
    progress: { settled: 0, doubts: 2 },
    rows: [{ name: nameOf(), codes: ['UNHANDLED_TAG'], kind: { modality: 'CT', device: 'Hugin H7' } }],
    choices: { codes: ['UNHANDLED_TAG'], modalities: ['CT'], devices: ['Hugin H7'] },
  });
  const shown = await review.showInstance(nameOf());
  expect(shown).toMatchObject({ outcome: 'held', progress: { settled: 0, doubts: 2 }, decisions: [] });
  expect(shownAt(shown.elements, '(0010,4000)')).toMatchObject({
    keyword: 'PatientComments',
    before: 'walks well',
    after: 'walks well',
    change: 'same',
    action: 'review',
    rule: { source: 'test' },
    findings: [{ severity: 'doubt', code: 'UNHANDLED_TAG', isSettled: false }],
    may: ['confirm', 'clear', 'edit'],
  });
  expect(shownAt(shown.elements, '(0010,0010)')).toMatchObject({
    before: 'Zwieback^Oriane',
    after: null,
    change: 'removed',
  });
  expect(await review.release(nameOf())).toMatchObject({
    status: 'held',
    places: ['(0010,4000)', '(0020,4000)'],
  });

  expect(await say(review, shown, '(0010,4000)', { kind: 'edit', to: 'well' })).toMatchObject({
    status: 'done',
  });
  expect(await say(review, shown, '(0020,4000)', CONFIRM)).toMatchObject({ status: 'done' });
  expect(await review.listHeld({ state: 'ready' })).toMatchObject({
    matching: 1,
    progress: { settled: 2, doubts: 2 },
  });
  expect(await review.showInstance(nameOf())).toMatchObject({
    outcome: 'released',
    progress: { settled: 2, doubts: 2 },
  });
  expect(await review.release(nameOf())).toMatchObject({ status: 'released', outcome: 'released' });

  expect(await review.listHeld()).toMatchObject({ total: 0 });
  const [bytes] = [...desk.clean().values()];
  expect(await textsOf(bytes as Uint8Array)).toMatchObject({
    '(0010,4000)': 'well',
    '(0020,4000)': 'spotless',
  });
  const told = desk.lines.map((line) =>
    'event' in line ? [line.event, line.outcome, line.by] : [line.outcome],
  );
  expect(told).toEqual([
    ['held'],
    ['review-release', 'not-released', 'ada'],
    ['review-decision', 'decided', 'ada'],
    ['review-decision', 'decided', 'ada'],
    ['released'],
  ]);
  expect(desk.lines.at(-1)).toMatchObject({ review: { decisions: 2, by: ['ada'] } });
  const said = JSON.stringify(desk.lines);
  for (const needle of NEEDLES) expect(said).not.toContain(needle);
});

it('names in the line of the release the digest of the decisions, which their own lines are enough to compare', async () => {
  const review = desk.reviewer('ada');
  const shown = await review.showInstance(nameOf());
  for (const place of ['(0010,4000)', '(0020,4000)']) await say(review, shown, place, CONFIRM);
  await review.release(nameOf());
  const { createHash } = await import('node:crypto');
  const digests = desk.lines.flatMap((line) =>
    'event' in line && line.digest !== undefined ? [line.digest] : [],
  );
  const digest = createHash('sha256')
    .update(
      digests
        .sort()
        .map((each) => `${each}\n`)
        .join(''),
    )
    .digest('hex');
  expect(desk.lines.at(-1)).toMatchObject({ review: { digest } });
});

it('gives back what was, when a decision is undone', async () => {
  const review = desk.reviewer('ada');
  const before = await review.showInstance(nameOf());
  await say(review, before, '(0010,4000)', CLEAR);
  const decided = await review.showInstance(nameOf());
  expect(shownAt(decided.elements, '(0010,4000)')).toMatchObject({ after: '', change: 'changed' });
  const { revision } = shownAt(decided.elements, '(0010,4000)').decision ?? { revision: '' };
  expect(await review.undo({ name: nameOf(), place: '(0010,4000)', over: revision })).toEqual({
    status: 'done',
    place: '(0010,4000)',
    decision: null,
  });
  expect(await review.showInstance(nameOf())).toEqual(before);
});

it('lets one of two people win, and shows the other what stands', async () => {
  const [ada, bob] = [desk.reviewer('ada'), desk.reviewer('bob')];
  const [first, second] = [await ada.showInstance(nameOf()), await bob.showInstance(nameOf())];
  expect(await say(ada, first, '(0010,4000)', CLEAR)).toMatchObject({
    status: 'done',
    decision: { by: 'ada' },
  });
  const lost = await say(bob, second, '(0010,4000)', CONFIRM);
  expect(lost).toMatchObject({ status: 'conflict', standing: { by: 'ada', action: CLEAR } });
  expect(desk.lines.slice(-2)).toMatchObject([
    { event: 'review-decision', outcome: 'decided', by: 'bob' },
    { event: 'review-decision', outcome: 'not-decided', by: 'bob' },
  ]);
  const third = await bob.showInstance(nameOf());
  expect(await say(bob, third, '(0010,4000)', CONFIRM)).toMatchObject({
    status: 'done',
    decision: { by: 'bob' },
  });
});

it('holds an instance about which somebody decides otherwise while it is released, and loses nothing', async () => {
  const bob = desk.reviewer('bob');
  const shown = await bob.showInstance(nameOf());
  for (const place of ['(0010,4000)', '(0020,4000)']) await say(bob, shown, place, CONFIRM);
  const inner = new SqliteDecisionBook(decisionsIn(join(desk.root, 'out.kept')));
  let isReleasing = true;
  const of = async (instance: string) => {
    const decisions = await inner.of(instance);
    if (isReleasing) {
      isReleasing = false;
      const again = await bob.showInstance(nameOf());
      expect(await say(bob, again, '(0010,4000)', CLEAR)).toMatchObject({ status: 'done' });
    }
    return decisions;
  };
  const book: DecisionBook = {
    ...NO_BOOK,
    of,
    earlier: async () => [],
    settle: (instance, released) => inner.settle(instance, released),
    close: () => inner.close(),
  };
  const ada = desk.reviewer('ada', { book });
  expect(await ada.release(nameOf())).toMatchObject({ status: 'held', places: ['(0010,4000)'] });
  expect(desk.clean().size).toBe(0);
  expect(await ada.release(nameOf())).toMatchObject({ status: 'released' });
  const [output] = [...desk.clean().values()];
  expect(JSON.stringify(await textsOf(output as Uint8Array))).not.toContain('walks');
});

it('tells nothing in the audit that was typed in the place of a place', async () => {
  const review = desk.reviewer('ada');
  const undo = { name: nameOf(), place: 'Zwieback^Oriane', over: '0' };
  await expect(review.undo(undo)).rejects.toMatchObject({ code: 'REVIEW_NO_PLACE' });
  expect(JSON.stringify(desk.lines)).not.toContain('Zwieback');
});

it('refuses what would not be clean, and keeps it as it was held', async () => {
  const review = desk.reviewer('ada');
  const shown = await review.showInstance(nameOf());
  await say(review, shown, '(0020,4000)', CONFIRM);
  await say(review, shown, '(0010,4000)', { kind: 'edit', to: 'as Zwieback says' });
  expect(await review.release(nameOf())).toMatchObject({
    status: 'refused',
    reason: { code: 'RESIDUE_FOUND', path: '(0010,4000)' },
  });
  expect(desk.held()).toHaveLength(1);
  expect(desk.lines.at(-1)).toMatchObject({ outcome: 'not-released', reason: 'RESIDUE_FOUND' });
  expect(await review.listHeld()).toMatchObject({ total: 1, progress: { doubts: 2 } });
});

describe('what is asked for and cannot be', () => {
  it.each([
    ['another name', { name: 'held/nothing' }, 'REVIEW_NOT_HELD'],
    ['a path for a name', { name: 'held/../../in/a' }, 'REVIEW_NOT_HELD'],
    ['no place', { place: 'PatientName' }, 'REVIEW_NO_PLACE'],
    ['a place that is not there', { place: '(0008,103E)' }, 'REVIEW_NO_PLACE'],
    ['a UID', { place: '(0008,0018)', action: CLEAR }, 'REVIEW_NOT_ALLOWED'],
    [
      'a value that the VR cannot have',
      { place: '(0008,0060)', action: { kind: 'edit', to: 'needle' } },
      'REVIEW_EDIT_INVALID',
    ],
    ['another value than was looked at', { seen: '0'.repeat(32) }, 'REVIEW_SEEN_OTHER'],
    ['nothing looked at', { seen: '' }, 'REVIEW_SEEN_OTHER'],
    [
      'a region of a text',
      { action: { kind: 'redact', region: { frame: null, left: 0, top: 0, right: 1, bottom: 1 } } },
      'REVIEW_NO_PLACE',
    ],
  ] as const)('%s: %j', async (_what, change, code) => {
    const review = desk.reviewer('ada');
    const { seen } = shownAt((await review.showInstance(nameOf())).elements, '(0010,4000)');
    const lines = desk.lines.length;
    const request = {
      name: nameOf(),
      place: '(0010,4000)',
      action: CLEAR,
      seen: seen ?? '',
      over: null,
      ...change,
    };
    const error = await review.decide(request).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code });
    for (const needle of [...NEEDLES, 'needle']) expect(String(error)).not.toContain(needle);
    expect(desk.lines).toHaveLength(lines);
  });
});

describe('two people', () => {
  const twoPeople = sealPlan({ ...PLAN, review: { people: 2 } });
  const open = async () => {
    const other = openDesk(twoPeople);
    await other.ingest('a.dcm', study());
    const review = other.reviewer('ada', { knowsPeople: true });
    const name = other.held()[0] as string;
    const shown = await review.showInstance(name);
    for (const place of ['(0010,4000)', '(0020,4000)']) await say(review, shown, place, CONFIRM);
    return { other, review, name };
  };

  it('must ask for a release where the rules want that', async () => {
    const { other, review, name } = await open();
    expect(await review.release(name)).toEqual({ status: 'waiting', name, approvedBy: ['ada'] });
    expect(await review.release(name)).toEqual({ status: 'waiting', name, approvedBy: ['ada'] });
    expect(await review.showInstance(name)).toMatchObject({ release: { people: 2, approvedBy: ['ada'] } });
    expect(await other.reviewer('bob', { knowsPeople: true }).release(name)).toMatchObject({
      status: 'released',
    });
    await other.dispose();
  });

  it('ask for the same decisions', async () => {
    const { other, review, name } = await open();
    await review.release(name);
    const bob = other.reviewer('bob', { knowsPeople: true });
    await say(bob, await bob.showInstance(name), '(0010,4000)', CLEAR);
    expect(await bob.release(name)).toMatchObject({ status: 'waiting', approvedBy: ['bob'] });
    await other.dispose();
  });

  it('cannot be told apart at a desk', async () => {
    const { other, name } = await open();
    await expect(other.reviewer('bob').release(name)).rejects.toMatchObject({
      code: 'REVIEW_PEOPLE_UNKNOWN',
    });
    await other.dispose();
  });
});

describe('pictures', () => {
  const word = (value: number) => new Uint8Array([value, 0]);
  const image = instanceWith([
    el(0x00080060, 'CS', 'US'),
    el(0x00104000, 'LT', 'walks well'),
    el(0x00280002, 'US', word(1)),
    el(0x00280004, 'CS', 'MONOCHROME2'),
    el(0x00280010, 'US', word(2)),
    el(0x00280011, 'US', word(4)),
    el(0x00280100, 'US', word(8)),
    el(0x00280101, 'US', word(8)),
    el(0x00280102, 'US', word(7)),
    el(0x00280103, 'US', word(0)),
    pixels(new Uint8Array([0, 255, 255, 255, 255, 255, 255, 255]), 'OB'),
  ]);
  const gray = (bytes: Uint8Array) => [...bytes].filter((_byte, at) => at % 3 === 0);

  it('show a frame as it came and as it would leave, with what somebody drew', async () => {
    const other = openDesk(PLAN);
    await other.ingest('a.dcm', image);
    const name = other.held()[0] as string;
    const review = other.reviewer('ada');
    const before = await review.picture(name, 0);
    expect([before.width, before.height, gray(before.after)]).toEqual([4, 2, gray(before.before)]);
    const box = { kind: 'redact', region: { frame: null, left: 2, top: 0, right: 4, bottom: 1 } } as const;
    await say(review, await review.showInstance(name), '(7FE0,0010)@*:2,0,4,1', box);
    const drawn = await review.picture(name, 0);
    expect(gray(drawn.before)).toEqual([0, 255, 255, 255, 255, 255, 255, 255]);
    expect(gray(drawn.after)).toEqual([0, 255, 0, 0, 255, 255, 255, 255]);
    await expect(review.picture(name, 1)).rejects.toMatchObject({ code: 'REVIEW_NO_PLACE' });
    await other.dispose();
  });

  it('are not there of an instance without any', async () => {
    await expect(desk.reviewer('ada').picture(nameOf(), 0)).rejects.toMatchObject({
      code: 'REVIEW_NO_PLACE',
    });
  });
});
