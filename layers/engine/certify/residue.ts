import { type Element, elementWith, type Item } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { isRegisteredUid } from '../../dicom/standard/uid.ts';
import { namesKind } from '../../dicom/standard/uidKinds.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { isLoaded, textOf, valuesOf } from '../../dicom/values.ts';
import type { Vr } from '../../dicom/vr.ts';
import { fold, type WordSpan, wordSpans, wordsOf } from '../../text/fold.ts';
import { decidedItems } from '../decide/cleaning.ts';
import type { Decision } from '../decide/decision.ts';

/** Shorter words are too common to mean anyone. */
const SHORTEST = 4;

/** Attributes that name a person, a patient's record or a visit by an identifier (PS3.3 C.7.1.1, C.7.2.1, C.3.4). */
const IDENTIFIERS: ReadonlySet<number> = new Set(
  [
    0x00080050, 0x00100020, 0x00101000, 0x00101001, 0x00101090, 0x00200010, 0x00380010, 0x00380060,
    0x00400009, 0x00400253, 0x00401001, 0x00402016, 0x00402017,
  ].map(asTag),
);

/** Text that a person writes. Code strings hold Defined Terms, which may be anybody's name. */
const WRITTEN: ReadonlySet<Vr> = new Set<Vr>(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UN', 'UT']);

/** Codes and what they mean (PS3.3 8.1 to 8.3), registered names of issuers (PS3.3 10.14), makers' names and versions, and how an instance was de-identified. */
const NOT_WRITTEN: ReadonlySet<number> = new Set(
  [
    0x00080070, 0x00400031, 0x00400032, 0x00080100, 0x00080102, 0x00080103, 0x00080104, 0x00080105,
    0x00080112, 0x00080115, 0x00080119, 0x00080120, 0x00081090, 0x00120063, 0x00181020, 0x00020013,
  ].map(asTag),
);

/**
 * Identifying values of elements that changed or went: names in parts, identifiers, UIDs; four characters and more. They live in memory for
 * as long as the instance is certified.
 */
export interface RemovedIdentifiers {
  /** Folded words without delimiters in them. */
  readonly words: ReadonlySet<string>;
  /** Folded values that have delimiters in them. */
  readonly phrases: Phrases;
  readonly uids: ReadonlySet<string>;
}

const SOP_INSTANCE_UID = asTag(0x00080018);

/** Whether the root has an attribute that no decision changes: where a plan retains UIDs, one that went with a sequence may stay elsewhere. */
function isRetained(instance: ParsedInstance, tag: Tag, decisions: readonly Decision[]): boolean {
  const element = elementWith(instance.dataSet, tag);
  return element !== undefined && !decisions.some((decision) => decision.element === element);
}

const NO_ITEMS: ReadonlySet<Item> = new Set();

/** One character again and again, as `00000000`: it stands where an identifier was wanted and there was none. */
function isFiller(value: string): boolean {
  return [...value].every((character) => character === value[0]);
}

/** What the decisions take out of an instance that identifies. */
export function removedIdentifiers(
  instance: ParsedInstance,
  decisions: readonly Decision[],
): RemovedIdentifiers {
  const words = new Set<string>();
  const phrases = new Set<string>();
  const uids = new Set<string>();
  const retainsUids = isRetained(instance, SOP_INSTANCE_UID, decisions);
  const add = (element: Element): void => {
    const isUid = element.vr === 'UI';
    const isName = element.vr === 'PN';
    if (element.items !== null) {
      for (const item of element.items) item.elements.forEach(add);
      return;
    }
    if (!isUid && !isName && !IDENTIFIERS.has(element.tag)) return;
    if (isUid && (retainsUids || namesKind(element.tag))) return;
    if (!isLoaded(instance, element)) return;
    if (isUid) {
      for (const uid of valuesOf(instance, element))
        if (uid.length >= SHORTEST && !isRegisteredUid(uid)) uids.add(uid);
    } else if (isName) {
      for (const word of wordsOf(fold(textOf(instance, element))))
        if (word.length >= SHORTEST) words.add(word);
    } else {
      for (const value of valuesOf(instance, element).map(fold))
        if (value.length >= SHORTEST && !isFiller(value))
          (wordsOf(value)[0] === value ? words : phrases).add(value);
    }
  };
  // Of a sequence that is cleaned only items go; what changes in the others is decided by itself.
  for (const decision of decisions) {
    const { items } = decision.element;
    const stays = items === null ? NO_ITEMS : new Set(decidedItems(instance, decision));
    if (items === null || stays.size === 0) add(decision.readAs);
    else for (const item of items) if (!stays.has(item)) item.elements.forEach(add);
  }
  return { words, phrases: phrasesOf(phrases), uids };
}

/**
 * Whether the text of an output element holds any of them. Words are compared whole, without regard to case and diacritics, in text that people
 * write: Defined Terms, code values and makers' names may be anybody's name.
 */
export function holdsAny(instance: ParsedInstance, element: Element, gone: RemovedIdentifiers): boolean {
  if (element.valueEnd === element.valueStart || !isLoaded(instance, element)) return false;
  if (element.vr === 'UI') return valuesOf(instance, element).some((uid) => gone.uids.has(uid));
  if (!WRITTEN.has(element.vr) || NOT_WRITTEN.has(element.tag)) return false;
  const text = fold(textOf(instance, element));
  return (
    wordsOf(text).some((word) => gone.words.has(word)) ||
    containsAny(text, gone.phrases) ||
    (text.match(DOTTED_DIGITS) ?? []).some((uid) => gone.uids.has(uid))
  );
}

/** Not from within a run of digits: tried from each digit of a long one, the time would grow with its square. */
const DOTTED_DIGITS = /(?<![0-9])[0-9]+(?:\.[0-9]+)+/g;

/** Words of a phrase that are looked for. What begins like a longer one counts as it, so that the search stays linear in the text. */
const MOST_WORDS = 8;

/** Phrases from their first word to their last, by how many words they have. */
type Phrases = ReadonlyMap<number, ReadonlySet<string>>;

function phrasesOf(values: Iterable<string>): Phrases {
  const phrases = new Map<number, Set<string>>();
  for (const value of values) {
    const spans = wordSpans(value).slice(0, MOST_WORDS);
    const core = value.slice(spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0);
    if (core.length < SHORTEST) continue;
    const same = phrases.get(spans.length);
    if (same === undefined) phrases.set(spans.length, new Set([core]));
    else same.add(core);
  }
  return phrases;
}

/** Whether any phrase stands in the text, whole words of it, its delimiters as they are. */
function containsAny(text: string, phrases: Phrases): boolean {
  if (phrases.size === 0) return false;
  const spans = wordSpans(text);
  for (const [count, cores] of phrases)
    for (let first = 0; first + count <= spans.length; first++) {
      const { start } = spans[first] as WordSpan;
      const { end } = spans[first + count - 1] as WordSpan;
      if (cores.has(text.slice(start, end))) return true;
    }
  return false;
}
