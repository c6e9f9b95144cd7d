import { type DataSet, type Element, elementWith, formatPath } from '../../layers/dicom/element.ts';
import type { ParsedInstance } from '../../layers/dicom/parse.ts';
import { lookupTag } from '../../layers/dicom/standard/dictionary.ts';
import {
  asTag,
  groupOf,
  isGroupLength,
  isPrivate,
  isRepeatingGroup,
  type Tag,
  tagOf,
} from '../../layers/dicom/tag.ts';
import { type ProfileRow, profileRows } from '../../rules/ps315/table.ts';
import { uidsOfKinds, unlistedRows } from '../../rules/ps315/unlisted.ts';

/** An indexed object with all its bytes, read or not. */
export interface WholeInstance {
  readonly instance: ParsedInstance;
  readonly bytes: Uint8Array;
}

/** The bytes of a value of the data set, or of the file meta information. */
export function valueIn({ instance, bytes }: WholeInstance, element: Element): Buffer {
  const { inflated, bodyStart } = instance;
  const [body, bodyOffset] =
    inflated !== null && element.start >= bodyStart ? [inflated, bodyStart] : [bytes, 0];
  return Buffer.from(
    body.buffer,
    body.byteOffset + element.valueStart - bodyOffset,
    element.valueEnd - element.valueStart,
  );
}

/** Whether a value stands in the place of a UID and is not one: it is replaced, whatever its row says. */
export function isTextForUid(whole: WholeInstance, element: Element): boolean {
  if (element.items !== null || (element.vr !== 'UI' && lookupTag(element.tag)?.vrs[0] !== 'UI'))
    return false;
  const values = valueIn(whole, element).toString('latin1').split('\\');
  return values.some((value) => /[^0-9.]/.test(value.replace(/^[\0 ]+|[\0 ]+$/g, '')));
}

/** Elements of commands and of file meta information, which Lethe takes out of a data set. */
export function isOfNoDataSet(tag: Tag): boolean {
  return tag >>> 16 === 0x0000 || tag >>> 16 === 0x0002;
}

/** Table E.1-1, and what Lethe protects beside it. */
const ROWS: readonly ProfileRow[] = [...profileRows(), ...unlistedRows()];
const TAG_ROWS = new Map(ROWS.flatMap((row) => (row.kind === 'tag' ? [[row.tag, row] as const] : [])));
const MASK_ROWS = ROWS.filter((row) => row.kind === 'mask');
const KINDS: ReadonlySet<Tag> = new Set(uidsOfKinds().map(({ tag }) => tag));

/** The row of a public attribute in Table E.1-1, or in the list of what it does not list; undefined: neither has one. */
export function rowOf(tag: Tag): ProfileRow | undefined {
  return TAG_ROWS.get(tag) ?? MASK_ROWS.find((row) => (tag & row.mask) >>> 0 === row.value);
}

/** The Basic Profile's code of an element; undefined: it has none, and stays. */
export function basicCodeOf({ tag, vr }: Pick<Element, 'tag' | 'vr'>): string | undefined {
  return isPrivate(tag) ? 'X' : (rowOf(tag)?.basic ?? codeOfVr(tag, vr));
}

/** Of what no table knows by its tag. */
export function codeOfVr(tag: Tag, vr: Element['vr']): 'X' | 'U' | undefined {
  if (vr === 'UI') return KINDS.has(tag) ? undefined : 'U';
  // Four retired ones are in PS3.6 without name and VR.
  if ((lookupTag(tag)?.vrs.length ?? 0) === 0 && !isGroupLength(tag)) return 'X';
  return vr === 'PN' || vr === 'DA' || vr === 'DT' || vr === 'TM' ? 'X' : undefined;
}

/** Whether an element is of an overlay or a curve whose data the Basic Profile takes. */
function isOfGonePlane({ tag, dataSet }: Element): boolean {
  return isRepeatingGroup(tag) && elementWith(dataSet, tagOf(groupOf(tag), 0x3000)) !== undefined;
}

/** What Lethe writes into the root of every instance (PS3.15 E.2). */
export const STAMPS: ReadonlySet<Tag> = new Set([0x00120062, 0x00120063, 0x00120064, 0x00280303].map(asTag));

/**
 * Elements that neither Table E.1-1 nor Lethe's list beside it names, and that the output lost, changed or made up: a line with the path for each. Sequences that
 * their own row replaces or removes are not looked into, stamps, group lengths and padding are as Lethe documents them.
 */
export function* strayChanges(before: WholeInstance, after: WholeInstance): Generator<string> {
  yield* compare(before.instance.dataSet, after.instance.dataSet, before, after);
}

function* compare(
  source: DataSet,
  output: DataSet,
  before: WholeInstance,
  after: WholeInstance,
): Generator<string> {
  const isRoot = source.item === null;
  const isStamp = (tag: Tag) => isRoot && STAMPS.has(tag);
  const mayDiffer = ({ tag }: Element) => isGroupLength(tag) || isOfNoDataSet(tag) || isStamp(tag);
  // Elements may stand twice: those of one tag are compared in their order.
  const left = Map.groupBy(output.elements, ({ tag }) => tag);
  for (const element of source.elements) {
    const code = basicCodeOf(element);
    if (code === 'X/Z/U*') {
      const kept = elementWith(output, element.tag);
      if (kept?.items != null && kept.items.length === element.items?.length)
        yield* compareItems(element, kept, before, after);
      continue;
    }
    if (mayDiffer(element) || isOfGonePlane(element)) continue;
    if (code !== undefined) {
      // Of a tag without a row, which may stand beside it under another VR, a UI has been replaced in its place.
      if (code === 'U' && rowOf(element.tag) === undefined) left.get(element.tag)?.shift();
      continue;
    }
    const same = left.get(element.tag)?.shift();
    if (same === undefined) yield `lost ${formatPath(element)}`;
    else if (isTextForUid(before, element)) {
      if (valueIn(before, element).equals(valueIn(after, same))) yield `kept a text ${formatPath(element)}`;
    } else if (same.vrAsRead !== element.vrAsRead) yield `VR changed ${formatPath(element)}`;
    else if (element.items !== null) yield* compareItems(element, same, before, after);
    else if (!valueIn(before, element).equals(valueIn(after, same))) yield `changed ${formatPath(element)}`;
  }
  for (const element of output.elements)
    if (!isStamp(element.tag) && elementWith(source, element.tag) === undefined)
      yield `made up ${formatPath(element)}`;
}

function* compareItems(
  element: Element,
  same: Element | undefined,
  before: WholeInstance,
  after: WholeInstance,
): Generator<string> {
  const items = element.items ?? [];
  if (same?.items?.length !== items.length || same.undefinedLength !== element.undefinedLength) {
    yield `items changed ${formatPath(element)}`;
    return;
  }
  for (const [index, item] of items.entries()) {
    const other = same.items[index];
    if (other === undefined || other.undefinedLength !== item.undefinedLength)
      yield `item changed ${formatPath(element)}`;
    else yield* compare(item, other, before, after);
  }
}
