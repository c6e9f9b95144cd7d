import { groupOf, isGroupLength } from '../layers/dicom/tag.ts';
import { type Action, canonicalJson, type RulePlan, type Selector } from './plan.ts';

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
  switch (action.kind) {
    case 'keep':
    case 'keep-valid':
    case 'review':
      return true;
    case 'shift':
      return action.by.kind === 'fixed' && action.by.seconds === 0 && action.timeOfDay === 'keep';
    case 'by-type':
      return [action.type1, action.type2, action.type3, action.unknown].every(leavesAll);
    case 'by-vr':
      return [action.dates, action.uids, action.names, action.texts, action.ages, action.others].every(
        leavesAll,
      );
    default:
      return false;
  }
}

/** Not among group lengths, the file meta information, and what delimits items: they go, or follow the data set, whatever rules say. */
function mayFind(selector: Selector): boolean {
  if (selector.kind !== 'tag') return true;
  return !isGroupLength(selector.tag) && !NO_DATA_SET.has(groupOf(selector.tag));
}

const NO_DATA_SET: ReadonlySet<number> = new Set([0x0000, 0x0002, 0xfffe]);
