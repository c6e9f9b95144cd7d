import { formatTag, tagOf } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { Action, Rule, RuleOrigin, Selector, SimpleAction } from '../plan.ts';
import { DATE_VRS, type ProfileSettings, TEXT_VRS } from './options.ts';
import { SAFE_PRIVATE_EDITION, safePrivateAttributes } from './safePrivate.ts';

const KEEP: SimpleAction = { kind: 'keep' };
const REMOVE: SimpleAction = { kind: 'remove' };

/** A private attribute that is known to be safe: the standard's or the user's. */
export interface SafePrivate {
  readonly group: number;
  readonly creator: string;
  readonly element: number;
  /** Null: not known; then it stays as it is. */
  readonly vr: Vr | null;
}

/** A rule for each row of Table E.3.10-1 (PS3.15 E.3.10). */
export function safePrivateRules(settings: ProfileSettings): readonly Rule[] {
  return safePrivateAttributes().map(({ group, creator, element, vrs, meaning }) =>
    safePrivateRule({ group, creator, element, vr: vrs[0] ?? null }, settings, {
      source: `PS3.15 ${SAFE_PRIVATE_EDITION.split(' ')[0]} Table E.3.10-1`,
      line: null,
      column: null,
      reason: `${meaning === '' ? 'safe private attribute' : meaning}: retainSafePrivate C`,
    }),
  );
}

/** What becomes of a safe private attribute. */
export function safePrivateRule(safe: SafePrivate, settings: ProfileSettings, origin: RuleOrigin): Rule {
  return { selector: safePrivateSelector(safe), action: safePrivateAction(safe.vr, settings), origin };
}

export function safePrivateSelector({ group, creator, element, vr }: SafePrivate): Selector {
  return { kind: 'private', group, creator, element, ...(vr === null ? {} : { vr }) };
}

/**
 * C of Private Attributes: safe is what it says, not when it was, nor what instance it refers to. So dates and times go as the date option says, and
 * without one they go; UIDs are replaced unless they are retained; what people may have written is cleaned; a sequence stays, and its items are
 * decided one by one.
 */
export function safePrivateAction(vr: Vr | null, settings: ProfileSettings): Action {
  const { options, shift, freeText, capAgeYears, uids } = settings;
  if (vr === null) return KEEP;
  if (DATE_VRS.has(vr)) {
    if (options.has('retainLongitudinalModifiedDates')) return shift;
    return options.has('retainLongitudinalFullDates') ? KEEP : REMOVE;
  }
  if (vr === 'UI') return options.has('retainUids') ? KEEP : { kind: 'replace-uid', method: uids };
  if (TEXT_VRS.has(vr)) return freeText === 'clean' ? { kind: 'clean-text' } : REMOVE;
  if (vr === 'PN') return { kind: 'pseudonym' };
  if (vr === 'AS' && capAgeYears !== null) return { kind: 'cap-age', maxYears: capAgeYears };
  return KEEP;
}

/** `(0019,"SIEMENS MR HEADER",0D)`. */
export function formatPrivate({
  group,
  creator,
  element,
}: Pick<SafePrivate, 'group' | 'creator' | 'element'>): string {
  const digits = formatTag(tagOf(group, element));
  return `(${digits.slice(1, 5)},"${creator.replaceAll('"', '""')}",${digits.slice(8, 10)})`;
}
