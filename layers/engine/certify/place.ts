import { type Element, elementWith } from '../../dicom/element.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, groupOf, isPrivate, isPrivateCreator } from '../../dicom/tag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';
import { PLACES } from '../../text/identifyingAttributes.ts';

/**
 * What stands in an attribute, as far as a name there may be something else's:
 * - `text`: what people write. Every name counts;
 * - `term`: Defined Terms, names of kernels, filters, corrections, protocols. A word that such things are called by counts only beside another
 *   part of the name;
 * - `code`: values and meanings of codes of a published scheme, which are full of eponyms. Other names and identifiers count;
 * - `own code`: those of a scheme of one's own. They are texts, in which an order may be called by the code of what was ordered;
 * - `station`: what a device, a place or an order is called, which an option retains. People count, and what identifies them;
 * - `maker`: makers, models, versions, name spaces. No name counts, and nothing that a device is called by.
 */
export type Place = 'text' | 'term' | 'code' | 'own code' | 'station' | 'maker';

/** Makers, models and versions (PS3.3 C.7.5.1, C.8.6.1, C.8.6.2), names of schemes and issuers (PS3.3 8.1 to 8.3, 10.14, 10.17). */
const MAKERS: ReadonlySet<number> = new Set(
  [
    0x00020013, 0x00080070, 0x00080102, 0x00080103, 0x0008010d, 0x0008010f, 0x00080112, 0x00080114,
    0x00080115, 0x00080117, 0x00080118, 0x00080124, 0x00081090, 0x00181016, 0x00181017, 0x00181018,
    0x00181019, 0x0018101a, 0x0018101b, 0x00181020, 0x00400031, 0x00400032, 0x00400033,
  ].map(asTag),
);

const DEIDENTIFICATION_METHOD_CODE_SEQUENCE = asTag(0x00120064);
const CODING_SCHEME_DESIGNATOR = asTag(0x00080102);

/** Code Value, Code Meaning, and the long and URN forms of a value (PS3.3 8.1, 8.2). */
const CODES: ReadonlySet<number> = new Set([0x00080100, 0x00080104, 0x00080119, 0x00080120].map(asTag));

/** Descriptions of protocols and of how an image was made, which are put together of terms. */
const TERMS: ReadonlySet<number> = new Set(
  [0x00080008, 0x00081030, 0x0008103e, 0x00082111, 0x00181030].map(asTag),
);

/** Acquisition, relationship, presentation, nuclear medicine, segmentation, surfaces, devices, plans: what their short texts hold are terms. */
const TERM_GROUPS: ReadonlySet<number> = new Set([
  0x0018, 0x0020, 0x0022, 0x0028, 0x0048, 0x0050, 0x0052, 0x0054, 0x0062, 0x0066, 0x0068, 0x2010, 0x2050,
  0x3002, 0x3004, 0x3006, 0x3008, 0x300a, 0x3010,
]);

/** Identifiers that name a device, a station or a node of a network, and so may be what a model is called (PS3.3 C.7.5.1, C.4.10). */
export const DEVICES: ReadonlySet<number> = new Set(
  [
    0x00020016, 0x00020017, 0x00020018, 0x00080054, 0x00080055, 0x00081000, 0x00081010, 0x00181000,
    0x00181003, 0x00181004, 0x00181005, 0x00181007, 0x00181008, 0x00181010, 0x00181011, 0x0018700a,
    0x00321020, 0x00321021, 0x00400001, 0x00400010, 0x00400241, 0x00400242, 0x00500020, 0x21000140,
  ].map(asTag),
);

export function placeOf(instance: ParsedInstance, element: Element): Place {
  const { tag, vr } = element;
  if (MAKERS.has(tag) || isPrivateCreator(tag)) return 'maker';
  if (CODES.has(tag)) return isPublishedCode(instance, element) ? 'code' : 'own code';
  if (PLACES.has(tag) || DEVICES.has(tag)) return 'station';
  if (vr === 'CS' || vr === 'AE' || TERMS.has(tag)) return 'term';
  const isShort = vr === 'SH' || vr === 'LO' || vr === 'UC';
  return isShort && (isPrivate(tag) || TERM_GROUPS.has(groupOf(tag))) ? 'term' : 'text';
}

/** A scheme of one's own begins with 99 (PS3.3 8.2), or has no name. */
function isPublishedCode(instance: ParsedInstance, { dataSet }: Element): boolean {
  // Anybody can write there what method was used.
  if (dataSet.item?.sequence.tag === DEIDENTIFICATION_METHOD_CODE_SEQUENCE) return false;
  const scheme = elementWith(dataSet, CODING_SCHEME_DESIGNATOR);
  if (scheme === undefined || scheme.items !== null || !isLoaded(instance, scheme)) return false;
  const [name = ''] = valuesOf(instance, scheme);
  return name !== '' && !name.startsWith('99') && name !== 'L';
}
