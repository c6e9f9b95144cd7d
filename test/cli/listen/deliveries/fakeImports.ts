import type { ImportJobs, ImportOrder, ImportResults } from '../../../../layers/aws/importJobs.ts';
import type { FakeS3 } from '../../../layers/aws/fakes/s3.ts';

/** HealthImaging in memory: a job brings in what stands under its prefix when it is started, and is done when it is asked for the second time. */
export class FakeImports implements ImportJobs {
  readonly orders: ImportOrder[] = [];
  /** By SOP Instance UID, as the keys name it. */
  readonly imported = new Map<string, { readonly bytes: Buffer; readonly times: number }>();
  /** What the service says of an instance in place of importing it; undefined: it imports; null: it says nothing. */
  verdict: (name: string) => string | null | undefined = () => undefined;
  onStart: (nth: number) => void = () => {};
  state: 'done' | 'failed' = 'done';
  readonly #bucket: FakeS3;
  readonly #asked = new Map<string, number>();
  #starts = 0;

  constructor(bucket: FakeS3) {
    this.#bucket = bucket;
  }

  async start(order: ImportOrder): Promise<string> {
    this.#starts += 1;
    this.onStart(this.#starts);
    if (!this.orders.some(({ token }) => token === order.token)) this.orders.push(order);
    return `job${this.orders.length}`;
  }

  async isDone(_datastoreId: string, jobId: string): Promise<'running' | 'done' | 'failed'> {
    const asked = (this.#asked.get(jobId) ?? 0) + 1;
    this.#asked.set(jobId, asked);
    return asked === 1 ? 'running' : this.state;
  }

  async results(
    bucket: string,
    _prefix: string,
    _datastoreId: string,
    jobId: string,
  ): Promise<ImportResults> {
    const order = this.orders[Number(jobId.slice(3)) - 1];
    const prefix = order?.inputUri.replace(`s3://${bucket}/`, '') ?? '';
    const results = new Map<string, { failure: string | null }>();
    for (const [key, versions] of this.#bucket.history(bucket)) {
      if (!key.startsWith(prefix)) continue;
      const name = key.slice(prefix.length);
      const failure = this.verdict(name);
      if (failure === null) continue;
      results.set(name, { failure: failure ?? null });
      if (failure !== undefined) continue;
      const uid = name.replace(/\.dcm$/, '');
      const bytes = versions.at(-1)?.bytes ?? Buffer.alloc(0);
      this.imported.set(uid, { bytes, times: (this.imported.get(uid)?.times ?? 0) + 1 });
    }
    return results;
  }

  close(): void {}
}
