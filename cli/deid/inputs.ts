import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
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
    const found = stats.isDirectory()
      ? filesBelow(path, out).map((file) => ({
          folder: path,
          path: relative(path, file).split(sep).join('/'),
        }))
      : [{ folder: dirname(path), path: basename(path) }];
    for (const file of found) files.set(join(file.folder, file.path), file);
  }
  return [...files.values()];
}

function statOf(path: string, input: string): Stats {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new UsageError(`there is no file or folder ${JSON.stringify(input)}. Check the path.`);
  return stats;
}

function filesBelow(folder: string, out: string): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (path === out) continue;
    // A link to a folder is not followed: it may lead back up.
    if (entry.isDirectory()) files.push(...filesBelow(path, out));
    else if (
      entry.isFile() ||
      (entry.isSymbolicLink() && statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    )
      files.push(path);
  }
  return files;
}
