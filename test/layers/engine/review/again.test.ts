import { join } from 'node:path';
import type { AuditRecord } from '../../../../layers/engine/audit/audit.ts';
import type { DecisionAction, Review } from '../../../../layers/engine/review/types.ts';
import { DirectoryStore } from '../../../../layers/local/directoryStore.ts';
import { decisionsIn } from '../../../../layers/local/keptPlaces.ts';
import { SqliteDecisionBook } from '../../../../layers/local/sqliteDecisionBook.ts';
import { type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { el, pixels } from '../../../support/build.ts';
import { instanceWith } from '../actions/shiftPlan.ts';
import { testKeys } from '../harness.ts';
import { type Desk, openDesk, say } from './desk.ts';
import { holding } from './reviewing.ts';

/** What people released is taken through the rules once more, as a folder that is run again is. */

const REVIEW = { kind: 'review' } as const;
const KEEP = { kind: 'keep' } as const;
const NAME = [0x00100010, { kind: 'remove' }] as const;
const COMMENTS = '(0010,4000)';
const REMARKS = '(0020,4000)';
const CONFIRM: DecisionAction = { kind: 'confirm' };
const CLEAR: DecisionAction = { kind: 'clear' };

/** Under which both texts are doubtful; and under which none is, or one goes. */
const ASKS = holding([0x00104000, REVIEW], [0x00204000, REVIEW], NAME);
const ASKS_OTHERWISE = holding([0x00104000, REVIEW], [0x00204000, REVIEW], [0x00081090, KEEP], NAME);
const KEEPS = holding([0x00104000, KEEP], [0x00204000, KEEP], NAME);
const REMOVES = holding([0x00104000, { kind: 'remove' }], [0x00204000, KEEP], NAME);

const study = (remarks = 'spotless', patient = 'Zwieback^Oriane') =>
  instanceWith([
    el(0x00080060, 'CS', 'CT'),
    el(0x00100010, 'PN', patient),
    el(0x00104000, 'LT', 'lives at the mill'),
    el(0x00204000, 'LT', remarks),
  ]);

let desk: Desk;
beforeEach(() => {
  desk = openDesk(ASKS);
});
afterEach(() => desk.dispose());
const last = () => desk.lines.at(-1) as AuditRecord;

async function decided(review: Review, said: Readonly<Record<string, DecisionAction>>): Promise<string> {
  const [name = ''] = desk.held();
  for (const [place, action] of Object.entries(said))
    await say(review, await review.showInstance(name), place, action);
  return name;
}

/** What it was held under. */
let heldAs = '';
const named = () => heldAs.replace('held/', '');

async function released(
  said: Readonly<Record<string, DecisionAction>>,
  object = study(),
): Promise<Uint8Array> {
  expect(await desk.ingest('a.dcm', object)).toBe('held');
  const review = desk.reviewer('ada');
  heldAs = desk.held()[0] ?? '';
  expect(await review.release(await decided(review, said))).toMatchObject({ status: 'released' });
  const [bytes] = [...desk.clean().values()];
  return bytes as Uint8Array;
}

const ALL = { [COMMENTS]: CLEAR, [REMARKS]: CONFIRM };

it('goes the way that it was released, and nobody is asked', async () => {
  const bytes = await released(ALL);
  const { review } = last();
  expect(await desk.ingest('a.dcm', study())).toBe('released');
  expect(last()).toMatchObject({ outcome: 'released', review });
  expect(desk.held()).toEqual([]);
  expect([...desk.clean().values()]).toEqual([bytes]);
});

it('is asked about again under other rules, by which what was decided still stands', async () => {
  await released(ALL);
  const other = { plan: ASKS_OTHERWISE };
  expect(await desk.ingest('a.dcm', study(), other)).toBe('held');
  const review = desk.reviewer('bob', {
    reading: async () => ({ ...desk.services(), ...other }),
    writing: async () => ({ ...desk.services(), ...other }),
  });
  expect(await review.listHeld({ state: 'ready' })).toMatchObject({ matching: 1 });
  expect(await review.release(desk.held()[0] ?? '')).toMatchObject({ status: 'released' });
  expect(last()).toMatchObject({ review: { by: ['ada'] } });
  expect(await desk.ingest('a.dcm', study(), other)).toBe('released');
  // What it was released under last counts.
  expect(await desk.ingest('a.dcm', study())).toBe('held');
});

describe('where other rules have no doubt any more', () => {
  const under = (plan: RulePlan) => {
    const store = new DirectoryStore({ output: join(desk.root, 'out'), overwrite: true });
    return desk.ingest('a.dcm', study(), { plan, store });
  };

  it('what a person took away does not leave by that', async () => {
    await released(ALL);
    expect(await under(KEEPS)).toBe('held');
    expect(last().findings).toEqual([
      expect.objectContaining({ severity: 'doubt', code: 'DECISION_AGAIN', path: COMMENTS }),
    ]);
    expect(await under(REMOVES)).toBe('released');
  });

  it('what a person typed is asked for again, and what they only confirmed is not', async () => {
    await released({ ...ALL, [COMMENTS]: { kind: 'edit', to: 'lives at home' } });
    expect(await under(KEEPS)).toBe('held');
  });

  it('what a person only confirmed leaves', async () => {
    await released({ [COMMENTS]: CONFIRM, [REMARKS]: CONFIRM });
    expect(await under(KEEPS)).toBe('released');
  });

  it('what was decided and not released yet does not leave either', async () => {
    expect(await desk.ingest('a.dcm', study())).toBe('held');
    await decided(desk.reviewer('ada'), { [COMMENTS]: CLEAR });
    expect(await under(KEEPS)).toBe('held');
    expect(desk.clean().size).toBe(0);
    expect(await under(REMOVES)).toBe('released');
  });
});

it('is asked about again under another key, and in another project', async () => {
  await released(ALL);
  expect(await desk.ingest('a.dcm', study(), { keyScope: 'another' })).toBe('held');
  const keys = testKeys('another root key');
  expect(await desk.ingest('a.dcm', study(), { keys })).toBe('held');
});

it('says nothing of another file of the same path, and knows the first when it is there again', async () => {
  const bytes = await released(ALL);
  expect(await desk.ingest('a.dcm', study('limps'))).toBe('held');
  const review = desk.reviewer('bob');
  const shown = await review.showInstance(desk.held()[0] ?? '');
  expect(shown).toMatchObject({ decisions: [], progress: { settled: 0, doubts: 2 } });
  expect(await desk.ingest('a.dcm', study())).toBe('released');
  expect(last()).toMatchObject({ review: { by: ['ada'] } });
  expect([...desk.clean().values()]).toEqual([bytes]);
});

it('is asked about again if anything of it is another, though all that was decided is the same', async () => {
  await released(ALL);
  expect(await desk.ingest('a.dcm', study('spotless', 'Zwieback^Orianna'))).toBe('held');
});

it('is asked about again once somebody has begun to decide otherwise', async () => {
  await released(ALL);
  expect(await desk.ingest('a.dcm', study(), { plan: ASKS_OTHERWISE })).toBe('held');
  const review = desk.reviewer('bob');
  const [name = ''] = desk.held();
  const { decisions } = await review.showInstance(name);
  const { revision = '' } = decisions.find(({ place }) => place === REMARKS) ?? {};
  expect(await review.undo({ name, place: REMARKS, over: revision })).toMatchObject({
    status: 'done',
  });
  expect(await desk.ingest('a.dcm', study())).toBe('held');
  // What was undone does not stand again by itself.
  expect((await desk.reviewer('eve').showInstance(name)).decisions).toHaveLength(1);
});

it('is asked about again while something else stands, as where a release was cut short', async () => {
  await released(ALL);
  const book = new SqliteDecisionBook(decisionsIn(join(desk.root, 'out.kept')));
  const [known] = await book.earlier(named());
  const [first] = known?.decisions ?? [];
  if (first === undefined) throw new Error('nothing was kept of the release');
  await book.put({ ...first, action: CONFIRM }, null);
  await book.close();
  expect(await desk.ingest('a.dcm', study())).toBe('held');
});

describe('a box that a person drew', () => {
  const word = (value: number) => new Uint8Array([value, 0]);
  const image = instanceWith([
    el(0x00080060, 'CS', 'US'),
    el(0x00280002, 'US', word(1)),
    el(0x00280004, 'CS', 'MONOCHROME2'),
    ...[0x00280010, 0x00280011].map((tag) => el(tag, 'US', word(4))),
    ...[0x00280100, 0x00280101].map((tag) => el(tag, 'US', word(8))),
    el(0x00280102, 'US', word(7)),
    el(0x00280103, 'US', word(0)),
    pixels(new Uint8Array(16).fill(200), 'OB'),
  ]);
  const screened = (pixels?: 'hold') => {
    const { digest: _digest, ...draft } = holding();
    const screening = { ...draft.screening, ...(pixels === undefined ? {} : { pixels }) };
    return sealPlan({ ...draft, screening });
  };
  const PIXELS = '(7FE0,0010)';
  const BOX = `${PIXELS}@0:1,0,3,2`;
  const box: DecisionAction = { kind: 'redact', region: { frame: 0, left: 1, top: 0, right: 3, bottom: 2 } };

  it('is drawn again, or asked for where the rules look at no pixels', async () => {
    await desk.dispose();
    desk = openDesk(screened('hold'));
    const bytes = await released({ [BOX]: box, [PIXELS]: CONFIRM }, image);
    expect([...bytes.slice(-16, -12)]).toEqual([200, 0, 0, 200]);
    // It would not be true that nobody looked.
    expect(last().findings).toEqual([expect.objectContaining({ severity: 'note', code: 'PIXELS_REVIEWED' })]);
    expect(await desk.ingest('a.dcm', image)).toBe('released');
    expect([...desk.clean().values()]).toEqual([bytes]);
    expect(await desk.ingest('a.dcm', image, { plan: screened() })).toBe('held');
    expect(last().findings).toContainEqual(expect.objectContaining({ code: 'DECISION_AGAIN', path: BOX }));
  });
});
