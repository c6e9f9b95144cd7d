import { createHash } from 'node:crypto';
import type { NewElement } from '../../layers/dicom/edit.ts';
import type { Encoding } from '../../layers/dicom/element.ts';
import { asciiValue, concat, encodeElement } from '../../layers/dicom/encode.ts';
import { asTag } from '../../layers/dicom/tag.ts';
import type { Vr } from '../../layers/dicom/vr.ts';

/** Explicit VR Little Endian (PS3.5 A.2). */
const TRANSFER_SYNTAX = '1.2.840.10008.1.2.1';
/** Secondary Capture Image Storage (PS3.4 B.5). */
const SOP_CLASS = '1.2.840.10008.5.1.4.1.1.7';
const ENCODING: Encoding = { explicitVr: true, littleEndian: true };

/** Something in the instance that nobody but its patient has. */
export interface Planted {
  readonly keyword: string;
  readonly text: string;
  /** Rules that keep it are wrong, whatever they are for; of the others somebody may have wanted that. */
  readonly isIdentity: boolean;
}

export interface SyntheticInstance {
  readonly bytes: Uint8Array;
  readonly planted: readonly Planted[];
}

/**
 * An invented image of two by two pixels. The patient is always the same; study, series and instance are of this run, which `run`, a UUID, names: so two
 * doctors at a time do not meet.
 */
export function syntheticInstance(run: string): SyntheticInstance {
  const uid = (what: string) =>
    `2.25.${BigInt(`0x${createHash('sha256').update(`${run} ${what}`).digest('hex').slice(0, 32)}`)}`;
  const sopInstanceUid = uid('instance');
  const meta = [
    octets(0x00020001, 'OB', [0, 1]),
    text(0x00020002, 'UI', SOP_CLASS),
    text(0x00020003, 'UI', sopInstanceUid),
    text(0x00020010, 'UI', TRANSFER_SYNTAX),
    text(0x00020012, 'UI', uid('writer')),
  ];
  const dataSet = [
    text(0x00080016, 'UI', SOP_CLASS),
    text(0x00080018, 'UI', sopInstanceUid),
    text(0x00080020, 'DA', '20240229'),
    text(0x00080050, 'SH', 'ZZACC4711SYNTH'),
    text(0x00080060, 'CS', 'OT'),
    text(0x00080064, 'CS', 'SYN'),
    text(0x00080090, 'PN', 'Zzreferrer^Synthetica'),
    text(0x00081030, 'LO', 'Synthetic instance'),
    text(0x00100010, 'PN', 'Zzpatient^Synthetica'),
    text(0x00100020, 'LO', 'ZZPID4711SYNTH'),
    text(0x00100030, 'DA', '19010203'),
    text(0x00100040, 'CS', 'O'),
    text(0x00101040, 'LO', '17 Zzstreet, Synthville'),
    text(0x0020000d, 'UI', uid('study')),
    text(0x0020000e, 'UI', uid('series')),
    text(0x00200010, 'SH', '1'),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', '1'),
    text(0x00280002, 'US', '\x01\0'),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    text(0x00280010, 'US', '\x02\0'),
    text(0x00280011, 'US', '\x02\0'),
    text(0x00280100, 'US', '\x08\0'),
    text(0x00280101, 'US', '\x08\0'),
    text(0x00280102, 'US', '\x07\0'),
    text(0x00280103, 'US', '\0\0'),
    text(0x00280301, 'CS', 'NO'),
    text(0x00990010, 'LO', 'LETHE DOCTOR'),
    text(0x00991001, 'LO', 'Zzprivate Synthetica'),
    octets(0x7fe00010, 'OB', [0, 85, 170, 255]),
  ];
  const metaBytes = concat(meta.map((element) => encodeElement(element, ENCODING)));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, metaBytes.length, true);
  return {
    bytes: concat([
      new Uint8Array(128),
      new TextEncoder().encode('DICM'),
      encodeElement({ tag: asTag(0x00020000), vr: 'UL', value: length }, ENCODING),
      metaBytes,
      ...dataSet.map((element) => encodeElement(element, ENCODING)),
    ]),
    planted: [
      { keyword: 'PatientName', text: 'Zzpatient', isIdentity: true },
      { keyword: 'PatientID', text: 'ZZPID4711SYNTH', isIdentity: true },
      { keyword: 'PatientAddress', text: 'Zzstreet', isIdentity: true },
      { keyword: 'AccessionNumber', text: 'ZZACC4711SYNTH', isIdentity: false },
      { keyword: 'ReferringPhysicianName', text: 'Zzreferrer', isIdentity: false },
      { keyword: 'SOPInstanceUID', text: sopInstanceUid, isIdentity: false },
      { keyword: '(0099,"LETHE DOCTOR",01)', text: 'Zzprivate', isIdentity: false },
    ],
  };
}

function text(tag: number, vr: Vr, value: string): NewElement {
  return { tag: asTag(tag), vr, value: asciiValue(value, vr) };
}

function octets(tag: number, vr: Vr, value: readonly number[]): NewElement {
  return { tag: asTag(tag), vr, value: Uint8Array.from(value) };
}
