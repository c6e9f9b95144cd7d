import { DicomError } from '../../layers/dicom/errors.ts';
import { readFileMeta } from '../../layers/dicom/fileMeta.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import type { Part10 } from '../listen/deliveries/sender.ts';
import type { Kind } from '../listen/outbox/outgoing.ts';
import type { Input } from './inputs.ts';

/** Media Storage Directory Storage (PS3.10 8): a DICOMDIR tells of files and is not sent. */
const DIRECTORY = '1.2.840.10008.1.3.10';
/** Open at a time, so that an association can be asked for with the kinds of those that come. */
const AHEAD = 32;
/** Kinds that were seen, the latest of them: an association has 128 contexts at most. */
const MOST_KINDS = 127;

/** An input that was opened, or why it cannot be sent. */
export type Opened =
  | { readonly name: string; readonly digest: Buffer; readonly file: Part10 }
  | { readonly name: string; readonly digest: Buffer | null; readonly passedOver: 'directory' | 'sent' }
  | {
      readonly name: string;
      readonly digest: null;
      readonly refused: { readonly code: string; readonly says: string };
    };

/** Opens inputs some way ahead of whoever takes them. */
export class Lookahead {
  readonly #inputs: AsyncIterator<Input>;
  readonly #wasSent: (digest: Buffer) => boolean;
  readonly #waiting: Opened[] = [];
  readonly #kinds = new Map<string, Kind>();
  #filling: Promise<void> | null = null;
  #isAtEnd = false;

  constructor(inputs: AsyncIterable<Input>, wasSent: (digest: Buffer) => boolean) {
    this.#inputs = inputs[Symbol.asyncIterator]();
    this.#wasSent = wasSent;
  }

  /** Null at the end. Whoever takes a file closes its source. */
  async next(): Promise<Opened | null> {
    while (this.#waiting.length < AHEAD && !this.#isAtEnd) {
      this.#filling ??= this.#fill().finally(() => {
        this.#filling = null;
      });
      await this.#filling;
    }
    return this.#waiting.shift() ?? null;
  }

  /** Of what comes and of what came lately. */
  kinds(): readonly Kind[] {
    return [...this.#kinds.values()].reverse();
  }

  async close(): Promise<void> {
    this.#isAtEnd = true;
    await this.#filling;
    for (const each of this.#waiting.splice(0)) if ('file' in each) await each.file.source.close();
    await this.#inputs.return?.();
  }

  async #fill(): Promise<void> {
    const { value, done } = await this.#inputs.next();
    if (done === true) this.#isAtEnd = true;
    else this.#waiting.push(await this.#opened(value));
  }

  async #opened({ name, open }: Input): Promise<Opened> {
    try {
      const { source, digest } = await open();
      if (this.#wasSent(digest)) {
        await source.close();
        return { name, digest, passedOver: 'sent' };
      }
      try {
        const meta = await readFileMeta(source);
        if (meta.sopClassUid === DIRECTORY) {
          await source.close();
          return { name, digest, passedOver: 'directory' };
        }
        this.#see(meta);
        return { name, digest, file: { ...meta, source } };
      } catch (error) {
        await source.close();
        throw error;
      }
    } catch (error) {
      if (!(error instanceof DicomError || error instanceof FaultError)) throw error;
      return { name, digest: null, refused: { code: error.code, says: error.message } };
    }
  }

  #see({ sopClassUid, transferSyntaxUid }: Kind): void {
    const word = `${sopClassUid} ${transferSyntaxUid}`;
    this.#kinds.delete(word);
    this.#kinds.set(word, { sopClassUid, transferSyntaxUid });
    const [oldest] = this.#kinds.keys();
    if (this.#kinds.size > MOST_KINDS && oldest !== undefined) this.#kinds.delete(oldest);
  }
}
