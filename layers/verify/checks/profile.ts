import { isPrivateTag, type Placed, placedIn } from '../reader/model.ts';
import { isText, valuesOf } from '../reader/values.ts';
import { MARKER_TAGS } from '../standard/claims.ts';
import { askedOf, MODIFIED_DATES, rowOf } from '../standard/profile.ts';
import { hasValue, isReordered, type Looked } from './context.ts';
import { isPlaceholderDate } from './placeholders.ts';
import { saysTheSame } from './sameValue.ts';

/** Table E.1-1, element by element at every depth, under the options that the output claims. */
export function checkProfile(looked: Looked): void {
  for (const placed of looked.output.placed) {
    const { element, isMeta } = placed;
    if (isMeta) checkSender(looked, placed);
    if (isMeta || isPrivateTag(element.tag) || MARKER_TAGS.has(element.tag)) continue;
    const row = rowOf(element.tag);
    if (row === undefined) continue;
    const asked = askedOf(row, looked.claims.codes);
    if (asked === 'K') continue;
    if (asked === 'C') checkCleaned(looked, placed);
    else if (element.vr !== 'UI') checkRemoved(looked, placed, asked);
  }
}

/** Who sent, received and wrote the file (PS3.10 7.1): Table E.1-1 does not list them, and they name nodes of the source's network. */
const SENDERS = new Set([0x00020016, 0x00020017, 0x00020018, 0x00020026, 0x00020027, 0x00020028, 0x00020102]);

function checkSender(looked: Looked, placed: Placed): void {
  const source = looked.source?.byPath.get(placed.path);
  if (!SENDERS.has(placed.element.tag) || source === undefined || looked.source === null || !hasValue(placed))
    return;
  if (saysTheSame(placed, source, { output: looked.output.instance, source: looked.source.instance }))
    looked.find(
      'PROFILE_KEPT',
      'error',
      placed.path,
      'the file meta information still says who sent or received the file',
    );
}

function checkRemoved(looked: Looked, placed: Placed, asked: string): void {
  const { path, element } = placed;
  const source = isReordered(looked, path) ? undefined : looked.source?.byPath.get(path);
  if (!hasValue(placed)) {
    if (asked === 'D' && source !== undefined && hasValue(source) && !looked.isChangedByRule(placed))
      looked.find('PROFILE_EMPTY', 'warning', path);
    return;
  }
  const word = looked.says(placed);
  const severity =
    looked.claimsBasic && !isOnlyReferences(placed) ? 'error' : word === 'keeps' ? 'note' : 'warning';
  if (source !== undefined && isKept(looked, placed, source, asked)) {
    looked.find('PROFILE_KEPT', severity, path);
    return;
  }
  // Where a rule removes it, whatever it holds did not come from there.
  const isRemoved = word === 'removes';
  if ((asked !== 'X' && !isRemoved) || word === 'changes' || word === 'shifts') return;
  if (element.items !== null && source !== undefined) return;
  const isOther = looked.source !== null && source !== undefined && !isRemoved;
  looked.find('PROFILE_PRESENT', isOther && severity === 'error' ? 'warning' : severity, path);
}

function isKept(looked: Looked, placed: Placed, source: Placed, asked: string): boolean {
  if (looked.source === null || !hasValue(source)) return false;
  const { element } = placed;
  // Items are judged by what is in them; a sequence that the table keeps for its references has no value of its own.
  if (element.items !== null) return asked === 'X' || (!asked.includes('U') && isWhole(looked, placed));
  if (!saysTheSame(placed, source, { output: looked.output.instance, source: looked.source.instance }))
    return false;
  return !isDummy(placed);
}

/** Whether a sequence is the source's to the last value, and says more than classes and UIDs. */
function isWhole(looked: Looked, { path, element }: Placed): boolean {
  const { output, source } = looked;
  if (source === null || element.items?.length !== source.byPath.get(path)?.element.items?.length)
    return false;
  const files = { output: output.instance, source: source.instance };
  let says = false;
  for (const [at, item] of (element.items ?? []).entries())
    for (const inner of placedIn(item, `${path}[${at + 1}]/`)) {
      if (inner.element.items !== null) continue;
      const before = source.byPath.get(inner.path);
      if (before === undefined || !saysTheSame(inner, before, files)) return false;
      says ||= inner.element.vr !== 'UI' && hasValue(inner);
    }
  return says;
}

/** A sequence that has nothing but classes and UIDs: what they are is the graph's to say. */
function isOnlyReferences({ element }: Placed): boolean {
  return (
    element.items?.every((item) => item.elements.every(({ vr, items }) => vr === 'UI' || items !== null)) ===
    true
  );
}

/** What says nothing, so that it can be the same before and after: the source was de-identified before, or had nothing. */
function isDummy({ element, dataSet }: Placed): boolean {
  if (!isText(element.vr)) return false;
  const values = valuesOf(element, dataSet).map((value) => value.trim());
  if (element.vr === 'DA' || element.vr === 'DT')
    return values.every((value) => isPlaceholderDate(value.slice(0, 8)));
  if (element.vr === 'TM') return values.every((value) => /^[0:.]*$/.test(value));
  return values.every((value) =>
    /^(|0+|anon(ymous|ymized|ymised)?|removed|de-?identified|unknown|none|n\/?a|\[removed\])$/i.test(value),
  );
}

/** C of dates: they moved. C of anything else is for the search for what identifies. */
function checkCleaned(looked: Looked, placed: Placed): void {
  const { element, path } = placed;
  if (looked.source === null || !looked.claims.codes.has(MODIFIED_DATES)) return;
  if ((element.vr !== 'DA' && element.vr !== 'DT') || TELLS_NO_DAY.has(element.tag)) return;
  const source = isReordered(looked, path) ? undefined : looked.source.byPath.get(path);
  if (source === undefined || !hasValue(placed) || isDummy(placed)) return;
  const files = { output: looked.output.instance, source: looked.source.instance };
  const isSame =
    saysTheSame(placed, source, files) && /\d{8}/.test(valuesOf(element, placed.dataSet)[0] ?? '');
  if (isSame || keepsOneDay(placed, source)) looked.find('DATE_KEPT', 'error', path);
}

/** Of an attribute with several dates one may have stayed, or have been added. */
function keepsOneDay(placed: Placed, source: Placed): boolean {
  const days = ({ element, dataSet }: Placed) => valuesOf(element, dataSet).map((value) => value.trim());
  const were = days(source);
  return days(placed).some(
    (day, at) =>
      /^\d{8}/.test(day) &&
      !isPlaceholderDate(day.slice(0, 8)) &&
      (at < were.length ? day === were[at] : were.includes(day)),
  );
}

/** Versions of the standard's own context groups and templates, which PS3.16 prints: a moved one would tell the shift. */
const TELLS_NO_DAY = new Set([0x00080106, 0x00080107, 0x0040db06, 0x0040db07]);
