import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import type { KeptRun } from '../../layers/engine/keptRun.ts';
import type { Finding, Reason } from '../../layers/engine/reason.ts';

/** Bytes that tell their place: no two aligned runs of eight are equal, and another seed gives others in each. */
export function numberedBytes(length: number, seed = 1): Buffer {
  const words = new Uint32Array(2 * Math.ceil(length / 8));
  for (let at = 0; at < words.length; at += 2) {
    words[at] = at;
    words[at + 1] = Math.imul(at + 1, 2654435761) ^ Math.imul(seed, 40503);
  }
  return Buffer.from(words.buffer, 0, length);
}

export const reason: Reason = {
  code: 'NOT_DICOM',
  message: 'No DICM where PS3.10 7.1 puts it',
  hint: 'Send DICOM files',
  offset: 128,
};

export const findings: readonly Finding[] = [
  {
    severity: 'doubt',
    path: '(0040,a730)[2](0040,a160)',
    code: 'TEXT_DOUBTFUL_NUMBER',
    message: 'A long number',
  },
  { severity: 'note', path: '(0008,1030)', code: 'DATE_INVALID', message: 'A date was removed' },
];

/** Under what an instance is kept. */
export const run: KeptRun = {
  plan: { name: 'basic', digest: 'ab'.repeat(32) },
  rules: { path: '/rules/ct.json', digest: 'cd'.repeat(32) },
  keyId: 'file:0011223344556677',
  keyScope: 'trial',
  cleanPrefix: 'ct/',
  engine: '0.1.0',
};

export function auditRecord(key: string): AuditRecord {
  return {
    time: '2026-11-21T10:00:00.000Z',
    outcome: 'quarantined',
    source: { key, sizeBytes: 1234 },
    output: { key: null },
    reason: { ...reason, message: 'One\nline, "quoted" \u2028 and \u0007 and ü' },
    findings,
    plan: { name: 'basic', digest: 'ab'.repeat(32) },
    engine: { version: '0.1.0', keyId: 'file:0011223344556677' },
    actions: { remove: 12 },
    durationMs: 1.5,
  };
}
