import { createHash, createHmac, type KeyObject } from 'node:crypto';
import type { RulePlan } from '../../../rules/plan.ts';
import {
  type Edit,
  type Edits,
  editAt,
  type NewDataSet,
  type NewElement,
  withEdits,
} from '../../dicom/edit.ts';
import { type DataSet, type Element, type Encoding, elementWith } from '../../dicom/element.ts';
import { asciiValue, concat, encodeElement, encodeItem, padded } from '../../dicom/encode.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, creatorTagOf, isGroupLength, isPrivate } from '../../dicom/tag.ts';
import { rootText } from '../../dicom/values.ts';
import type { Decision } from '../decide/decision.ts';
import { type KeyRing, purposeLabel } from '../ports.ts';
import type { ByteStream } from './cms.ts';

export const ENCRYPTED_ATTRIBUTES_SEQUENCE = asTag(0x04000500);
const ENCRYPTED_CONTENT_TRANSFER_SYNTAX_UID = asTag(0x04000510);
const ENCRYPTED_CONTENT = asTag(0x04000520);
const MODIFIED_ATTRIBUTES_SEQUENCE = asTag(0x04000550);
const SPECIFIC_CHARACTER_SET = asTag(0x00080005);
const SOP_INSTANCE_UID = asTag(0x00080018);

/**
 * An item of Encrypted Attributes Sequence (PS3.15 E.1.1, PS3.3 C.12.1.1.4.1): every root attribute that the decisions change, as it was and with all
 * its items, in a Modified Attributes Sequence, encrypted for the holder of a certificate. Values that were too long to be read are left
 * out. Null: the plan names no certificate, or nothing changes. The same instance gives the same bytes: what CMS wants random is drawn from the key, the instance and the content. Rejects with `FaultError`.
 */
export async function encryptedAttributes(
  { encryptedAttributesFor: pem }: RulePlan,
  instance: ParsedInstance,
  decisions: readonly Decision[],
  { keys, keyScope }: { readonly keys: KeyRing; readonly keyScope: string },
): Promise<NewDataSet | null> {
  if (pem === null) return null;
  const originals = originalsOf(instance, decisions);
  if (originals.length === 0) return null;
  const { encoding } = instance.dataSet;
  const content = modifiedAttributes(instance, originals, encoding);
  // Loaded only where rules want it: a cold start without it is shorter.
  const { envelop, recipientOf } = await import('./cms.ts');
  const label = purposeLabel('encrypted-attributes', keyScope);
  const subkey = (await keys.subkeys([label])).get(label) as KeyObject;
  const enveloped = envelop(content, recipientOf(pem), bytesFor(subkey, pem, instance, content));
  return [
    {
      tag: ENCRYPTED_CONTENT_TRANSFER_SYNTAX_UID,
      vr: 'UI',
      value: asciiValue(transferSyntaxOf(encoding), 'UI'),
    },
    { tag: ENCRYPTED_CONTENT, vr: 'OB', value: padded(enveloped, 'OB') },
  ];
}

/** The edits, and the item in the instance's Encrypted Attributes Sequence: after those that stay there, or in a new one. */
export function withEncryptedAttributes(edits: Edits, root: DataSet, item: NewDataSet | null): Edits {
  if (item === null) return edits;
  const elements = new Map<number, Edit>();
  const inserts = new Map(edits.inserts);
  const sequence: NewElement = { tag: ENCRYPTED_ATTRIBUTES_SEQUENCE, vr: 'SQ', value: [item] };
  const standing = elementWith(root, ENCRYPTED_ATTRIBUTES_SEQUENCE);
  if (standing === undefined) inserts.set(root, [...(inserts.get(root) ?? []), sequence]);
  else if (standing.items === null || editAt(edits.elements, standing.start) !== undefined)
    elements.set(standing.start, { kind: 'replace', by: sequence });
  else elements.set(standing.start, { kind: 'append-items', items: [item] });
  // PS3.5 7.1 allows an attribute once, and a reader may take the second copy for ours.
  for (const element of root.elements)
    if (element.tag === ENCRYPTED_ATTRIBUTES_SEQUENCE && element !== standing)
      elements.set(element.start, { kind: 'remove' });
  // A group length of before would be wrong (PS3.5 7.2).
  const groupLength = elementWith(root, asTag(0x04000000));
  if (groupLength !== undefined) elements.set(groupLength.start, { kind: 'remove' });
  return { ...edits, elements: withEdits(edits.elements, elements), inserts };
}

/** Changed root attributes, what the private ones are known by, and the character set of it all, in the order of the file. */
function originalsOf(instance: ParsedInstance, decisions: readonly Decision[]): readonly Element[] {
  const { dataSet, bodyBytes } = instance;
  const wanted = new Set<Element>();
  for (const { element } of decisions) {
    const original = rootAncestor(element);
    if (
      original.dataSet !== dataSet ||
      isGroupLength(original.tag) ||
      !bodyBytes.has(original.start, original.end)
    )
      continue;
    wanted.add(original);
    const creator = isPrivate(original.tag) ? elementWith(dataSet, creatorTagOf(original.tag)) : undefined;
    if (creator !== undefined) wanted.add(creator);
  }
  const characterSet = elementWith(dataSet, SPECIFIC_CHARACTER_SET);
  if (wanted.size > 0 && characterSet !== undefined) wanted.add(characterSet);
  return dataSet.elements.filter((element) => wanted.has(element));
}

function rootAncestor(element: Element): Element {
  let at = element;
  while (at.dataSet.item !== null) at = at.dataSet.item.sequence;
  return at;
}

/** The Encrypted Attributes Data Set (PS3.3 C.12.1.1.4.1), not encrypted yet. */
function modifiedAttributes(
  { bodyBytes }: ParsedInstance,
  originals: readonly Element[],
  encoding: Encoding,
): Uint8Array {
  const bytes = concat(originals.map(({ start, end }) => bodyBytes.view(start, end)));
  const value = encodeItem(bytes, encoding);
  return encodeElement({ tag: MODIFIED_ATTRIBUTES_SEQUENCE, vr: 'SQ', value }, encoding);
}

/** The native transfer syntax of elements that are copied as they stand (PS3.5 A.1 to A.3). */
function transferSyntaxOf({ explicitVr, littleEndian }: Encoding): string {
  if (!explicitVr) return '1.2.840.10008.1.2';
  return littleEndian ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2.2';
}

/**
 * HMAC-SHA256 in counter mode (NIST SP 800-108r1 4.1) over label, recipient, instance and content: who lacks the subkey cannot tell it from
 * random, and another content has another key and IV.
 */
function bytesFor(subkey: KeyObject, pem: string, instance: ParsedInstance, content: Uint8Array): ByteStream {
  const digest = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
  const seed = `${digest(pem)}\x1f${rootText(instance, SOP_INSTANCE_UID)}\x1f${digest(content)}`;
  return (label, count) => {
    const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, index) =>
      createHmac('sha256', subkey)
        .update(`${seed}\x1f${label}\x1f${index + 1}`)
        .digest(),
    );
    return Buffer.concat(blocks).subarray(0, count);
  };
}
