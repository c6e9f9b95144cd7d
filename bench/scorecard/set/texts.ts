import type { Random } from '../../pixels/random.ts';
import { dateOf, digits, type Hospital, type Patient, type Person, personOf } from './people.ts';

/** Descriptions as people and devices write them, and what of an identity gets into them. */

/** What a text with an identifier in it is made of: `kept` must stay, `removed` must go. */
export interface PlantedText {
  readonly text: string;
  readonly kept: string;
  readonly removed: readonly string[];
}

const lines = (text: string): readonly string[] => text.trim().split(/\s*\n\s*/);

/** By modality: of studies, series and protocols. Some have the names of those who found a sign, a view or a sequence; none identifies anybody. */
const DESCRIPTIONS: Readonly<Record<string, readonly string[]>> = {
  CT: lines(`CT CHEST WITH CONTRAST
    CT ABDOMEN AND PELVIS W/O
    CT HEAD WITHOUT CONTRAST
    CTA NECK
    Lung 1.25 mm
    Thin bone axial
    Portal venous phase
    CT Stone protocol
    MPR coronal 3 mm
    Topogram 0.6 T20s
    CT Paranasal sinuses
    AbdPelv 5.0 B30f
    Smart Prep series`),
  MR: lines(`MRI BRAIN WITH AND WITHOUT CONTRAST
    MR LUMBAR SPINE
    T2 FLAIR axial
    T1 sagittal post contrast
    DWI b1000
    MRI left knee
    ep2d_diff_3scan_trace
    t1_mprage_sag_p2_iso
    Dixon water
    3D TOF circle of Willis
    STIR coronal
    LOC`),
  PT: lines(`PET CT WHOLE BODY
    FDG skull base to thigh
    PET attenuation corrected
    PET brain
    WB 3D MAC`),
  US: lines(`US ABDOMEN COMPLETE
    Ultrasound thyroid
    Renal ultrasound
    US breast left
    Doppler carotid bilateral
    OB second trimester`),
  DX: lines(`XR CHEST 2 VIEWS
    Chest lateral
    XR right hand
    Pelvis AP
    Waters view
    Knee 3 views`),
  CR: lines(`CHEST PA AND LATERAL
    Left ankle
    Cervical spine lateral
    Abdomen supine`),
  MG: lines(`MAMMOGRAM SCREENING BILATERAL
    Left breast CC
    Right MLO
    Diagnostic mammogram
    L CC tomosynthesis`),
  SR: lines(`CT dose report
    Chest findings
    Measurements of lesion
    Radiation dose summary`),
};

interface People {
  readonly patient: Patient;
  readonly hospital: Hospital;
  readonly physician: Person;
}

/** What is put around a description, with the words that must go. */
type Around = readonly [before: string, behind: string, removed: readonly string[]];
type Planter = (who: People, random: Random) => Around;

const behind = (text: string, ...removed: readonly string[]): Around => ['', text, removed];
const before = (text: string, ...removed: readonly string[]): Around => [text, '', removed];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

function dayText(random: Random): string {
  const date = dateOf(random, 2001, 2020);
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  const name = MONTHS[Number(month) - 1] as string;
  return random.of([
    `${month}/${day}/${year}`,
    `${Number(month)}/${Number(day)}/${year}`,
    `${year}-${month}-${day}`,
    date,
    `${day}-${name.toUpperCase()}-${year}`,
    `${name} ${Number(day)}, ${year}`,
  ]);
}

/** Of the patient, whose name and numbers are in the same instance. */
const OF_PATIENT: readonly Planter[] = [
  ({ patient: { given, family } }) => behind(` for ${given} ${family}`, given, family),
  ({ patient: { given, family } }) =>
    behind(` ${family.toUpperCase()}, ${given.toUpperCase()}`, given, family),
  ({ patient: { given, family } }) =>
    before(`${family.toUpperCase()} ${given.toUpperCase()} `, given, family),
  ({ patient: { given, family } }) => before(`${family}^${given} `, given, family),
  ({ patient: { family, sex } }) => behind(` - ${sex === 'F' ? 'Mrs' : 'Mr'}. ${family}`, family),
  ({ patient: { family } }) => behind(` pt ${family.toLowerCase()}`, family),
  ({ patient: { given } }) => behind(`, ${given}'s priors requested`, given),
  ({ patient: { id } }) => behind(` MRN ${id}`, id),
  ({ patient: { id } }) => before(`${id} `, id),
  ({ patient: { birthDate } }) => behind(` DOB ${iso(birthDate)}`, iso(birthDate)),
  ({ patient: { phone } }) => behind(` call ${phone}`, phone),
  ({ patient: { socialSecurity } }) => behind(` SSN ${socialSecurity}`, socialSecurity),
  ({ patient: { email } }) => behind(` email ${email}`, email),
  ({ patient: { street } }) => behind(` lives at ${street}`, street),
  ({ patient: { insurance } }) => behind(` ins ${insurance}`, insurance),
];

/** Of others, who are in the same instance or in none. */
const OF_OTHERS: readonly Planter[] = [
  ({ physician: { family } }) => behind(` per Dr. ${family}`, family),
  ({ physician: { given, family } }) => behind(` read by ${given} ${family}, MD`, given, family),
  ({ physician: { family } }) => behind(` d/w ${family}`, family),
  ({ hospital: { name } }) => behind(` at ${name}`, name),
  ({ hospital: { name } }) => before(`${name} `, name),
  (_who, random) => {
    const { given, family } = personOf(random);
    return behind(` tech ${given} ${family}`, given, family);
  },
  (_who, random) => {
    const { family } = personOf(random);
    return behind(` Dr ${family} notified`, family);
  },
];

/** Numbers and dates that are nowhere else. */
const NUMBERS: readonly Planter[] = [
  (_who, random) => {
    const day = dayText(random);
    return behind(` compare ${day}`, day);
  },
  (_who, random) => {
    const day = dayText(random);
    return behind(` ${day}`, day);
  },
  (_who, random) => {
    const number = `A${digits(random, 8)}`;
    return behind(` ACC ${number}`, number);
  },
  (_who, random) => {
    const number = digits(random, 9);
    return behind(` acct ${number}`, number);
  },
  (_who, random) => {
    const phone = `${digits(random, 3)}.${digits(random, 3)}.${digits(random, 4)}`;
    return behind(` fax ${phone}`, phone);
  },
  (_who, random) => {
    const address = `https://pacs.example.org/view?acc=${digits(random, 6)}`;
    return behind(` ${address}`, address);
  },
  (_who, random) => {
    const address = `10.${random.whole(1, 250)}.${random.whole(1, 250)}.${random.whole(1, 250)}`;
    return behind(` from ${address}`, address);
  },
];

function iso(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

/** A description of a modality with something of an identity around it, at most `most` characters. */
export function plantedText(modality: string, who: People, random: Random, most = 64): PlantedText {
  const kept = descriptionOf(modality, random);
  for (;;) {
    const [front, back, removed] = random.of(random.of([OF_PATIENT, OF_PATIENT, OF_OTHERS, NUMBERS]))(
      who,
      random,
    );
    const text = front + kept + back;
    if (text.length <= most) return { text, kept, removed };
  }
}

export function descriptionOf(modality: string, random: Random): string {
  return random.of(DESCRIPTIONS[modality] ?? (DESCRIPTIONS.CT as readonly string[]));
}
