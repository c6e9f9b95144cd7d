import { lookupTag, tagOfKeyword } from '../../layers/dicom/standard/dictionary.ts';
import { vrOfTag } from '../../layers/dicom/standard/vrOfTag.ts';
import { asTag, isPrivate, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { DeviceCondition, DeviceRegions } from '../pixelPolicy.ts';
import { canonicalJson } from '../plan.ts';
import type { Problems } from '../problems.ts';
import type { ScriptRegion } from './pixelScript.ts';
import type { CtpTest, Ways } from './signature.ts';

/** Takes what is said of a signature; an error: its way is not converted. */
export type Told = Pick<Problems, 'error' | 'warning'>;

/** One way in which a signature holds, as an entry of "devices"; null: it cannot be said so, which was told. */
function deviceOf(
  way: readonly CtpTest[],
  regions: readonly ScriptRegion[],
  offset: number,
  told: Told,
): DeviceRegions | null {
  const conditions: DeviceCondition[] = [];
  const sizes = { rows: new Set<number>(), columns: new Set<number>() };
  let isWhole = true;
  for (const test of way) {
    const tag = tagIn(test, told);
    if (tag === null) isWhole = false;
    else if (tag === ROWS || tag === COLUMNS) {
      const size = sizeOf(test, told);
      if (size === null) isWhole = false;
      else sizes[tag === ROWS ? 'rows' : 'columns'].add(size);
    } else {
      const condition = conditionOf(tag, test, told);
      if (condition === null) isWhole = false;
      else conditions.push(condition);
    }
  }
  if (!isWhole) return null;
  const size = onlySize(sizes, offset, told);
  const when = onePerAttribute(conditions, offset, told);
  if (size === null || when === null) return null;
  const blank = blanked(regions, size, offset, told);
  return blank === null ? null : { when, size, blank };
}

const ROWS = asTag(0x00280010);
const COLUMNS = asTag(0x00280011);

/** The attribute that a test is about; null: it is none that an entry can name. */
function tagIn({ element, offset }: CtpTest, told: Told): Tag | null {
  const numbers = /^\[\s*([0-9A-Fa-f]{4})\s*,\s*([0-9A-Fa-f]{4})\s*\]$/.exec(element);
  const tag =
    numbers === null ? tagOfKeyword(element) : asTag(Number.parseInt(`${numbers[1]}${numbers[2]}`, 16));
  if (tag !== undefined && !isPrivate(tag) && lookupTag(tag) !== undefined) return tag;
  notSaid(
    told,
    offset,
    element.includes('::')
      ? 'An attribute within a sequence: "devices" goes by attributes of the root'
      : 'An attribute that PS3.6 does not have',
    'Name the device by an attribute of the root, e.g. ManufacturerModelName.',
  );
  return null;
}

function notSaid(told: Told, offset: number, message: string, hint: string): void {
  told.error('SIGNATURE_NOT_SAID', offset, message, hint);
}

type Comparison = 'whole' | 'part';
const METHODS: ReadonlyMap<string, Comparison> = new Map([
  ['equals', 'whole'],
  ['equalsignorecase', 'whole'],
  ['contains', 'part'],
  ['containsignorecase', 'part'],
  ['startswith', 'part'],
  ['startswithignorecase', 'part'],
  ['endswith', 'part'],
  ['endswithignorecase', 'part'],
]);

function comparisonOf({ method, offset }: CtpTest, told: Told): Comparison | null {
  const comparison = METHODS.get(method.toLowerCase());
  if (comparison !== undefined) return comparison;
  notSaid(
    told,
    offset,
    'A regular expression, or a comparison of numbers',
    'Write the values that are meant: a list of texts is one of them.',
  );
  return null;
}

/** A number of rows or columns. */
function sizeOf(test: CtpTest, told: Told): number | null {
  const comparison = comparisonOf(test, told);
  if (comparison === null) return null;
  const value = test.value.trim();
  if (!/^\d{1,5}$/.test(value) || Number(value) < 1 || Number(value) > 65_535) {
    notSaid(told, test.offset, 'A size that is not a whole number', 'Write the number of rows or columns.');
    return null;
  }
  if (comparison === 'part')
    told.warning(
      'MATCHES_LESS',
      test.offset,
      'CTP also takes a number that has these digits in it, and Lethe this number alone',
      'If images of other sizes are meant, give each an entry of its own.',
    );
  return Number(value);
}

/** VRs whose values are compared whole, as `layers/engine/look/devices.ts` does. */
const WHOLE: ReadonlySet<Vr> = new Set<Vr>(['CS', 'IS', 'DS', 'AS', 'DA', 'UI']);
/** VRs whose values are texts that may contain another. */
const TEXT: ReadonlySet<Vr> = new Set<Vr>([
  ...(['AE', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UR', 'UT', 'DT', 'TM'] as const),
]);

function conditionOf(tag: Tag, test: CtpTest, told: Told): DeviceCondition | null {
  const comparison = comparisonOf(test, told);
  if (comparison === null) return null;
  const vr = vrOfTag(tag);
  const value = test.value.trim();
  if (vr === undefined || (!WHOLE.has(vr) && !TEXT.has(vr)) || value === '') {
    notSaid(
      told,
      test.offset,
      value === '' ? 'An empty text' : 'An attribute whose values are not texts',
      'Name the device by a text, e.g. ManufacturerModelName.',
    );
    return null;
  }
  if (WHOLE.has(vr) && comparison === 'part') {
    if (vr !== 'CS') {
      notSaid(
        told,
        test.offset,
        'A part of a number, date or UID: Lethe compares those whole',
        'Write the values that are meant.',
      );
      return null;
    }
    told.warning(
      'MATCHES_LESS',
      test.offset,
      'CTP also takes a code that has this text in it, and Lethe this code alone',
      'If other codes are meant, add them to the list of texts.',
    );
  }
  if (TEXT.has(vr) && comparison === 'whole')
    told.warning(
      'MATCHES_MORE',
      test.offset,
      'CTP takes a value that is this text, and Lethe each that contains it',
      'Nothing is left unblanked by it; add a condition if other devices are blanked that should not be.',
    );
  return { tag, anyOf: [value] };
}

function onlySize(
  { rows, columns }: { readonly rows: ReadonlySet<number>; readonly columns: ReadonlySet<number> },
  offset: number,
  told: Told,
): DeviceRegions['size'] | null {
  if (rows.size > 1 || columns.size > 1) {
    notSaid(told, offset, 'It asks for two sizes at once, which no image has', 'Write + between them.');
    return null;
  }
  const [count] = rows;
  if (count === undefined) {
    told.error(
      'SIGNATURE_WITHOUT_SIZE',
      offset,
      'It does not say how many rows the image has: in images of another size the text stands elsewhere',
      'Add Rows.equals("…") for each size that the device makes.',
    );
    return null;
  }
  const [width = null] = columns;
  return [width, count];
}

/** A file has one condition for an attribute: of two that are the same, or one within the other, the narrower. */
function onePerAttribute(
  conditions: readonly DeviceCondition[],
  offset: number,
  told: Told,
): readonly DeviceCondition[] | null {
  const byTag = new Map<Tag, string>();
  for (const { tag, anyOf } of conditions) {
    const [text = ''] = anyOf;
    const before = byTag.get(tag) ?? text;
    const [longer, shorter] = before.length >= text.length ? [before, text] : [text, before];
    if (!longer.toLowerCase().includes(shorter.toLowerCase())) {
      notSaid(told, offset, 'One attribute must contain two texts', 'Leave the one that tells the device.');
      return null;
    }
    byTag.set(tag, longer);
  }
  if (byTag.size > 0) return [...byTag].map(([tag, text]) => ({ tag, anyOf: [text] }));
  notSaid(told, offset, 'It is about every device', 'Add what tells the device.');
  return null;
}

function blanked(
  regions: readonly ScriptRegion[],
  [columns, rows]: DeviceRegions['size'],
  offset: number,
  told: Told,
): DeviceRegions['blank'] | null {
  if (regions.length === 0) {
    told.error(
      'SIGNATURE_WITHOUT_REGION',
      offset,
      'It has no region: CTP leaves such an image as it is, and Lethe blanks what any other entry says',
      'Leave out, or narrow, the entries that should not be for this device.',
    );
    return null;
  }
  const blank: DeviceRegions['blank'][number][] = [];
  for (const region of regions) {
    const cut = region.numbers === null ? null : cutTo(region.numbers, columns, rows);
    if (cut === null) {
      told.error(
        region.numbers === null ? 'REGION_SYNTAX' : 'REGION_BEYOND',
        region.offset,
        region.numbers === null ? 'A region that is not four whole numbers' : 'Nothing of it is in the image',
        'Write (left,top,width,height) within the image.',
      );
      return null;
    }
    if (canonicalJson(cut) !== canonicalJson(region.numbers))
      told.warning(
        'REGION_CUT',
        region.offset,
        'It reaches beyond the image, and was cut',
        'Check size and region.',
      );
    blank.push(cut);
  }
  return blank;
}

/** What of a region lies in the image; null: nothing. */
export function cutTo(
  [left, top, width, height]: DeviceRegions['blank'][number],
  columns: number | null,
  rows: number,
): DeviceRegions['blank'][number] | null {
  const [x, y] = [Math.max(0, left), Math.max(0, top)];
  const right = Math.min(left + width, columns ?? MOST_PIXELS);
  const bottom = Math.min(top + height, rows);
  return right > x && bottom > y ? [x, y, right - x, bottom - y] : null;
}

/** Rows and columns are of two bytes (PS3.3 C.7.6.3.1). */
const MOST_PIXELS = 65_535;

/** Entries that differ in the text of one attribute are one with a list of texts. */
function withAlternatives(devices: readonly DeviceRegions[]): readonly DeviceRegions[] {
  const merged: DeviceRegions[] = [];
  for (const device of devices) {
    const joined = merged.map((other) => oneApart(other, device));
    const at = joined.findIndex((each) => each !== null);
    if (at < 0) merged.push(device);
    else merged[at] = joined[at] as DeviceRegions;
  }
  return merged;
}

function oneApart(one: DeviceRegions, other: DeviceRegions): DeviceRegions | null {
  if (canonicalJson([one.size, one.blank]) !== canonicalJson([other.size, other.blank])) return null;
  if (one.when.length !== other.when.length) return null;
  const apart = one.when.flatMap((condition, at) =>
    canonicalJson(condition) === canonicalJson(other.when[at]) ? [] : [at],
  );
  const [place] = apart;
  if (place === undefined) return one;
  const [mine, its] = [one.when[place] as DeviceCondition, other.when[place] as DeviceCondition];
  if (apart.length > 1 || mine.tag !== its.tag) return null;
  const anyOf = [...new Set([...mine.anyOf, ...its.anyOf])];
  return { ...one, when: one.when.with(place, { tag: mine.tag, anyOf }) };
}

/** The entries that a signature becomes. */
export function devicesOf(
  ways: Ways,
  regions: readonly ScriptRegion[],
  offset: number,
  told: Told,
): readonly DeviceRegions[] {
  return withAlternatives(ways.flatMap((way) => deviceOf(way, regions, offset, told) ?? []));
}
