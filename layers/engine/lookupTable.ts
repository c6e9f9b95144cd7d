import type { KeyObject } from 'node:crypto';
import { mac } from './crypto.ts';

/** A table of the user's, held without its originals. */
export interface LookupTable {
  /** SHA-256 (hex) of the file it was made of: what plans name it by. */
  readonly digest: string;
  /** Substitutes by the keyed hash of their originals. */
  readonly substitutes: ReadonlyMap<string, string>;
}

/** What a row of a table says. */
export interface LookupRow {
  readonly original: string;
  readonly substitute: string;
}

/** Hashes the originals of a table: HMAC-SHA256 (hex) under the subkey `identity-map` of the project. */
export function hashLookup(digest: string, rows: readonly LookupRow[], subkey: KeyObject): LookupTable {
  return {
    digest,
    substitutes: new Map(rows.map(({ original, substitute }) => [hashOf(original, subkey), substitute])),
  };
}

/** What the table has for an original; undefined: nothing, as for an empty one. */
export function substituteFor(table: LookupTable, original: string, subkey: KeyObject): string | undefined {
  return original === '' ? undefined : table.substitutes.get(hashOf(original, subkey));
}

/** Spellings that Unicode holds equal are one original. */
function hashOf(original: string, subkey: KeyObject): string {
  return mac(subkey, `lookup\x1f${original.normalize('NFC')}`).toString('hex');
}
