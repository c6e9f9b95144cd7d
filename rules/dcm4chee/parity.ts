import { vrOfTag } from '../../layers/dicom/standard/vrOfTag.ts';
import { asTag, hexTag, type Tag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';
import type { Action, AddedAttribute, Rule, Selector, Stamps } from '../plan.ts';
import { LISTS_REVISION, type ListedTag, listedTags } from './lists.ts';
import { DEIDENTIFY_OPTIONS, OPTION_NAMES, type OptionName } from './options.ts';

/**
 * dcm4che's DeIdentifier as it is, for byte parity: its tag lists, its dummies, its unsalted hashes. In every data set: private attributes
 * and the repeating groups go, then X, then Z and D, then U.
 */
export function parityRules(options: ReadonlySet<OptionName>): readonly Rule[] {
  const hashed = options.has('RetainPatientIDHashOption') ? [patientIdHash()] : [];
  return [
    rule({ kind: 'any-private' }, { kind: 'remove' }, 'private attributes: removed'),
    // Even groups to 501E and 601E only, as it has them: private ones are gone.
    ...[0x50000000, 0x60000000].map((value) =>
      rule(
        { kind: 'mask', mask: 0xffe10000, value },
        { kind: 'remove' },
        `repeating group ${hexTag(asTag(value)).slice(0, 2)}xxxxxx: removed`,
      ),
    ),
    ...hashed,
    ...firstOfEachTag(listedTags().filter((listed) => !isRetained(listed, options))).map((listed) =>
      rule({ kind: 'tag', tag: listed.tag }, actionOf(listed), `${listed.keyword}: ${listed.code}`),
    ),
  ];
}

/** Person Name (0040,A123) is on X and on D: what removes comes first. */
function firstOfEachTag(listed: readonly ListedTag[]): readonly ListedTag[] {
  const seen = new Set<Tag>();
  return listed.filter(({ tag }) => !seen.has(tag) && seen.add(tag));
}

function isRetained({ code, part }: ListedTag, options: ReadonlySet<OptionName>): boolean {
  const retainsUids = options.has('RetainUIDsOption');
  if (code === 'U' && retainsUids) return true;
  switch (part) {
    case 'DATES':
      return options.has('RetainLongitudinalTemporalInformationFullDatesOption');
    case 'DEVICE':
      return options.has('RetainDeviceIdentityOption');
    case 'INSTITUTION':
      return options.has('RetainInstitutionIdentityOption');
    case 'UID':
      return retainsUids;
    case null:
      return false;
  }
}

const SERIES_DATE = asTag(0x00080021);
const SERIES_TIME = asTag(0x00080031);
const PATIENT_ID = asTag(0x00100020);
const PET_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.128';

/** By VR; every other has `REMOVED`, which is not a UID in Dose Reference UID (300A,0013). */
const DUMMIES: Partial<Record<Vr, string>> = { DA: '19991111', DT: '19991111111111', TM: '111111' };

/** What is on Z and has a dummy all the same: a PET image must have them (PS3.3 C.8.9.1). */
const DUMMY_ON_Z: ReadonlySet<Tag> = new Set([SERIES_DATE, SERIES_TIME]);

function actionOf({ code, tag }: ListedTag): Action {
  switch (code) {
    case 'X':
      return { kind: 'remove' };
    case 'Z':
      return DUMMY_ON_Z.has(tag) ? dummyOf(tag) : { kind: 'empty' };
    case 'D':
      return dummyOf(tag);
    case 'U':
      return { kind: 'replace-uid', method: 'md5' };
  }
}

function dummyOf(tag: Tag): Action {
  return { kind: 'set', values: [DUMMIES[vrOfTag(tag) as Vr] ?? 'REMOVED'] };
}

/** The root's alone: an ID in an item is emptied, as without the option. */
function patientIdHash(): Rule {
  return rule(
    { kind: 'tag', tag: PATIENT_ID, path: [] },
    { kind: 'patient-id-hash' },
    `PatientID (${hexTag(PATIENT_ID)}): RetainPatientIDHashOption`,
  );
}

function rule(selector: Selector, action: Action, reason: string): Rule {
  return {
    selector,
    action,
    origin: { source: `dcm4che ${LISTS_REVISION} DeIdentifier`, line: null, column: null, reason },
  };
}

/** The codes in its order, no (0012,0063), and the Series Date and Time of PET images, which it adds where they are absent. */
export function parityStamps(options: ReadonlySet<OptionName>): Stamps {
  const keepsDates = options.has('RetainLongitudinalTemporalInformationFullDatesOption');
  const added: readonly AddedAttribute[] = [
    { sopClassUid: PET_IMAGE_STORAGE, tag: SERIES_DATE, vr: 'DA', value: '19991111' },
    { sopClassUid: PET_IMAGE_STORAGE, tag: SERIES_TIME, vr: 'TM', value: '111111' },
  ];
  return {
    methodCodes: OPTION_NAMES.filter(
      (name) => name === 'BasicApplicationConfidentialityProfile' || options.has(name),
    ).map((name) => DEIDENTIFY_OPTIONS[name].code),
    longitudinal: keepsDates ? 'UNMODIFIED' : 'REMOVED',
    method: 'omit',
    ...(keepsDates ? {} : { added }),
  };
}
