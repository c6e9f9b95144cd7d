import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { el, fragments, instance, pixels, privateBlock, sq, TRANSFER_SYNTAX } from '../build.ts';
import { CT_STORAGE } from './own.ts';

/** Small instances, one in each transfer syntax, with whatever a writer that reads and writes again would change. */

export interface NetworkInstance {
  readonly transferSyntax: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly file: Buffer;
  /** What goes over the network: all behind the file meta information. */
  readonly data: Buffer;
}

/** Those that the corpus has, and some beside them. */
export const SYNTAXES = [
  TRANSFER_SYNTAX.implicitLittleEndian,
  TRANSFER_SYNTAX.explicitLittleEndian,
  TRANSFER_SYNTAX.explicitBigEndian,
  TRANSFER_SYNTAX.deflated,
  ...[
    '50',
    '51',
    '53',
    '57',
    '70',
    '80',
    '81',
    '90',
    '91',
    '100',
    '102',
    '107',
    '110',
    '111',
    '201',
    '203',
  ].map((last) => `1.2.840.10008.1.2.4.${last}`),
  TRANSFER_SYNTAX.rleLossless,
] as const;

/** Those that DCMTK 3.6.7 does not know, and Orthanc with it. */
const LATER: readonly string[] = ['110', '111', '201', '203'].map((last) => `1.2.840.10008.1.2.4.${last}`);
export const DCMTK_SYNTAXES: readonly string[] = SYNTAXES.filter((uid) => !LATER.includes(uid));

const NATIVE: readonly string[] = [
  TRANSFER_SYNTAX.implicitLittleEndian,
  TRANSFER_SYNTAX.explicitLittleEndian,
  TRANSFER_SYNTAX.explicitBigEndian,
  TRANSFER_SYNTAX.deflated,
];

/**
 * `shape`: `plain` is what a writer that goes by the book writes as it was; `odd` has undefined lengths, group lengths, private values and bytes that are
 * no text of the standard's.
 */
export function networkInstances(
  shape: 'plain' | 'odd',
  syntaxes: readonly string[] = SYNTAXES,
): readonly NetworkInstance[] {
  return syntaxes.map((transferSyntax, index) => {
    const sopInstanceUid = `2.25.${1000 + index}`;
    const item = [el(0x00081150, 'UI', CT_STORAGE), el(0x00081155, 'UI', `2.25.${index}`)];
    const file = instance({
      transferSyntax,
      groupLengths: shape === 'odd',
      elements: [
        el(0x00080005, 'CS', 'ISO_IR 100'),
        el(0x00080016, 'UI', CT_STORAGE),
        el(0x00080018, 'UI', sopInstanceUid),
        el(0x00080060, 'CS', 'CT'),
        sq(0x00081140, [item, item], shape === 'odd' ? { undefinedLength: true, undefinedItems: true } : {}),
        el(
          0x00100010,
          'PN',
          shape === 'odd' ? Uint8Array.of(0x44, 0xf6, 0xe9, 0x5e, 0x00, 0x20) : 'Doe^Jane',
        ),
        el(0x00100020, 'LO', '12345'),
        el(0x0020000d, 'UI', '2.25.1'),
        el(0x0020000e, 'UI', '2.25.2'),
        el(0x00280002, 'US', [1]),
        el(0x00280004, 'CS', 'MONOCHROME2'),
        el(0x00280010, 'US', [64]),
        el(0x00280011, 'US', [64]),
        el(0x00280100, 'US', [16]),
        el(0x00280101, 'US', [16]),
        el(0x00280102, 'US', [15]),
        el(0x00280103, 'US', [0]),
        ...(shape === 'odd'
          ? privateBlock(0x0029, 0x10, 'ACME', [[1, 'UN', Uint8Array.of(1, 2, 3, 4)]])
          : []),
        NATIVE.includes(transferSyntax)
          ? pixels(noise(8192, index))
          : fragments([[noise(20_000, index)]], { offsetTable: 'empty' }),
      ],
    });
    return asSent(Buffer.from(file));
  });
}

/** A file as what is sent of it. */
export function asSent(file: Buffer): NetworkInstance {
  const { metaEnd, values } = fileMeta(file);
  return {
    transferSyntax: values.get(0x00020010) ?? '',
    sopClassUid: values.get(0x00020002) ?? '',
    sopInstanceUid: values.get(0x00020003) ?? '',
    file,
    data: file.subarray(metaEnd),
  };
}

export function readSent(path: string): NetworkInstance {
  return asSent(readFileSync(path));
}

/** Files in a folder, for programs that send. */
export function written(folder: string, instances: readonly NetworkInstance[]): readonly string[] {
  return instances.map(({ file, sopInstanceUid }) => {
    const path = join(folder, `${sopInstanceUid}.dcm`);
    writeFileSync(path, file);
    return path;
  });
}

/** PS3.10 7.1: explicit VR little endian, by its group length. */
function fileMeta(file: Buffer): { readonly metaEnd: number; readonly values: ReadonlyMap<number, string> } {
  if (file.toString('latin1', 128, 132) !== 'DICM' || file.readUInt32LE(132) !== 0x00000002)
    throw new Error('no file meta information with a group length');
  const metaEnd = 144 + file.readUInt32LE(140);
  const values = new Map<number, string>();
  let at = 144;
  while (at < metaEnd) {
    const tag = (file.readUInt16LE(at) << 16) | file.readUInt16LE(at + 2);
    const isLong = /OB|UN|UT/.test(file.toString('latin1', at + 4, at + 6));
    const length = isLong ? file.readUInt32LE(at + 8) : file.readUInt16LE(at + 6);
    at += isLong ? 12 : 8;
    values.set(tag, file.toString('latin1', at, at + length).replace(/[\0 ]+$/, ''));
    at += length;
  }
  return { metaEnd, values };
}

/** Bytes that do not compress, the same every time. */
function noise(length: number, seed: number): Uint8Array {
  let state = seed + 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}
