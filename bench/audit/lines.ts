import { createHash } from 'node:crypto';
import type { AuditLine, AuditReader } from '../../layers/engine/audit/manifest/ports.ts';

/** What FilterLogEvents gives at most in a page. */
const PAGE_BYTES = 1024 * 1024;

/** An audit of one hour that is made while it is read: so many lines, evenly, no two of them alike, as CloudWatch gives them. */
export function madeAudit(lines: number, fromMs: number, durationMs: number): AuditReader {
  const timeOf = (index: number) => fromMs + Math.floor((index * durationMs) / lines);
  return {
    name: 'Lethe-bench-Audit',
    async *lines(from, to) {
      let page: AuditLine[] = [];
      let bytes = 0;
      const begin = Math.max(0, Math.ceil(((from - fromMs) * lines) / durationMs));
      for (let index = begin; index < lines && timeOf(index) < to; index += 1) {
        const line = { timeMs: timeOf(index), text: lineOf(index, timeOf(index)) };
        page.push(line);
        bytes += line.text.length;
        if (bytes < PAGE_BYTES) continue;
        yield page;
        page = [];
        bytes = 0;
        // A call is waited for: the others have their turn.
        await new Promise(setImmediate);
      }
      yield page;
    },
  };
}

function lineOf(index: number, timeMs: number): string {
  const hash = createHash('sha256').update(String(index)).digest();
  const uid = (at: number) => `2.25.${hash.readBigUInt64LE(at)}${hash.readBigUInt64LE(at + 8)}`;
  return JSON.stringify({
    time: new Date(timeMs).toISOString(),
    outcome: 'released',
    source: {
      key: hash.toString('hex'),
      versionId: hash.toString('base64url', 0, 24),
      sizeBytes: 524_288 + (index % 1000),
    },
    output: { key: `${uid(0)}/${uid(8)}/${uid(16)}.dcm` },
    reason: null,
    plan: { name: 'Basic profile', digest: 'ab'.repeat(32) },
    engine: {
      version: '0.1.0',
      keyId: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
    },
    actions: { remove: 31, replaceUid: 6, pseudonym: 2, shift: 5, keep: 120, empty: 9 },
    durationMs: 100 + (index % 50),
    findings: [],
  });
}
