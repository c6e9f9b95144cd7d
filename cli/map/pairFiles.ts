import {
  chownSync,
  closeSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { NamedKind } from '../../layers/engine/pairs.ts';
import { PRIVATE_FILE_MODE, PRIVATE_FOLDER_MODE } from '../../layers/local/keptPlaces.ts';
import { UsageError } from '../exit.ts';
import { writing } from '../readText.ts';

/** What each file is called: two tables of two columns, as MIDI-B takes them. */
export const FILE_NAMES: Readonly<Record<NamedKind, string>> = { uid: 'uids.csv', patientId: 'patids.csv' };

/** RFC 4180: CRLF, and quotes where a field needs them. */
const HEADER = 'id_old,id_new\r\n';
/** Rows that are written at a time. */
const ROWS_AT_ONCE = 10_000;

/** Pairs, each once. They are originals: nothing but `writePairs` reads them. */
export class Pairs {
  readonly #rows: Readonly<Record<NamedKind, Set<string>>> = { uid: new Set(), patientId: new Set() };

  add(kind: NamedKind, before: string, after: string): void {
    this.#rows[kind].add(`${field(before)},${field(after)}\r\n`);
  }

  count(kind: NamedKind): number {
    return this.#rows[kind].size;
  }

  /** In an order that does not tell that of the files. */
  rows(kind: NamedKind): readonly string[] {
    return [...this.#rows[kind]].sort();
  }
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Throws `UsageError` where a file that is to be written is there already. */
export function requireNoFiles(folder: string): void {
  for (const name of Object.values(FILE_NAMES))
    if (statSync(join(folder, name), { throwIfNoEntry: false }) !== undefined)
      throw new UsageError(
        `${JSON.stringify(join(folder, name))} is there already. Name another folder.`,
        'FILE_EXISTS',
      );
}

/**
 * Who may have the pairs: the owner of the key, who could make them. Throws `UsageError` for anybody else but root, whose files go to that owner.
 * Null: the system knows no owners.
 */
export function ownerOf(key: string): { readonly uid: number; readonly gid: number } | null {
  const own = process.getuid?.();
  if (own === undefined) return null;
  const { uid, gid } = statSync(key);
  if (own !== uid && own !== 0)
    throw new UsageError(
      'the key belongs to another user, and only that user may have the pairs. Run the command as the owner of the key.',
      'KEY_OF_ANOTHER',
    );
  return { uid, gid };
}

/** Writes both files, for `owner` alone, and never over others. Throws `UsageError`. */
export function writePairs(folder: string, pairs: Pairs, owner: ReturnType<typeof ownerOf>): void {
  writing(JSON.stringify(folder), () => {
    const made = mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER_MODE });
    // Where root makes the folder, its owner must be able to look in.
    if (made !== undefined && owner !== null) chownSync(folder, owner.uid, owner.gid);
    for (const [kind, name] of Object.entries(FILE_NAMES) as [NamedKind, string][]) {
      const handle = openSync(join(folder, name), 'wx', PRIVATE_FILE_MODE);
      try {
        if (owner !== null) fchownSync(handle, owner.uid, owner.gid);
        writeAll(handle, Buffer.from(HEADER));
        const rows = pairs.rows(kind);
        for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
          writeAll(handle, Buffer.from(rows.slice(at, at + ROWS_AT_ONCE).join(''), 'utf8'));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    }
  });
}

/** A write may be cut short. */
function writeAll(handle: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}
