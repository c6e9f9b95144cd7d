import type { KeyObject } from 'node:crypto';
import type { ParsedInstance } from '../../dicom/parse.ts';
import { asTag, type Tag } from '../../dicom/tag.ts';
import { OF_STUDY } from '../actions/pseudonym.ts';
import { FaultError } from '../faults.ts';
import { identityKey } from '../identities/identityKey.ts';
import { patientIdentityOf, wholeText } from '../identities/patientIdentity.ts';
import { type IdentityMap, type KeyRing, purposeLabel, type Sealer } from '../ports.ts';
import type { Request, Resolutions } from '../resolve/requests.ts';
import {
  formatOriginal,
  formatPatient,
  newPatientRecord,
  type PatientRecord,
  readPatient,
} from './sealedRecords.ts';

/** What originals are kept with. */
export interface OriginalsServices {
  readonly keys: KeyRing;
  readonly keyScope: string;
  readonly identities: IdentityMap;
  readonly sealer?: Sealer | undefined;
}

/**
 * Keeps what gives the identities of an instance back, sealed: each identity that was issued, by its keyed hash, with its original, and once for each
 * patient who it is. Everything of a patient is sealed for that patient's own key pair, whose private key only another role can open;
 * once that half is erased the rest is noise. An erased patient stays erased: nothing more is kept.
 * Rejects with `FaultError`. What was kept before stays as it is, so a second time changes nothing.
 */
export async function keepOriginals(
  instance: ParsedInstance,
  resolutions: Resolutions,
  { keys, keyScope, identities, sealer }: OriginalsServices,
): Promise<void> {
  if (sealer === undefined) throw noSealer();
  const label = purposeLabel('identity-map', keyScope);
  const subkey = (await keys.subkeys([label])).get(label) as KeyObject;

  const issued = issuedIdentities(resolutions);
  const patientKey = identityKey(subkey, 'sealed', whoseOriginals(instance), keyScope);
  const issuedKeys = issued.map(({ identity }) => identityKey(subkey, 'original', identity, keyScope));
  const [ofPatient = null, ...ofIssued] = await identities.known([patientKey, ...issuedKeys]);

  const patient = ofPatient === null ? await claimPatient(instance, patientKey.key) : readPatient(ofPatient);
  if (patient === null) return;
  const claims = issued.map(async ({ original }, index) => {
    const key = issuedKeys[index];
    if (key === undefined || ofIssued[index] !== null) return [];
    return [{ ...key, candidate: await formatOriginal(patient, patientKey.key, key.key, original) }];
  });
  await identities.claim((await Promise.all(claims)).flat());

  async function claimPatient(of: ParsedInstance, key: string): Promise<PatientRecord | null> {
    const record = await newPatientRecord(patientTexts(of), key, sealer as Sealer);
    const [value] = await identities.claim([{ ...patientKey, candidate: formatPatient(record) }]);
    return readPatient(value as string);
  }
}

interface Issued {
  readonly identity: string;
  /** Empty where it is the patient's own number, or the study's pseudonym: the patient's record says who it is. */
  readonly original: string;
}

/** Identities that stand for one original each. A made-up name may be anybody's, and a moved date is not an identity. */
function issuedIdentities(resolutions: Resolutions): readonly Issued[] {
  const issued = new Map<string, Issued>();
  for (const { request, answer } of resolutions.settled())
    if (answer !== '') {
      const original = originalOf(request);
      if (original !== null) issued.set(answer, { identity: answer, original });
    }
  return [...issued.values()];
}

function originalOf(request: Request): string | null {
  switch (request.kind) {
    case 'pseudonym': {
      const original = request.original.reveal();
      return original.startsWith(OF_STUDY) ? '' : original;
    }
    case 'uid':
    case 'patient-id-hash':
    case 'lookup':
      return request.original.reveal();
    case 'number':
      return '';
    default:
      return null;
  }
}

const STUDY_INSTANCE_UID = asTag(0x0020000d);
const SOP_INSTANCE_UID = asTag(0x00080018);

/** Whose key the originals of an instance are sealed for. Without a Patient ID each study is a patient. */
function whoseOriginals(instance: ParsedInstance): string {
  const text = (tag: Tag) => wholeText(instance, instance.dataSet, tag);
  const patient = patientIdentityOf(instance, instance.dataSet);
  if (patient !== '') return `patient\x1f${patient}`;
  const study = text(STUDY_INSTANCE_UID);
  return study === '' ? `instance\x1f${text(SOP_INSTANCE_UID)}` : `study\x1f${study}`;
}

/** What says who a patient is (PS3.3 C.7.1.1). */
const PATIENT_TAGS = {
  PatientID: asTag(0x00100020),
  IssuerOfPatientID: asTag(0x00100021),
  PatientName: asTag(0x00100010),
  PatientBirthDate: asTag(0x00100030),
} as const;

function patientTexts(instance: ParsedInstance): Readonly<Record<string, string>> {
  const texts = Object.entries(PATIENT_TAGS).map(
    ([keyword, tag]) => [keyword, wholeText(instance, instance.dataSet, tag)] as const,
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function noSealer(): FaultError {
  return new FaultError(
    'KEY_UNAVAILABLE',
    false,
    'The rules keep originals for re-identification, and there is no key to seal them with',
    'Give the run the public key that `lethe reidentify init` makes, or the deployment its sealing key',
  );
}
