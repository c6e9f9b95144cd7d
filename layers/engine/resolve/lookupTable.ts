import type { KeyObject } from 'node:crypto';
import { type LookupRow, readLookupCsv } from '../../../rules/lookupCsv.ts';
import { compose } from '../../dicom/characterSets/compose.ts';
import { mac } from '../crypto.ts';
import { FaultError } from '../faults.ts';
import { type KeyRing, purposeLabel } from '../ports.ts';

/** A table of the user's, held without its originals: substitutes by the keyed hash (hex) of what they stand for. */
export type LookupTable = ReadonlyMap<string, string>;

/**
 * Loads tables for a project: each the text of a CSV file with originals, or of one that `formatLookup` wrote, by the digest that the
 * plan has. Throws `FaultError` LOOKUP_UNAVAILABLE; it names lines, not what stands there.
 */
export async function loadLookups(
  tables: ReadonlyMap<string, string>,
  keys: KeyRing,
  keyScope: string,
): Promise<ReadonlyMap<string, LookupTable>> {
  if (tables.size === 0) return new Map();
  const label = purposeLabel('identity-map', keyScope);
  const subkey = (await keys.subkeys([label])).get(label) as KeyObject;
  return new Map(
    Array.from(tables, ([digest, text]) => [
      digest,
      isHashed(text) ? readHashed(text, keys.keyId, keyScope) : hashLookup(rowsOf(text), subkey),
    ]),
  );
}

/** Hashes the originals: HMAC-SHA256 under the subkey `identity-map` of the project. */
export function hashLookup(rows: readonly LookupRow[], subkey: KeyObject): LookupTable {
  return new Map(rows.map(({ original, substitute }) => [hashOf(original, subkey), substitute]));
}

/** What the table has for an original; undefined: nothing, as for an empty one. */
export function substituteFor(table: LookupTable, original: string, subkey: KeyObject): string | undefined {
  return original === '' ? undefined : table.get(hashOf(original, subkey));
}

const FORMAT = 'lethe-lookup-v1';

/** The table as a file that holds no original. It is good for one root key and project. */
export function formatLookup(table: LookupTable, keyId: string, keyScope: string): string {
  const substitutes = Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ format: FORMAT, keyId, keyScope, substitutes }, null, 1)}\n`;
}

/** Spellings that Unicode holds equal are one original. */
function hashOf(original: string, subkey: KeyObject): string {
  return mac(subkey, `lookup\x1f${compose(original)}`).toString('hex');
}

function rowsOf(text: string): readonly LookupRow[] {
  const { rows, problems } = readLookupCsv(text);
  const [first] = problems;
  if (first === undefined) return rows;
  throw unavailable(`A table is wrong in line ${first.line}: ${first.message}`, 'Correct it');
}

function isHashed(text: string): boolean {
  return /^\s*\{\s*"format"/.test(text);
}

function readHashed(text: string, keyId: string, keyScope: string): LookupTable {
  const table = parsed(text);
  if (table?.format !== FORMAT || typeof table.substitutes !== 'object' || table.substitutes === null)
    throw unavailable('A table is damaged, or of another version of Lethe', 'Make it again of its CSV file');
  if (table.keyId !== keyId || table.keyScope !== keyScope)
    throw unavailable(
      'A table was made with another root key, or for another project',
      'Make it again of its CSV file with the key of this run',
    );
  return new Map(Object.entries(table.substitutes as Record<string, string>));
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unavailable(what: string, hint: string): FaultError {
  return new FaultError('LOOKUP_UNAVAILABLE', false, what, hint);
}
