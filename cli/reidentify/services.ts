import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { ReidentificationServices } from '../../layers/engine/originals/reidentify.ts';
import type { Opener } from '../../layers/engine/ports.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { PrivateKeyOpener } from '../../layers/local/sealingKey.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { systemClock } from '../../layers/local/system.ts';
import { callerName } from '../callerName.ts';
import { UsageError } from '../exit.ts';
import type { Place } from './place.ts';

/** Where identities and keys are: at a desk, or in the cloud. */
export interface PlaceOptions {
  readonly identities?: string;
  readonly key: string;
  readonly privateKey?: string;
  readonly table?: string;
  readonly rootKey?: string;
  readonly sealingKey?: string;
  readonly project: string;
  readonly audit?: string;
  readonly reason?: string;
  readonly erase: boolean;
}

export function withPlace(command: Command): Command {
  return command
    .option(
      '--identities <file>',
      'at a desk: the identities of the runs (state/identities.sqlite in their kept folder)',
    )
    .option('-k, --key <file>', 'at a desk: the root key of the runs', join(homedir(), '.lethe', 'key'))
    .option('--private-key <file>', 'at a desk: the private key that `lethe reidentify init` created')
    .option('--table <name>', 'in the cloud: the identity table')
    .option('--root-key <id>', 'in the cloud: the KMS key of all pseudonyms')
    .option('--sealing-key <id>', 'in the cloud: the KMS key that originals are sealed with')
    .option('--project <name>', 'the project (key scope) of the rules', '')
    .option('-a, --audit <file>', 'the file for the audit line; default: beside the identities')
    .option('--reason <text>', 'the reason, for the audit');
}

export type OpenServices = ReidentificationServices & { readonly opener: Opener; close(): Promise<void> };

/** Throws `UsageError` where options are missing, or name what is not there: nothing is made on the way. */
export async function openServices(options: PlaceOptions): Promise<OpenServices> {
  const { identities, keys, opener, audit } =
    options.table === undefined ? atDesk(options) : await inCloud(options, options.table);
  const trail = FileAudit.open(audit);
  return {
    identities,
    keys,
    opener,
    keyScope: options.project,
    clock: systemClock,
    by: callerName(),
    reason: options.reason ?? null,
    record: (record) => trail.record(record),
    close: async () => {
      await trail.close();
      await identities.close();
    },
  };
}

function atDesk({ identities, key, privateKey, audit, erase }: PlaceOptions): Place {
  const file = existing(identities, '--identities');
  const root = existing(key, '--key');
  return {
    identities: new SqliteIdentityMap(file),
    keys: new KeyFile(root),
    opener: erase ? NO_OPENER : new PrivateKeyOpener(existing(privateKey, '--private-key')),
    audit: audit ?? join(dirname(file), 'reidentification.jsonl'),
  };
}

async function inCloud({ rootKey, sealingKey, audit, erase }: PlaceOptions, table: string): Promise<Place> {
  const root = named(rootKey, '--root-key');
  const seal = erase ? null : named(sealingKey, '--sealing-key');
  const file = named(audit, '--audit');
  // A desk does without the SDK, which takes longer to load than the work.
  const { cloudPlace } = await import('./cloud.ts');
  const { opener, ...place } = cloudPlace(table, root, seal);
  return { ...place, opener: opener ?? NO_OPENER, audit: file };
}

/** To destroy needs no right to open. */
const NO_OPENER: Opener = {
  open: () => Promise.reject(new TypeError('an erasure opens nothing')),
};

function named(value: string | undefined, option: string): string {
  if (value === undefined || value === '')
    throw new UsageError(`${option} is missing. lethe reidentify --help says what it is.`);
  return value;
}

function existing(path: string | undefined, option: string): string {
  const file = named(path, option);
  if (!existsSync(file))
    throw new UsageError(`${option}: there is no file ${JSON.stringify(file)}. Check the path.`);
  return file;
}
