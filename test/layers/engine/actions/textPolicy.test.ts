import type { RulePlan } from '../../../../rules/plan.ts';
import type { TextPolicy } from '../../../../rules/textPolicy.ts';
import { el, type Node, sq } from '../../../support/build.ts';
import { clean, cleanBytes } from '../harness.ts';
import { instanceOf, texts } from './identityInstance.ts';
import { planOf } from './shiftPlan.ts';

/** What becomes of doubts, attribute by attribute. */

const SERIES_DESCRIPTION = 0x0008103e;
const PATIENT_COMMENTS = 0x00104000;
const IMAGE_COMMENTS = 0x00204000;
const REQUESTS = 0x00400275;
const CLEAN = { kind: 'clean-text' } as const;
/** On no list, and in no place that says what it is. */
const DOUBTFUL = 'brzexmkt chest';

const planWith = (policy: TextPolicy): RulePlan => ({
  ...planOf(
    [SERIES_DESCRIPTION, CLEAN],
    [PATIENT_COMMENTS, CLEAN],
    [IMAGE_COMMENTS, CLEAN],
    [REQUESTS, CLEAN],
  ),
  ...policy,
});

async function outcome(policy: TextPolicy, ...nodes: readonly Node[]) {
  const result = await clean(instanceOf(nodes), { plan: planWith(policy) });
  if ('reason' in result) return result.reason.code;
  return [result.outcome, ...result.findings.map(({ path }) => path)];
}

const COMMENTS_HOLD: TextPolicy = { doubtfulText: 'release', doubtfulTextIn: { '(0010,4000)': 'hold' } };

test('an attribute holds where its own policy does, and no other', async () => {
  expect(await outcome(COMMENTS_HOLD, el(PATIENT_COMMENTS, 'LT', DOUBTFUL))).toEqual(['held', '(0010,4000)']);
  expect(await outcome(COMMENTS_HOLD, el(PATIENT_COMMENTS, 'LT', 'chest'))).toEqual(['released']);
  expect(await outcome(COMMENTS_HOLD, el(SERIES_DESCRIPTION, 'LO', DOUBTFUL))).toEqual([
    'released',
    '(0008,103E)',
  ]);
});

test('an attribute is released with its doubts where all others hold', async () => {
  const policy: TextPolicy = { doubtfulText: 'hold', doubtfulTextIn: { '(0008,103E)': 'release' } };
  const series = el(SERIES_DESCRIPTION, 'LO', DOUBTFUL);
  expect(await outcome(policy, series)).toEqual(['released', '(0008,103E)']);
  expect(await outcome(policy, series, el(IMAGE_COMMENTS, 'LT', DOUBTFUL))).toEqual([
    'held',
    '(0008,103E)',
    '(0020,4000)',
  ]);
});

test('words are taken out of the attributes that are so held to what is known', async () => {
  const plan = planWith({ doubtfulText: 'release', doubtfulTextIn: { '(0020,4000)': 'remove' } });
  const object = instanceOf([el(SERIES_DESCRIPTION, 'LO', DOUBTFUL), el(IMAGE_COMMENTS, 'LT', DOUBTFUL)]);
  const once = await cleanBytes(object, { plan });
  expect(await texts(once)).toMatchObject({ '(0008,103E)': DOUBTFUL, '(0020,4000)': '[removed] chest' });
  expect(Buffer.compare(await cleanBytes(once, { plan }), once)).toBe(0);
});

test('in an item the attribute’s own policy holds, and the finding says where it is', async () => {
  const nested = sq(REQUESTS, [[el(PATIENT_COMMENTS, 'LT', DOUBTFUL)]]);
  expect(await outcome(COMMENTS_HOLD, nested)).toEqual(['held', '(0040,0275)[0](0010,4000)']);
  expect(
    await outcome({ doubtfulText: 'release', doubtfulTextIn: { '(0040,0275)': 'hold' } }, nested),
  ).toEqual(['released', '(0040,0275)[0](0010,4000)']);
});

test('what is left for a person to look at holds by its own policy', async () => {
  const reviews = { ...planOf([PATIENT_COMMENTS, { kind: 'review' }]), ...COMMENTS_HOLD };
  const other = { ...planOf([IMAGE_COMMENTS, { kind: 'review' }]), ...COMMENTS_HOLD };
  expect(await clean(instanceOf([el(PATIENT_COMMENTS, 'LT', 'x')]), { plan: reviews })).toMatchObject({
    outcome: 'held',
  });
  expect(await clean(instanceOf([el(IMAGE_COMMENTS, 'LT', 'x')]), { plan: other })).toMatchObject({
    outcome: 'released',
  });
});

test('what nobody will look at is searched for what was removed', async () => {
  const removed = [0x00100010, { kind: 'remove' }] as const;
  const object = instanceOf([el(0x00100010, 'PN', 'Zwieback^Anna'), el(PATIENT_COMMENTS, 'LT', 'Zwieback')]);
  const plan = (policy: TextPolicy) => ({
    ...planOf(removed, [PATIENT_COMMENTS, { kind: 'review' }]),
    searchResidue: true,
    ...policy,
  });
  expect(await clean(object, { plan: plan(COMMENTS_HOLD) })).toMatchObject({ outcome: 'held' });
  expect(
    await clean(object, {
      plan: plan({ doubtfulText: 'hold', doubtfulTextIn: { '(0010,4000)': 'release' } }),
    }),
  ).toMatchObject({ reason: { code: 'RESIDUE_FOUND' } });
});
