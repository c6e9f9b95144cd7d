import type { DataSet, Element } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { asTag, isPrivate } from '../../dicom/tag.ts';
import { isLoaded } from '../../dicom/values.ts';
import { vrFacts } from '../../dicom/vr.ts';
import type { Decision } from '../decide/decision.ts';
import type { ValueReader } from '../resolve/valueReader.ts';
import type { RemovedIdentifiers } from './removed.ts';
import { holdsIn, maySay } from './residue.ts';

/** Whether values that the index left unread hold what was removed, by where they stand in the source. */
export type UnreadVerdicts = ReadonlyMap<number, boolean>;

const NO_VERDICTS: UnreadVerdicts = new Map();

const ENCAPSULATED_DOCUMENT = asTag(0x00420011);
const DATA_SET_TRAILING_PADDING = asTag(0xfffcfffc);

/**
 * Reads and searches the values that stay, that the index left unread, and that may be text: of VR UN whatever they are; of other binary VRs
 * where the standard does not say that they are signals or pictures, and they begin as text does. One piece of each is in memory at a time.
 */
export async function searchUnread(
  instance: ParsedInstance,
  decisions: readonly Decision[],
  gone: RemovedIdentifiers | null,
  values: ValueReader,
): Promise<UnreadVerdicts> {
  if (gone === null) return NO_VERDICTS;
  const unread = unreadIn(instance, instance.dataSet);
  if (unread.length === 0) return NO_VERDICTS;
  const verdicts = new Map<number, boolean>();
  for (const readAs of staying(unread, decisions))
    verdicts.set(readAs.valueStart, await holdsUnread(instance, readAs, gone, values));
  return verdicts;
}

/**
 * Those elements that stay, as their rules read them: of what changes, or lies in a sequence that goes as a whole, nothing need be read. Both lists
 * are in the order of the file, so that one walk over them is enough.
 */
function* staying(elements: readonly Element[], decisions: readonly Decision[]): Generator<Element> {
  let next = 0;
  let goneUntil = 0;
  for (const element of elements) {
    for (; next < decisions.length; next++) {
      const { element: decided, action } = decisions[next] as Decision;
      if (decided.start >= element.start) break;
      if (action.kind === 'remove') goneUntil = Math.max(goneUntil, decided.end);
    }
    if (element.start < goneUntil) continue;
    const decision = decisions[next]?.element === element ? decisions[next] : undefined;
    if (decision === undefined) yield element;
    else if (decision.action.kind === 'review') yield decision.readAs;
  }
}

/** Whether a value that was not read is one to be searched. */
export function isUnreadText(instance: ParsedInstance, element: Element): boolean {
  if (!maySay(element) || isLoaded(instance, element)) return false;
  const { tag, vr } = element;
  if (vr === 'UN' || vrFacts(vr).content !== 'binary') return true;
  if (tag === ENCAPSULATED_DOCUMENT || tag === DATA_SET_TRAILING_PADDING) return true;
  return isPrivate(tag) || vrOfTag(tag) === undefined;
}

function unreadIn(instance: ParsedInstance, dataSet: DataSet, found: Element[] = []): Element[] {
  for (const element of dataSet.elements) {
    if (element.items !== null) for (const item of element.items) unreadIn(instance, item, found);
    else if (element.valueEnd - element.valueStart > LEAST_BYTES && isUnreadText(instance, element))
      found.push(element);
  }
  return found;
}

/** Nothing so short is left unread. */
const LEAST_BYTES = 1024;

/** What a look at a binary value takes, and what the windows of a search share: names, addresses and numbers are shorter. */
const SHARED_BYTES = 1024;

async function holdsUnread(
  instance: ParsedInstance,
  element: Element,
  gone: RemovedIdentifiers,
  values: ValueReader,
): Promise<boolean> {
  const { valueStart: start, valueEnd: end, vr } = element;
  const holder = { instance, element };
  if (vr !== 'UN' && vrFacts(vr).content === 'binary') {
    const head = await values.whole({ start, end: Math.min(end, start + SHARED_BYTES) }, '');
    if (!beginsAsText(head)) return false;
  }
  let before: Uint8Array = new Uint8Array(0);
  for await (const piece of values.pieces({ start, end })) {
    const window = Buffer.concat([before, piece]);
    if (holdsIn(window, holder, gone)) return true;
    before = window.subarray(Math.max(0, window.length - SHARED_BYTES));
  }
  return false;
}

/** Whether at least a quarter of the bytes stand in runs that can be read. */
function beginsAsText(bytes: Uint8Array): boolean {
  let readable = 0;
  let run = 0;
  for (const byte of bytes) {
    const isReadable = (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
    run = isReadable ? run + 1 : 0;
    if (run === 4) readable += 4;
    else if (run > 4) readable += 1;
  }
  return readable * 4 >= bytes.length;
}
