import type { Random } from '../../pixels/random.ts';
import { dateOf, digits, type Hospital, type Patient, type Person } from './people.ts';

/** Descriptions as people and devices write them, and what of an identity gets into them. */

/** What a text with an identifier in it is made of: `kept` must stay, `removed` must go. */
export interface PlantedText {
  readonly text: string;
  readonly kept: readonly string[];
  readonly removed: readonly string[];
}

const lines = (text: string): readonly string[] => text.trim().split(/\s*\n\s*/);

/** By modality: of studies and series. */
export const DESCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
  CT: lines(`CT CHEST WITH CONTRAST
    CT ABDOMEN AND PELVIS
    CT HEAD WITHOUT CONTRAST
    CTA NECK
    Lung 1.25 mm
    Thin bone axial
    Portal venous phase`),
  MR: lines(`MRI BRAIN WITH AND WITHOUT CONTRAST
    MR LUMBAR SPINE
    T2 FLAIR axial
    T1 sagittal post contrast
    DWI b1000
    MRI left knee`),
  PT: lines(`PET CT WHOLE BODY
    FDG skull base to thigh
    PET attenuation corrected
    PET brain`),
  US: lines(`US ABDOMEN COMPLETE
    Ultrasound thyroid
    Renal ultrasound
    US breast left`),
  DX: lines(`XR CHEST 2 VIEWS
    Chest lateral
    XR right hand
    Pelvis AP`),
  CR: lines(`CHEST PA AND LATERAL
    Left ankle
    Cervical spine lateral`),
  MG: lines(`MAMMOGRAM SCREENING BILATERAL
    Left breast CC
    Right MLO
    Diagnostic mammogram`),
  SR: lines(`CT dose report
    Chest findings
    Measurements of lesion`),
};

interface People {
  readonly patient: Patient;
  readonly hospital: Hospital;
  readonly physician: Person;
}

/** What somebody types behind a description; each gives the words that must go. */
const TAILS: readonly ((
  who: People,
  random: Random,
) => readonly [text: string, removed: readonly string[]])[] = [
  ({ patient }) => [` for ${patient.given} ${patient.family}`, [patient.given, patient.family]],
  ({ patient }) => [` ${patient.family.toUpperCase()}, ${patient.given.toUpperCase()}`, [patient.family]],
  ({ patient }) => [` - ${patient.sex === 'F' ? 'Mrs' : 'Mr'}. ${patient.family}`, [patient.family]],
  ({ patient }) => [` MRN ${patient.id}`, [patient.id]],
  ({ patient }) => [` call ${patient.phone}`, [patient.phone]],
  ({ patient }) => [` SSN ${patient.socialSecurity}`, [patient.socialSecurity]],
  ({ patient }) => [` email ${patient.email}`, [patient.email]],
  ({ patient }) => [` lives at ${patient.street}`, [patient.street]],
  ({ physician }) => [` per Dr. ${physician.family}`, [physician.family]],
  ({ physician }) => [
    ` read by ${physician.given} ${physician.family}, MD`,
    [physician.given, physician.family],
  ],
  ({ hospital }) => [` at ${hospital.name}`, [hospital.name]],
  (_who, random) => {
    const date = dateOf(random, 2001, 2020);
    const text = `${date.slice(4, 6)}/${date.slice(6)}/${date.slice(0, 4)}`;
    return [` compare ${text}`, [text]];
  },
  (_who, random) => {
    const number = `A${digits(random, 8)}`;
    return [` ACC ${number}`, [number]];
  },
  ({ patient }) => [` DOB ${iso(patient.birthDate)}`, [iso(patient.birthDate)]],
];

function iso(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

/** A description of a modality with something of an identity behind it, at most `most` characters. */
export function plantedText(modality: string, who: People, random: Random, most = 64): PlantedText {
  const kept = descriptionOf(modality, random);
  for (let tries = 0; tries < 40; tries++) {
    const [tail, removed] = random.of(TAILS)(who, random);
    if (kept.length + tail.length <= most) return { text: kept + tail, kept: [kept], removed };
  }
  return { text: `${kept} MRN ${who.patient.id}`.slice(0, most), kept: [kept], removed: [who.patient.id] };
}

export function descriptionOf(modality: string, random: Random): string {
  return random.of(DESCRIPTIONS[modality] ?? (DESCRIPTIONS.CT as readonly string[]));
}
