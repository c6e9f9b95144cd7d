import { createPublicKey, type KeyObject } from 'node:crypto';
import { Command, Option } from 'commander';
import type { LoggedRecord } from '../../layers/engine/audit/audit.ts';
import type { ManifestShelf } from '../../layers/engine/audit/manifest/ports.ts';
import { verifyManifests } from '../../layers/engine/audit/manifest/verify.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { UsageError } from '../exit.ts';
import { MOST_PEM_BYTES, readText } from '../readText.ts';
import {
  asDay,
  openAudit,
  type PlaceOptions,
  type RangeOptions,
  rangeOf,
  withPlace,
  withRange,
} from './options.ts';
import {
  historyText,
  releasedText,
  releasedUnder,
  rulesInForce,
  rulesText,
  verificationText,
} from './text.ts';

/** Nothing is known of the object. */
const EXIT_NOT_FOUND = 1;
/** Something was found that ought not to be. */
const EXIT_DISCREPANCIES = 1;

interface OutputOptions {
  readonly json: boolean;
}

/** `lethe audit`: the questions that an audit is asked. */
export function auditCommand(): Command {
  return new Command('audit')
    .description(
      'Ask the audit what happened to an object, what left under which rules, which rules changed, or whether a line is missing.',
    )
    .addCommand(objectCommand())
    .addCommand(releasedCommand())
    .addCommand(changesCommand())
    .addCommand(verifyCommand());
}

interface ObjectOptions extends PlaceOptions, RangeOptions, OutputOptions {
  readonly key?: string;
  readonly nameKey?: string;
  readonly rootKey?: string;
}

function objectCommand(): Command {
  const command = new Command('object')
    .description('What happened to this object?')
    .argument(
      '<name>',
      'its path, its key in the audit (a keyed hash in the cloud), its clean key, or s3://BUCKET/KEY',
    )
    .option('-k, --key <file>', 'at a desk: the root key of the runs, to find the hash of a path')
    .option('--name-key <id>', 'the key that hashes s3:// names (stack output NameKeyArn)')
    .option(
      '--root-key <id>',
      'the root key (stack output HmacKeyArn), for lines of before names had a key of their own',
    );
  return withJson(withRange(withPlace(command)))
    .addHelpText('after', OBJECT_HELP)
    .action((name: string, options: ObjectOptions) =>
      failingSoftly(async () => {
        const records = await recordsOf(name, options);
        print(options, records, () => historyText(records));
        if (records.length === 0) process.exitCode = EXIT_NOT_FOUND;
      }),
    );
}

/** In files by its path as typed; in the cloud, which asks by one key, by that alone. */
async function recordsOf(name: string, options: ObjectOptions): Promise<readonly LoggedRecord[]> {
  const isHashed = name.startsWith('s3://');
  const keys = isHashed ? await keyedHashesOf(name, options) : [name];
  const audit = await openAudit(options);
  const range = rangeOf(options, Date.now());
  const records: LoggedRecord[] = [];
  if (options.file === undefined || isHashed) {
    for (const key of keys) for await (const record of audit.records({ ...range, key })) records.push(record);
    return records.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time));
  }
  for await (const record of audit.records(range)) records.push(record);
  const { hashesOf, recordsNamed } = await import('./objectNames.ts');
  const hashes = options.key === undefined ? new Set<string>() : await hashesOf(name, options.key);
  return recordsNamed(name, records, hashes);
}

const OBJECT_HELP = `
In audit files, type a path as usual: relative or absolute, with or without the input's name. Use --key to find paths
that "lethe deid --audit-names hashed" wrote as keyed hashes. Object keys may contain names, so the audit in the cloud
has keyed hashes of them. Anyone who may use the name key can find one; lines of before names had a key of their own are
found by the root key. Give both to find all.

Exit status: 0 found, 1 not found, 2 the call is wrong or the audit cannot be read.

Examples:
  lethe audit object ./export/ct/1.dcm --file audit.jsonl
  lethe audit object s3://ingest/study/1.dcm --name-key arn:aws:kms:… --log-group Lethe-prod-AuditLines…`;

/** Under each key that is given. */
async function keyedHashesOf(name: string, { nameKey, rootKey }: ObjectOptions): Promise<readonly string[]> {
  const [, container, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(name) ?? [];
  if (container === undefined || key === undefined)
    throw new UsageError('this is not the name of an object. Write it as s3://BUCKET/KEY.');
  const ids = [nameKey, rootKey].filter((id) => id !== undefined);
  if (ids.length === 0)
    throw new UsageError(
      'an s3:// name needs --name-key, to find its keyed hash. It is stack output NameKeyArn.',
    );
  const [{ awsClients }, { KmsKeyRing }, { namesOf }, { Phi }] = await Promise.all([
    import('../../layers/aws/clients.ts'),
    import('../../layers/aws/kmsKeyRing.ts'),
    import('../../layers/engine/identities/objectNames.ts'),
    import('../../layers/engine/phi.ts'),
  ]);
  const { kms } = awsClients();
  const ref = { container, key: new Phi(key) };
  const names = ids.map((id) => namesOf(ref, { keys: new KmsKeyRing(kms, id) }));
  return (await Promise.all(names)).map(({ source }) => source);
}

interface ReleasedOptions extends PlaceOptions, OutputOptions {
  readonly day: string;
  readonly list: boolean;
}

function releasedCommand(): Command {
  const command = new Command('released')
    .description('What left under which rules on this day?')
    .requiredOption('-d, --day <day>', 'a day in UTC (YYYY-MM-DD)', asDay)
    .option('--list', 'list every instance with its time, its clean key and the digest of its rules', false);
  return withJson(withPlace(command)).action((options: ReleasedOptions) =>
    failingSoftly(async () => {
      const { day, list } = options;
      const audit = await openAudit(options);
      const { fromMs, toMs } = rangeOf({ from: day, to: day }, 0);
      if (!list) {
        const groups = releasedUnder(await audit.totals(fromMs, toMs));
        print(options, groups, () => releasedText(groups, day));
        return;
      }
      for await (const { time, output, plan, source } of audit.records({ fromMs, toMs, released: true })) {
        const line = { time, output: output.key, source: source.key, plan: plan.digest };
        process.stdout.write(
          options.json
            ? `${JSON.stringify(line)}\n`
            : `${time}  ${output.key}  ${plan.digest.slice(0, 12)}\n`,
        );
      }
    }),
  );
}

interface ChangesOptions extends PlaceOptions, RangeOptions, OutputOptions {}

function changesCommand(): Command {
  const command = new Command('rules').description('Which rules changed, and when?');
  return withJson(withRange(withPlace(command))).action((options: ChangesOptions) =>
    failingSoftly(async () => {
      const { fromMs, toMs } = rangeOf(options, Date.now());
      const groups = rulesInForce(await (await openAudit(options)).totals(fromMs, toMs));
      print(options, groups, () => rulesText(groups));
    }),
  );
}

interface VerifyOptions extends PlaceOptions, RangeOptions, OutputOptions {
  readonly manifests: string;
  readonly signingKey?: string;
  readonly publicKey?: string;
}

function verifyCommand(): Command {
  const command = new Command('verify')
    .description(
      'Does the audit match what was sealed, day by day? Without an audit: do the manifests match what was signed?',
    )
    .requiredOption(
      '-m, --manifests <place>',
      's3://BUCKET (stack output ManifestBucket), or a folder with a copy of it',
    )
    .addOption(
      new Option('--signing-key <arn>', 'the key that signed them (stack output SigningKeyArn)').conflicts(
        'publicKey',
      ),
    )
    .option('--public-key <file>', 'the public key in PEM; with it no AWS permissions are needed');
  return withJson(withRange(withPlace(command)))
    .addHelpText('after', VERIFY_HELP)
    .action((options: VerifyOptions) =>
      failingSoftly(async () => {
        const [shelf, publicKey] = await Promise.all([openShelf(options.manifests), openPublicKey(options)]);
        const audit =
          options.file === undefined && options.logGroup === undefined ? null : await openAudit(options);
        const { from, to } = options;
        const result = await verifyManifests(shelf, publicKey, audit, {
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
        });
        print(options, result, () => verificationText(result));
        if (result.discrepancies.length > 0 || result.days === 0) process.exitCode = EXIT_DISCREPANCIES;
      }),
    );
}

const VERIFY_HELP = `
The key must come from another place than the manifests: anyone who can replace both can forge anything.
Without --from and --to every day is checked.

Exit status: 0 nothing is wrong, 1 something is, or there is no manifest, 2 the call is wrong.

Example:
  lethe audit verify --manifests s3://lethe-prod-manifests --signing-key arn:aws:kms:… --log-group Lethe-prod-AuditLines…`;

async function openShelf(place: string): Promise<ManifestShelf> {
  if (!place.startsWith('s3://')) {
    const { ManifestFolder } = await import('../../layers/local/manifestFolder.ts');
    return new ManifestFolder(place);
  }
  const [{ awsClients }, { S3ManifestShelf }] = await Promise.all([
    import('../../layers/aws/clients.ts'),
    import('../../layers/aws/manifestShelf.ts'),
  ]);
  return new S3ManifestShelf(awsClients().s3, place.slice('s3://'.length).replace(/\/$/, ''));
}

async function openPublicKey({ signingKey, publicKey }: VerifyOptions): Promise<KeyObject> {
  if (publicKey !== undefined) {
    const pem = readText(publicKey, MOST_PEM_BYTES, 'the public key', 'Give a PEM file.');
    try {
      return createPublicKey(pem);
    } catch {
      throw new UsageError(
        'the public key is not one in PEM. Give the file that aws kms get-public-key made.',
      );
    }
  }
  if (signingKey === undefined)
    throw new UsageError('the signing key is not named. Give --signing-key or --public-key.');
  const [{ awsClients }, { publicKeyOf }] = await Promise.all([
    import('../../layers/aws/clients.ts'),
    import('../../layers/aws/kmsSigner.ts'),
  ]);
  return publicKeyOf(awsClients().kms, signingKey);
}

function withJson(command: Command): Command {
  return command.option('--json', 'print the answer as JSON', false);
}

function print({ json }: OutputOptions, value: unknown, text: () => string): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : text());
}

/** A fault of the surroundings says itself what to do. */
async function failingSoftly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FaultError) throw new UsageError(error.message, error.code);
    throw error;
  }
}
