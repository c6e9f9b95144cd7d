import type { Action, ConceptRule } from '../../../rules/plan.ts';
import { type DataSet, type Element, elementWith, type Item } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { bytesOf, isLoaded, valuesOf } from '../../dicom/values.ts';

export type CleanContent = Action & { readonly kind: 'clean-content' };

export const CONTENT_SEQUENCE: Tag = asTag(0x0040a730);
export const REFERENCED_CONTENT_ITEM_IDENTIFIER: Tag = asTag(0x0040db73);
const CONCEPT_NAME_CODE_SEQUENCE = asTag(0x0040a043);
const VALUE_TYPE = asTag(0x0040a040);

/** A content item has a concept name (PS3.3 10.2, C.17.3). */
export function isContentItem(item: Item): boolean {
  return elementWith(item, CONCEPT_NAME_CODE_SEQUENCE) !== undefined;
}

const BY_CONCEPT = new WeakMap<readonly ConceptRule[], ReadonlyMap<string, ConceptRule>>();

function conceptIndex(concepts: readonly ConceptRule[]): ReadonlyMap<string, ConceptRule> {
  let index = BY_CONCEPT.get(concepts);
  if (index === undefined) {
    index = new Map(
      concepts
        .toReversed()
        .map((rule) => [`${rule.scheme}\\${rule.value}\\${rule.valueType}`, rule] as const),
    );
    BY_CONCEPT.set(concepts, index);
  }
  return index;
}

/** The rule for a content item's concept and value type (PS3.15 Table E.3.4-1); null: the table does not have them. */
export function conceptRuleOf(
  action: CleanContent,
  instance: ParsedInstance,
  item: Item,
): ConceptRule | null {
  const code = elementWith(item, CONCEPT_NAME_CODE_SEQUENCE)?.items?.[0];
  if (code === undefined) return null;
  const text = (tag: number) => firstText(instance, code, asTag(tag));
  const value = text(0x00080100) || text(0x00080119) || text(0x00080120);
  const scheme = text(0x00080102);
  const valueType = firstText(instance, item, VALUE_TYPE) || impliedValueType(item);
  const index = conceptIndex(action.concepts);
  const rule = (designator: string) => index.get(`${designator}\\${value}\\${valueType}`) ?? null;
  // Four rows of the table name the version of their scheme: `NCDR [2.0b]`.
  return rule(scheme) ?? rule(`${scheme} [${text(0x00080103)}]`);
}

function firstText(instance: ParsedInstance, dataSet: DataSet, tag: Tag): string {
  const element = elementWith(dataSet, tag);
  return element === undefined || element.items !== null || !isLoaded(instance, element)
    ? ''
    : (valuesOf(instance, element)[0] ?? '');
}

/** Items of a Waveform Annotation Sequence are content items that say their type by what they hold (PS3.3 C.10.10). */
function impliedValueType(item: Item): string {
  for (const { tag } of item.elements) {
    const type = TYPE_OF_VALUE.get(tag);
    if (type !== undefined) return type;
  }
  return '';
}

const TYPE_OF_VALUE: ReadonlyMap<number, string> = new Map<number, string>([
  [0x0040a120, 'DATETIME'],
  [0x0040a121, 'DATE'],
  [0x0040a122, 'TIME'],
  [0x0040a123, 'PNAME'],
  [0x0040a124, 'UIDREF'],
  [0x0040a160, 'TEXT'],
  [0x0040a168, 'CODE'],
  [0x0040a300, 'NUM'],
  [0x0040a30a, 'NUM'],
  [0x00700006, 'TEXT'],
]);

/** What becomes of the content items of an instance as wholes. */
export interface ContentChanges {
  readonly removed: ReadonlySet<Item>;
  /** What each Referenced Content Item Identifier that stays must say, where items before or above its target have gone. */
  readonly identifiers: ReadonlyMap<Element, readonly number[]>;
}

const CHANGES = new WeakMap<ParsedInstance, Map<readonly ConceptRule[], ContentChanges>>();

/**
 * Which content items go: those whose concept is X, with their children, and those that refer to one of them (PS3.3 C.17.3.2.5), as a
 * reference must lead somewhere. References to what stays are counted anew. Takes time linear in the instance.
 */
export function contentChanges(action: CleanContent, instance: ParsedInstance): ContentChanges {
  const known = CHANGES.get(instance) ?? new Map<readonly ConceptRule[], ContentChanges>();
  CHANGES.set(instance, known);
  const changes = known.get(action.concepts) ?? findChanges(action, instance);
  known.set(action.concepts, changes);
  return changes;
}

function findChanges(action: CleanContent, instance: ParsedInstance): ContentChanges {
  const removed = new Set<Item>();
  const visit = (dataSet: DataSet): void => {
    for (const element of dataSet.elements)
      for (const item of element.items ?? []) {
        if (isContentItem(item) && conceptRuleOf(action, instance, item)?.action === 'X') removed.add(item);
        else visit(item);
      }
  };
  visit(instance.dataSet);
  const references = findReferences(instance, removed);
  removeReferencesTo(removed, references);
  return { removed, identifiers: newIdentifiers(references, removed) };
}

/** A content item that stands for another of the tree: by its place, counted from 1, at each level from the root. */
interface Reference {
  readonly item: Item;
  readonly element: Element;
  readonly path: readonly number[];
  /** What it leads to and what that lies in, from the top; null: nothing is there. */
  readonly targets: readonly Item[] | null;
}

function findReferences(instance: ParsedInstance, removed: ReadonlySet<Item>): Reference[] {
  const references: Reference[] = [];
  const visit = (dataSet: DataSet): void => {
    for (const item of elementWith(dataSet, CONTENT_SEQUENCE)?.items ?? []) {
      if (removed.has(item)) continue;
      const element = elementWith(item, REFERENCED_CONTENT_ITEM_IDENTIFIER);
      if (element !== undefined) {
        const path = readIdentifier(instance, element);
        references.push({ item, element, path, targets: followed(instance.dataSet, path) });
      }
      visit(item);
    }
  };
  visit(instance.dataSet);
  return references;
}

/** The values of (0040,DB73), UL. */
function readIdentifier(instance: ParsedInstance, element: Element): readonly number[] {
  const bytes = bytesOf(instance, element);
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >>> 2 }, (_, index) =>
    words.getUint32(4 * index, element.dataSet.encoding.littleEndian),
  );
}

/** The bytes of such values. */
export function identifierBytes(path: readonly number[], littleEndian: boolean): Uint8Array {
  const bytes = new Uint8Array(4 * path.length);
  const words = new DataView(bytes.buffer);
  path.forEach((place, index) => {
    words.setUint32(4 * index, place, littleEndian);
  });
  return bytes;
}

/** The items along a path; the root is 1 and no item. */
function followed(root: DataSet, path: readonly number[]): readonly Item[] | null {
  if (path[0] !== 1) return null;
  const items: Item[] = [];
  let at = root;
  for (const place of path.slice(1)) {
    const item = elementWith(at, CONTENT_SEQUENCE)?.items?.[place - 1];
    if (item === undefined) return null;
    items.push(item);
    at = item;
  }
  return items;
}

/** Removes references that lead to nothing, and goes on to what refers to those. */
function removeReferencesTo(removed: Set<Item>, references: readonly Reference[]): void {
  const leadingThrough = new Map<Item, Item[]>();
  const waiting: Item[] = [...removed];
  for (const { item, targets } of references) {
    if (targets === null) {
      removed.add(item);
      waiting.push(item);
    }
    for (const target of targets ?? []) {
      const same = leadingThrough.get(target);
      if (same === undefined) leadingThrough.set(target, [item]);
      else same.push(item);
    }
  }
  for (let gone = waiting.pop(); gone !== undefined; gone = waiting.pop())
    for (const item of leadingThrough.get(gone) ?? [])
      if (!removed.has(item)) {
        removed.add(item);
        waiting.push(item);
      }
}

function newIdentifiers(
  references: readonly Reference[],
  removed: ReadonlySet<Item>,
): ReadonlyMap<Element, readonly number[]> {
  const identifiers = new Map<Element, readonly number[]>();
  if (removed.size === 0) return identifiers;
  const places = new Map<Item, number>();
  const placeOf = (item: Item): number => {
    if (!places.has(item)) {
      let place = 0;
      for (const sibling of item.sequence.items ?? [])
        if (!removed.has(sibling)) places.set(sibling, ++place);
    }
    return places.get(item) as number;
  };
  for (const { item, element, path, targets } of references) {
    if (targets === null || removed.has(item)) continue;
    const after = [1, ...targets.map(placeOf)];
    if (after.some((place, index) => place !== path[index])) identifiers.set(element, after);
  }
  return identifiers;
}
