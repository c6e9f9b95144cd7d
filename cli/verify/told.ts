import { createHash } from 'node:crypto';
import type { AuditBook } from '../../layers/verify/ports.ts';
import { UsageError } from '../exit.ts';
import { readText } from '../readText.ts';

const MOST_AUDIT_BYTES = 1024 * 1024 * 1024;

export interface Told extends AuditBook {
  readonly sha256: string;
}

/** What audits say of who was made of whom, and of what was blanked; of several lines about one output the last one counts. With hashed names they do not tell sources, and pairs are found by content. */
export function readAudits(files: readonly string[]): Told {
  const sources = new Map<string, string>();
  const blanked = new Map<string, string>();
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
      const { source, output, blanked: area } = recordOf(line);
      if (typeof output?.key !== 'string') continue;
      if (typeof source?.key === 'string') sources.set(output.key, source.key);
      if (typeof area === 'string') blanked.set(output.key, area);
      else blanked.delete(output.key);
    }
  }
  return {
    sourceOf: (output) => sources.get(output),
    blankedIn: (output) => blanked.get(output),
    sha256: hash.digest('hex'),
  };
}

/** What is asked of a line, which anybody may have written. */
interface Line {
  readonly source?: { readonly key?: unknown };
  readonly output?: { readonly key?: unknown };
  readonly blanked?: unknown;
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
