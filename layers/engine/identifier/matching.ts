import type { SimpleAction } from '../../../rules/plan.ts';
import { type DataSet, type Element, tagPath } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import type { Tag } from '../../dicom/tag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { isText } from '../actions/textOnly.ts';
import { spellingsOf } from './restorer.ts';

/** A key whose value is an identity that Lethe may have issued. The server cannot match it; answers are held against it once they have theirs. */
export interface KeyToMatch {
  /** From the root: its sequences, then itself. */
  readonly tags: readonly Tag[];
  readonly spellings: ReadonlySet<string>;
}

/** Actions that put one value for one original, the same in every answer. What they put tells nothing of the original to whoever compares it. */
export const ISSUING: ReadonlySet<SimpleAction['kind']> = new Set<SimpleAction['kind']>([
  'pseudonym',
  'replace-uid',
  'allocate',
  'lookup',
  'patient-id-hash',
  'copy',
]);

export function keyToMatch(element: Element, value: string): KeyToMatch {
  return { tags: tagPath(element), spellings: new Set(spellingsOf(element.vr, value)) };
}

/** Whether an answer, as it leaves, has each key's identity in its place; in a sequence some item must have it (PS3.4 C.2.2.2.6). */
export function isMatched(answer: ParsedInstance, keys: readonly KeyToMatch[]): boolean {
  return keys.every(({ tags, spellings }) => hasIdentity(answer, answer.dataSet, tags, spellings));
}

function hasIdentity(
  answer: ParsedInstance,
  { elements }: DataSet,
  [tag, ...below]: readonly Tag[],
  spellings: ReadonlySet<string>,
): boolean {
  return elements.some((element) => {
    if (element.tag !== tag) return false;
    if (below.length > 0)
      return (element.items ?? []).some((item) => hasIdentity(answer, item, below, spellings));
    if (!isText(element) || !isLoaded(answer, element)) return false;
    return valuesOf(answer, element).some((value) => isSpelled(element.vr, value, spellings));
  });
}

function isSpelled(vr: Vr, value: string, spellings: ReadonlySet<string>): boolean {
  return spellingsOf(vr, value).some((spelling) => spellings.has(spelling));
}
