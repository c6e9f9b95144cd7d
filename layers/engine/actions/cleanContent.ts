import type { Action } from '../../../rules/plan.ts';
import { isLoaded } from '../../dicom/values.ts';
import {
  CONTENT_SEQUENCE,
  contentChanges,
  identifierBytes,
  REFERENCED_CONTENT_ITEM_IDENTIFIER,
} from '../decide/contentItems.ts';
import { type ActionHandler, NEEDS_NOTHING } from './handler.ts';
import { notForVr } from './notForVr.ts';
import { replaced } from './replaced.ts';

/**
 * Cleans structured content (PS3.15 E.3.4, Table E.3.4-1): a Content Sequence, or another sequence of content items, stays; a content item
 * whose concept has X goes with its children and with the items that refer to it; the values of the others are decided by their concepts
 * (`cleaning.ts`). Items that refer to others by their place are counted anew. A Content Sequence of which nothing is left goes, as it may not be
 * empty (type 1C, PS3.3 C.17.3).
 */
export const cleanContent: ActionHandler<Action & { kind: 'clean-content' }> = {
  needs: () => NEEDS_NOTHING,
  edit: (action, { element, instance }) => {
    if (element.tag === REFERENCED_CONTENT_ITEM_IDENTIFIER) {
      const identifier = contentChanges(action, instance).identifiers.get(element);
      return identifier === undefined
        ? null
        : replaced(element, identifierBytes(identifier, element.dataSet.encoding.littleEndian));
    }
    if (element.items === null) {
      if (element.valueEnd === element.valueStart) return null;
      throw notForVr('clean-content', element);
    }
    const { removed } = contentChanges(action, instance);
    const items = new Set(element.items.filter((item) => removed.has(item)));
    if (items.size === 0) return null;
    return items.size === element.items.length && element.tag === CONTENT_SEQUENCE
      ? { kind: 'remove' }
      : { kind: 'remove-items', items };
  },
  holds: (action, { element, instance }) => {
    const { removed, identifiers } = contentChanges(action, instance);
    if (element.tag === REFERENCED_CONTENT_ITEM_IDENTIFIER)
      return isLoaded(instance, element) && !identifiers.has(element);
    if (element.items === null) return element.valueEnd === element.valueStart;
    return !element.items.some((item) => removed.has(item));
  },
};
