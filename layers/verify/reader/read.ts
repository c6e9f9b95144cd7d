import { inflateRawSync } from 'node:zlib';
import { transferSyntaxOf } from '../../dicom/standard/transferSyntax.ts';
import { type ByteFile, memoryFile, windowed } from './byteFile.ts';
import { type CharacterSet, characterSetOf, DEFAULT_CHARACTER_SET } from './characterSets.ts';
import { dataSetReader } from './dataSet.ts';
import { elementOf, type ReadDataSet, ReadError, type ReadInstance } from './model.ts';

/**
 * Reads a DICOM file after PS3.10 7 and PS3.5 7, for `lethe verify` alone. It is not the reader that Lethe de-identifies with: the two were written
 * apart, so that what one overlooks the other does not.
 */

const PREAMBLE_BYTES = 128;
const META_START = PREAMBLE_BYTES + 4;
/** An inflated body that is larger is not read: a few bytes can say that they are anything. */
const MOST_INFLATED_BYTES = 1024 * 1024 * 1024;

/** PS3.5 A.2. */
const EXPLICIT_LITTLE = { explicitVr: true, littleEndian: true } as const;
const TRANSFER_SYNTAX = 0x00020010;
const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';

/** Throws `ReadError`, which holds no value. */
export function readInstance(file: ByteFile): ReadInstance {
  const seen = windowed(file);
  if (hasMagic(seen)) return readPart10(file, seen);
  const bare = bareSyntax(seen);
  if (bare === null) throw new ReadError('VERIFY_NOT_DICOM', 0, 'This is not a DICOM file');
  const { dataSet, rest } = readBody(seen, 0, bare, DEFAULT_CHARACTER_SET);
  const meta = { elements: [], characterSet: DEFAULT_CHARACTER_SET, littleEndian: true };
  return { file, body: file, isDeflated: false, transferSyntax: '', meta, dataSet, rest };
}

function hasMagic(file: ByteFile): boolean {
  return file.sizeBytes >= META_START && latin(file.read(PREAMBLE_BYTES, META_START)) === 'DICM';
}

function readPart10(file: ByteFile, seen: ByteFile): ReadInstance {
  const reader = dataSetReader(seen, EXPLICIT_LITTLE);
  // Group 0002 is told from the rest by its number: group lengths may be absent, or wrong.
  const read = reader.readWhile(META_START, file.sizeBytes, DEFAULT_CHARACTER_SET, (tag) => tag >>> 16 === 2);
  const meta: ReadDataSet = {
    elements: read.elements,
    characterSet: DEFAULT_CHARACTER_SET,
    littleEndian: true,
  };
  const uid = trimmed(elementOf(meta, TRANSFER_SYNTAX)?.value ?? null) || IMPLICIT_VR_LITTLE_ENDIAN;
  const syntax = transferSyntaxOf(uid);
  if (syntax === undefined)
    throw new ReadError('VERIFY_NOT_READ', read.end, 'The transfer syntax is not known');
  const start = read.end;
  const unpacked = syntax.deflated ? inflated(file, start) : null;
  const body = unpacked?.body ?? seen;
  const found = readBody(body, unpacked === null ? start : 0, syntax, DEFAULT_CHARACTER_SET);
  return {
    file,
    body: unpacked?.body ?? file,
    isDeflated: unpacked !== null,
    transferSyntax: uid,
    meta,
    dataSet: found.dataSet,
    rest: found.rest ?? unpacked?.rest ?? null,
  };
}

interface Encoding {
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
}

function readBody(body: ByteFile, start: number, syntax: Encoding, characterSet: CharacterSet) {
  const encoding = { ...syntax, explicitVr: looksExplicit(body, start, syntax.explicitVr) };
  const { littleEndian } = encoding;
  const reader = dataSetReader(body, encoding);
  const read = reader.readWhile(start, body.sizeBytes, characterSet, () => true);
  const own = characterSetOf(read.elements, characterSet);
  const rest = read.end < body.sizeBytes ? { in: body, start: read.end, end: body.sizeBytes } : null;
  return { dataSet: { elements: read.elements, characterSet: own, littleEndian }, rest };
}

/** Files are met whose data set has the other VR form than their transfer syntax says: the first element shows it. */
function looksExplicit(body: ByteFile, start: number, said: boolean): boolean {
  if (body.sizeBytes < start + 8) return said;
  const vr = latin(body.read(start + 4, start + 6));
  return said ? /^[A-Z]{2}$/.test(vr) : /^(AE|AS|CS|DA|DS|IS|LO|PN|SH|TM|UI|UL|US)$/.test(vr);
}

/** Data sets without preamble and file meta information, as old tools wrote them: a small group first, and a length that the file has. */
function bareSyntax(file: ByteFile): Encoding | null {
  if (file.sizeBytes < 16) return null;
  const head = file.read(0, 8);
  const view = new DataView(head.buffer, head.byteOffset, 8);
  for (const littleEndian of [true, false]) {
    const group = view.getUint16(0, littleEndian);
    if (group !== 0x0008 && group !== 0x0002) continue;
    if (/^[A-Z]{2}$/.test(latin(head.subarray(4, 6)))) return { explicitVr: true, littleEndian };
    if (littleEndian && view.getUint32(4, true) < file.sizeBytes) return { explicitVr: false, littleEndian };
  }
  return null;
}

interface Inflated {
  readonly body: ByteFile;
  readonly rest: ReadInstance['rest'];
}

/** The end of the stream is told by itself; one byte may pad it to an even length (PS3.5 A.5). */
function inflated(file: ByteFile, start: number): Inflated {
  try {
    const packed = file.read(start, file.sizeBytes);
    const options = { maxOutputLength: MOST_INFLATED_BYTES, info: true };
    const { buffer, engine } = inflateRawSync(packed, options) as unknown as {
      readonly buffer: Buffer;
      readonly engine: { readonly bytesWritten: number };
    };
    const end = start + engine.bytesWritten;
    const isOver = file.sizeBytes - end > 1;
    return {
      body: memoryFile(new Uint8Array(buffer)),
      rest: isOver ? { in: file, start: end, end: file.sizeBytes } : null,
    };
  } catch {
    throw new ReadError('VERIFY_NOT_READ', start, 'The deflated data set could not be inflated');
  }
}

function latin(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function trimmed(value: Uint8Array | null): string {
  return value === null ? '' : latin(value).replace(/[\0 ]+$/, '');
}
