import { resolve } from 'node:path';
import { keptBeside } from '../layers/local/keptPlaces.ts';
import { hasOldLayout } from '../layers/local/oldLayout.ts';
import { type PathRelation, relationOf } from '../layers/local/pathRelation.ts';
import { UsageError } from './exit.ts';

/** The two folders of a desk. */
export interface Places {
  /** Clean instances, and nothing else. */
  readonly out: string;
  /** What was not released, and the state of the runs. */
  readonly kept: string;
}

/** Both folders, absolute. Throws `UsageError` for an empty name. */
export function placesNamed(out: string, kept: string | undefined): Places {
  const output = folderNamed(out, '--out', 'OUT_EMPTY');
  return {
    out: output,
    kept: kept === undefined ? keptBeside(output) : folderNamed(kept, '--kept', 'KEPT_EMPTY'),
  };
}

/**
 * Holds the folders of a run apart before anything is written: from its inputs, from each other, and the clean one from the files that
 * a run writes besides. Throws `UsageError`.
 */
export function requireApart(
  { out, kept }: Places,
  inputs: readonly string[],
  files: Readonly<Record<string, string | undefined>>,
): void {
  for (const [option, place] of [
    ['--out', out],
    ['--kept', kept],
  ] as const) {
    for (const input of inputs)
      requireNone(relationOf(place, input), option, place, `the input ${quoted(input)}`);
  }
  requireNone(relationOf(kept, out), '--kept', kept, `--out ${quoted(out)}`);
  for (const [option, file] of Object.entries(files))
    if (file !== undefined) requireNotClean(out, option, file);
  if (hasOldLayout(out)) throw oldLayout(out);
}

/** The clean folder is sent on as it is: no original, no key and no list of names may lie in it. Throws `UsageError`. */
export function requireNotClean(out: string, option: string, path: string): void {
  const relation = relationOf(path, out);
  if (relation === 'same' || relation === 'inside')
    throw new UsageError(
      `${option} ${quoted(path)} lies in the folder of clean instances, which holds nothing else. Name another place.`,
      'NOT_IN_THE_CLEAN_FOLDER',
    );
}

export function oldLayout(out: string): UsageError {
  return new UsageError(
    `${quoted(out)} holds what an earlier Lethe kept there (quarantine, held, .lethe). Run lethe quarantine migrate --dir ${quoted(out)} first.`,
    'OLD_LAYOUT',
  );
}

function requireNone(relation: PathRelation | null, option: string, place: string, other: string): void {
  if (relation === null) return;
  const how = { same: 'is', inside: 'lies inside', around: 'lies around' }[relation];
  throw new UsageError(
    `${option} ${quoted(place)} ${how} ${other}. Name a folder of its own, beside it.`,
    'PLACES_OVERLAP',
  );
}

function folderNamed(text: string, option: string, code: string): string {
  if (text.trim() === '')
    throw new UsageError(`${option} is empty. Name a folder; it is made if it is not there.`, code);
  return resolve(text);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
