import { randomBytes } from 'node:crypto';
import type { ImportResults } from '../../../layers/aws/importJobs.ts';
import { DeliveryError } from '../outbox/outgoing.ts';

/** An instance that a job has to bring in. */
interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Instances of one study that one import job brings in. */
export class ImportBatch {
  /** Part of keys, name of the job, and what makes the same call twice one job: it says nothing of the study. */
  readonly id = randomBytes(16).toString('hex');
  readonly #waiting = new Map<string, Waiting>();
  /** Uploads that are under way. */
  #uploads = 0;

  get size(): number {
    return this.#waiting.size;
  }

  get isUploading(): boolean {
    return this.#uploads > 0;
  }

  has(name: string): boolean {
    return this.#waiting.has(name);
  }

  /** Resolves once the job has brought the instance in. `upload` comes first; where it fails, the batch goes without the instance. */
  async add(
    name: string,
    signal: AbortSignal,
    upload: () => Promise<void>,
    onUploaded: () => void,
  ): Promise<void> {
    const imported = new Promise<void>((resolve, reject) => {
      this.#waiting.set(name, { resolve, reject });
    });
    // Whoever gives up after the upload is rejected below.
    imported.catch(() => {});
    const stop = () => this.#settle(name, (waiting) => waiting.reject(signal.reason));
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.#uploads += 1;
      try {
        await upload();
      } catch (error) {
        this.#waiting.delete(name);
        throw error;
      } finally {
        this.#uploads -= 1;
        onUploaded();
      }
      await imported;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** What the job did not speak of is not in the data store for certain. */
  settle(results: ImportResults): void {
    for (const name of [...this.#waiting.keys()]) {
      const result = results.get(name);
      if (result?.failure === null) this.#settle(name, ({ resolve }) => resolve());
      else this.#settle(name, ({ reject }) => reject(failureOf(result?.failure ?? null)));
    }
  }

  fail(error: unknown): void {
    for (const name of [...this.#waiting.keys()]) this.#settle(name, ({ reject }) => reject(error));
  }

  #settle(name: string, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(name);
    this.#waiting.delete(name);
    if (waiting !== undefined) how(waiting);
  }
}

/** `failure`: the service's word, as `ValidationException`; null: it said nothing. */
function failureOf(failure: string | null): DeliveryError {
  if (failure === null)
    return new DeliveryError(
      'DELIVERY_FAILED',
      'The import job does not say what became of the instance',
      'Look at the job’s results in its output prefix',
    );
  const isServers = /^Internal|^Service|Throttling/.test(failure);
  return new DeliveryError(
    isServers ? 'DELIVERY_FAILED' : 'DELIVERY_REFUSED',
    `HealthImaging did not import the instance (${failure})`,
    'failure.ndjson of the job says why, under its output prefix',
  );
}
