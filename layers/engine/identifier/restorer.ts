import type { KeyObject } from 'node:crypto';
import { asTag, type Tag } from '../../dicom/tag.ts';
import type { Vr } from '../../dicom/vr.ts';
import { identityKey } from '../identities/identityKey.ts';
import { type Original, type ReidentificationServices, reidentify } from '../originals/reidentify.ts';
import { type Opener, purposeLabel } from '../ports.ts';

/**
 * Gives back what identities stand for that Lethe issued. Duties: what nobody issued, or whose patient was erased, is not in the answer; a line in the
 * audit of re-identifications goes before each original that is opened. Rejects with `FaultError`.
 */
export interface Restorer {
  restore(identities: ReadonlySet<string>): Promise<ReadonlyMap<string, Original>>;
}

/** A restorer over the identities that a deployment keeps, for whoever may open them. */
export function restorerOf(services: ReidentificationServices & { readonly opener: Opener }): Restorer {
  const { keys, keyScope, identities } = services;
  return {
    restore: async (asked) => {
      const all = [...asked];
      const label = purposeLabel('identity-map', keyScope);
      const subkey = (await keys.subkeys([label])).get(label) as KeyObject;
      // One look for all: most of what a message says was never issued, and nobody need be asked to open it.
      const stored = await identities.known(
        all.map((identity) => identityKey(subkey, 'original', identity, keyScope)),
      );
      const originals = new Map<string, Original>();
      for (const [at, identity] of all.entries()) {
        if (stored[at] === null) continue;
        const found = await reidentify(identity, services);
        if (found.kind === 'found') originals.set(identity, found);
      }
      return originals;
    },
  };
}

/**
 * The texts that an identity may have been issued as, of what somebody wrote in a key or a step: as it stands, and in capital or small letters, for
 * some matching ignores case (PS3.4 C.2.2.2.1). Of a name only its first component group with something in it, without the delimiters behind it
 * (PS3.5 6.2.1.2): no identity has several groups.
 */
export function spellingsOf(vr: Vr, value: string): readonly string[] {
  const groups =
    vr === 'PN' ? value.split('=').filter((group) => group.replaceAll('^', '').trim() !== '') : [value];
  const [group, ...others] = groups;
  if (group === undefined || others.length > 0) return [];
  const text = vr === 'PN' ? group.trim().replace(/[\^ ]+$/, '') : value;
  return [...new Set([text, text.toUpperCase(), text.toLowerCase()])];
}

const PATIENT_ID = asTag(0x00100020);
const PATIENT_NAME = asTag(0x00100010);

/**
 * What stands in an attribute for an identity; null: the identity does not say it. A number, and a hash over a Patient ID with its issuer, stand for the
 * patient: the ID and the name are as they were kept of the patient.
 */
export function originalFor(tag: Tag, { original, patient }: Original): string | null {
  const [text, id, name] = [original?.reveal(), patient.PatientID?.reveal(), patient.PatientName?.reveal()];
  if (tag === PATIENT_ID) return id ?? text ?? null;
  if (tag === PATIENT_NAME) {
    const isOfPatient =
      text === undefined || text === id || (id !== undefined && text.startsWith(`${id}^^^`));
    return (isOfPatient ? name : text) ?? null;
  }
  return text ?? null;
}
