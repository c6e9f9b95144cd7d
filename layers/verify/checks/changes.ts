import { CODES } from '../../text/identifyingAttributes.ts';
import { isCreatorTag, isGroupLengthTag, isPrivateTag, type Placed } from '../reader/model.ts';
import { isText } from '../reader/values.ts';
import { MARKER_TAGS } from '../standard/claims.ts';
import { askedOf, rowOf, SAFE_PRIVATE } from '../standard/profile.ts';
import { hasValue, isReordered, type Looked, type Side } from './context.ts';
import { saysTheSame } from './sameValue.ts';

const PIXEL_DATA = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
/** How a value is written and not what it says; padding. */
const HOUSEKEEPING = new Set([0x00080005, 0x00080001, 0xfffcfffc, 0x00080201]);
/**
 * What says how pixels came about, and changes with them: Image Type becomes DERIVED (PS3.3 C.7.6.1.1.2), as does Frame Type; the least and greatest value, how
 * colours are written and what compression lost are of the new ones.
 */
const IMAGE_TYPE = 0x00080008;
const FOLLOWS_PIXELS = new Set([
  IMAGE_TYPE,
  0x00089007,
  0x00082111,
  0x00280004,
  0x00280006,
  0x00280106,
  0x00280107,
  0x00282110,
  0x00282112,
  0x00282114,
  0x7fe00001,
  0x7fe00002,
]);
/** VRs that the profile is about, wherever they stand: names, dates, identifiers of instances, addresses. */
const KIN = new Set(['PN', 'DA', 'TM', 'DT', 'UI', 'UR']);

/** Whatever is otherwise than in the source must have a reason: a row of Table E.1-1, a stamp, or a rule. */
export function checkChanges(looked: Looked, changedPixels: boolean): void {
  const { source, output } = looked;
  if (source === null) return;
  const isExempt = (placed: Placed) =>
    isNoMatter(placed) ||
    (changedPixels && FOLLOWS_PIXELS.has(placed.element.tag)) ||
    // An area may have been blank before.
    (looked.rules?.changesPixels === true && placed.element.tag === IMAGE_TYPE);
  for (const placed of output.placed) {
    if (isExempt(placed) || isReordered(looked, placed.path)) continue;
    const before = source.byPath.get(placed.path);
    if (before === undefined) {
      if (hasValue(placed) && isOutermost(placed, source) && !isExplained(looked, placed))
        looked.find('ELEMENT_ADDED', 'warning', placed.path);
    } else if (!isExplained(looked, placed) && !isSame(looked, placed, before, source)) {
      looked.find('CHANGE_UNEXPLAINED', severityOf(looked, placed), placed.path);
    }
  }
  for (const placed of source.placed) {
    if (isExempt(placed) || !hasValue(placed) || isReordered(looked, placed.path)) continue;
    if (output.byPath.has(placed.path) || !isOutermost(placed, output) || isExplained(looked, placed))
      continue;
    if (isCreatorTag(placed.element.tag)) continue;
    looked.find('ELEMENT_LOST', severityOf(looked, placed), placed.path);
  }
}

function isNoMatter({ element, isMeta }: Placed): boolean {
  const { tag } = element;
  return (
    isMeta || isGroupLengthTag(tag) || MARKER_TAGS.has(tag) || HOUSEKEEPING.has(tag) || PIXEL_DATA.has(tag)
  );
}

/** Markers have items of their own; what is in a sequence that is not on the other side is told of once, by the sequence. */
function isOutermost({ path, sequences }: Placed, other: Side): boolean {
  if (sequences.some((tag) => MARKER_TAGS.has(tag))) return false;
  if (sequences.length === 0) return true;
  const parent = path.slice(0, path.lastIndexOf('['));
  return other.byPath.has(parent);
}

function isSame(looked: Looked, placed: Placed, before: Placed, source: Side): boolean {
  return saysTheSame(placed, before, { output: looked.output.instance, source: source.instance });
}

function isExplained(looked: Looked, placed: Placed): boolean {
  const { element } = placed;
  const word = looked.says(placed);
  if (looked.isChangedByRule(placed)) return true;
  if (isOfLostPlane(looked, element.tag)) return true;
  if (isPrivateTag(element.tag))
    return looked.rules === null || !looked.claims.codes.has(SAFE_PRIVATE) ? word !== 'keeps' : false;
  const row = rowOf(element.tag);
  // What is in a sequence that the table replaces is replaced with it.
  if (placed.sequences.some((tag) => isReplaced(looked, tag))) return true;
  // What a row asks for has its reason, also where a rule asks for more.
  if (row !== undefined) return askedOf(row, looked.claims.codes) !== 'K' || KIN.has(element.vr);
  return looked.rules === null && (KIN.has(element.vr) || CODES.has(element.tag));
}

function isReplaced({ claims }: Looked, sequence: number): boolean {
  const row = rowOf(sequence);
  return row !== undefined && askedOf(row, claims.codes) !== 'K';
}

/** An overlay or curve goes whole: without its data the rest of its group draws nothing (PS3.3 C.9.2). */
function isOfLostPlane({ output }: Looked, tag: number): boolean {
  const family = tag >>> 24;
  if ((family !== 0x60 && family !== 0x50) || isPrivateTag(tag)) return false;
  const data = ((tag & 0xffff0000) | 0x3000) >>> 0;
  return !output.instance.dataSet.elements.some((element) => element.tag === data);
}

/** Without the rules nobody can say why a text was changed; a number that changed was changed by mistake. */
function severityOf({ rules }: Looked, { element }: Placed): 'warning' | 'note' {
  return rules === null && isText(element.vr) && element.vr !== 'DS' && element.vr !== 'IS'
    ? 'note'
    : 'warning';
}
