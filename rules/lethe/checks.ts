import type { Node } from 'jsonc-parser';
import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import { mayHaveVr, vrsOf } from '../actionVrs.ts';
import { changesNothing, NOTHING_CHANGES } from '../changes.ts';
import type { Action, Rule, RulePlan, Selector } from '../plan.ts';
import { weakeningTexts } from '../ps315/claims.ts';
import { CONTRADICTIONS, type ProfileSettings } from '../ps315/options.ts';
import type { Verdict } from '../ps315/verdict.ts';
import { positionAt, type RuleSource } from '../source.ts';
import { type FileRule, selectorKey } from './readRules.ts';
import { formatSelector } from './selector.ts';
import type { Report } from './shape.ts';

type Members = ReadonlyMap<string, Node>;

/** What options and the settings beside them say against each other. */
export function checkOptions(
  members: Members,
  { options, freeText }: ProfileSettings,
  isBasic: boolean,
  report: Report,
): void {
  const at = (name: string): Node =>
    (members.get('options')?.children?.find(({ value }) => value === name) ?? members.get('options')) as Node;
  for (const [one, other, why] of CONTRADICTIONS)
    if (options.has(one as never) && options.has(other as never))
      report.error('CONTRADICTION', at(other), `${one} and ${other} together`, `${why}. Leave one of them.`);
  if (!isBasic && options.size > 0)
    report.error(
      'OPTIONS_WITHOUT_PROFILE',
      members.get('options') as Node,
      'Options say how the Basic Profile is changed, and "profile" is "none"',
      'Write "profile": "basic", or leave the options.',
    );
  const unseen = members
    .get('screening')
    ?.children?.find(({ children }) => children?.[0]?.value === 'pixels');
  if (unseen !== undefined && members.get('pixels')?.type === 'object')
    report.error(
      'CONTRADICTION',
      unseen,
      '"pixels" of "screening" is about instances whose pixels no rule looks at, and "pixels" looks at them',
      'Say it by "unmatched" of "pixels".',
    );
  const ofPixels = new Map(
    members.get('pixels')?.children?.map(({ children }) => [children?.[0]?.value, children?.[1]] as const),
  );
  const detector = ofPixels.get('detector');
  if (detector?.value === 'rekognition' && ofPixels.get('text')?.value === 'ignore')
    report.error(
      'CONTRADICTION',
      detector,
      '"detector" says what looks for text, and with "text" "ignore" nobody does',
      'Leave one of them.',
    );
  if (options.has('cleanDescriptors') && freeText === 'remove')
    report.error(
      'CONTRADICTION',
      members.get('freeText') as Node,
      'cleanDescriptors keeps descriptions, and "freeText" removes them',
      'Write "clean" or "hold", or leave cleanDescriptors.',
    );
  const shift = members
    .get('dates')
    ?.children?.find(({ children }) => children?.[0]?.value === 'shift' || isChangedTime(children));
  if (shift !== undefined && options.has('retainLongitudinalFullDates'))
    report.error(
      'CONTRADICTION',
      shift,
      `retainLongitudinalFullDates keeps dates, and "dates" ${isChangedTime(shift.children) ? 'changes times' : 'shifts them'}`,
      'Take retainLongitudinalModifiedDates instead, or leave the shift.',
    );
  if (isBasic && !options.has('retainSafePrivate') && members.has('privateAttributes'))
    report.error(
      'OPTION_NEEDED',
      members.get('privateAttributes') as Node,
      'The Basic Profile removes every private attribute unless Retain Safe Private is among its options',
      'Add "retainSafePrivate" to "options": instances then say that private attributes were retained.',
    );
}

function isChangedTime(property: readonly Node[] | undefined): boolean {
  return property?.[0]?.value === 'timeOfDay' && property[1]?.value !== 'keep';
}

/** Settings that change nothing, and rules against them. */
export function checkUse(
  members: Members,
  own: readonly FileRule[],
  { options, freeText }: ProfileSettings,
  isBasic: boolean,
  report: Report,
): void {
  if (freeText === 'remove')
    for (const { rule, node } of own)
      if (rule.action.kind === 'clean-text')
        report.error(
          'CONTRADICTION',
          node,
          `The rule for ${formatSelector(rule.selector)} keeps its text, cleaned, and "freeText" removes free text`,
          'Take another action for it, or write "clean" or "hold".',
        );
  const references = members.get('references');
  if (references !== undefined && !isBasic)
    report.warning(
      'UNUSED_SETTING',
      references,
      '"references" changes nothing: without the profile they stay unless a rule says otherwise',
      'Write "profile": "basic", or leave it.',
    );
  if (!isBasic && members.has('unlisted'))
    report.warning(
      'UNUSED_SETTING',
      members.get('unlisted') as Node,
      '"unlisted" changes nothing: there is no table whose gaps it could fill',
      'Write "profile": "basic", or leave it.',
    );
  const dates = members.get('dates');
  // With full dates a shift is an error, and said as such.
  const isShifted =
    options.has('retainLongitudinalModifiedDates') ||
    options.has('retainLongitudinalFullDates') ||
    own.some(({ rule }) => rule.action.kind === 'shift');
  const isCapped =
    !isBasic ||
    options.has('retainPatientCharacteristics') ||
    options.has('retainSafePrivate') ||
    own.some(({ rule }) => keepsBirthDate(rule));
  for (const property of dates?.children ?? []) {
    const key = property.children?.[0]?.value as string;
    if (key === 'capAge' ? !isCapped : !isShifted && key !== undefined)
      report.warning(
        'UNUSED_SETTING',
        property,
        `"${key}" changes nothing: nothing is ${key === 'capAge' ? 'kept whose age it could cap' : 'shifted'}`,
        key === 'capAge'
          ? 'Add "retainPatientCharacteristics" to "options", or leave it.'
          : 'Add "retainLongitudinalModifiedDates" to "options", or leave it.',
      );
  }
}

/** Whether a rule may leave Patient's Birth Date, as it is or moved. */
function keepsBirthDate({ selector, action }: Rule): boolean {
  const settled =
    action.kind === 'by-vr'
      ? [action.dates]
      : action.kind === 'by-type'
        ? [action.type1, action.type2, action.type3, action.unknown]
        : [action];
  return isAboutBirthDate(selector) && settled.some(({ kind }) => kind === 'keep' || kind === 'shift');
}

const PATIENT_BIRTH_DATE = asTag(0x00100030);

function isAboutBirthDate(selector: Selector): boolean {
  if (selector.kind === 'tag') return selector.tag === PATIENT_BIRTH_DATE;
  if (selector.kind === 'mask') return (PATIENT_BIRTH_DATE & selector.mask) >>> 0 === selector.value;
  return selector.kind === 'vr' && selector.vr === 'DA';
}

/** Rules of the file that say something twice, or refuse what they meet. */
export function checkRules(
  own: readonly FileRule[],
  safe: readonly FileRule[],
  source: RuleSource,
  report: Report,
): void {
  const seen = new Map<string, Node>();
  for (const { rule, node } of [...own, ...safe]) {
    const key = selectorKey(rule.selector);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, node);
    else {
      const { line, column } = positionAt(source, first.offset);
      report.warning(
        'DUPLICATE_SELECTOR',
        node,
        `${formatSelector(rule.selector)} has a rule already, at line ${line}, column ${column}: this one is never reached`,
        'Leave one of the two.',
      );
    }
    warnOfVr(rule.selector, rule.action, node, report);
  }
}

/** Rules, and settings of the profile's own, that weaken what instances will claim. */
export function checkWeakenings(
  byRule: Verdict['byRule'],
  written: readonly FileRule[],
  plan: readonly Rule[],
  members: Members,
  root: Node,
  report: Report,
): void {
  const nodes = new Map(written.map(({ rule, node }) => [rule, node]));
  const texts = weakeningTexts(byRule, (position) => {
    const rule = position === null ? undefined : plan[position];
    // A rule of the profile does what the table says unless "dates" says otherwise.
    return (
      (rule === undefined ? members.get('otherwise') : (nodes.get(rule) ?? members.get('dates'))) ?? root
    );
  });
  for (const [node, text] of texts)
    report.warning(
      'WEAKENS_PROFILE',
      node,
      `This weakens the profile, and instances will not say that it was applied (113100): ${text}`,
      'Take the option that retains it, or another action; or give "stamps" what is true. "lethe rules show" says which codes are written, and why.',
    );
}

/** Rules under which instances would be released as they came, or with no more than their private attributes gone, which nobody wrote. */
export function checkChanges(
  { rules, otherwise }: Pick<RulePlan, 'rules' | 'otherwise'>,
  members: Members,
  root: Node,
  isBasic: boolean,
  report: Report,
): void {
  if (isBasic) return;
  const saysPrivate = members
    .get('otherwise')
    ?.children?.some(({ children }) => children?.[0]?.value === 'private');
  const written = { ...otherwise, ...(saysPrivate === true ? {} : { private: { kind: 'keep' } as const }) };
  if (!changesNothing({ rules, otherwise: written })) return;
  const node = members.get('rules') ?? members.get('profile') ?? root;
  report.error('NOTHING_CHANGES', node, NOTHING_CHANGES.message, NOTHING_CHANGES.hint);
}

function warnOfVr(selector: Selector, action: Action, node: Node, report: Report): void {
  const vrs = vrsIn(selector);
  if (vrs.length === 0 || vrs.some((vr) => mayHaveVr(action, vr))) return;
  report.warning(
    'ACTION_NOT_FOR_VR',
    node,
    `"${action.kind}" is not for ${vrs.join(' or ')}: every instance that has ${formatSelector(selector)} will be quarantined`,
    `Take another action; this one is for ${vrsOf(action).join(', ')}.`,
  );
}

/** Those that what a selector is about may have; none: not known. */
function vrsIn(selector: Selector): readonly Vr[] {
  if (selector.kind === 'tag') return lookupTag(selector.tag)?.vrs ?? [];
  if (selector.kind === 'mask') return lookupTag(asTag(selector.value))?.vrs ?? [];
  if (selector.kind === 'vr') return [selector.vr];
  return selector.kind === 'private' && selector.vr !== undefined ? [selector.vr] : [];
}
