import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { KeptShelf } from '../../layers/engine/kept.ts';
import { KeptFolder } from '../../layers/local/keptFolder.ts';
import { KEPT_FOLDERS, quarantineAuditIn } from '../../layers/local/keptPlaces.ts';
import { hasOldLayout } from '../../layers/local/oldLayout.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { UsageError } from '../exit.ts';
import { oldLayout, type Places, placesNamed, requireNotClean } from '../places.ts';

/** Where kept instances are. */
export interface PlaceOptions {
  readonly dir?: string;
  readonly kept?: string;
  readonly bucket?: string;
}

export function withPlace(command: Command): Command {
  return command
    .option(
      '-d, --dir <dir>',
      'at a desk: the output folder of the runs; kept instances are in DIR.kept beside it',
    )
    .option('--kept <dir>', 'at a desk: the kept folder, if the runs used another one')
    .option('--bucket <name>', 'in the cloud: the quarantine bucket');
}

/** The folders of a desk, where one is named. */
export interface Desk {
  /** Null: nobody named the output folder. */
  readonly out: string | null;
  readonly kept: string;
}

/** Throws `UsageError` unless exactly one place is named, and it is there; null: it is in the cloud. */
export function deskOf({ dir, kept, bucket }: PlaceOptions): Desk | null {
  const isDesk = dir !== undefined || kept !== undefined;
  if (isDesk === (bucket !== undefined))
    throw new UsageError(
      'no place was named, or two. Give --dir DIR at a desk, or --bucket NAME in the cloud.',
    );
  if (bucket !== undefined) return null;
  const desk = dir === undefined ? { out: null, kept: resolve(kept ?? '') } : placesNamed(dir, kept);
  if (dir !== undefined) requireOutput(dir, desk as Places, kept !== undefined);
  if (!existsSync(desk.kept) && (desk.out === null || !existsSync(desk.out)))
    throw new UsageError(
      `${dir === undefined ? '--kept' : '--dir'}: there is nothing at ${JSON.stringify(dir ?? kept)}. Check the path.`,
      'FOLDER_MISSING',
    );
  return desk;
}

/** Throws `UsageError` for a kept folder, and for an output folder with what an earlier Lethe kept in it. */
function requireOutput(dir: string, { out, kept }: Places, isNamed: boolean): void {
  if (isKeptFolder(out) && !existsSync(kept))
    throw new UsageError(
      `--dir ${JSON.stringify(dir)} is a kept folder. Name it with --kept, or the output folder beside it with --dir.`,
      'KEPT_NAMED_AS_DIR',
    );
  if (!(isNamed && isKeptFolder(out)) && hasOldLayout(out)) throw oldLayout(out);
}

/** Whether a folder is what runs of this Lethe keep things in. */
export function isKeptFolder(path: string): boolean {
  return existsSync(resolve(path, KEPT_FOLDERS[2]));
}

export async function openShelf(options: PlaceOptions): Promise<KeptShelf> {
  const desk = deskOf(options);
  if (desk !== null) return new KeptFolder(desk.kept);
  // A desk does without the SDK, which takes longer to load than the work.
  const { cloudShelf } = await import('./cloud.ts');
  return cloudShelf(options.bucket ?? '');
}

/** The file of audit lines: named, or in the kept folder. Throws `UsageError` for one among clean instances. */
export function openAudit(options: PlaceOptions & { readonly audit?: string }): FileAudit {
  const desk = deskOf(options);
  if (options.audit === undefined && desk === null)
    throw new UsageError('--audit is missing. Name the file that audit lines go to.');
  if (options.audit !== undefined && desk?.out != null) requireNotClean(desk.out, '--audit', options.audit);
  const path = options.audit ?? quarantineAuditIn(desk?.kept ?? '');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return FileAudit.open(path);
}
