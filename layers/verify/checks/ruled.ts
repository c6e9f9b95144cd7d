import { isCreatorTag, isPrivateTag } from '../reader/model.ts';
import { MARKER_TAGS } from '../standard/claims.ts';
import { askedOf, rowOf, SAFE_PRIVATE } from '../standard/profile.ts';
import { hasValue, type Looked } from './context.ts';

/**
 * What the rules remove beyond the profile, and is there: attributes that Table E.1-1 does not list, or lets stay under the options that the output claims.
 * What the table removes itself is for the check of the profile, and private attributes that nobody lets stay for theirs.
 */
export function checkRuled(looked: Looked): void {
  if (looked.rules === null) return;
  const { codes } = looked.claims;
  for (const placed of looked.output.placed) {
    const { tag } = placed.element;
    if (placed.isMeta || MARKER_TAGS.has(tag) || isCreatorTag(tag) || !hasValue(placed)) continue;
    const row = rowOf(tag);
    const isOfOther = isPrivateTag(tag)
      ? !codes.has(SAFE_PRIVATE)
      : row !== undefined && !['K', 'C'].includes(askedOf(row, codes));
    if (!isOfOther && looked.says(placed) === 'removes')
      looked.find('RULE_NOT_APPLIED', 'error', placed.path);
  }
}
