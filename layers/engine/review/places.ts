import { type DataSet, type Element, formatPath } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, formatTag, type Tag } from '../../dicom/tag.ts';
import { decidedItems } from '../decide/cleaning.ts';
import type { Decision } from '../decide/decision.ts';
import { PIXEL_DATA } from '../look/kinds.ts';
import type { Place, Region } from './types.ts';

const STEP = /\(([0-9A-F]{4}),([0-9A-F]{4})\)(?:\[(\d{1,9})\])?/g;
const PATH = /^(?:\([0-9A-F]{4},[0-9A-F]{4}\)\[\d{1,9}\])*\([0-9A-F]{4},[0-9A-F]{4}\)$/;
const REGION = /^\(7FE0,0010\)@(\*|\d{1,9}):(\d{1,9}),(\d{1,9}),(\d{1,9}),(\d{1,9})$/;

/** Pixel Data of the root, as decisions name it. */
export const PIXELS_PLACE: Place = formatTag(PIXEL_DATA);

interface Step {
  readonly tag: Tag;
  /** Null: the last step. */
  readonly item: number | null;
}

/** Whether a text is a place; what comes from outside is asked before it is looked up. */
export function isPlace(text: string): boolean {
  return PATH.test(text) || regionOf(text) !== null;
}

/** The region that a place names; null: it names an element. */
export function regionOf(place: Place): Region | null {
  const [, frame, ...edges] = REGION.exec(place) ?? [];
  if (frame === undefined) return null;
  const [left = 0, top = 0, right = 0, bottom = 0] = edges.map(Number);
  if (left >= right || top >= bottom) return null;
  return { frame: frame === '*' ? null : Number(frame), left, top, right, bottom };
}

export function placeOfRegion({ frame, left, top, right, bottom }: Region): Place {
  return `${PIXELS_PLACE}@${frame ?? '*'}:${left},${top},${right},${bottom}`;
}

/** The path of the element that a place is of. */
export function pathOfPlace(place: Place): string {
  return regionOf(place) === null ? place : PIXELS_PLACE;
}

/** A place without the numbers of items: the attribute, wherever it stands in them. */
export function attributeOf(place: Place): string {
  return place.replaceAll(/\[\d+\]/g, '');
}

/** The element at a path of the data set. Null: the data set has none there, or has a tag on the way twice, so that nobody knows which one the path means. */
export function elementAt({ dataSet }: ParsedInstance, path: string): Element | null {
  if (!PATH.test(path)) return null;
  let within: DataSet = dataSet;
  for (const { tag, item } of stepsOf(path)) {
    const found = within.elements.filter((element) => element.tag === tag);
    const [element] = found;
    if (element === undefined || found.length > 1) return null;
    if (item === null) return element;
    const next = element.items?.[item];
    if (next === undefined) return null;
    within = next;
  }
  return null;
}

function stepsOf(path: string): readonly Step[] {
  return [...path.matchAll(STEP)].map(([, group, element, item]) => ({
    tag: asTag(Number.parseInt(`${group}${element}`, 16)),
    item: item === undefined ? null : Number(item),
  }));
}

/**
 * Where elements of a source stand in its output: items that a cleaned sequence loses move those behind them. Null: it is not in the output.
 * `decideOn`: the decision on a sequence of the source.
 */
export function outputPath(
  instance: ParsedInstance,
  element: Element,
  decideOn: (sequence: Element) => Decision,
): string | null {
  let path = formatTag(element.tag);
  for (let { item } = element.dataSet; item !== null; item = item.sequence.dataSet.item) {
    const place = decidedItems(instance, decideOn(item.sequence)).indexOf(item);
    if (place < 0) return null;
    path = `${formatTag(item.sequence.tag)}[${place}]${path}`;
  }
  return path;
}

/** Every element of a data set that has no items, at any depth, with its path. */
export function* leavesOf(dataSet: DataSet): Generator<readonly [path: string, element: Element]> {
  for (const element of dataSet.elements) {
    if (element.items === null) yield [formatPath(element), element];
    else for (const item of element.items) yield* leavesOf(item);
  }
}
