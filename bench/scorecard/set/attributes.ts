import { el } from '../../../test/support/build.ts';
import type { Random } from '../../pixels/random.ts';
import {
  changes,
  filled,
  keeps,
  maps,
  nested,
  type Part,
  part,
  plain,
  privateParts,
  privateSequence,
  removes,
  shifts,
  stays,
} from './parts.ts';
import { digits, type Hospital, type Patient, type Person, personOf, timeOf } from './people.ts';
import { descriptionOf, plantedText } from './texts.ts';

/** What the instances of a series have in common. */
export interface Series {
  readonly random: Random;
  readonly patient: Patient;
  readonly hospital: Hospital;
  readonly physician: Person;
  readonly modality: string;
  readonly sopClassUid: string;
  readonly terms: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly frameOfReferenceUid: string;
  /** YYYYMMDD. */
  readonly studyDate: string;
  readonly seriesDate: string;
  readonly accession: string;
  readonly studyId: string;
  readonly seriesNumber: number;
  readonly studyDescription: Part;
  readonly seriesDescription: Part;
}

const name = ({ given, family }: Person) => `${family}^${given}`;
const bothNames = (person: Person) => [removes('HIPAA', person.family), removes('HIPAA', person.given)];

/** An attribute with a description; in about half of them something of an identity is behind it. */
export function described(
  keyword: string,
  modality: string,
  who: Parameters<typeof plantedText>[1],
  random: Random,
): Part {
  if (random.next() < 0.45) {
    const text = descriptionOf(modality, random);
    return part(keyword, text, keeps('DESCRIPTORS'));
  }
  const { text, kept, removed } = plantedText(modality, who, random);
  return part(
    keyword,
    text,
    keeps('DESCRIPTORS', kept),
    ...removed.map((words) => removes('DESCRIPTORS', words)),
  );
}

/** Patient, General Study, General Series, General Equipment and SOP Common of one instance, as hospitals fill them. */
export function patientAndStudy(series: Series, sopUid: string, instanceNumber: string): Part[] {
  const { random, patient, hospital, physician, modality } = series;
  const operator = personOf(random);
  const reader = personOf(random);
  return [
    part('SpecificCharacterSet', series.terms),
    part('InstanceCreationDate', series.studyDate, shifts()),
    part('SOPClassUID', series.sopClassUid, filled(), keeps('IOD')),
    part('SOPInstanceUID', sopUid, filled(), changes(), maps()),
    part('StudyDate', series.studyDate, stays(), shifts()),
    part('SeriesDate', series.seriesDate, shifts()),
    part('StudyTime', timeOf(random), stays()),
    part('AccessionNumber', series.accession, stays(), removes()),
    part('Modality', modality, filled(), keeps('IOD')),
    part(
      'Manufacturer',
      random.of(['SIEMENS', 'GE MEDICAL SYSTEMS', 'Philips Medical Systems']),
      keeps('OPTIONS'),
    ),
    part('InstitutionName', hospital.name, removes()),
    part('InstitutionAddress', hospital.address, removes('HIPAA', hospital.address.split(',')[0])),
    part('ReferringPhysicianName', name(physician), stays(), ...bothNames(physician)),
    part('ReferringPhysicianTelephoneNumbers', `555-${digits(random, 3)}-${digits(random, 4)}`, removes()),
    plain(el(0x00081010, 'SH', hospital.station)),
    series.studyDescription,
    series.seriesDescription,
    part('PerformingPhysicianName', name(reader), ...bothNames(reader)),
    part('OperatorsName', name(operator), ...bothNames(operator)),
    part('PatientName', name(patient), stays(), ...bothNames(patient)),
    part('PatientID', patient.id, stays(), removes(), {
      action: 'patid_consistent',
      category: 'BASIC',
    }),
    part('IssuerOfPatientID', `${hospital.name.slice(0, 8).toUpperCase()}-HIS`, removes()),
    part('PatientBirthDate', patient.birthDate, stays(), removes()),
    part('PatientSex', patient.sex, stays(), keeps()),
    part('OtherPatientIDs', patient.insurance, removes()),
    ageOf(series),
    part('PatientSize', (1.5 + random.whole(0, 40) / 100).toFixed(2), keeps()),
    part('PatientWeight', String(random.whole(48, 110)), keeps()),
    part('PatientAddress', `${patient.street}, ${patient.city}`, removes('HIPAA', patient.street)),
    part('PatientMotherBirthName', name(patient.mother), ...bothNames(patient.mother)),
    part('PatientTelephoneNumbers', patient.phone, removes()),
    described('AdditionalPatientHistory', modality, series, random),
    described('PatientComments', modality, series, random),
    part('StudyInstanceUID', series.studyUid, filled(), changes(), maps()),
    part('SeriesInstanceUID', series.seriesUid, filled(), changes(), maps()),
    part('StudyID', series.studyId, stays(), removes('BASIC')),
    part('SeriesNumber', String(series.seriesNumber), stays()),
    part('InstanceNumber', instanceNumber, stays(), keeps('IOD')),
    requestOf(series),
    ...(random.next() < 0.5 ? [described('ImageComments', modality, series, random)] : []),
  ];
}

/** In years. Over 89 it identifies, and goes (45 CFR 164.514(b)(2)(i)(C)). */
function ageOf({ patient, studyDate }: Series): Part {
  const years = Number(studyDate.slice(0, 4)) - Number(patient.birthDate.slice(0, 4));
  return part('PatientAge', `${String(years).padStart(3, '0')}Y`, years > 89 ? removes() : keeps());
}

/** What the information system asked for, one item deep. */
function requestOf(series: Series): Part {
  const { random, modality } = series;
  return nested('RequestAttributesSequence', [
    part('AccessionNumber', series.accession, removes()),
    described('RequestedProcedureDescription', modality, series, random),
    described('ScheduledProcedureStepDescription', modality, series, random),
    part('ScheduledProcedureStepID', `SPS${digits(random, 6)}`, removes('BASIC')),
    part('RequestedProcedureID', `RP${digits(random, 6)}`, removes('BASIC')),
  ]);
}

/** Attributes of images: some that nothing may happen to, dates, protocol, references. */
export function imageParts(series: Series, referenced: string | null, showsText: boolean): Part[] {
  const { random, modality, seriesDate } = series;
  const imageType = `ORIGINAL\\PRIMARY${modality === 'CT' || modality === 'MR' ? '\\AXIAL' : ''}`;
  return [
    // Pixels that were changed are DERIVED (PS3.3 C.7.6.1.1.2).
    part('ImageType', imageType, ...(showsText ? [filled()] : [keeps('IOD')])),
    part('PatientOrientation', 'L\\F', keeps('OPTIONS')),
    part('AcquisitionDate', seriesDate, shifts()),
    part('ContentDate', seriesDate, shifts()),
    part('ContentTime', timeOf(random)),
    part('AcquisitionTime', timeOf(random)),
    described('ProtocolName', modality, series, random),
    part('BodyPartExamined', random.of(['CHEST', 'ABDOMEN', 'HEAD', 'PELVIS']), keeps('OPTIONS')),
    ...(referenced === null
      ? []
      : [
          nested('ReferencedImageSequence', [
            part('ReferencedSOPClassUID', series.sopClassUid),
            part('ReferencedSOPInstanceUID', referenced, changes()),
          ]),
        ]),
  ];
}

/** Private attributes of makers: of Table E.3.10-1, and others in which an identity is. */
export function privateAttributes(series: Series): Part[] {
  const { random, patient, hospital } = series;
  const safe = [
    privateParts(0x0019, 'SIEMENS MR HEADER', [
      { element: 0x0c, vr: 'IS', value: String(random.whole(0, 2000)), claims: [keeps('PRIVATE')] },
    ]),
    privateParts(0x0043, 'GEMS_PARM_01', [
      { element: 0x39, vr: 'IS', value: `${random.whole(0, 1000)}\\8\\0\\0`, claims: [keeps('PRIVATE')] },
    ]),
    privateParts(0x2001, 'Philips Imaging DD 001', [
      { element: 0x03, vr: 'FL', value: [random.whole(0, 1000)], claims: [keeps('PRIVATE')] },
    ]),
  ];
  const csa = `SV10 tPatientsName:"${patient.family}" tPatientID:"${patient.id}"`;
  const unsafe = [
    privateParts(0x0009, 'GEMS_IDEN_01', [
      { element: 0x02, vr: 'SH', value: hospital.station, claims: [removes('PRIVATE')] },
      {
        element: 0x31,
        vr: 'LO',
        value: `${patient.family} ${patient.given}`,
        claims: [removes('PRIVATE', patient.family)],
      },
    ]),
    privateParts(0x0029, 'SIEMENS CSA HEADER', [
      {
        element: 0x10,
        vr: 'OB',
        value: new Uint8Array(Buffer.from(csa, 'latin1')),
        text: csa,
        claims: [removes('PRIVATE', patient.id)],
      },
    ]),
    privateSequence(0x0011, 'WESTBROOK PACS 2.1', 0x20, [
      [
        part('PatientName', name(patient), removes('PRIVATE', patient.family)),
        part('StudyDate', series.studyDate, removes('PRIVATE')),
        part('ReferencedSOPInstanceUID', series.seriesUid, changes('PRIVATE')),
      ],
    ]),
  ];
  return [...random.of(safe), ...random.of(unsafe)];
}
