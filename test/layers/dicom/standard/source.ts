import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { canonicalJson } from '../../../../rules/plan.ts';

/** The folder of the standard's tables, where a machine has it: then the tests read the sources as well, not their digests alone. */
export const standardFolder: string | undefined = process.env.LETHE_STANDARD || undefined;

export function sourceTable<T>(file: string): T {
  const bytes = sourceBytes(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as T;
}

export function sourceBytes(file: string): Buffer {
  return readFileSync(join(standardFolder ?? '', file));
}

/** SHA-256 of the canonical JSON (sorted keys, no spaces) of rows; the expected ones were computed from the sources in Python. */
export function rowsDigest(rows: readonly unknown[]): string {
  return textDigest(canonicalJson(rows));
}

export function textDigest(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}
