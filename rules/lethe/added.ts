import type { Node } from 'jsonc-parser';
import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { formatTag, groupOf, isGroupLength, isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import { invalidityOfValues } from '../../layers/dicom/validate.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { isAbout, type Place } from '../match.ts';
import type { Action, Rule, RulePlan } from '../plan.ts';
import { selectorTag } from '../words.ts';
import type { FileRule } from './readRules.ts';
import type { Report } from './shape.ts';

type SetAction = Action & { readonly kind: 'set' };

/** What `set` puts, and whether it can be added where it is absent: the values, the VR, the place. */
export function checkSets(written: readonly FileRule[], report: Report): void {
  for (const { rule, node } of written) {
    const { action, selector } = rule;
    if (action.kind !== 'set') {
      if (addsWithin(action)) reportNotRoot(node, report);
    } else if (action.whenAbsent === 'add') checkAdd(rule, action, node, report);
    else if (selector.kind === 'tag') checkPlain(selector.tag, rule, action, node, report);
    else if (action.vr !== undefined) reportUnusedVr(node, report);
  }
}

/** Where no rule of its own says which attribute it is, nothing can be added. */
export function checkAddsElsewhere(
  { public: publicly, private: privately }: RulePlan['otherwise'],
  node: Node | undefined,
  report: Report,
): void {
  if (node !== undefined && (addsWithin(publicly) || addsWithin(privately))) reportNotRoot(node, report);
}

/** Whether every rule that adds is the one that holds for its attribute in the root; and that Lethe does not write it itself. */
export function checkAdded(
  own: readonly FileRule[],
  plan: readonly Rule[],
  isStamped: boolean,
  report: Report,
): void {
  const firstAbout = finderIn(plan);
  for (const { rule, node } of own) {
    const { selector, action } = rule;
    if (selector.kind !== 'tag' || action.kind !== 'set' || action.whenAbsent !== 'add') continue;
    const { tag } = selector;
    const vr = action.vr ?? lookupTag(tag)?.vrs[0];
    const place = { tag, vrs: vr === undefined ? [] : [vr], creator: null, path: [] };
    const winner = firstAbout(place);
    if (winner !== undefined && winner !== rule)
      report.error(
        'ADD_NOT_REACHED',
        node,
        `Another rule holds for ${formatTag(tag)} in the root: ${selectorTag(winner.selector)}${winner.origin.line === null ? '' : `, line ${winner.origin.line}`}`,
        'Put this rule before it.',
      );
    if (isStamped && STAMPED.has(tag))
      report.error(
        'ADD_RESERVED',
        node,
        `Lethe writes ${formatTag(tag)} itself`,
        'Say what instances say of how they were de-identified with "stamps".',
      );
  }
}

/** Finds the first rule that is about a place of the root. Rules that name a tag are found by it: a file may add thousands. */
function finderIn(plan: readonly Rule[]): (place: Place) => Rule | undefined {
  const numbered = plan.map((rule, position) => ({ rule, position }));
  const byTag = Map.groupBy(numbered, ({ rule: { selector } }) =>
    selector.kind === 'tag' ? selector.tag : null,
  );
  const others = byTag.get(null) ?? [];
  return (place) => {
    const isIt = ({ rule }: (typeof numbered)[number]) => isAbout(rule.selector, place);
    const named = byTag.get(place.tag)?.find(isIt);
    const other = others.find(isIt);
    return named === undefined || (other !== undefined && other.position < named.position)
      ? other?.rule
      : named.rule;
  };
}

const STAMPED: ReadonlySet<number> = new Set([0x00120062, 0x00120063, 0x00120064, 0x00280303]);
const SPECIFIC_CHARACTER_SET = 0x00080005;
/** Of commands, file meta information, media directories, and what delimits items (PS3.5 7.5): not of a data set of the kind that is added to. */
const NO_ROOT_GROUPS: ReadonlySet<number> = new Set([0x0000, 0x0002, 0x0004, 0xfffe]);

function checkAdd({ selector }: Rule, action: SetAction, node: Node, report: Report): void {
  if (selector.kind !== 'tag' || (selector.path !== undefined && selector.path.length > 0)) {
    reportNotRoot(node, report);
    return;
  }
  const { tag } = selector;
  if (isPrivate(tag)) {
    report.error(
      'ADD_PRIVATE',
      node,
      'A private attribute is not added: it would need a block of its own, reserved by its creator',
      'Take a public attribute, e.g. one of the Clinical Trial Subject Module (0012,xxxx).',
    );
    return;
  }
  if (isGroupLength(tag) || NO_ROOT_GROUPS.has(groupOf(tag)) || tag === SPECIFIC_CHARACTER_SET) {
    report.error(
      'ADD_RESERVED',
      node,
      `${formatTag(tag)} says how the rest is written, or stands in no data set`,
      'Leave "whenAbsent" out.',
    );
    return;
  }
  const vr = vrToAdd(tag, action, node, report);
  if (vr === undefined) return;
  const what = invalidityOfValues(tag, vr, action.values);
  if (what !== null)
    report.error(
      'VALUE_INVALID',
      node,
      `The value is not valid for ${formatTag(tag)}, ${vr}: ${what}`,
      VALUE_HINT,
    );
}

const VALUE_HINT = 'Write a value that PS3.5 6.2 and PS3.6 allow there.';
/** What `set` cannot write. */
const NO_TEXT: ReadonlySet<Vr> = new Set<Vr>(['OB', 'SQ', 'UN']);

/** The VR that an added attribute has: the rule's, or the only one of PS3.6. */
function vrToAdd(tag: Tag, { vr }: SetAction, node: Node, report: Report): Vr | undefined {
  const known = lookupTag(tag)?.vrs ?? [];
  const say = (message: string, hint: string): undefined => {
    report.error('ADD_VR', node, message, hint);
    return undefined;
  };
  if (known.length === 0)
    return say(`PS3.6 has no attribute ${formatTag(tag)}`, 'Name one that it has, by its keyword.');
  if (vr !== undefined && !known.includes(vr))
    return say(`PS3.6 has VR ${known.join(' or ')} for ${formatTag(tag)}, not ${vr}`, `Write ${known[0]}.`);
  if (vr === undefined && known.length > 1)
    return say(`PS3.6 has several VRs for ${formatTag(tag)}`, `Write "vr": one of ${known.join(', ')}.`);
  const found = vr ?? (known[0] as Vr);
  if (NO_TEXT.has(found))
    return say(`A value of VR ${found} is not text that a rule could write`, 'Leave "whenAbsent" out.');
  return found;
}

function checkPlain(tag: Tag, { selector }: Rule, action: SetAction, node: Node, report: Report): void {
  if (action.vr !== undefined) reportUnusedVr(node, report);
  const vrs = isPrivate(tag) ? [] : (lookupTag(tag)?.vrs ?? []);
  const faults = vrs.map((vr) => invalidityOfValues(tag, vr, action.values));
  if (faults.length > 0 && !faults.includes(null))
    report.warning(
      'VALUE_INVALID',
      node,
      `The value is not valid for ${formatTag(tag)}, ${vrs.join(' or ')}: ${faults[0]}`,
      VALUE_HINT,
    );
  const canAdd = (selector.path === undefined || selector.path.length === 0) && !isPrivate(tag);
  report.note(
    'SET_WHEN_ABSENT',
    node,
    `${formatTag(tag)} is set where an instance has it, and stays absent where it has not`,
    canAdd
      ? 'To add it to the root where it is absent, write "whenAbsent": "add".'
      : 'Only attributes of the root can be added.',
  );
}

function reportUnusedVr(node: Node, report: Report): void {
  report.warning(
    'UNUSED_SETTING',
    node,
    '"vr" changes nothing: what is there keeps its VR',
    'Leave it out, or write "whenAbsent": "add".',
  );
}

function reportNotRoot(node: Node, report: Report): void {
  report.error(
    'ADD_NOT_ROOT',
    node,
    '"whenAbsent": "add" is for one attribute of the root, by tag or keyword, and for the action of its own rule',
    'Write { "select": "ClinicalTrialProtocolID", "action": "set", "value": "…", "whenAbsent": "add" }.',
  );
}

/** Whether an action adds by a part of it, or by itself. */
function addsWithin(action: Action): boolean {
  switch (action.kind) {
    case 'set':
      return action.whenAbsent === 'add';
    case 'by-type':
      return [action.type1, action.type2, action.type3, action.unknown].some(addsWithin);
    case 'by-vr':
      return [action.dates, action.uids, action.names, action.texts, action.ages, action.others].some(
        addsWithin,
      );
    case 'lookup':
      return action.whenMissing !== 'quarantine' && addsWithin(action.whenMissing);
    case 'clean-content':
      return action.dates !== null && addsWithin(action.dates);
    default:
      return false;
  }
}
