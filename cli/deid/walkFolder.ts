import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, sep } from 'node:path';
import type { FaultError } from '../../layers/engine/faults.ts';
import { sourceFault } from '../../layers/local/systemErrors.ts';
import { entriesAsBytes, escapedName, isOdd, joined } from './oddNames.ts';

export type EntryFault = Pick<FaultError, 'code' | 'message' | 'hint'>;

/** A file below a folder, as `InputFile` has it. */
export interface Found {
  readonly path: string;
  readonly bytes?: Uint8Array;
  readonly fault?: EntryFault;
}

type Place = string | Uint8Array;

/**
 * The files below a folder in the order of their names. A folder that cannot be read, or a link that cannot be followed, is one of them with
 * its fault, `/` behind the name of a folder; links to folders are not followed, since they may lead back up.
 */
export function* filesBelow(root: Place, out: string): Generator<Found> {
  yield* below({ root, out, real: realOf(root) }, root, '');
}

interface Walk {
  readonly root: Place;
  readonly out: string;
  /** Where the root is, whatever links led there; null: nobody knows. */
  readonly real: string | null;
}

/** Paths are put together, not normalised: that took longer than to list them. */
function* below(walk: Walk, folder: Place, prefix: string): Generator<Found> {
  let entries: readonly Dirent[];
  try {
    entries = readdirSync(folder as string, { withFileTypes: true });
  } catch (error) {
    const { code, message, hint } = sourceFault(error);
    yield { path: prefix === '' ? `${basename(textOf(folder))}/` : prefix, fault: { code, message, hint } };
    return;
  }
  const base = typeof folder === 'string' && !folder.endsWith(sep) ? `${folder}${sep}` : folder;
  const isPlain = typeof folder === 'string' && !entries.some(({ name }) => isOdd(name));
  const named = isPlain
    ? entries.map((entry) => ({ entry, name: entry.name, path: `${base}${entry.name}` }))
    : oddEntries(folder);
  for (const { entry, name, path } of named.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const bytes = typeof path === 'string' ? {} : { bytes: path };
    if (entry.isDirectory()) {
      if (path !== walk.out) yield* below(walk, path, `${prefix}${name}/`);
    } else if (entry.isFile()) yield { path: `${prefix}${name}`, ...bytes };
    else if (entry.isSymbolicLink()) {
      const fault = faultOfLink(walk, path);
      if (fault !== 'seen')
        yield { path: `${prefix}${name}`, ...bytes, ...(fault === null ? {} : { fault }) };
    }
  }
}

interface Named {
  readonly entry: Pick<Dirent, 'isDirectory' | 'isFile' | 'isSymbolicLink'>;
  readonly name: string;
  readonly path: Place;
}

/** Entries by their bytes; those that text can say stay text. */
function oddEntries(folder: Place): readonly Named[] {
  return entriesAsBytes(folder).map((entry) => {
    const text = entry.name.toString('utf8');
    const isText = typeof folder === 'string' && !isOdd(text);
    return {
      entry,
      name: isText ? text : escapedName(entry.name),
      path: isText ? `${folder}${sep}${text}` : joined(folder, entry.name),
    };
  });
}

/** Null: it may be opened, and what is wrong is told then. `seen`: it leads to a folder whose files are among the others. */
function faultOfLink({ real }: Walk, link: Place): EntryFault | 'seen' | null {
  try {
    if (statsOf(link)?.isDirectory() !== true) return null;
    const target = realOf(link);
    if (real !== null && target !== null && isWithin(target, real)) return 'seen';
  } catch {
    return null;
  }
  return {
    code: 'SOURCE_UNREADABLE',
    message: 'A link to a folder outside the input is not followed',
    hint: 'Name that folder as an input, too',
  };
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function realOf(path: Place): string | null {
  try {
    return realpathSync(path as string);
  } catch {
    return null;
  }
}

export function statsOf(path: Place): Stats | undefined {
  return statSync(path as string, { throwIfNoEntry: false });
}

function textOf(path: Place): string {
  return typeof path === 'string' ? path : escapedName(Buffer.from(path));
}
