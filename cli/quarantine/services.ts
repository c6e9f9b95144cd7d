import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { rekognitionOnDemand } from '../../layers/aws/rekognitionOnDemand.ts';
import type { Services } from '../../layers/engine/deidentify.ts';
import { isHashedName } from '../../layers/engine/identities/objectNames.ts';
import { isArchive, type KeptNote } from '../../layers/engine/kept.ts';
import type { DeskOrigin, KeptRun } from '../../layers/engine/keptRun.ts';
import { type AuditTrail, purposeLabel } from '../../layers/engine/ports.ts';
import { loadLookups } from '../../layers/engine/resolve/lookupTable.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { DirectoryStore } from '../../layers/local/directoryStore.ts';
import { decisionsIn, identitiesIn, releaseBookIn } from '../../layers/local/keptPlaces.ts';
import { ReleaseBook } from '../../layers/local/releaseBook.ts';
import { PublicKeySealer } from '../../layers/local/sealingKey.ts';
import { EarlierAtDesk } from '../../layers/local/sqliteDecisionBook.ts';
import { SqliteIdentityMap } from '../../layers/local/sqliteIdentityMap.ts';
import { systemClock, systemEntropy } from '../../layers/local/system.ts';
import { lazyReader } from '../../layers/pixels/lazyReader.ts';
import { EMPTY_PLAN } from '../../rules/plan.ts';
import { AUDIT_NAMES, type AuditNames } from '../deid/auditNames.ts';
import { bookedOutput } from '../deid/begin.ts';
import { UsageError } from '../exit.ts';
import { isKmsKey, keysAt } from '../keysAt.ts';
import { requireNotClean } from '../places.ts';
import { dialectNamed } from '../rules/load.ts';
import { deskOf, openAudit, type PlaceOptions } from './place.ts';
import { type LoadFromCloud, type NamedRules, type RunRules, rulesOf } from './sameRun.ts';

/** What a retry may name; what it does not name is the run's that kept the instance. */
export interface RetryOptions extends PlaceOptions, NamedRules {
  readonly audit?: string;
  readonly key?: string;
  readonly identities?: string;
  readonly sealFor?: string;
  readonly overwrite: boolean;
  readonly cleanBucket?: string;
  readonly table?: string;
  readonly decisions?: string;
  readonly rootKey?: string;
  readonly auditNames?: AuditNames;
  readonly logGroup?: string;
  readonly sourceName?: string;
}

export function withServices(command: Command): Command {
  return command
    .option('-r, --rules <file>', 'other rules than those of the run that kept the instance')
    .option('--dialect <name>', 'the dialect of those rules', dialectNamed)
    .option('--key-scope <name>', 'another key scope (project) than the run had')
    .option('--clean-prefix <prefix>', 'a prefix for every clean key, instead of the run’s')
    .option(
      '-a, --audit <file>',
      'the file for audit lines; default: state/quarantine.jsonl in the kept folder',
    )
    .addOption(
      new Option(
        '--audit-names <how>',
        'at a desk: how the audit names sources, plain or hashed; default: as in the run',
      ).choices(AUDIT_NAMES),
    )
    .option('-k, --key <file>', 'at a desk: another root key than that of the run')
    .option('--identities <file>', 'at a desk: other identities than those of the run')
    .option('--seal-for <file>', 'the public key of `lethe reidentify init`, for rules that keep originals')
    .option('--overwrite', 'at a desk: replace an instance in DIR that has other bytes', false)
    .option('--clean-bucket <name>', 'in the cloud: where clean instances go')
    .option('--table <name>', 'in the cloud: the identity table')
    .option('--decisions <table>', 'in the cloud: the table of decisions (stack output DecisionTable)')
    .option('--root-key <id>', 'in the cloud: another KMS root key than that of the run')
    .option('--log-group <name>', 'in the cloud: the audit (stack output AuditLog), instead of --audit')
    .option(
      '--source-name <hash>',
      'in the cloud, for what an earlier Lethe kept: what its audit line calls the source (source.key)',
    );
}

/** The services of one kept instance, and what it differs in from its run. */
export interface RunServices {
  readonly services: Services;
  readonly differences: readonly string[];
}

type Ports = Pick<Services, 'store' | 'identities' | 'keys' | 'desk' | 'earlier'>;

/** Opens what retries need: once for all instances that were kept under the same run. */
export class Retries {
  readonly #options: RetryOptions;
  readonly #opened = new Map<string, Promise<RunServices>>();
  readonly #closing: (() => Promise<void>)[] = [];
  #audit: AuditTrail | null = null;

  constructor(options: RetryOptions) {
    this.#options = options;
  }

  /** Rejects with `UsageError` where the instance would be treated otherwise than by its run and the call does not say so. */
  of(note: KeptNote | null): Promise<RunServices> {
    const run = note?.run;
    const { source, version } = note?.source.names ?? {};
    if (this.#options.bucket !== undefined && ![source, version].every((name) => isHashedName(name ?? '')))
      requireSourceName(this.#options.sourceName);
    // A note with findings is of what is held: people may have decided about it.
    if (this.#options.bucket !== undefined && note?.findings !== undefined)
      named(this.#options.decisions, '--decisions');
    const key = JSON.stringify([isArchive(note), run ?? null]);
    let opened = this.#opened.get(key);
    if (opened === undefined) {
      opened = this.#open(run, isArchive(note));
      this.#opened.set(key, opened);
    }
    return opened;
  }

  async close(): Promise<void> {
    for (const close of this.#closing) await close();
    await this.#audit?.close();
  }

  /** Compiles the rules first: nothing is opened for rules that are wrong. */
  async #open(run: KeptRun | undefined, isOfArchive: boolean): Promise<RunServices> {
    const options = this.#options;
    // An archive stays what it is: no rules are applied to it.
    const rules = isOfArchive ? NO_RULES : await rulesOf(run, options, await cloudLoader(options));
    const { plan, keyScope, cleanPrefix, origin, tables } = rules;
    const sealFor = options.sealFor ?? run?.desk?.sealFor ?? undefined;
    if (plan.reidentification === 'on' && sealFor === undefined)
      throw new UsageError(
        'the rules keep originals for re-identification. Name the public key of `lethe reidentify init` with --seal-for.',
        'SEAL_FOR_MISSING',
      );
    const { ports, differences } = await this.#portsOf(run, rules, isOfArchive);
    const lookups = await loadLookups(tables, ports.keys, keyScope);
    this.#audit ??= await auditTrail(options);
    const services: Services = {
      ...ports,
      plan,
      keyScope,
      cleanPrefix,
      lookups,
      ...(isOfArchive ? {} : { rules: origin }),
      audit: this.#audit,
      clock: systemClock,
      entropy: systemEntropy,
      pixels: lazyReader(async () => (await import('../../layers/pixels/openReader.ts')).openReader()),
      detector: rekognitionOnDemand().detector(),
      ...(sealFor === undefined ? {} : { sealer: new PublicKeySealer(existing(sealFor, '--seal-for')) }),
    };
    return { services, differences: [...rules.differences, ...differences] };
  }

  async #portsOf(
    run: KeptRun | undefined,
    rules: RunRules,
    isOfArchive: boolean,
  ): Promise<{ readonly ports: Ports; readonly differences: readonly string[] }> {
    const options = this.#options;
    const desk = deskOf(options);
    if (desk === null) {
      const { cloudPorts } = await import('./cloud.ts');
      const ports = cloudPorts(
        named(options.bucket, '--bucket'),
        named(options.cleanBucket, '--clean-bucket'),
        named(options.table, '--table'),
        named(options.rootKey ?? run?.keyId, '--root-key'),
        options.decisions,
      );
      this.#closing.push(() => ports.identities.close());
      return { ports, differences: await otherKey(run, ports.keys, options.rootKey, '--root-key') };
    }
    const { out, kept } = desk;
    if (out === null)
      throw new UsageError(
        'a retry writes clean instances, and their folder is not named. Give it with --dir, in addition to --kept.',
        'DIR_MISSING',
      );
    for (const option of ['key', 'identities'] as const)
      if (options[option] !== undefined) requireNotClean(out, `--${option}`, options[option]);
    if (run === undefined && options.key === undefined && !isOfArchive)
      throw new UsageError(
        'an earlier Lethe kept this, and nothing says under which key. Name it with --key FILE.',
        'RUN_UNKNOWN',
      );
    const place = options.key ?? run?.desk?.key ?? join(homedir(), '.lethe', 'key');
    const key = isKmsKey(place) ? place : existing(place, '--key');
    const keys = keysAt(key);
    const differences = await otherKey(run, keys, options.key, '--key');
    const origin = originOf(options, run, key);
    const book = new ReleaseBook(releaseBookIn(kept), keys);
    const output = bookedOutput({ out, kept });
    const { name, digest } = rules.plan;
    const plans = [{ prefix: rules.cleanPrefix, name, digest }];
    const number = await book.begin({ output, plans, engine: ENGINE_VERSION, inputs: [] });
    const identities = new SqliteIdentityMap(origin.identities ?? identitiesIn(kept));
    this.#closing.push(
      () => identities.close(),
      () => book.close(),
    );
    const releases = { book, run: { number, output } };
    const store = new DirectoryStore({
      output: out,
      kept,
      overwrite: options.overwrite,
      releases,
      namesSourceByPath: origin.auditNames !== 'hashed',
    });
    const earlier = new EarlierAtDesk(decisionsIn(kept));
    return { ports: { store, identities, keys, desk: origin, earlier }, differences };
  }
}

/** Under another name than its sender's later versions have, an instance would be in conflict with them, and nobody would find its line. */
function requireSourceName(sourceName: string | undefined): void {
  if (sourceName === undefined)
    throw new UsageError(
      'an earlier Lethe kept this, and nothing says what its source is called. Give --source-name, which is source.key of its audit line, or copy its object in the ingest bucket onto itself: then it comes again.',
      'SOURCE_NAME_UNKNOWN',
    );
  if (!isHashedName(sourceName))
    throw new UsageError(
      '--source-name is not the name of a source. Give 32 hexadecimal digits, as source.key of its audit line.',
    );
}

const NO_RULES: RunRules = {
  plan: EMPTY_PLAN,
  tables: new Map(),
  origin: { path: '', digest: null },
  keyScope: '',
  cleanPrefix: '',
  differences: [],
};

function originOf(options: RetryOptions, run: KeptRun | undefined, key: string): DeskOrigin {
  const { identities, sealFor } = options;
  const auditNames = options.auditNames ?? run?.desk?.auditNames;
  return {
    key,
    ...(auditNames === 'hashed' ? { auditNames } : {}),
    identities: identities === undefined ? (run?.desk?.identities ?? null) : resolve(identities),
    sealFor: sealFor === undefined ? (run?.desk?.sealFor ?? null) : resolve(sealFor),
  };
}

/** Another key gives other pseudonyms than the run did: it must be named. Answers what differs. */
async function otherKey(
  run: KeptRun | undefined,
  keys: Services['keys'],
  isNamed: string | undefined,
  option: string,
): Promise<readonly string[]> {
  if (run === undefined) return [];
  // A key says its own name once it was used.
  await keys.subkeys([purposeLabel('object-name')]);
  if (keys.keyId === run.keyId) return [];
  if (isNamed === undefined)
    throw new UsageError(
      `this was kept under the key ${run.keyId}, and the key here is ${keys.keyId}: its patient would get other pseudonyms. Name the key of the run with ${option}; to retry under another, name that.`,
      'KEY_DIFFERS',
    );
  return [`kept under the key ${run.keyId}, retried under ${keys.keyId}`];
}

async function cloudLoader({ bucket }: RetryOptions): Promise<LoadFromCloud> {
  if (bucket !== undefined) return (await import('./cloud.ts')).cloudRules;
  return () =>
    Promise.reject(
      new UsageError(
        'the rules of this instance are in the cloud. Name others with --rules FILE.',
        'RULES_CHANGED',
      ),
    );
}

/** In the cloud the audit is a log group, where `lethe audit object` finds the line with all others; or a file, as at a desk. */
async function auditTrail(options: RetryOptions): Promise<AuditTrail> {
  const { bucket, logGroup, audit } = options;
  if (logGroup === undefined) return openAudit(options);
  if (bucket === undefined || audit !== undefined)
    throw new UsageError('--log-group is for the cloud, in the place of --audit. Leave one of the two.');
  const { cloudAudit } = await import('./cloud.ts');
  return cloudAudit(logGroup);
}

function named(value: string | undefined, option: string): string {
  if (value === undefined || value === '')
    throw new UsageError(`${option} is missing. lethe quarantine --help says what it is.`);
  return value;
}

function existing(path: string, option: string): string {
  if (!existsSync(path))
    throw new UsageError(
      `${option}: there is nothing at ${JSON.stringify(path)}. Check the path.`,
      'FILE_UNREADABLE',
    );
  return resolve(path);
}
