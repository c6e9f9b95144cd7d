import type { SimpleAction } from '../../../rules/plan.ts';
import type { Item } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, isPrivate } from '../../dicom/tag.ts';
import type { Vr } from '../../dicom/vr.ts';
import {
  type CleanContent,
  conceptRuleOf,
  contentChanges,
  isContentItem,
  REFERENCED_CONTENT_ITEM_IDENTIFIER,
} from './contentItems.ts';
import type { Decision } from './decision.ts';

/** Actions that leave a sequence in its place and say what happens to what is in its items. */
export type Cleaning = SimpleAction & { readonly kind: 'clean-text' | 'clean-content' | 'clean-graphics' };

export function isCleaning(action: SimpleAction): action is Cleaning {
  return action.kind === 'clean-text' || action.kind === 'clean-content' || action.kind === 'clean-graphics';
}

/** The items of a sequence that stay and are decided one by one. Under any other action the sequence is one value, and this is empty. */
export function decidedItems(instance: ParsedInstance, { element, action }: Decision): readonly Item[] {
  if (element.items === null) return NO_ITEMS;
  if (action.kind === 'clean-content') {
    const { removed } = contentChanges(action, instance);
    return element.items.filter((item) => !removed.has(item));
  }
  return isCleaning(action) || action.kind === 'keep' || action.kind === 'review' ? element.items : NO_ITEMS;
}

const NO_ITEMS: readonly Item[] = [];

/** Free text and names of persons. */
const WRITTEN: ReadonlySet<Vr> = new Set<Vr>(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT']);

/** Parts of a code that are numbers and names of schemes, though their VRs are a text's (PS3.3 8.1 to 8.3). */
const CODE_PARTS: ReadonlySet<number> = new Set(
  [
    0x00080100, 0x00080102, 0x00080103, 0x00080105, 0x0008010f, 0x00080117, 0x00080118, 0x00080119,
    0x00080120, 0x0008010b, 0x0040db00,
  ].map(asTag),
);

/**
 * What happens to an element in an item of a sequence that is cleaned. `own` is what its own rule, or `otherwise`, says of it:
 * - a rule that has a path holds, as somebody wrote it for this place;
 * - the value of a content item goes by its concept, and text in a drawing is cleaned, whatever the attribute's rule is elsewhere;
 * - any other rule of its own holds;
 * - text without a rule is cleaned, a sequence without one is cleaned as what it lies in; everything else is as it is elsewhere.
 */
export function actionInside(cleaning: Cleaning, instance: ParsedInstance, own: Decision): SimpleAction {
  const { element, rule, action } = own;
  if (rule?.selector.path !== undefined) return action;
  if (cleaning.kind === 'clean-content') {
    const valued = contentValueAction(cleaning, instance, own);
    if (valued !== null) return valued;
  }
  if (cleaning.kind === 'clean-graphics' && element.tag === UNFORMATTED_TEXT_VALUE) return CLEAN_TEXT;
  if (rule !== null || isPrivate(element.tag) || action.kind !== 'keep') return action;
  if (element.items !== null) return cleaning;
  return WRITTEN.has(element.vr) && !CODE_PARTS.has(element.tag) ? CLEAN_TEXT : action;
}

const KEEP: SimpleAction = { kind: 'keep' };
const EMPTY: SimpleAction = { kind: 'empty' };
const DUMMY: SimpleAction = { kind: 'dummy' };
const CLEAN_TEXT: SimpleAction = { kind: 'clean-text' };
const REPLACE_UID: SimpleAction = { kind: 'replace-uid', method: 'keyed' };

const UNFORMATTED_TEXT_VALUE = asTag(0x00700006);

/** The value of a content item by its concept's code; null: not such a value, or one that goes as anything else there. */
function contentValueAction(
  cleaning: CleanContent,
  instance: ParsedInstance,
  own: Decision,
): SimpleAction | null {
  const { element } = own;
  if (element.tag === REFERENCED_CONTENT_ITEM_IDENTIFIER && own.rule === null) return cleaning;
  const settle = VALUES.get(element.tag);
  const item = element.dataSet.item;
  if (settle === undefined || item === null || !isContentItem(item)) return null;
  return settle(conceptRuleOf(cleaning, instance, item)?.action ?? null, own, cleaning);
}

type ConceptCode = CleanContent['concepts'][number]['action'] | null;
type Settle = (code: ConceptCode, own: Decision, cleaning: CleanContent) => SimpleAction | null;

const isReplaced = (code: ConceptCode) => code === 'D' || code === 'Z';

/** PS3.15 has no row for Text Value: a rule for it is somebody's own. */
const text: Settle = (code, own) => {
  if (own.rule !== null && own.element.tag !== UNFORMATTED_TEXT_VALUE) return null;
  return code === 'K' ? KEEP : isReplaced(code) || code === 'U' ? DUMMY : CLEAN_TEXT;
};

/** C: as the option for dates says. What the table does not list goes as the attribute goes elsewhere, and never as it came. */
const time: Settle = (code, own, { dates }) => {
  if (code === 'K') return KEEP;
  if (code === 'C' && dates !== null) return dates;
  return code === null || code === 'C' ? changed(own, DUMMY) : DUMMY;
};

const person: Settle = (code, own) => (code === 'K' ? KEEP : isReplaced(code) ? DUMMY : changed(own, DUMMY));

const uid: Settle = (code, own) => (code === 'K' ? KEEP : changed(own, REPLACE_UID));

/** A code becomes `Unknown`. What its parts mean is cleaned in any case. */
const code: Settle = (conceptCode, own) => (own.rule === null && isReplaced(conceptCode) ? DUMMY : null);

/** Measured Value Sequence may be empty (type 2, PS3.3 C.18.1). */
const measurement: Settle = (conceptCode, own) =>
  own.rule === null && isReplaced(conceptCode) ? EMPTY : null;

function changed(own: Decision, otherwise: SimpleAction): SimpleAction {
  return own.rule !== null ? own.action : otherwise;
}

/** The values of content items by their attribute (PS3.3 10.2, C.17.3, C.18). References hold UIDs, which have rules of their own; coordinates name nobody. */
const VALUES: ReadonlyMap<number, Settle> = new Map<number, Settle>([
  [0x0040a120, time],
  [0x0040a121, time],
  [0x0040a122, time],
  [0x0040a123, person],
  [0x0040a124, uid],
  [0x0040a160, text],
  [0x0040a168, code],
  [0x0040a300, measurement],
  [0x0040a30a, code],
  [0x00700006, text],
]);
