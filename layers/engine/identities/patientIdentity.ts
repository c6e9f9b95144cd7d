import { type DataSet, elementWith } from '../../dicom/element.ts';
import { withoutPadding } from '../../dicom/padding.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { isLoaded, textOf } from '../../dicom/values.ts';

const PATIENT_ID = asTag(0x00100020);
const ISSUER_OF_PATIENT_ID = asTag(0x00100021);
const ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE = asTag(0x00100024);
const UNIVERSAL_ENTITY_ID = asTag(0x00400032);
const UNIVERSAL_ENTITY_ID_TYPE = asTag(0x00400033);
const IDENTIFIER_TYPE_CODE = asTag(0x00400035);

/**
 * The Patient ID of a data set with its issuer, as HL7 v2 writes an identifier with its assigning authority (CX: ID^^^authority^type code, the
 * authority as namespace&universal ID&type; PS3.3 Table 10-18 has the attributes). Two patients have two texts, whatever stands in the parts.
 * An empty text: there is no Patient ID.
 */
export function patientIdentityOf(instance: ParsedInstance, dataSet: DataSet): string {
  const part = (of: DataSet, tag: Tag) => escaped(wholeText(instance, of, tag));
  const id = part(dataSet, PATIENT_ID);
  if (id === '') return '';
  const qualifiers = elementWith(dataSet, ISSUER_OF_PATIENT_ID_QUALIFIERS_SEQUENCE)?.items?.[0];
  const qualifier = (tag: Tag) => (qualifiers === undefined ? '' : part(qualifiers, tag));
  const namespace = part(dataSet, ISSUER_OF_PATIENT_ID);
  const universalId = qualifier(UNIVERSAL_ENTITY_ID);
  const universal = universalId === '' ? '' : `&${universalId}&${qualifier(UNIVERSAL_ENTITY_ID_TYPE)}`;
  const type = qualifier(IDENTIFIER_TYPE_CODE);
  return `${id}^^^${namespace}${universal}^${type}`.replace(/\^+$/, '');
}

/** HL7 v2 2.7.1. */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\E\\',
  '~': '\\R\\',
  '&': '\\T\\',
  '^': '\\S\\',
  '|': '\\F\\',
};

function escaped(text: string): string {
  return text.replace(/[\\~&^|]/g, (delimiter) => ESCAPES[delimiter] as string);
}

/** The whole text of an attribute of a data set, without padding; empty where it is absent. */
export function wholeText(instance: ParsedInstance, dataSet: DataSet, tag: Tag): string {
  const element = elementWith(dataSet, tag);
  return element === undefined || element.items !== null || !isLoaded(instance, element)
    ? ''
    : withoutPadding(textOf(instance, element));
}
