import { type DataSet, type Element, elementWith } from '../../dicom/element.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';

/** What a query asks to be answered, by attribute; null: all that there is below it. */
export type RequestedKeys = ReadonlyMap<Tag, RequestedKeys | null>;

/** It says how texts are written, and so comes unasked (PS3.4 C.4.1.1.3.2, K.4.1.1.3.2). */
const SPECIFIC_CHARACTER_SET = asTag(0x00080005);

/**
 * The keys of a query. A sequence without items, or with one that is empty, asks for all of it (PS3.4 C.2.2.2.6).
 */
export function requestedKeys({ elements }: DataSet): RequestedKeys {
  return new Map(elements.map((element) => [element.tag, keysWithin(element)]));
}

function keysWithin({ items }: Element): RequestedKeys | null {
  const keys = (items ?? []).flatMap((item) => [...requestedKeys(item)]);
  return keys.length === 0 ? null : new Map(keys);
}

/** The elements of an answer that nobody asked for. */
export function unrequested(dataSet: DataSet, keys: RequestedKeys): readonly Element[] {
  return dataSet.elements.flatMap((element) => {
    if (element.tag === SPECIFIC_CHARACTER_SET) return [];
    const below = keys.get(element.tag);
    if (below === undefined) return [element];
    if (below === null) return [];
    return (element.items ?? []).flatMap((item) => unrequested(item, below));
  });
}

/** Those of some attributes that a query does not ask for. */
export function missingFrom(dataSet: DataSet, tags: readonly Tag[]): readonly Tag[] {
  return tags.filter((tag) => elementWith(dataSet, tag) === undefined);
}
