import { el, instance, sq } from '../support/build.ts';

/** Instances of many patients that share UIDs among each other, so that every worker meets every other one. */
export interface Cohort {
  readonly instances: number;
  readonly patients: number;
}

/** What names something in an instance, by the path it stands at in the output too. */
export type Originals = Readonly<Record<string, string>>;

const ROOT = '1.2.826.0.1.3680043.9.7777';

const patientOf = (index: number, { patients }: Cohort) => index % patients;

export const PATIENT_ID = '(0010,0020)';
export const PATIENT_NAME = '(0010,0010)';

export function patientName(index: number, cohort: Cohort): string {
  // Names recur: a patient is an ID with its issuer.
  return `Name${patientOf(index, cohort) % 7}^Given`;
}

/** A patient's ID and issuer; the IDs of two issuers are the same. */
function patientId(patient: number): readonly [id: string, issuer: string] {
  return [`P${Math.floor(patient / 2)}`, patient % 2 === 0 ? 'NORTH' : 'SOUTH'];
}

/** Who the patient of an instance is, as one text. */
export function patientKey(index: number, cohort: Cohort): string {
  return patientId(patientOf(index, cohort)).join(' of ');
}

/** The UIDs of an instance: its own, its patient's, those of others that it refers to, and one that all have. */
export function uidsOf(index: number, cohort: Cohort): Originals {
  const patient = patientOf(index, cohort);
  return {
    '(0008,0018)': `${ROOT}.1.${index}`,
    '(0008,1140)[0](0008,1155)': `${ROOT}.1.${(index * 7 + 3) % cohort.instances}`,
    '(0008,1140)[1](0008,1155)': `${ROOT}.1.${(index + cohort.patients) % cohort.instances}`,
    '(0018,1002)': `${ROOT}.2`,
    '(0020,000D)': `${ROOT}.3.${patient}`,
    '(0020,000E)': `${ROOT}.4.${patient}.${Math.floor(index / cohort.patients) % 2}`,
    '(0020,0052)': `${ROOT}.5.${patient % 10}`,
  };
}

export function bytesOf(index: number, cohort: Cohort): Uint8Array {
  const uids = uidsOf(index, cohort);
  const uid = (path: string) => uids[path] as string;
  const [id, issuer] = patientId(patientOf(index, cohort));
  const reference = (item: number) => [
    el(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
    el(0x00081155, 'UI', uid(`(0008,1140)[${item}](0008,1155)`)),
  ];
  return instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
      el(0x00080018, 'UI', uid('(0008,0018)')),
      sq(0x00081140, [reference(0), reference(1)]),
      el(0x00100010, 'PN', patientName(index, cohort)),
      el(0x00100020, 'LO', id),
      el(0x00100021, 'LO', issuer),
      el(0x00181002, 'UI', uid('(0018,1002)')),
      el(0x0020000d, 'UI', uid('(0020,000D)')),
      el(0x0020000e, 'UI', uid('(0020,000E)')),
      el(0x00200052, 'UI', uid('(0020,0052)')),
    ],
  });
}
