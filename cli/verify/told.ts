import { createHash } from 'node:crypto';
import { UsageError } from '../exit.ts';
import { readText } from '../readText.ts';

const MOST_AUDIT_BYTES = 1024 * 1024 * 1024;

export interface Told {
  /** The source of each output, paths of both. */
  readonly pairs: ReadonlyMap<string, string>;
  readonly sha256: string;
}

/** What an audit of `lethe deid` says of who was made of whom. With hashed names it tells nothing of that, and pairs are found by content. */
export function readAudit(file: string): Told {
  const text = readText(file, MOST_AUDIT_BYTES, 'the audit', 'Name the file that lethe deid --audit wrote.');
  const pairs = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    let record: {
      readonly source?: { readonly key?: unknown };
      readonly output?: { readonly key?: unknown };
    };
    try {
      record = JSON.parse(line) as typeof record;
    } catch {
      throw new UsageError(
        'the audit has a line that is not JSON. Name the file that lethe deid --audit wrote.',
      );
    }
    const [source, output] = [record.source?.key, record.output?.key];
    if (typeof source === 'string' && typeof output === 'string') pairs.set(output, source);
  }
  return { pairs, sha256: createHash('sha256').update(text).digest('hex') };
}
