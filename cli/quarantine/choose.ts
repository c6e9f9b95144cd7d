import type { Command } from 'commander';
import { codeOf, type Kept, type KeptNote, type KeptShelf } from '../../layers/engine/kept.ts';
import { UsageError } from '../exit.ts';

/** Which kept instances are meant: by name, by reason, or all of them. */
export interface Choice {
  readonly code?: string;
  readonly all: boolean;
}

export interface Chosen {
  readonly kept: Kept;
  readonly note: KeptNote | null;
}

export function withChoice(command: Command): Command {
  return command.option('--code <code>', 'those with this reason').option('--all', 'all of them', false);
}

/** A moving target: `retry` and `export-original` choose before they change anything. What is settled is chosen by its name alone. */
export async function choose(
  shelf: KeptShelf,
  names: readonly string[],
  { code, all }: Choice,
): Promise<{ readonly chosen: readonly Chosen[]; readonly missing: readonly string[] }> {
  if (names.length === 0 && code === undefined && !all)
    throw new UsageError(
      'it is not said which. Give names, --code CODE or --all; lethe quarantine list shows them.',
    );
  if (names.length > 0 && (code !== undefined || all))
    throw new UsageError('names go without --code and --all. Leave one of the two.');
  const chosen: Chosen[] = [];
  const missing: string[] = [];
  if (names.length === 0) for await (const found of everyKept(shelf, code)) chosen.push(found);
  for (const name of new Set(names)) {
    const kept = await shelf.find(name);
    if (kept === null) missing.push(name);
    else chosen.push({ kept, note: await shelf.note(name) });
  }
  return { chosen, missing };
}

/** Every kept instance with its note, or those with this code; those that are settled only where they are asked for. */
export async function* everyKept(
  shelf: KeptShelf,
  code?: string,
  withSettled = false,
): AsyncIterable<Chosen> {
  for await (const kept of shelf.list()) {
    const note = await shelf.note(kept.name);
    if (note?.settled !== undefined && !withSettled) continue;
    if (code === undefined || codeOf(note) === code) yield { kept, note };
  }
}
