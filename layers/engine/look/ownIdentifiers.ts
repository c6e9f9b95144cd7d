import { elementWith } from '../../dicom/element.ts';
import { DicomError } from '../../dicom/errors.ts';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { vrOfTag } from '../../dicom/standard/vrOfTag.ts';
import { asTag } from '../../dicom/tag.ts';
import { isLoaded, valuesOf } from '../../dicom/values.ts';

/** What a device writes into its pictures of whom and when it took them: names, numbers, dates, times, places (PS3.3 C.7.1.1, C.7.2.1, C.7.3.1, C.7.5.1). */
const SHOWN = [
  ...[0x00100010, 0x00100020, 0x00100030, 0x00101000, 0x00101001, 0x00101005, 0x00101060, 0x00102160],
  ...[0x00080020, 0x00080021, 0x00080022, 0x00080023, 0x00080050, 0x00200010, 0x00380010, 0x00401001],
  ...[0x00080080, 0x00080081, 0x00081010, 0x00081040, 0x00080090, 0x00081048, 0x00081050, 0x00081060],
  ...[0x00081070, 0x00321032, 0x00321033, 0x00400006, 0x00401010, 0x00104000, 0x00181000, 0x0008002a],
].map(asTag);

/** The identifying values of an instance's root, as they stand there; names by their parts. They are originals: they live as long as the instance is looked at. */
export function ownIdentifiers(instance: ParsedInstance): readonly string[] {
  return SHOWN.flatMap((tag) => {
    const element = elementWith(instance.dataSet, tag);
    if (element === undefined || element.items !== null || !isLoaded(instance, element)) return [];
    try {
      const values = valuesOf(instance, element);
      return vrOfTag(tag) === 'PN' ? values.flatMap((name) => name.split(/[\^=]/)) : values;
    } catch (error) {
      // A value that cannot be decoded cannot be searched for; what is done with it is its rule's matter.
      if (error instanceof DicomError) return [];
      throw error;
    }
  })
    .map((value) => value.trim())
    .filter((value) => value !== '');
}
