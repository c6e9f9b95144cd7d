import { el, type Node } from '../build.ts';
import { attr, code, items } from './attribute.ts';
import type { Planter } from './plant.ts';

/** Who and what the instances of one study have in common. All of it is invented. */
export interface Study {
  readonly planter: Planter;
  readonly terms: readonly string[];
  readonly family: string;
  readonly given: string;
  readonly patientId: string;
  readonly studyDate: string;
  readonly studyUid: string;
  readonly frameOfReferenceUid: string;
}

const FAMILIES = ['Bergström-Okafor', 'Løvdahl-Ferreira', 'Kühnemann-Abara', 'Sørlund-Mbeki'] as const;
const GIVEN = ['Oriane', 'Thorvald', 'Melusine', 'Leocadia'] as const;

export function studyOf(planter: Planter, terms: readonly string[]): Study {
  return {
    planter,
    terms,
    family: planter.pick('family', FAMILIES),
    given: planter.pick('given', GIVEN),
    patientId: `KH-${planter.digits('patient id', 7)}`,
    studyDate: `202403${planter.pick('day', ['14', '18', '22', '27'])}`,
    studyUid: planter.uid('study'),
    frameOfReferenceUid: planter.uid('frame of reference'),
  };
}

/** Patient, General Study and General Equipment: every identifier that a hospital's own systems put there. */
export function patientAndStudy(study: Study): Node[] {
  const { planter, family, given } = study;
  const text = (value: string) => planter.plant(value, study.terms);
  const number = (label: string, count: number) => planter.digits(label, count);
  return [
    attr('SpecificCharacterSet', study.terms.join('\\')),
    attr('InstanceCreationDate', text(study.studyDate)),
    attr('InstanceCreatorUID', planter.uid('creator')),
    attr('StudyDate', text(study.studyDate)),
    attr('StudyTime', text('091533.427118')),
    attr('AccessionNumber', text(`ACC${number('accession', 9)}`)),
    attr('RetrieveAETitle', text('NORDHAFEN_PACS1')),
    attr('StationAETitle', text('NHF_MODALITY_07')),
    attr('InstitutionName', text('Klinikum Nordhafen')),
    attr('InstitutionAddress', text('Speicherkai 17, 26789 Nordhafen')),
    attr('InstitutionalDepartmentName', text('Radiologie Haus C')),
    attr('ReferringPhysicianName', text('Halvorsen^Tormod^^Dr.')),
    attr('ReferringPhysicianTelephoneNumbers', text(`+49 4920 ${number('referrer', 6)}`)),
    items('ReferringPhysicianIdentificationSequence', [
      attr('InstitutionName', text('Praxis am Leuchtturm')),
      items(
        'PersonIdentificationCodeSequence',
        code(text(`BSNR${number('bsnr', 7)}`), 'L', text('Halvorsen Praxis')),
      ),
      attr('PersonAddress', text('Deichweg 3, 26788 Westersand')),
    ]),
    attr('StationName', text('NHF-SUITE-04')),
    attr('StudyDescription', text(`Verlaufskontrolle ${family}`)),
    attr('PhysiciansOfRecord', text('Quintana^Ruperta')),
    attr('PerformingPhysicianName', text('Iwasaki-Lund^Petra')),
    attr('OperatorsName', text('Zubrowski^Kasimir\\Adeyemi^Folake')),
    attr('AdmittingDiagnosesDescription', text(`Zuweisung ${given} aus Station 5B`)),
    attr('PatientName', text(`${family}^${given}^Maria`)),
    attr('PatientID', text(study.patientId)),
    attr('IssuerOfPatientID', text('NORDHAFEN-KIS')),
    attr('PatientBirthDate', text('19610914')),
    attr('PatientBirthTime', text('041207.300')),
    attr('PatientSex', 'F'),
    attr('OtherPatientIDs', text(`VERS${number('insurance', 9)}`)),
    attr('OtherPatientNames', text(`Vandersteen^${given}`)),
    items('OtherPatientIDsSequence', [
      attr('PatientID', text(`REG${number('register', 8)}`)),
      attr('TypeOfPatientID', 'TEXT'),
    ]),
    attr('PatientBirthName', text(`Vandersteen^${given}`)),
    attr('PatientAge', text('062Y')),
    attr('PatientSize', text('1.683174')),
    attr('PatientWeight', text('71.352286')),
    attr('PatientAddress', text('Möwenstieg 41b, 26789 Nordhafen')),
    attr('PatientMotherBirthName', text('Achterberg^Wilhelmine')),
    attr('PatientTelephoneNumbers', text(`+49 170 ${number('phone', 8)}`)),
    el(0x00102162, 'UC', text('Nordseeinsel-Friesisch')),
    attr('Occupation', text('Hafenlotsin')),
    attr('AdditionalPatientHistory', text(`Frau ${family} berichtet von einem Sturz im Trockendock.`)),
    attr('PatientComments', text(`Angehörige: ${given}s Bruder Eilert, Tel. ${number('relative', 7)}`)),
    attr('DeviceSerialNumber', text(`SN${number('serial', 8)}`)),
    el(0x00181009, 'UT', text(`=/W4146${number('udi', 10)}=/A0000X`)),
    attr('DateOfLastCalibration', text('20240227')),
    attr('TimeOfLastCalibration', text('063011.9')),
    attr('StudyInstanceUID', study.studyUid),
    attr('StudyID', text(`ST${number('study id', 7)}`)),
    attr('RequestingPhysician', text('Nwachukwu^Blessing')),
    attr('RequestedProcedureDescription', text(`Auftrag ${number('order', 7)} Station 5B`)),
    attr('CurrentPatientLocation', text('Haus C, Zimmer 512, Bett 2')),
    items('RequestAttributesSequence', [
      attr('RequestedProcedureID', text(`RP${number('procedure', 7)}`)),
      attr('ScheduledProcedureStepID', text(`SPS${number('step', 7)}`)),
    ]),
    attr('PerformedProcedureStepStartDate', text(study.studyDate)),
    attr('PerformedProcedureStepID', text(`PPS${number('performed', 7)}`)),
    attr('CommentsOnThePerformedProcedureStep', text('Patientin kam in Begleitung ihrer Tochter Svantje.')),
    attr('PerformedStationAETitle', text('NHF_SUITE04_MPPS')),
  ];
}

/** File meta information that names who sent it (PS3.10 Table 7.1-1). */
export function senders({ planter }: Study): Node[] {
  return [
    el(0x00020016, 'AE', planter.plant('NHF_SENDER_AE')),
    el(0x00020017, 'AE', planter.plant('NHF_SENDING_AE')),
    el(0x00020018, 'AE', planter.plant('NHF_RECEIVER_AE')),
    el(0x00020026, 'UR', planter.plant('https://pacs.klinikum-nordhafen.example/')),
  ];
}
