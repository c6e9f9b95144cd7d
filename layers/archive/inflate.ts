import { pipeline, Readable } from 'node:stream';
import { isNativeError } from 'node:util/types';
import { createGunzip, createInflateRaw, type Gunzip, type InflateRaw } from 'node:zlib';
import type { ByteSource } from '../dicom/byteSource.ts';
import { broken } from './errors.ts';

/** Of the packed bytes that are read at a time. */
const PIECE_BYTES = 1024 * 1024;
const OUTPUT_BYTES = 64 * 1024;

/**
 * The inflated bytes of [start, end): raw DEFLATE (RFC 1951) that ends where the range does, or gzip (RFC 1952), also of several members, with nothing but
 * zeros behind them. Rejects with `ArchiveError`, and with the source's faults.
 */
export async function* inflated(
  source: ByteSource,
  start: number,
  end: number,
  format: 'raw' | 'gzip',
): AsyncGenerator<Uint8Array> {
  const options = { chunkSize: OUTPUT_BYTES };
  const inflate = format === 'raw' ? createInflateRaw(options) : createGunzip(options);
  // A failed read ends the inflating with its own error, and an abandoned inflating the reads.
  pipeline(Readable.from(pieces(source, start, end)), inflate, () => {});
  try {
    for await (const bytes of inflate as AsyncIterable<Uint8Array>) yield bytes;
  } catch (error) {
    throw isOfZlib(error) ? broken('Packed bytes cannot be inflated') : error;
  }
  await requireConsumed(source, start + consumed(inflate), end, format);
}

async function* pieces(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array> {
  const pieceBytes = Math.max(PIECE_BYTES, 4 * (source.readCostBytes ?? 0));
  for (let at = start; at < end; at += pieceBytes)
    yield await source.read(at, Math.min(end, at + pieceBytes));
}

/** Of the packed bytes, those that zlib has used. */
function consumed(inflate: Gunzip | InflateRaw): number {
  return inflate.bytesWritten;
}

/** zlib stops at the end of the data and passes over what follows zeros: members could hide there, and be lost. */
async function requireConsumed(
  source: ByteSource,
  from: number,
  end: number,
  format: 'raw' | 'gzip',
): Promise<void> {
  if (from === end) return;
  if (format === 'raw') throw broken('There is more than the packed bytes of a member');
  for await (const bytes of pieces(source, from, end))
    if (!isZero(bytes)) throw broken('Something follows the end of the packed bytes');
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

function isOfZlib(error: unknown): boolean {
  return isNativeError(error) && 'code' in error && /^Z_/.test(String(error.code));
}
