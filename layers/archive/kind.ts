export type ArchiveKind = 'zip' | 'tar' | 'gzip';

/** A tar header block (IEEE Std 1003.1, pax, "ustar Interchange Format"). */
export const TAR_BLOCK_BYTES = 512;

/** What bytes are the beginning of, as far as they tell; null: no archive. */
export function kindOfHead(head: Uint8Array): ArchiveKind | null {
  // PKWARE APPNOTE 4.3.7: a local file header.
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'zip';
  // RFC 1952 2.3.1: the two magic bytes, and deflate, the one method there is.
  if (startsWith(head, [0x1f, 0x8b, 0x08])) return 'gzip';
  return isTarHeader(head) ? 'tar' : null;
}

/** Magic and checksum: a data set whose bytes happen to spell the magic has another sum. */
export function isTarHeader(head: Uint8Array): boolean {
  if (head.length < TAR_BLOCK_BYTES || !startsWith(head.subarray(257), [0x75, 0x73, 0x74, 0x61, 0x72]))
    return false;
  const text = Buffer.from(head.subarray(148, 156)).toString('latin1');
  const [, digits] = /^ *([0-7]+)[ \0]/.exec(text) ?? [];
  return digits !== undefined && Number.parseInt(digits, 8) === checksumOf(head);
}

/** The sum of the header's bytes, with blanks in the place of the checksum. */
export function checksumOf(head: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < TAR_BLOCK_BYTES; at += 1) sum += at >= 148 && at < 156 ? 0x20 : (head[at] ?? 0);
  return sum;
}

/** A DICOM object is one whatever its preamble holds (PS3.10 7.1). */
export function isDicom(head: Uint8Array): boolean {
  return startsWith(head.subarray(128), [0x44, 0x49, 0x43, 0x4d]);
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, at) => bytes[at] === byte);
}
