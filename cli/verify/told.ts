import { createHash } from 'node:crypto';
import type { AuditBook } from '../../layers/verify/ports.ts';
import { UsageError } from '../exit.ts';
import { readText } from '../readText.ts';

const MOST_AUDIT_BYTES = 1024 * 1024 * 1024;

export interface Told extends AuditBook {
  readonly sha256: string;
}

/** What audits say of who was made of whom, and of what was blanked; of several lines about one output the latest counts, whichever file it is in. With hashed names they do not tell sources, and pairs are found by content. */
export function readAudits(files: readonly string[]): Told {
  const latest = new Map<string, Line & { readonly at: string }>();
  const hash = createHash('sha256');
  for (const file of files) {
    const text = readText(
      file,
      MOST_AUDIT_BYTES,
      'the audit',
      'Name the file that lethe deid --audit wrote.',
    );
    hash.update(text);
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      const record = recordOf(line);
      const key = record.output?.key;
      if (typeof key !== 'string') continue;
      const at = typeof record.time === 'string' ? record.time : '';
      if (at >= (latest.get(key)?.at ?? '')) latest.set(key, { ...record, at });
    }
  }
  return {
    sourceOf: (output) => textOrNone(latest.get(output)?.source?.key),
    changedIn: (output) => placesOf(latest.get(output)?.review?.changed),
    blankedIn: (output) => textOrNone(latest.get(output)?.blanked),
    sha256: hash.digest('hex'),
  };
}

/** What is asked of a line, which anybody may have written. */
interface Line {
  /** ISO 8601, in UTC. */
  readonly time?: unknown;
  readonly source?: { readonly key?: unknown };
  readonly output?: { readonly key?: unknown };
  readonly blanked?: unknown;
  readonly review?: { readonly changed?: unknown };
}

/** Items count from 0 in the audit, and from 1 in findings: `(0040,A730)[0](0040,A160)` is `(0040,A730)[1]/(0040,A160)`. */
function placesOf(changed: unknown): readonly string[] {
  if (typeof changed !== 'string' || changed === '') return [];
  return changed
    .split(' ')
    .map((place) => place.replace(/\[(\d+)\]/g, (_all, item) => `[${Number(item) + 1}]/`));
}

function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function recordOf(line: string): Line {
  try {
    return (JSON.parse(line) ?? {}) as Line;
  } catch {
    throw new UsageError(
      'the audit has a line that is not JSON. Name the file that lethe deid --audit wrote.',
    );
  }
}
