import { createPrivateKey, type KeyObject } from 'node:crypto';
import { FaultError } from '../faults.ts';
import type { Opener, Sealer } from '../ports.ts';
import { newBoxKeys, publicKeyOfRaw, rawPublicKey } from './boxKeys.ts';
import { openBox, sealBox } from './sealedBox.ts';

/** What stands in the place of a patient's record once it was erased. */
export const ERASED = 'erased';

/** What is kept of a patient: a key pair, its private key sealed, and who the patient is, sealed for the pair. */
export interface PatientRecord {
  readonly publicKey: KeyObject;
  readonly sealedPrivateKey: Uint8Array;
  readonly sealedTexts: Uint8Array;
}

/** `key`: the keyed hash that the record is kept under. */
export async function newPatientRecord(
  texts: Readonly<Record<string, string>>,
  key: string,
  sealer: Sealer,
): Promise<PatientRecord> {
  const { publicKey, privateKey } = newBoxKeys();
  const bytes = privateKey.export({ format: 'der', type: 'pkcs8' });
  try {
    return {
      publicKey,
      sealedPrivateKey: await sealer.seal(bytes, patientContext(key)),
      sealedTexts: await sealBox(publicKey, paddedJson(texts), patientContext(key)),
    };
  } finally {
    bytes.fill(0);
  }
}

export function formatPatient({ publicKey, sealedPrivateKey, sealedTexts }: PatientRecord): string {
  return ['p1', ...[rawPublicKey(publicKey), sealedPrivateKey, sealedTexts].map(base64)].join('.');
}

/** Null: the patient was erased. Throws `FaultError` for what Lethe did not write. */
export function readPatient(value: string): PatientRecord | null {
  if (value === ERASED) return null;
  const [form, publicKey, sealedPrivateKey, sealedTexts, ...more] = value.split('.');
  if (isLater(form, 'p')) throw later();
  if (form !== 'p1' || sealedTexts === undefined || more.length > 0) throw damaged();
  return {
    publicKey: publicKeyOfRaw(Buffer.from(publicKey as string, 'base64url')),
    sealedPrivateKey: Buffer.from(sealedPrivateKey as string, 'base64url'),
    sealedTexts: Buffer.from(sealedTexts, 'base64url'),
  };
}

/** An original, sealed for its patient. `key`: the keyed hash of the identity that it is kept under. */
export async function formatOriginal(
  patient: PatientRecord,
  patientKey: string,
  key: string,
  original: string,
): Promise<string> {
  const sealed = await sealBox(patient.publicKey, paddedJson(original), originalContext(key));
  return ['o1', patientKey, base64(sealed)].join('.');
}

/** Throws `FaultError` for what Lethe did not write. */
export function readOriginal(value: string): { readonly patientKey: string; readonly sealed: Uint8Array } {
  const [form, patientKey, sealed, ...more] = value.split('.');
  if (isLater(form, 'o')) throw later();
  if (form !== 'o1' || sealed === undefined || more.length > 0) throw damaged();
  return { patientKey: patientKey as string, sealed: Buffer.from(sealed, 'base64url') };
}

/** Opens the records of one patient. Rejects with `FaultError` where the opener may not or cannot. */
export async function openPatient(
  record: PatientRecord,
  key: string,
  opener: Opener,
): Promise<{
  readonly texts: Readonly<Record<string, string>>;
  original(sealed: Uint8Array, key: string): Promise<string>;
}> {
  const bytes = await opener.open(record.sealedPrivateKey, patientContext(key));
  const open = async <T>(sealed: Uint8Array, context: string): Promise<T> => {
    try {
      return JSON.parse((await openBox(privateKey, sealed, context)).toString('utf8')) as T;
    } catch {
      throw damaged();
    }
  };
  const privateKey = createPrivateKey({ key: Buffer.from(bytes), format: 'der', type: 'pkcs8' });
  bytes.fill(0);
  return {
    texts: await open(record.sealedTexts, patientContext(key)),
    original: (sealed, originalKey) => open(sealed, originalContext(originalKey)),
  };
}

const patientContext = (key: string) => `lethe/v1/patient/${key}`;
const originalContext = (key: string) => `lethe/v1/original/${key}`;

/** Spaces to the next 256 bytes: the length says little of what is sealed. */
function paddedJson(value: unknown): Buffer {
  const bytes = Buffer.from(JSON.stringify(value), 'utf8');
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 255, ' ')]);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

/** Each form has a letter and a number, and this Lethe writes the first of both. */
function isLater(form: string | undefined, letter: 'p' | 'o'): boolean {
  return new RegExp(`^${letter}(?:[2-9]|[1-9]\\d+)$`).test(form ?? '');
}

function later(): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'A sealed original was written by a later version of Lethe',
    'Use the version that wrote it',
  );
}

function damaged(): FaultError {
  return new FaultError(
    'IDENTITY_UNAVAILABLE',
    false,
    'A sealed original in the identity table is damaged',
    'Restore the table from its backup; see that nothing but Lethe writes to it',
  );
}
