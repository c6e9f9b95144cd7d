import type { Stats } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { errnoOf, sourceFault } from '../../layers/local/systemErrors.ts';
import { UsageError } from '../exit.ts';
import { findOdd } from './oddNames.ts';
import { type EntryFault, filesBelow, statsOf } from './walkFolder.ts';

/** One file to take in, or what could not be looked into. Plain data: it goes to other processes. */
export interface InputFile {
  /** The folder it was found in, absolute. */
  readonly folder: string;
  /** The path below that folder, with `/` between its parts; a part whose bytes are not UTF-8 as `escapedName` writes it. */
  readonly path: string;
  /** The whole path as bytes, where text cannot say it. */
  readonly bytes?: Uint8Array;
  /** Goes before the path in the audit, where the inputs of a run lie in several folders: the name of its own. */
  readonly input?: string;
  /** The route that it goes, as an index of those of the processor; absent: its path says it. */
  readonly route?: number;
  /** Why it cannot be taken: it has its line in the audit, and costs nothing else. */
  readonly fault?: EntryFault;
}

/** What the file system is asked by. */
export function pathOf({ folder, path, bytes }: InputFile): string | Uint8Array {
  return bytes ?? join(folder, path);
}

/**
 * The files of the inputs, folders searched at any depth, in the order of their names; the output folder is left out. Throws `UsageError`
 * if an input does not exist. What lies in a folder and cannot be read is among them, with its fault.
 */
export function listInputs(inputs: readonly string[], out: string): InputFile[] {
  const files = new Map<string, InputFile>();
  const add = (file: InputFile): void => {
    files.set(`${file.folder}${sep}${file.path}`, file);
  };
  for (const input of inputs) {
    if (input === '') throw new UsageError('an input is empty. Name a file or a folder.');
    const path = resolve(input);
    const stats = statOf(path, input);
    if (stats === null) for (const odd of oddFiles(path, input, out)) add(odd);
    else if (!stats.isDirectory()) add({ folder: dirname(path), path: basename(path) });
    else for (const found of filesBelow(path, out)) add({ folder: path, ...found });
  }
  return withInputs([...files.values()]);
}

/** Null: the name is not in the file system, but the text may stand for bytes that it cannot say. */
function statOf(path: string, input: string): Stats | null {
  try {
    const stats = statsOf(path);
    if (stats !== undefined) return stats;
  } catch (error) {
    // A link that leads to itself is there, and cannot be opened: as one among others it has its line.
    if (errnoOf(error) === 'ELOOP') return NO_FOLDER;
    throw new UsageError(
      `${JSON.stringify(input)} cannot be looked at (${errnoOf(error)}). Check the path and the rights to it.`,
      'INPUT_UNREADABLE',
    );
  }
  if (input.includes('\uFFFD')) return null;
  throw new UsageError(
    `there is no file or folder ${JSON.stringify(input)}. Check the path.`,
    'INPUT_MISSING',
  );
}
const NO_FOLDER = { isDirectory: () => false } as Stats;

/** The inputs that a text with replacement characters stands for: a shell gave bytes, and Node made text of them. */
function oddFiles(path: string, input: string, out: string): readonly InputFile[] {
  const found = findOdd(path);
  if (found.length === 0)
    throw new UsageError(
      `there is no file or folder ${JSON.stringify(input)}. Check the path.`,
      'INPUT_MISSING',
    );
  return found.flatMap(({ bytes, folder, name }): readonly InputFile[] => {
    try {
      if (statsOf(bytes)?.isDirectory() !== true) return [{ folder, path: name, bytes }];
      return [...filesBelow(bytes, out)].map((file) => ({ folder: `${folder}${sep}${name}`, ...file }));
    } catch (error) {
      const { code, message, hint } = sourceFault(error);
      return [{ folder, path: name, bytes, fault: { code, message, hint } }];
    }
  });
}

/**
 * Names the inputs where they lie in several folders, so that files of one relative path differ in the audit: each by its folder's name,
 * with as many of those above it as tell it from the others.
 */
function withInputs(files: readonly InputFile[]): InputFile[] {
  const folders = [...new Set(files.map(({ folder }) => folder))];
  if (folders.length < 2) return [...files];
  const names = new Map(folders.map((folder) => [folder, shortest(folder, folders)]));
  return files.map((file) => {
    const name = names.get(file.folder) as string;
    // A folder that was named and cannot be read stands for itself.
    return file.fault !== undefined && file.path === `${basename(file.folder)}/`
      ? { ...file, path: `${name}/` }
      : { ...file, input: name };
  });
}

function shortest(folder: string, folders: readonly string[]): string {
  const tail = (path: string, count: number) => path.split(sep).filter(Boolean).slice(-count).join('/');
  const depth = folder.split(sep).filter(Boolean).length;
  for (let count = 1; count < depth; count += 1) {
    const name = tail(folder, count);
    if (!folders.some((other) => other !== folder && tail(other, count) === name)) return name;
  }
  return tail(folder, depth);
}
