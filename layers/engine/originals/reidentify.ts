import type { KeyObject } from 'node:crypto';
import { identityKey, identityScope } from '../identities/identityKey.ts';
import { Phi } from '../phi.ts';
import {
  type Clock,
  type IdentityEraser,
  type IdentityKey,
  type IdentityMap,
  type KeyRing,
  type Opener,
  purposeLabel,
} from '../ports.ts';
import { ENGINE_VERSION } from '../version.ts';
import { ERASED, openPatient, readOriginal, readPatient } from './sealedRecords.ts';

/** The record of one re-identification or erasure: one JSON line, written before anything is opened. It holds no identifier. */
export interface ReidentificationRecord {
  readonly time: string;
  readonly event: 'reidentify' | 'erase';
  /** Whether anything was there to give back, or to destroy. */
  readonly outcome: 'found' | 'unknown' | 'erased';
  /** The keyed hash of what was asked for, and of its patient: they say which lines are about the same. */
  readonly subject: string;
  readonly patient: string | null;
  /** Who asked, as the system knows them, and why, in their own words. */
  readonly by: string;
  readonly reason: string | null;
  readonly engine: { readonly version: string; readonly keyId: string };
}

export interface ReidentificationServices {
  readonly keys: KeyRing;
  readonly keyScope: string;
  readonly identities: IdentityMap & IdentityEraser;
  readonly clock: Clock;
  readonly by: string;
  readonly reason: string | null;
  record(record: ReidentificationRecord): Promise<void>;
}

/** What was sealed away. */
export interface Original {
  /** Of the identity itself; null where it was the patient's number. */
  readonly original: Phi | null;
  /** Who the patient is, by keyword. */
  readonly patient: Readonly<Record<string, Phi>>;
}

/** An original, or why there is none. */
export type Reidentified = ({ readonly kind: 'found' } & Original) | { readonly kind: 'unknown' | 'erased' };

/**
 * Gives back what an identity that Lethe issued (a UID, a pseudonym, a number) stands for. The audit line is written first: without it nothing
 * is opened. Rejects with `FaultError`.
 */
export async function reidentify(
  identity: string,
  services: ReidentificationServices & { readonly opener: Opener },
): Promise<Reidentified> {
  const { identities, opener } = services;
  const { subject, stored } = await lookUp(identity, services);
  const issued = stored === null ? null : readOriginal(stored);
  const patientKey = issued === null ? null : sealedKey(issued.patientKey, services);
  const [ofPatient = null] = patientKey === null ? [] : await identities.known([patientKey]);
  const patient = ofPatient === null ? null : readPatient(ofPatient);

  const isErased = ofPatient === ERASED;
  const outcome = isErased ? 'erased' : patient === null ? 'unknown' : 'found';
  await services.record(recordOf('reidentify', outcome, subject.key, patientKey?.key ?? null, services));
  if (issued === null || patientKey === null || patient === null)
    return { kind: isErased ? 'erased' : 'unknown' };

  const opened = await openPatient(patient, patientKey.key, opener);
  const original = await opened.original(issued.sealed, subject.key);
  return {
    kind: 'found',
    original: original === '' ? null : new Phi(original),
    patient: Object.fromEntries(Object.entries(opened.texts).map(([name, text]) => [name, new Phi(text)])),
  };
}

/**
 * Destroys the key of everything that is kept of a patient; from then on nothing more is kept. `who`: the Patient ID with its issuer
 * as HL7 writes it (`ID^^^ISSUER`), or an identity that was issued for the patient. Nothing is opened. Rejects with `FaultError`.
 */
export async function erasePatient(
  who: string,
  services: ReidentificationServices,
): Promise<'found' | 'unknown' | 'erased'> {
  const { identities, keyScope } = services;
  const { subject, subkey, stored } = await lookUp(who, services);
  const patientKey =
    stored === null
      ? identityKey(subkey, 'sealed', `patient\x1f${who}`, keyScope)
      : sealedKey(readOriginal(stored).patientKey, services);
  const [ofPatient = null] = await identities.known([patientKey]);
  const outcome = ofPatient === null ? 'unknown' : ofPatient === ERASED ? 'erased' : 'found';
  await services.record(recordOf('erase', outcome, subject.key, patientKey.key, services));
  if (outcome === 'found') await identities.erase(patientKey, ERASED);
  return outcome;
}

interface LookedUp {
  readonly subject: IdentityKey;
  readonly subkey: KeyObject;
  readonly stored: string | null;
}

async function lookUp(
  identity: string,
  { keys, keyScope, identities }: ReidentificationServices,
): Promise<LookedUp> {
  const label = purposeLabel('identity-map', keyScope);
  const subkey = (await keys.subkeys([label])).get(label) as KeyObject;
  const subject = identityKey(subkey, 'original', identity, keyScope);
  const [stored = null] = await identities.known([subject]);
  return { subject, subkey, stored };
}

function sealedKey(key: string, { keyScope }: ReidentificationServices): IdentityKey {
  return { scope: identityScope('sealed', keyScope), key };
}

function recordOf(
  event: ReidentificationRecord['event'],
  outcome: ReidentificationRecord['outcome'],
  subject: string,
  patient: string | null,
  { clock, by, reason, keys }: ReidentificationServices,
): ReidentificationRecord {
  return {
    time: new Date(clock.now()).toISOString(),
    event,
    outcome,
    subject,
    patient,
    by,
    reason,
    engine: { version: ENGINE_VERSION, keyId: keys.keyId },
  };
}
