import type { NewElement } from '../../dicom/edit.ts';
import { elementWith } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import { withoutPadding } from '../../dicom/padding.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, formatTag, type Tag } from '../../dicom/tag.ts';
import { characterSetIn, isLoaded, textOf } from '../../dicom/values.ts';
import { type Vr, vrFacts } from '../../dicom/vr.ts';
import { encodeValuesAs } from '../actions/textValue.ts';
import { Phi } from '../phi.ts';

/** An attribute that a message does not say in its data set: it stands in its command, or in a message before it. */
export interface ContextValue {
  readonly tag: Tag;
  readonly vr: Vr;
  readonly value: Phi;
}

/** As an element of a root. Throws `VALUE_NOT_ENCODABLE` where its character set cannot hold the text whole: another text would be another patient. */
export function newElementOf({ tag, vr, value }: ContextValue, instance: ParsedInstance): NewElement {
  const root = instance.dataSet;
  const text = value.reveal();
  const bytes = encodeValuesAs(vr, [text], instance, root, () => formatTag(tag));
  if (vrFacts(vr).content === 'text') {
    const kind = vr === 'PN' ? 'name' : 'text';
    if (withoutPadding(characterSetIn(instance, root).decode(bytes, kind)) !== text)
      throw new DicomError(
        'VALUE_NOT_ENCODABLE',
        { path: formatTag(tag) },
        'The character set of the message has no place for a text that an earlier one had',
        'Let both messages be written in the same character set.',
      );
  }
  return { tag, vr, value: bytes };
}

/** What says who a patient is, and what study something belongs to: identities and shifts go by them, and the search for residue by the names. */
const WHOSE: readonly (readonly [Tag, Vr])[] = (
  [
    [0x00100010, 'PN'],
    [0x00100020, 'LO'],
    [0x00100021, 'LO'],
    [0x00100030, 'DA'],
    [0x0020000d, 'UI'],
  ] as const
).map(([tag, vr]) => [asTag(tag), vr]);

/** Attributes that a worklist's server must be asked for, so that the rules can tell whose an answer is. */
export const ASKED_ALWAYS: readonly (readonly [Tag, Vr])[] = WHOSE.filter(
  ([tag]) => tag !== asTag(0x00100021),
);

/** Of a message, for those after it that do not say whose they are. */
export function whoseIs(instance: ParsedInstance): readonly ContextValue[] {
  return WHOSE.flatMap(([tag, vr]) => {
    const element = elementWith(instance.dataSet, tag);
    if (element === undefined || element.items !== null || !isLoaded(instance, element)) return [];
    const text = withoutPadding(textOf(instance, element));
    return text === '' ? [] : [{ tag, vr, value: new Phi(text) }];
  });
}
