import { IDENTIFIER } from '../contracts/faults.ts';
import { el, instance, pixels } from '../support/build.ts';
import { type Needle, needle } from '../support/search.ts';

/** What is put into ingest. */
export interface Planted {
  /** Holds the patient's name, as keys do. */
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Instance Number, which the rules leave: by it the clean instance is known. Null: a poison object, for quarantine. */
  readonly number: number | null;
  /** Patient ID; equal IDs are the same patient. */
  readonly patient: string | null;
}

const FAMILY = IDENTIFIER.split('^')[0] ?? '';
export const ROOT = '1.2.826.0.1.3680043.9.4711';

/** An instance of 1 KiB with `pixelBytes` of pixels, of one of `patients`. */
export function planted(number: number, patients = 2, pixelBytes = 512): Planted {
  const patient = `MRN-88${String(number % patients).padStart(5, '0')}`;
  const bytes = instance({
    elements: [
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
      el(0x00080018, 'UI', `${ROOT}.3.${number}`),
      el(0x00080020, 'DA', '19730609'),
      el(0x00080050, 'SH', `ACC-5512${number}`),
      el(0x00080060, 'CS', 'MR'),
      el(0x00080080, 'LO', `${FAMILY} Klinik`),
      el(0x00100010, 'PN', IDENTIFIER),
      el(0x00100020, 'LO', patient),
      el(0x00100030, 'DA', '19410203'),
      el(0x00104000, 'LT', `Call ${FAMILY}`),
      el(0x0020000d, 'UI', `${ROOT}.1.${number % patients}`),
      el(0x0020000e, 'UI', `${ROOT}.2.${number % patients}`),
      el(0x00200013, 'IS', String(number)),
      el(0x00280002, 'US', [1]),
      el(0x00280010, 'US', [16]),
      el(0x00280011, 'US', [16]),
      pixels(new Uint8Array(pixelBytes).fill(number % 251)),
    ],
  });
  return { key: `in/${IDENTIFIER}/${number}.dcm`, bytes, number, patient };
}

/** No DICOM, and names a patient. */
export function poison(index: number): Planted {
  const bytes = Buffer.from(`Letter ${index} about ${IDENTIFIER}. `.repeat(12));
  return { key: `in/${IDENTIFIER}/letter-${index}.txt`, bytes, number: null, patient: null };
}

/** Instances with a poison object among every `every`. */
export function mixture(count: number, every: number, patients: number): readonly Planted[] {
  return Array.from({ length: count }, (_, index) =>
    index % every === every - 1 ? poison(index) : planted(index, patients),
  );
}

/** What may stand in nothing that leaves. */
export const NEEDLES: readonly Needle[] = [
  needle('a name', [FAMILY]),
  needle('a name in a key', [encodeURIComponent(IDENTIFIER)]),
  needle('a Patient ID', ['MRN-88']),
  needle('an accession number', ['ACC-5512']),
  needle('an original UID', [`${ROOT}.`]),
];
