import { groupOf, isGroupLength } from '../layers/dicom/tag.ts';
import { type Action, type ActionKind, canonicalJson, type RulePlan, type Selector } from './plan.ts';

/** What is said of a rule file under which instances would be released as they came. */
export const NOTHING_CHANGES = {
  message: 'No rule changes anything: everything would stay as it is',
  hint: 'Write rules that change identifying attributes, or use the PS3.15 Basic Profile ("profile": "basic").',
} as const;

/** Whether every element of every instance would stay as it came, but for what happens round the data set. */
export function changesNothing({ rules, otherwise }: Pick<RulePlan, 'rules' | 'otherwise'>): boolean {
  const seen = new Set<string>();
  for (const { selector, action } of rules) {
    const key = canonicalJson(selector);
    // A second rule for one selector is never reached, nor what stands behind a rule for everything.
    if (!seen.has(key) && mayFind(selector) && !leavesAll(action)) return false;
    if (selector.kind === 'mask' && selector.mask === 0 && selector.path === undefined) return true;
    seen.add(key);
  }
  return leavesAll(otherwise.public) && leavesAll(otherwise.private);
}

/** What leaves every value as it came. A person who looks does not change it, nor does a shift of nothing. */
function leavesAll(action: Action): boolean {
  const leaves = LEAVES_ALL[action.kind];
  // The table pairs every kind with its own action, which the type of a look-up by a union cannot say.
  return typeof leaves === 'boolean' ? leaves : (leaves as (action: Action) => boolean)(action);
}

/** Every action: one without its row does not compile. */
const LEAVES_ALL: {
  readonly [K in ActionKind]: boolean | ((action: Extract<Action, { readonly kind: K }>) => boolean);
} = {
  keep: true,
  'keep-valid': true,
  remove: false,
  empty: false,
  dummy: false,
  set: false,
  copy: false,
  'replace-uid': false,
  pseudonym: false,
  allocate: false,
  lookup: false,
  'patient-id-hash': false,
  shift: ({ by, timeOfDay }) => by.kind === 'fixed' && by.seconds === 0 && timeOfDay === 'keep',
  'cap-age': false,
  redact: false,
  perturb: false,
  hash: false,
  encrypt: false,
  'clean-text': false,
  'clean-content': false,
  'clean-graphics': false,
  fantasy: false,
  review: true,
  'by-type': ({ type1, type2, type3, unknown }) => [type1, type2, type3, unknown].every(leavesAll),
  'by-vr': ({ dates, uids, names, texts, ages, others }) =>
    [dates, uids, names, texts, ages, others].every(leavesAll),
};

/** Not among group lengths, the file meta information, and what delimits items: they go, or follow the data set, whatever rules say. */
function mayFind(selector: Selector): boolean {
  if (selector.kind !== 'tag') return true;
  return !isGroupLength(selector.tag) && !NO_DATA_SET.has(groupOf(selector.tag));
}

const NO_DATA_SET: ReadonlySet<number> = new Set([0x0000, 0x0002, 0xfffe]);
