import { type CharacterSet, characterSetOf, characterSetTerms } from './characterSet.ts';
import { type DataSet, type Element, elementWith, formatPath, withVr } from './element.ts';
import { DicomError } from './errors.ts';
import { isTooLongToRead } from './longValues.ts';
import { withoutPadding, withoutTrailingPadding } from './padding.ts';
import type { ParsedInstance } from './parse.ts';
import { asTag, creatorTagOf, type Tag } from './tag.ts';
import { vrFacts } from './vr.ts';
import type { LoadedBytes } from './window.ts';

const SPECIFIC_CHARACTER_SET = asTag(0x00080005);

/** The value's bytes; they were read unless the value is bulk, or a sequence that holds any: those throw `VALUE_NOT_READ`. */
export function bytesOf(instance: ParsedInstance, element: Element): Uint8Array {
  return readBytes(instance, element).view(element.valueStart, element.valueEnd);
}

/** What holds the value's bytes. */
function readBytes(instance: ParsedInstance, element: Element): LoadedBytes {
  const { valueStart, valueEnd } = element;
  const bytes = bytesHolding(instance, element);
  if (isTooLongToRead(element) || !bytes.has(valueStart, valueEnd))
    throw new DicomError(
      'VALUE_NOT_READ',
      { offset: valueStart, path: formatPath(element) },
      'A value that is too long to be read is wanted as a whole',
      'Remove or empty the attribute; if it should be short, the object is damaged.',
    );
  return bytes;
}

/** Whether the value's bytes were read. */
export function isLoaded(instance: ParsedInstance, element: Element): boolean {
  return (
    !isTooLongToRead(element) && bytesHolding(instance, element).has(element.valueStart, element.valueEnd)
  );
}

function bytesHolding(instance: ParsedInstance, element: Element): LoadedBytes {
  return element.start < instance.bodyStart ? instance.metaBytes : instance.bodyBytes;
}

/**
 * The character set of a data set: its own Specific Character Set, else that of what contains it (PS3.5 6.1.2.3, PS3.3 C.12.1.1.2).
 * Throws `CHARACTER_SET_UNKNOWN`.
 */
export function characterSetIn(instance: ParsedInstance, dataSet: DataSet): CharacterSet {
  if (dataSet.characterSet !== null) return dataSet.characterSet;
  const own = elementWith(dataSet, SPECIFIC_CHARACTER_SET);
  dataSet.characterSet =
    own !== undefined
      ? characterSetOf(characterSetTerms(bytesOf(instance, own)))
      : dataSet.item === null
        ? characterSetOf([])
        : characterSetIn(instance, dataSet.item.sequence.dataSet);
  return dataSet.characterSet;
}

/** Longer values are decoded each time, so that the memory used goes by the bytes of an object and not by its text. */
const REMEMBERED_BYTES = 256;

/** The whole value as text, delimiters included, without its padding. */
export function textOf(instance: ParsedInstance, element: Element): string {
  if (element.valueEnd - element.valueStart > REMEMBERED_BYTES) return decodedText(instance, element);
  // What a rule asks for is asked for again by its edit, and when the output is held against it.
  element.text ??= decodedText(instance, element);
  return element.text;
}

function decodedText(instance: ParsedInstance, element: Element): string {
  const text =
    vrFacts(element.vr).content === 'text'
      ? characterSetIn(instance, element.dataSet).decode(
          bytesOf(instance, element),
          element.vr === 'PN' ? 'name' : 'text',
        )
      : readBytes(instance, element).latin1(element.valueStart, element.valueEnd);
  return withoutTrailingPadding(text);
}

/** Each value as text without the spaces and NULs round it, which mean nothing (PS3.5 6.2). */
export function valuesOf(instance: ParsedInstance, element: Element): readonly string[] {
  const text = textOf(instance, element);
  if (text === '') return [];
  if (!vrFacts(element.vr).multiple || !text.includes('\\')) return [withoutPadding(text)];
  return text.split('\\').map(withoutPadding);
}

/** The first value of a root attribute, or an empty string. */
export function rootText(instance: ParsedInstance, tag: Tag): string {
  const element = elementWith(instance.dataSet, tag);
  return element === undefined || element.items !== null || !isLoaded(instance, element)
    ? ''
    : (valuesOf(instance, element)[0] ?? '');
}

/** Who reserved the block of a private element in its own data set (PS3.5 7.8.1); an empty string if nobody did. */
export function privateCreatorOf(
  instance: ParsedInstance,
  { tag, dataSet }: Pick<Element, 'tag' | 'dataSet'>,
): string {
  const creator = elementWith(dataSet, creatorTagOf(tag));
  return creator === undefined ? '' : (valuesOf(instance, withVr(creator, 'LO'))[0] ?? '');
}
