import type { SimpleAction } from '../../../rules/plan.ts';
import { type Element, withVr } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isLikeUid } from '../../dicom/standard/uidKinds.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import type { Decision } from './decision.ts';

const REPLACE_UID: SimpleAction = { kind: 'replace-uid', method: 'keyed' };

/**
 * A decision to keep, unless it would keep a text where a UID should stand: no rule speaks of such, nobody looks for a name there, and a reader has
 * no use for it. It is replaced like any UID, whatever the attribute.
 */
export function withoutText(instance: ParsedInstance, decision: Decision): Decision {
  const element = decision.readAs;
  return isOfUids(element) && !holdsUids(instance, element) ? { ...decision, action: REPLACE_UID } : decision;
}

/** By the VR that rules go by, or the dictionary's where the file has another one. */
function isOfUids({ vr, tag, items, fragments }: Element): boolean {
  if (items !== null || fragments !== null) return false;
  return vr === 'UI' || vrOfTag(tag) === 'UI';
}

function holdsUids(instance: ParsedInstance, element: Element): boolean {
  if (!isLoaded(instance, element)) return false;
  const uids = valuesOf(instance, element.vr === 'UI' ? element : withVr(element, 'UI'));
  return uids.every((uid) => uid === '' || isLikeUid(uid));
}
