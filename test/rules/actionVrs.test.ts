import { VR_FACTS, type Vr } from '../../layers/dicom/vr.ts';
import { mayHaveVr, vrsOf } from '../../rules/actionVrs.ts';
import { EMPTY_PLAN, type RulePlan, type Selector, type SimpleAction, sealPlan } from '../../rules/plan.ts';
import { clean } from '../layers/engine/harness.ts';
import { el, type Node, privateBlock, type Value } from '../support/build.ts';
import { ct } from './harness.ts';

/** What the table says of each action and VR, against what the engine does with an element that has a value. */

const VRS = Object.keys(VR_FACTS) as Vr[];
const VALUES: Partial<Record<Vr, Value>> = {
  AS: '045Y',
  AT: [0x00100010],
  CS: 'WORD',
  DA: '20200131',
  DS: '12.5',
  DT: '20200131101112',
  IS: '12',
  PN: 'Doe^John',
  TM: '101112',
  UI: '1.2.3.4.5.6.7',
  UR: 'http://example.org/1',
  SV: [12n],
  UV: [12n],
  OV: [12n],
  OB: new Uint8Array([1, 2, 3, 4]),
  UN: new Uint8Array([1, 2, 3, 4]),
};
const NUMBERS: readonly Vr[] = ['FD', 'FL', 'OD', 'OF', 'OL', 'OW', 'SL', 'SS', 'UL', 'US'];
const sampleOf = (vr: Vr): Value => VALUES[vr] ?? (NUMBERS.includes(vr) ? [12] : 'text');

const TABLE = 'a table of nothing';
const SHIFT = {
  kind: 'shift',
  by: { kind: 'fixed', seconds: -86_400 },
  whenInvalid: 'quarantine',
  dropOlderThanYears: null,
} as const;
const RING = { from: 'ring' } as const;

/** Every kind, and what of its parameters its VRs go by. */
const ACTIONS: { readonly [K in SimpleAction['kind']]: readonly Extract<SimpleAction, { kind: K }>[] } = {
  keep: [{ kind: 'keep' }],
  'keep-valid': [{ kind: 'keep-valid' }],
  remove: [{ kind: 'remove' }],
  empty: [{ kind: 'empty' }],
  dummy: [{ kind: 'dummy' }],
  set: [{ kind: 'set', values: ['20'] }],
  copy: [{ kind: 'copy', from: 0x0020000d as never }],
  'replace-uid': [{ kind: 'replace-uid', method: 'keyed' }],
  pseudonym: [{ kind: 'pseudonym' }],
  allocate: [{ kind: 'allocate', template: 'A{##}', whenNoPatientId: 'study' }],
  lookup: [{ kind: 'lookup', table: TABLE, whenMissing: { kind: 'empty' } }],
  'patient-id-hash': [{ kind: 'patient-id-hash', keyed: true }],
  shift: [
    { ...SHIFT, timeOfDay: 'keep' },
    { ...SHIFT, timeOfDay: 'midnight' },
    { ...SHIFT, timeOfDay: 'microsoft' },
  ],
  'cap-age': [{ kind: 'cap-age', maxYears: 89 }],
  redact: [{ kind: 'redact', partialDates: true, partialAges: true, microsoftNoon: false }],
  perturb: [{ kind: 'perturb', span: 4, range: 'fixed', roundTo: 0 }],
  hash: [{ kind: 'hash', key: RING, algorithm: 'sha256', matchLength: false }],
  encrypt: [{ kind: 'encrypt', key: RING, asciiOnly: false }],
  'clean-text': [{ kind: 'clean-text' }],
  'clean-content': [{ kind: 'clean-content', concepts: [], dates: null }],
  'clean-graphics': [{ kind: 'clean-graphics' }],
  fantasy: [
    { kind: 'fantasy', part: 'name', salt: '', keepSex: false },
    { kind: 'fantasy', part: 'birth-date', salt: '', keepSex: false },
  ],
  review: [{ kind: 'review' }],
};
const cases = Object.values(ACTIONS)
  .flat()
  .map((action: SimpleAction) => [JSON.stringify(action), action] as const);

/** An element that may have any VR: in a private block, or where the action alone finds some, of an overlay or a UID. */
function elementFor(
  { kind }: SimpleAction,
  vr: Vr,
): { readonly selector: Selector; readonly nodes: readonly Node[] } {
  const tag =
    kind === 'clean-graphics' ? 0x60001500 : kind === 'replace-uid' && vr === 'UN' ? 0x00200052 : null;
  if (tag !== null && vr !== 'SQ')
    return {
      selector: { kind: 'tag', tag: tag as never },
      nodes: [el(tag, vr, tag === 0x00200052 ? Buffer.from('1.2.3\0') : sampleOf(vr))],
    };
  const value = vr === 'SQ' ? [[el(0x00080080, 'LO', 'CLINIC')]] : sampleOf(vr);
  return {
    selector: { kind: 'private', group: 0x0009, creator: 'ACME', element: 0x01 },
    nodes: privateBlock(0x0009, 0x10, 'ACME', [[0x01, vr, value]]),
  };
}

function planOf(selector: Selector, action: SimpleAction): RulePlan {
  const origin = { source: 'a test', line: null, column: null, reason: '' };
  return sealPlan({ ...EMPTY_PLAN, rules: [{ selector, action, origin }] });
}

test.each(cases)('%s refuses the VRs that it cannot have, and no other', async (_name, action) => {
  const done: Vr[] = [];
  for (const vr of VRS) {
    const { selector, nodes } = elementFor(action, vr);
    const result = await clean(ct(nodes), {
      plan: planOf(
        selector,
        action.kind === 'set' && vr === 'AT' ? { ...action, values: ['00100020'] } : action,
      ),
      lookups: new Map([[TABLE, new Map()]]),
    });
    const outcome = 'reason' in result ? result.reason.code : result.outcome;
    if (outcome === 'ACTION_NOT_FOR_VR') continue;
    expect([vr, ['released', 'held'].includes(outcome) || outcome]).toEqual([vr, true]);
    done.push(vr);
  }
  expect(done).toEqual(vrsOf(action));
});

test('an action that goes by VR or type has what it comes to', () => {
  const byVr = {
    kind: 'by-vr',
    dates: { ...SHIFT, timeOfDay: 'keep' },
    uids: { kind: 'replace-uid', method: 'keyed' },
    names: { kind: 'cap-age', maxYears: 89 },
    texts: { kind: 'clean-text' },
    ages: { kind: 'keep' },
    others: { kind: 'clean-content', concepts: [], dates: null },
  } as const;
  expect(VRS.filter((vr) => mayHaveVr(byVr, vr))).toEqual([
    'AE',
    'AS',
    'DA',
    'DT',
    'LO',
    'LT',
    'SH',
    'SQ',
    'ST',
    'TM',
    'UC',
    'UI',
    'UT',
  ]);
  const [type1, type2] = [ACTIONS.fantasy[0]!, ACTIONS.fantasy[1]!];
  expect(
    VRS.filter((vr) => mayHaveVr({ kind: 'by-type', type1, type2, type3: type1, unknown: type2 }, vr)),
  ).toEqual(['DA', 'PN']);
});
