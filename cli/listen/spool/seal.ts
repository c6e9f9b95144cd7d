import { crc32 } from 'node:zlib';
import { PREFIX_END } from '../../../layers/dicom/parse.ts';

/** The preamble of a Part 10 file, which is free for whoever writes it (PS3.10 7.1). */
const PREAMBLE_BYTES = 128;
const MARK_BYTES = 16;
const OPEN = Buffer.from('LETHE UNFINISHED', 'latin1');
const SEALED = Buffer.from('LETHE WHOLE FILE', 'latin1');
const SEAL_BYTES = MARK_BYTES + 8 + 4;

/** What a file says of itself once it is whole. */
export interface Sealed {
  /** Of all of it. */
  readonly sizeBytes: number;
  /** CRC-32 of what stands behind the preamble. */
  readonly crc: number;
}

/**
 * Says in the preamble of a spooled file that it is whole, so that it needs no other name for that: a sync of the file alone tells the next process
 * after a power cut what it may take. As nothing says in which order a disk gets what is synced together, the seal tells of the bytes that they are
 * the right ones. Once they are synced it has done its work, and is taken off: no preamble of ours is among what leaves the spool.
 */
export class Seal {
  #sizeBytes = PREAMBLE_BYTES;
  #crc = 0;

  /** `head`: the first bytes of the file, preamble and more. It says from now on that the file is not whole. */
  constructor(head: Uint8Array) {
    head.set(OPEN);
    this.add(head.subarray(PREAMBLE_BYTES));
  }

  /** What comes behind. */
  add(bytes: Uint8Array): void {
    this.#sizeBytes += bytes.length;
    this.#crc = crc32(bytes, this.#crc);
  }

  /** To stand at the beginning of the file, once nothing comes any more. */
  bytes(): Uint8Array {
    const seal = Buffer.alloc(SEAL_BYTES);
    seal.set(SEALED);
    seal.writeBigUInt64LE(BigInt(this.#sizeBytes), MARK_BYTES);
    seal.writeUInt32LE(this.#crc, MARK_BYTES + 8);
    return seal;
  }
}

/** To stand there once all is synced. */
export const UNSEALED: Uint8Array = new Uint8Array(SEAL_BYTES);

/** What the first bytes of a file say of the rest; null: nothing more, as it is whole, and synced. */
export function sealIn(head: Uint8Array): Sealed | 'unfinished' | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, PREFIX_END));
  // Nothing was written yet, or it did not reach the disk.
  if (bytes.every((byte) => byte === 0)) return 'unfinished';
  const mark = bytes.subarray(0, MARK_BYTES);
  if (mark.equals(OPEN)) return 'unfinished';
  if (!mark.equals(SEALED) || bytes.length < SEAL_BYTES) return null;
  return {
    sizeBytes: Number(bytes.readBigUInt64LE(MARK_BYTES)),
    crc: bytes.readUInt32LE(MARK_BYTES + 8),
  };
}

/** Whether what stands behind the preamble is what was sealed. */
export async function isAsSealed({ crc }: Sealed, file: AsyncIterable<Uint8Array>): Promise<boolean> {
  let [found, at] = [0, 0];
  for await (const bytes of file) {
    found = crc32(bytes.subarray(Math.max(0, PREAMBLE_BYTES - at)), found);
    at += bytes.length;
  }
  return found === crc;
}
