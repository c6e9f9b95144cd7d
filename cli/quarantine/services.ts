import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Services } from '../../layers/engine/deidentify.ts';
import type { KeptShelf } from '../../layers/engine/kept.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { KeptFolder } from '../../layers/local/keptFolder.ts';
import { KeyFile } from '../../layers/local/keyFile.ts';
import { PublicKeySealer } from '../../layers/local/sealingKey.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { FileAudit } from '../../layers/local/streamAudit.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import type { RuleDialect } from '../../rules/compile.ts';
import { UsageError } from '../exit.ts';
import { BASIC, dialectNamed, loadRules } from '../rules/load.ts';

/** Where kept instances are. */
export interface PlaceOptions {
  readonly dir?: string;
  readonly bucket?: string;
}

export function withPlace(command: Command): Command {
  return command
    .option('-d, --dir <dir>', 'at a desk: the output folder of the runs')
    .option('--bucket <name>', 'in the cloud: the quarantine bucket');
}

/** What a retry wants besides. */
export interface RetryOptions extends PlaceOptions {
  readonly rules: string;
  readonly dialect?: RuleDialect;
  readonly cleanPrefix: string;
  readonly audit?: string;
  readonly key: string;
  readonly identities?: string;
  readonly sealFor?: string;
  readonly overwrite: boolean;
  readonly cleanBucket?: string;
  readonly table?: string;
  readonly rootKey?: string;
}

export function withServices(command: Command): Command {
  return command
    .option('-r, --rules <file>', 'the rules to apply', BASIC)
    .option('--dialect <name>', 'the dialect of the rules', dialectNamed)
    .option('--clean-prefix <prefix>', 'goes before every clean key, as a route has it', '')
    .option('-a, --audit <file>', 'where audit lines go; .lethe/quarantine.jsonl in DIR without it')
    .option('-k, --key <file>', 'at a desk: the root key of the runs', join(homedir(), '.lethe', 'key'))
    .option('--identities <file>', 'at a desk: identities; .lethe/identities.sqlite in DIR without it')
    .option('--seal-for <file>', 'the public key of `lethe reidentify init`, for rules that keep originals')
    .option('--overwrite', 'at a desk: replace an instance in DIR that has other bytes', false)
    .option('--clean-bucket <name>', 'in the cloud: where clean instances go')
    .option('--table <name>', 'in the cloud: the identity table')
    .option('--root-key <id>', 'in the cloud: the KMS key of all pseudonyms');
}

/** Throws `UsageError` unless exactly one place is named, and it is there. */
export async function openShelf({ dir, bucket }: PlaceOptions): Promise<KeptShelf> {
  if ((dir === undefined) === (bucket === undefined))
    throw new UsageError(
      'it is not said where. Give one place: --dir DIR at a desk, or --bucket NAME in the cloud.',
    );
  if (dir !== undefined) return new KeptFolder(existing(dir, '--dir'));
  // A desk does without the SDK, which takes longer to load than the work.
  const { cloudShelf } = await import('./cloud.ts');
  return cloudShelf(bucket ?? '');
}

/** The file of audit lines: named, or in the output folder. */
export function openAudit({ dir, audit }: { readonly dir?: string; readonly audit?: string }): FileAudit {
  if (audit === undefined && dir === undefined)
    throw new UsageError('--audit is missing. Name the file that audit lines go to.');
  const path = audit ?? join(resolve(dir ?? ''), '.lethe', 'quarantine.jsonl');
  mkdirSync(dirname(path), { recursive: true });
  return FileAudit.open(path);
}

export type OpenServices = Services & { close(): Promise<void> };

/** Compiles the rules first: nothing is opened for rules that are wrong. */
export async function openServices(options: RetryOptions): Promise<OpenServices> {
  const { plan, tables, warnings } = loadRules(options.rules, options.dialect);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  if (plan.reidentification === 'on' && options.sealFor === undefined)
    throw new UsageError(
      'the rules keep originals for re-identification: name the public key of `lethe reidentify init` with --seal-for.',
    );
  if (!/^$|\/$/.test(options.cleanPrefix)) throw new UsageError('--clean-prefix must end with "/". Add it.');
  const keyScope = plan.keyScope ?? '';
  const { store, identities, keys } = await portsOf(options);
  const lookups = await loadLookups(tables, keys, keyScope);
  const audit = openAudit(options);
  return {
    plan,
    keyScope,
    lookups,
    store,
    identities,
    keys,
    audit,
    cleanPrefix: options.cleanPrefix,
    clock: systemClock,
    entropy: systemEntropy,
    ...(options.sealFor === undefined
      ? {}
      : { sealer: new PublicKeySealer(existing(options.sealFor, '--seal-for')) }),
    close: async () => {
      await audit.close();
      await identities.close();
    },
  };
}

async function portsOf(options: RetryOptions): Promise<Pick<Services, 'store' | 'identities' | 'keys'>> {
  const { dir, bucket, key, overwrite } = options;
  if (dir !== undefined) {
    const output = resolve(dir);
    return {
      store: new DirectoryStore({ output, overwrite }),
      identities: new SqliteIdentityMap(
        resolve(options.identities ?? join(output, '.lethe', 'identities.sqlite')),
      ),
      // A new key would give other pseudonyms than the runs did.
      keys: new KeyFile(existing(key, '--key')),
    };
  }
  const { cloudPorts } = await import('./cloud.ts');
  return cloudPorts(
    named(bucket, '--bucket'),
    named(options.cleanBucket, '--clean-bucket'),
    named(options.table, '--table'),
    named(options.rootKey, '--root-key'),
  );
}

function named(value: string | undefined, option: string): string {
  if (value === undefined || value === '')
    throw new UsageError(`${option} is missing. lethe quarantine --help says what it is.`);
  return value;
}

function existing(path: string, option: string): string {
  if (!existsSync(path))
    throw new UsageError(`${option}: there is nothing at ${JSON.stringify(path)}. Check the path.`);
  return resolve(path);
}
