import { selectOf } from '../../../../layers/engine/review/proposals.ts';
import type { ProposeRequest, Review, Scope } from '../../../../layers/engine/review/types.ts';
import { compileLethe } from '../../../../rules/lethe/compile.ts';
import type { Action } from '../../../../rules/plan.ts';
import { planOf, sourceOf } from '../../../rules/harness.ts';
import { el } from '../../../support/build.ts';
import { instanceWith } from '../actions/shiftPlan.ts';
import { type Desk, openDesk, reviewedRules, say } from './desk.ts';
import { holding, outcomeOf, shownAt } from './reviewing.ts';

/** One decision that settles many: on what is held by decisions, on what comes by a rule. */

const REVIEW: Action = { kind: 'review' };
const PLACE = '(0010,4000)';
const PLAN = holding([0x00104000, REVIEW]);
let made = 0;
const study = (comments: string, { series = '1.2.3.1', model = 'H7' } = {}) =>
  instanceWith([
    el(0x00080018, 'UI', `1.2.3.4.${++made}`),
    el(0x00080070, 'LO', 'Hugin'),
    el(0x00081090, 'LO', model),
    el(0x00104000, 'LT', comments),
    el(0x0020000e, 'UI', series),
  ]);

let desk: Desk;
let rules: ReturnType<typeof reviewedRules>;
let review: Review;
beforeEach(async () => {
  desk = openDesk(PLAN);
  rules = reviewedRules();
  review = desk.reviewer('ada', { reviewedRules: rules });
  const objects = [
    study('calm'),
    study('calm'),
    study('calm', { series: '1.2.3.2' }),
    study('calm', { series: '1.2.3.3', model: 'H8' }),
    study('loud'),
  ];
  for (const [at, object] of objects.entries()) expect(await desk.ingest(`${at}.dcm`, object)).toBe('held');
});
afterEach(() => desk.dispose());

/** What is asked of the first instance of the largest group. */
async function request(scope: Scope, change: Partial<ProposeRequest> = {}): Promise<ProposeRequest> {
  for (const name of desk.held()) {
    const shown = shownAt((await review.showInstance(name)).elements, PLACE);
    const { rows } = await review.listHeld();
    const kind = rows.find((row) => row.name === name)?.kind;
    if (shown.before !== 'calm' || kind?.model !== 'H7') continue;
    if (rows.filter((row) => row.kind?.series === kind.series).length < 3) continue;
    return {
      name,
      place: PLACE,
      seen: shown.seen ?? '',
      action: { kind: 'confirm' },
      scope,
      why: 'a mood',
      ...change,
    };
  }
  throw new Error('nothing is held that could be asked about');
}

it('groups doubts by attribute and value, rarest first', async () => {
  await review.readHeaders();
  expect(await review.cohort()).toMatchObject({
    unreadable: 0,
    groups: [
      {
        attribute: PLACE,
        keyword: 'PatientComments',
        codes: ['UNHANDLED_TAG'],
        value: 'loud',
        instances: 1,
        settled: 0,
      },
      { attribute: PLACE, value: 'calm', instances: 4, settled: 0 },
    ],
  });
});

describe('a dry run', () => {
  it.each<readonly [Scope, number, object | null]>([
    ['series', 2, null],
    [
      'device',
      3,
      { select: '/PatientComments', confirm: 'calm', device: { manufacturer: 'Hugin', model: 'H7' } },
    ],
    ['everywhere', 4, { select: '/PatientComments', confirm: 'calm' }],
  ])('%s: says what it would settle, and changes nothing', async (scope, instances, rule) => {
    await review.readHeaders();
    const lines = desk.lines.length;
    const proposal = await review.propose(await request(scope));
    expect(proposal).toMatchObject({
      scope,
      instances,
      doubts: instances,
      values: ['calm'],
      action: 'confirm',
    });
    expect(proposal.rule).toEqual(
      rule === null ? null : { ...rule, why: 'a mood', by: 'ada', at: expect.stringMatching(/^2026-/) },
    );
    expect(desk.lines).toHaveLength(lines);
    expect(rules.entries).toEqual([]);
    expect((await review.cohort()).groups.map(({ settled }) => settled)).toEqual([0, 0]);
  });

  it('of an attribute that goes counts every value, and writes none', async () => {
    await review.readHeaders();
    const proposal = await review.propose(await request('device', { action: { kind: 'clear' } }));
    expect(proposal).toMatchObject({ instances: 4, values: ['calm', 'loud'] });
    expect(proposal.rule).toMatchObject({ select: '/PatientComments', clear: true });
    expect(JSON.stringify(proposal.rule)).not.toMatch(/calm|loud/);
  });
});

it('settles what is held by decisions of its own, each with its line, and what comes by a rule', async () => {
  await review.readHeaders();
  const answer = await review.accept(await request('device'));
  expect(answer).toMatchObject({ decided: 3, conflicts: 0, isWritten: true });
  expect(await review.listHeld({ state: 'ready' })).toMatchObject({ matching: 3, total: 5 });
  expect(desk.lines.filter((line) => 'event' in line && line.outcome === 'decided')).toHaveLength(3);
  for (const { name } of (await review.listHeld({ state: 'ready' })).rows)
    expect(await review.release(name)).toMatchObject({ status: 'released' });
  expect(JSON.stringify(desk.lines)).not.toMatch(/calm|loud|a mood/);
  // The tenth study asks nothing.
  const text = JSON.stringify({
    profile: 'none',
    reviewed: rules.entries,
    rules: [
      { select: 'PatientComments', action: 'review' },
      { select: 'PatientName', action: 'remove' },
    ],
    freeText: 'hold',
  });
  const after = planOf(compileLethe(sourceOf(text)));
  expect(await outcomeOf(study('calm', { series: '1.2.9' }), after, [])).toBe('released');
  expect(await outcomeOf(study('loud', { series: '1.2.9' }), after, [])).toBe('held');
  expect(await outcomeOf(study('calm', { series: '1.2.9', model: 'H8' }), after, [])).toBe('held');
});

it('leaves what somebody has decided', async () => {
  await review.readHeaders();
  const asked = await request('series');
  const bob = desk.reviewer('bob');
  await say(bob, await bob.showInstance(asked.name), PLACE, { kind: 'clear' });
  expect(await review.accept(asked)).toMatchObject({ decided: 1, conflicts: 0, isWritten: false });
  const shown = await review.showInstance(asked.name);
  expect(shownAt(shown.elements, PLACE).decision).toMatchObject({ by: 'bob', action: { kind: 'clear' } });
});

it.each<readonly [string, Partial<ProposeRequest>, string]>([
  ['no reason', { why: ' ' }, 'REVIEW_WHY_MISSING'],
  ['another value than was shown', { seen: '0'.repeat(32) }, 'REVIEW_SEEN_OTHER'],
  ['a place without a doubt', { place: '(0008,0070)' }, 'REVIEW_NO_PLACE'],
  ['pixels', { place: '(7FE0,0010)' }, 'REVIEW_NOT_ALLOWED'],
  ['nothing that is held', { name: 'held/x' }, 'REVIEW_NOT_HELD'],
])('%s: nothing is proposed', async (_what, change, code) => {
  await review.readHeaders();
  await expect(review.accept(await request('device', change))).rejects.toMatchObject({ code });
  expect(rules.entries).toEqual([]);
});

it('needs a file for what is more than a series', async () => {
  await review.readHeaders();
  const without = desk.reviewer('bob');
  const asked = await request('device');
  await expect(without.accept(asked)).rejects.toMatchObject({ code: 'REVIEW_NO_RULE_FILE' });
  expect(await without.accept({ ...asked, scope: 'series' })).toMatchObject({ decided: 2 });
});

it.each([
  ['(0008,1030)', 'StudyDescription', '/StudyDescription'],
  ['(0040,0275)(0040,0007)', 'x', '/RequestAttributesSequence/ScheduledProcedureStepDescription'],
  ['(0019,1001)', '[MAKER 1]', '/(0019,"MAKER 1",01)'],
  ['(0040,0275)(0019,10FF)', '[A "B"]', `/RequestAttributesSequence/(0019,'A "B"',FF)`],
])('%s is selected by %s', (attribute, keyword, text) => {
  expect(selectOf({ attribute, keyword })).toBe(text);
  const entry = { select: text, clear: true };
  expect(compileLethe(sourceOf(JSON.stringify({ reviewed: [entry] }))).problems).toEqual([]);
});
