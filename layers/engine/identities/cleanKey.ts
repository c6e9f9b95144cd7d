import type { ParsedInstance } from '../../dicom/parse.ts';
import { isValidUid } from '../../dicom/standard/uid.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { rootText } from '../../dicom/values.ts';
import type { KeyRing, ObjectNames } from '../ports.ts';
import { hashedName, objectNameKey } from './objectNames.ts';

const STUDY_INSTANCE_UID = asTag(0x0020000d);
const SERIES_INSTANCE_UID = asTag(0x0020000e);
const SOP_INSTANCE_UID = asTag(0x00080018);

/**
 * `<StudyInstanceUID>/<SeriesInstanceUID>/<SOPInstanceUID>.dcm` of the output, so of new UIDs. A composite without study or series (PS3.3
 * A.1.2.3) has `no-study`, `no-series` there, one without instance UID the keyed hash of its source; what rules kept and is not a UID goes in as a keyed hash, for it may be anything.
 * All of them under the key of identities: the same instance has the same clean key for ever, whatever names objects.
 */
export function cleanKeyOf(
  instance: ParsedInstance,
  names: ObjectNames,
  ring: { keys: KeyRing; keyScope: string },
): Promise<string> {
  return cleanKeyWith((tag) => rootText(instance, tag), names, ring);
}

/** The same for an output that is not there: `textIn` says the first value of a root attribute of it, or an empty string. */
export async function cleanKeyWith(
  textIn: (tag: Tag) => string,
  names: ObjectNames,
  { keys, keyScope }: { keys: KeyRing; keyScope: string },
): Promise<string> {
  const key = await objectNameKey(keys, keyScope);
  const part = (tag: Tag) => {
    const uid = textIn(tag);
    return uid === '' || isValidUid(uid) ? uid : hashedName(key, uid);
  };
  const study = part(STUDY_INSTANCE_UID) || 'no-study';
  const series = part(SERIES_INSTANCE_UID) || 'no-series';
  return `${study}/${series}/${part(SOP_INSTANCE_UID) || (names.former ?? names).version}.dcm`;
}
