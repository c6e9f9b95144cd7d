import { generateKeyPairSync, sign } from 'node:crypto';
import type { AuditRecord } from '../../../../../layers/engine/audit/audit.ts';
import type {
  AuditLine,
  AuditReader,
  ManifestShelf,
  ManifestSigner,
} from '../../../../../layers/engine/audit/manifest/ports.ts';
import { auditRecord } from '../../../../contracts/samples.ts';

/** An audit that lies in memory, and may be tampered with. */
export class MemoryAudit implements AuditReader {
  readonly name = 'audit';
  stored: AuditLine[] = [];
  readonly asked: (readonly [number, number])[] = [];

  /** Answers the line. */
  add(time: string, record: Partial<AuditRecord> = {}): AuditLine {
    const text = JSON.stringify({ ...auditRecord('hash'), time, ...record });
    const line = { timeMs: Date.parse(time), text };
    this.stored.push(line);
    return line;
  }

  async *lines(fromMs: number, toMs: number): AsyncIterable<readonly AuditLine[]> {
    this.asked.push([fromMs, toMs]);
    const found = this.stored.filter(({ timeMs }) => fromMs <= timeMs && timeMs < toMs);
    // Pages of two, newest first: no order is promised.
    for (let at = found.length; at > 0; at -= 2) yield found.slice(Math.max(0, at - 2), at).reverse();
    yield [];
  }
}

export class MemoryShelf implements ManifestShelf {
  objects = new Map<string, Uint8Array>();

  async put(key: string, bytes: Uint8Array): Promise<boolean> {
    if (this.objects.has(key)) return false;
    this.objects.set(key, bytes);
    return true;
  }

  async get(key: string): Promise<Uint8Array | null> {
    return this.objects.get(key) ?? null;
  }

  async keys(prefix: string): Promise<readonly string[]> {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  text(key: string): string {
    return Buffer.from(this.objects.get(key) ?? []).toString('utf8');
  }
}

export const keyPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

export const signer: ManifestSigner = {
  sign: async (text) => ({
    algorithm: 'ECDSA_SHA_256',
    key: 'arn:aws:kms:eu-central-1:111122223333:key/1',
    signature: sign('sha256', Buffer.from(text), keyPair.privateKey).toString('base64'),
  }),
};

export const released = (digest: string, sizeBytes = 1000): Partial<AuditRecord> => ({
  outcome: 'released',
  reason: null,
  findings: [],
  source: { key: 'hash', versionId: 'v1', sizeBytes },
  output: { key: '2.25.1/2.25.2/2.25.3.dcm' },
  plan: { name: 'basic', digest },
});

/** An audit that is made while it is read, evenly over its time; and how many lines of it are held: read, and neither sealed nor dropped. */
export function countingAudit(lines: number, fromMs: number, durationMs: number, pageLines: number) {
  let [held, mostHeld, linesRead] = [0, 0, 0];
  const timeOf = (index: number) => fromMs + Math.floor((index * durationMs) / lines);
  const reader: AuditReader = {
    name: 'audit',
    async *lines(from, to) {
      const begin = Math.max(0, Math.ceil(((from - fromMs) * lines) / durationMs));
      let given = 0;
      for (let index = begin; index < lines && timeOf(index) < to; ) {
        const page: AuditLine[] = [];
        for (; page.length < pageLines && index < lines && timeOf(index) < to; index += 1) {
          const record = {
            ...auditRecord('hash'),
            ...released('aa', index),
            time: new Date(timeOf(index)).toISOString(),
          };
          page.push({ timeMs: timeOf(index), text: JSON.stringify(record) });
        }
        given += page.length;
        held += page.length;
        linesRead += page.length;
        mostHeld = Math.max(mostHeld, held);
        let isDropped = true;
        try {
          yield page;
          isDropped = false;
        } finally {
          // Who turns away in the middle drops all that this reading gave.
          if (isDropped) held -= given;
        }
      }
    },
  };
  return {
    reader,
    pageLines,
    done: (sealed: number) => {
      held -= sealed;
    },
    mostHeld: () => mostHeld,
    linesRead: () => linesRead,
  };
}
