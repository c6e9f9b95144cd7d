import { el } from '../../../test/support/build.ts';
import type { Random } from '../../pixels/random.ts';
import {
  changes,
  filled,
  keeps,
  maps,
  nested,
  numbers,
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
    ...kept.map((words) => keeps('DESCRIPTORS', words)),
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
    part('PatientAge', patient.age, keeps()),
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
  return [
    // Pixels that were changed are DERIVED (PS3.3 C.7.6.1.1.2).
    part('ImageType', 'ORIGINAL\\PRIMARY', ...(showsText ? [filled()] : [keeps('IOD')])),
    part('AcquisitionDate', seriesDate, shifts()),
    part('ContentDate', seriesDate, shifts()),
    part('ContentTime', timeOf(random)),
    part('AcquisitionTime', timeOf(random)),
    described('ProtocolName', modality, series, random),
    part('BodyPartExamined', random.of(['CHEST', 'ABDOMEN', 'HEAD', 'KNEE']), keeps('OPTIONS')),
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

/** By modality, values that say how an image was made (PS3.3), none of which identifies. */
export function techniqueParts(series: Series): Part[] {
  const { random, modality, frameOfReferenceUid } = series;
  const number = (keyword: string, from: number, to: number) =>
    part(keyword, String(random.whole(from, to)), keeps('OPTIONS'));
  const space = [
    part('FrameOfReferenceUID', frameOfReferenceUid, changes(), maps()),
    part('PositionReferenceIndicator', '', stays()),
    part('PixelSpacing', '0.9\\0.9', keeps('OPTIONS')),
    part('SliceThickness', random.of(['1.25', '2.5', '5']), keeps('OPTIONS')),
    part('ImagePositionPatient', `-160\\-160\\${random.whole(-300, 300)}`, keeps('OPTIONS')),
    part('ImageOrientationPatient', '1\\0\\0\\0\\1\\0', keeps('OPTIONS')),
  ];
  switch (modality) {
    case 'CT':
      return [
        ...space,
        number('KVP', 80, 140),
        number('XRayTubeCurrent', 50, 400),
        part('RescaleIntercept', '-1024', filled()),
        part('RescaleSlope', '1', filled()),
        part('ConvolutionKernel', random.of(['B30f', 'STANDARD', 'BONE']), keeps('OPTIONS')),
      ];
    case 'MR':
      return [
        ...space,
        part('ScanningSequence', 'SE', keeps('OPTIONS')),
        part('SequenceVariant', 'SK', keeps('OPTIONS')),
        part('ScanOptions', '', stays()),
        part('MRAcquisitionType', '2D', keeps('OPTIONS')),
        number('RepetitionTime', 400, 9000),
        number('EchoTime', 4, 120),
        part('EchoTrainLength', '', stays()),
      ];
    case 'PT':
      return [
        ...space,
        part('Units', 'BQML', filled(), keeps('OPTIONS')),
        number('ActualFrameDuration', 60_000, 180_000),
        nested('RadiopharmaceuticalInformationSequence', [
          part('Radiopharmaceutical', 'FDG', keeps('OPTIONS')),
          part('RadionuclideTotalDose', String(random.whole(200, 400) * 1e6), keeps('OPTIONS')),
          part('RadiopharmaceuticalStartDateTime', `${series.seriesDate}081500`, shifts()),
        ]),
      ];
    case 'CR':
    case 'DX':
    case 'MG':
      return [
        number('KVP', 25, 125),
        number('ExposureTime', 5, 900),
        part('ViewPosition', 'AP', keeps('OPTIONS')),
      ];
    default:
      return [];
  }
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

/** Image Pixel (PS3.3 C.7.6.3). */
export function pixelParts(rows: number, columns: number, bits: 8 | 16): Part[] {
  const us = (keyword: string, tag: number, value: number) =>
    numbers(keyword, 'US', tag, [value], filled(), keeps('IOD'));
  return [
    us('SamplesPerPixel', 0x00280002, 1),
    part('PhotometricInterpretation', 'MONOCHROME2', filled(), keeps('IOD')),
    us('Rows', 0x00280010, rows),
    us('Columns', 0x00280011, columns),
    us('BitsAllocated', 0x00280100, bits),
    us('BitsStored', 0x00280101, bits),
    us('HighBit', 0x00280102, bits - 1),
    us('PixelRepresentation', 0x00280103, 0),
  ];
}
