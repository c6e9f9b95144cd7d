import { asTag } from '../../../../layers/dicom/tag.ts';
import type { ReviewedValue } from '../../../../rules/plan.ts';
import { type Action, type RulePlan, sealPlan } from '../../../../rules/plan.ts';
import { el, privateBlock, sq } from '../../../support/build.ts';
import { instanceWith, textsOf } from '../actions/shiftPlan.ts';
import { cleanBytes } from '../harness.ts';
import { holding, outcomeOf } from './reviewing.ts';

/** What was settled once for all asks nobody again, and lets nothing else leave. */

const REVIEW: Action = { kind: 'review' };
const RULES = [
  [0x00081030, { kind: 'clean-text' }],
  [0x00104000, REVIEW],
  [0x00100010, { kind: 'remove' }],
] as const;

function plan(...reviewed: readonly ReviewedValue[]): RulePlan {
  const { digest: _digest, ...draft } = holding(...RULES);
  return sealPlan({ ...draft, reviewed });
}

const at = (tag: number, path?: readonly []) => ({
  selector: { kind: 'tag' as const, tag: asTag(tag), ...(path === undefined ? {} : { path }) },
});
const study = (comments: string, description = '', model = 'H7') =>
  instanceWith([
    el(0x00080070, 'LO', 'Hugin'),
    el(0x00081030, 'LO', description),
    el(0x00081090, 'LO', model),
    el(0x00100010, 'PN', 'Zwieback^Oriane'),
    el(0x00104000, 'LT', comments),
  ]);

it.each<readonly [string, Uint8Array, RulePlan, string]>([
  ['a value that nobody has reviewed', study('calm'), plan(), 'held'],
  ['the value that was', study('calm'), plan({ ...at(0x00104000), confirm: 'calm' }), 'released'],
  ['another value', study('calm '.repeat(3)), plan({ ...at(0x00104000), confirm: 'calm' }), 'held'],
  ['the value in another attribute', study('calm'), plan({ ...at(0x00204000), confirm: 'calm' }), 'held'],
  ['an attribute that goes', study('anything'), plan({ ...at(0x00104000), clear: true }), 'released'],
  ['a doubtful text', study('', 'Knee 12345'), plan(), 'held'],
  [
    'a doubtful text that was reviewed',
    study('', 'Knee 12345'),
    plan({ ...at(0x00081030), confirm: 'Knee 12345' }),
    'released',
  ],
  [
    'another doubtful text',
    study('', 'Knee 12346'),
    plan({ ...at(0x00081030), confirm: 'Knee 12345' }),
    'held',
  ],
  [
    'a name that was removed',
    study('Zwieback'),
    plan({ ...at(0x00104000), confirm: 'Zwieback' }),
    'RESIDUE_FOUND',
  ],
])('%s: %#', async (_what, object, rules, outcome) => {
  expect(await outcomeOf(object, rules, [])).toBe(outcome);
});

it('never keeps what a rule removes', async () => {
  const kept = plan({ ...at(0x00100010), confirm: 'Zwieback^Oriane' });
  expect(Object.keys(await textsOf(await cleanBytes(study(''), { plan: kept })))).not.toContain(
    '(0010,0010)',
  );
});

it('goes by the device of the source, though the output names none', async () => {
  const device = { manufacturer: 'Hugin', model: 'H7' };
  const { digest: _digest, ...draft } = holding(
    ...RULES,
    [0x00080070, { kind: 'remove' }],
    [0x00081090, { kind: 'remove' }],
  );
  const ofDevice = sealPlan({ ...draft, reviewed: [{ ...at(0x00104000), confirm: 'Zwieback', device }] });
  expect(await outcomeOf(study('Zwieback'), ofDevice, [])).toBe('RESIDUE_FOUND');
  const calm = sealPlan({ ...draft, reviewed: [{ ...at(0x00104000), confirm: 'calm', device }] });
  expect(await outcomeOf(study('calm'), calm, [])).toBe('released');
  expect(await outcomeOf(study('calm', '', 'H8'), calm, [])).toBe('held');
});

it('goes by the path and the private creator', async () => {
  const inItem = instanceWith([sq(0x00321064, [[el(0x00104000, 'LT', 'calm')]])]);
  expect(await outcomeOf(inItem, plan({ ...at(0x00104000, []), confirm: 'calm' }), [])).toBe('held');
  expect(await outcomeOf(inItem, plan({ ...at(0x00104000), confirm: 'calm' }), [])).toBe('released');
  const { digest: _digest, ...draft } = holding([0x00191001, REVIEW]);
  const privately = (creator: string) =>
    sealPlan({
      ...draft,
      reviewed: [{ selector: { kind: 'private', group: 0x0019, creator, element: 0x01 }, confirm: 'calm' }],
    });
  const object = instanceWith(privateBlock(0x0019, 0x10, 'MAKER', [[0x01, 'LO', 'calm']]));
  expect(await outcomeOf(object, privately('MAKER'), [])).toBe('released');
  expect(await outcomeOf(object, privately('OTHER'), [])).toBe('held');
});
