import type { ByteSource } from '../../../layers/dicom/byteSource.ts';
import { type FileMeta, readFileMeta } from '../../../layers/dicom/fileMeta.ts';
import { FileSource } from '../../../layers/local/fileSource.ts';
import type { Delivery, Kind } from '../outbox/outgoing.ts';
import { sourceError } from './faults.ts';

/** A Part 10 file to be sent, and what a session must know of it. */
export interface Part10 extends FileMeta {
  readonly source: ByteSource;
}

/** How a receiver took an instance. */
export interface Sent {
  /** 0000, or the status of a warning (PS3.4 B.2.3); the same numbers by STOW-RS (PS3.18 10.5.3). */
  readonly status: number;
}

/**
 * Sends instances over the network, over sessions that it keeps.
 * Duties: resolves once the receiver has the instance; rejects with a `DeliveryError`. `ahead`: kinds that follow.
 */
export interface Sender {
  send(file: Part10, signal: AbortSignal, ahead: () => readonly Kind[]): Promise<Sent>;
  close(): Promise<void>;
}

/** A delivery that sends the files of the spool. */
export function senderDelivery(name: string, sender: Sender, atOnce: number): Delivery {
  return {
    name,
    atOnce,
    isInOrder: true,
    deliver: ({ path }, signal, ahead) =>
      withPart10(path, async (file) => void (await sender.send(file, signal, ahead))),
    close: () => sender.close(),
  };
}

/** Opens a file of the spool, and closes it. Rejects with a `DeliveryError` if it cannot be read. */
export async function withPart10<T>(path: string, work: (file: Part10) => Promise<T>): Promise<T> {
  return withSource(path, async (source) => {
    const meta = await readFileMeta(source).catch((error: unknown) => {
      throw sourceError(error);
    });
    return work({ ...meta, source });
  });
}

/** As `withPart10`, of whatever is in the file. */
export async function withSource<T>(path: string, work: (source: FileSource) => Promise<T>): Promise<T> {
  let source: FileSource;
  try {
    source = FileSource.open(path);
  } catch (error) {
    throw sourceError(error);
  }
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
