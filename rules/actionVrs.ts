import { VR_FACTS, type Vr } from '../layers/dicom/vr.ts';
import { settleByVr } from './byVr.ts';
import type { Action, SimpleAction } from './plan.ts';

type VrsOf<K extends SimpleAction['kind']> = (
  action: Extract<SimpleAction, { readonly kind: K }>,
) => 'all' | ReadonlySet<Vr>;

const ALL = Object.keys(VR_FACTS) as readonly Vr[];
const only = (...vrs: readonly Vr[]): (() => ReadonlySet<Vr>) => {
  const set: ReadonlySet<Vr> = new Set(vrs);
  return () => set;
};
const whatever = (): 'all' => 'all';

/** Values that are characters, of whatever repertoire (PS3.5 6.1.2). */
const CHARACTERS = ALL.filter((vr) => VR_FACTS[vr].content === 'text' || VR_FACTS[vr].content === 'ascii');
const characters = only(...CHARACTERS);
/** What has a value to hash or to encrypt: characters, and bytes that are no numbers. */
const keyed = only(...CHARACTERS, 'OB', 'UN');
const NAMES = only('PN');
const DATES = only('DA');

/**
 * The VRs that each action can have, in elements that are not encapsulated; any other refuses the instance with `ACTION_NOT_FOR_VR`. Every action:
 * one without its row does not compile, and a test holds each row to what the engine does.
 */
const VRS_OF: { readonly [K in SimpleAction['kind']]: VrsOf<K> } = {
  keep: whatever,
  'keep-valid': whatever,
  remove: whatever,
  empty: whatever,
  dummy: whatever,
  set: only(...ALL.filter((vr) => vr !== 'SQ' && vr !== 'OB' && vr !== 'UN')),
  copy: characters,
  // Of UN those that PS3.6 has as UI.
  'replace-uid': only('UI', 'UN'),
  pseudonym: characters,
  allocate: characters,
  lookup: characters,
  'patient-id-hash': characters,
  shift: ({ timeOfDay }) => (timeOfDay === 'midnight' || timeOfDay === 'microsoft' ? DAYS : MOMENTS),
  'cap-age': only('AS', 'DA'),
  redact: whatever,
  perturb: only(
    'AS',
    'DS',
    'FD',
    'FL',
    'IS',
    'OD',
    'OF',
    'OL',
    'OV',
    'OW',
    'SL',
    'SS',
    'SV',
    'UL',
    'US',
    'UV',
  ),
  hash: keyed,
  encrypt: keyed,
  'clean-text': only('AE', 'CS', 'LO', 'LT', 'OB', 'PN', 'SH', 'SQ', 'ST', 'UC', 'UT'),
  'clean-content': only('SQ'),
  // Of overlays and curves any: anything but text there stays or goes.
  'clean-graphics': whatever,
  fantasy: ({ part }) => (part === 'name' ? NAMES() : DATES()),
  review: whatever,
};

const MOMENTS: ReadonlySet<Vr> = new Set<Vr>(['DA', 'DT', 'TM']);
/** A rule that takes the time of day away has nothing to leave of a TM. */
const DAYS: ReadonlySet<Vr> = new Set<Vr>(['DA', 'DT']);

/** The VRs that an action, or what it comes to, can have, in alphabetical order. */
export function vrsOf(action: Action): readonly Vr[] {
  return ALL.filter((vr) => mayHaveVr(action, vr));
}

/** Whether an action, or what it comes to, can be carried out on some element of a VR. */
export function mayHaveVr(action: Action, vr: Vr): boolean {
  if (action.kind === 'by-vr') return mayHaveVr(settleByVr(action, vr), vr);
  if (action.kind === 'by-type')
    return [action.type1, action.type2, action.type3, action.unknown].some((each) => mayHaveVr(each, vr));
  // The table pairs every kind with its own action, which the type of a look-up by a union cannot say.
  const vrs = (VRS_OF[action.kind] as (action: SimpleAction) => 'all' | ReadonlySet<Vr>)(action);
  return vrs === 'all' || vrs.has(vr);
}
