import { formatTag, tagOf } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { ByVr } from '../byVr.ts';
import type { Rule, Selector, SimpleAction } from '../plan.ts';
import type { ProfileSettings } from './options.ts';
import { SAFE_PRIVATE_EDITION, safePrivateAttributes } from './safePrivate.ts';

const KEEP_VALID: SimpleAction = { kind: 'keep-valid' };
const REMOVE: SimpleAction = { kind: 'remove' };

/** A private attribute that is known to be safe: the standard's or the user's. */
export interface SafePrivate {
  readonly group: number;
  readonly creator: string;
  readonly element: number;
  /** Null: not known. */
  readonly vr: Vr | null;
}

/** A rule for each row of Table E.3.10-1 (PS3.15 E.3.10). */
export function safePrivateRules(settings: ProfileSettings): readonly Rule[] {
  const action = safePrivateAction(settings);
  return safePrivateAttributes().map(({ group, creator, element, vrs, meaning }) => ({
    selector: safePrivateSelector({ group, creator, element, vr: vrs[0] ?? null }),
    action,
    origin: {
      source: `PS3.15 ${SAFE_PRIVATE_EDITION.split(' ')[0]} Table E.3.10-1`,
      line: null,
      column: null,
      reason: `${meaning === '' ? 'safe private attribute' : meaning}: retainSafePrivate C`,
    },
  }));
}

export function safePrivateSelector({ group, creator, element, vr }: SafePrivate): Selector {
  return { kind: 'private', group, creator, element, ...(vr === null ? {} : { vr }) };
}

/**
 * C of Private Attributes: safe is what it says, not when it was, nor what instance it refers to. So dates and times go as the date option says, and
 * without one they go; UIDs are replaced unless they are retained; what people may have written is cleaned; a sequence stays, and its items are
 * decided one by one. What stays must have the form of its VR: a name in an IS, or in a UID that is retained, does not have it. The VR of the file holds over the list's: makers have changed them, and a name is one whatever the list calls it.
 */
export function safePrivateAction(settings: ProfileSettings): ByVr {
  const { options, shift, freeText, capAgeYears, uids } = settings;
  return {
    kind: 'by-vr',
    dates: options.has('retainLongitudinalModifiedDates')
      ? shift
      : options.has('retainLongitudinalFullDates')
        ? KEEP_VALID
        : REMOVE,
    uids: options.has('retainUids') ? KEEP_VALID : { kind: 'replace-uid', method: uids },
    names: { kind: 'pseudonym' },
    texts: freeText === 'clean' ? { kind: 'clean-text' } : REMOVE,
    ages: capAgeYears === null ? KEEP_VALID : { kind: 'cap-age', maxYears: capAgeYears },
    others: KEEP_VALID,
  };
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
