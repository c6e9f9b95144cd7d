import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { purposeLabel } from '../../layers/engine/ports.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { errnoOf } from '../../layers/local/systemErrors.ts';
import { codedLine } from '../codedLine.ts';
import { UsageError } from '../exit.ts';
import { keysAt } from '../keysAt.ts';
import { openPlacesWarning } from '../windows.ts';

/**
 * Looks before the first instance at what every instance would fail at: the output folder, the audit, the root key (made here, if there is
 * none). Throws `UsageError` or `FaultError`.
 */
export async function requireReady({
  out,
  kept,
  audit,
  key,
}: {
  readonly out: string;
  readonly kept: string;
  readonly audit?: string;
  readonly key: string;
}): Promise<void> {
  requireFolder(out, '--out');
  requireFolder(kept, '--kept');
  const warning = openPlacesWarning([kept, key]);
  if (warning !== null) process.stderr.write(codedLine('PLACES_OPEN', warning));
  if (audit !== undefined) await FileAudit.open(audit).close();
  // Asking for one of its keys reads it, or asks KMS whether it may be used.
  await keysAt(key).subkeys([purposeLabel('uid')]);
}

/** Throws `UsageError` unless the folder is one that may be written, or can be made. Makes nothing. */
export function requireFolder(path: string, option: string): void {
  try {
    if (!statSync(path).isDirectory())
      throw new UsageError(`${option} leads to a file, or below one. Name a folder.`, 'OUTPUT_UNUSABLE');
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const errno = errnoOf(error);
    if (errno === 'ENOENT' && dirname(path) !== path) {
      requireFolder(dirname(path), option);
      return;
    }
    throw new UsageError(
      errno === 'ENOTDIR'
        ? `${option} leads to a file, or below one. Name a folder.`
        : `${option} cannot be written (${errno}). Check the path and the rights to it.`,
      'OUTPUT_UNUSABLE',
    );
  }
}
