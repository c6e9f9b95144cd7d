import { basename, join } from 'node:path';
import type { Outbox, OutboxPage } from '../outbox/outbox.ts';
import type { OutgoingInstance } from '../outbox/outgoing.ts';
import { numberOf, type SpoolEntry } from '../spool/entry.ts';
import { readFileMeta } from '../spool/fileMeta.ts';
import type { SpoolFiles } from '../spool/files.ts';
import { cleanIn, type Spool } from '../spool/spool.ts';
import type { Receiver } from './edge.ts';

/** The file meta information of what Lethe wrote is shorter. */
const HEAD_BYTES = 4 * 1024;

/**
 * Hands what comes out of the edge to an outbox: the clean file, or the original where the rules live in the cloud. Both files stay in the spool until the
 * outbox says that every delivery is confirmed.
 */
export class OutboxReceiver implements Receiver {
  readonly #files: SpoolFiles;
  readonly #outbox: Outbox;
  readonly #deliveriesOf: (entry: SpoolEntry) => readonly string[];
  readonly #clean: string;

  constructor(
    spool: Spool,
    files: SpoolFiles,
    outbox: Outbox,
    deliveriesOf: (entry: SpoolEntry) => readonly string[],
  ) {
    this.#files = files;
    this.#outbox = outbox;
    this.#deliveriesOf = deliveriesOf;
    this.#clean = cleanIn(spool.folder);
  }

  has(entry: SpoolEntry): boolean {
    return this.#outbox.has(this.#cleanPath(entry)) || this.#outbox.has(entry.path);
  }

  async take(entry: SpoolEntry, cleanKey: string | null): Promise<boolean> {
    const outgoing = cleanKey === null ? originalOf(entry) : await this.#cleanOf(entry, cleanKey);
    this.#outbox.add(outgoing, this.#deliveriesOf(entry));
    return false;
  }

  waiting(): OutboxPage {
    return this.#outbox.waiting();
  }

  begin(): void {
    this.#outbox.run();
  }

  finish(): Promise<void> {
    return this.#outbox.drain();
  }

  close(): Promise<void> {
    return this.#outbox.close();
  }

  async #cleanOf(entry: SpoolEntry, cleanKey: string): Promise<OutgoingInstance> {
    const path = this.#cleanPath(entry);
    const { bytes, sizeBytes } = await this.#files.head(path, HEAD_BYTES);
    const read = readFileMeta(bytes);
    if (read === null) throw new Error('a clean file without file meta information');
    const { sopClassUid, sopInstanceUid, transferSyntaxUid } = read.meta;
    const parts = cleanKey.split('/');
    const [study = '', series = ''] = parts.slice(-3);
    const cleanPrefix = parts
      .slice(0, -3)
      .map((part) => `${part}/`)
      .join('');
    return {
      path,
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid,
      studyInstanceUid: study === 'no-study' ? '' : study,
      seriesInstanceUid: series === 'no-series' ? '' : series,
      sizeBytes,
      receipt: entry.receipt,
      ...(cleanPrefix === '' ? {} : { cleanPrefix }),
    };
  }

  #cleanPath({ name }: SpoolEntry): string {
    return join(this.#clean, name);
  }
}

/** The outbox holds no UID of an original, so it goes by keyed names. */
function originalOf({ path, receipt, sizeBytes }: SpoolEntry): OutgoingInstance {
  const nothing = { sopClassUid: '', sopInstanceUid: '', transferSyntaxUid: '', studyInstanceUid: '' };
  return { path, ...nothing, seriesInstanceUid: '', receipt, sizeBytes };
}

/**
 * Every delivery of an instance is confirmed: its receipt says so, then its files go. Where the process ends in between, the outbox asks
 * again at the next start.
 */
export async function settleIn(spool: Spool, files: SpoolFiles, instance: OutgoingInstance): Promise<void> {
  const name = basename(instance.path);
  const number = numberOf(name);
  if (number === null) return;
  spool.receipts.write(instance.receipt, number, 'delivered');
  await spool.remove(number);
  await files.remove(join(cleanIn(spool.folder), name));
}
