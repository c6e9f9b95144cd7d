import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { UsageError } from '../exit.ts';

/** One file to take in. */
export interface InputFile {
  /** The folder it was found in, absolute. */
  readonly folder: string;
  /** The path below that folder, with `/` between its parts. */
  readonly path: string;
}

/**
 * The files of the inputs, folders searched at any depth, in the order of their names; the output folder is left out. Throws `UsageError`
 * if an input does not exist.
 */
export function listInputs(inputs: readonly string[], out: string): InputFile[] {
  const files = new Map<string, InputFile>();
  for (const input of inputs) {
    const path = resolve(input);
    const stats = statOf(path, input);
    const folder = stats.isDirectory() ? path : dirname(path);
    const base = join(folder, sep).split(sep).join('/');
    const found = stats.isDirectory() ? pathsBelow(path, '', out) : [basename(path)];
    for (const each of found) files.set(`${base}${each}`, { folder, path: each });
  }
  return [...files.values()];
}

function statOf(path: string, input: string): Stats {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new UsageError(`there is no file or folder ${JSON.stringify(input)}. Check the path.`);
  return stats;
}

/** Paths below `folder` of the files in `folder/prefix`. They are put together, not normalised: that took longer than to list them. */
function* pathsBelow(folder: string, prefix: string, out: string): Generator<string> {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      if (join(folder, path) !== out) yield* pathsBelow(folder, `${path}/`, out);
    } else if (entry.isFile() || (entry.isSymbolicLink() && !leadsToFolder(join(folder, path)))) yield path;
  }
}

/** A link to a folder is not followed: it may lead back up. */
function leadsToFolder(link: string): boolean {
  return statSync(link, { throwIfNoEntry: false })?.isDirectory() === true;
}
