import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import {
  ARCHIVE_LIMIT_NAMES,
  type ArchiveLimits,
  DEFAULT_ARCHIVE_LIMITS,
  parseArchiveLimits,
} from '../../layers/archive/limits.ts';
import type { RuleDialect } from '../../rules/compile.ts';
import { EXIT_ALL_RELEASED, EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { keyFileNamed } from '../keysAt.ts';
import { placesNamed, requireApart } from '../places.ts';
import {
  BASIC,
  dialectNamed,
  type LoadedRoute,
  type LoadedRoutes,
  loadRoutes,
  loadRules,
  validating,
} from '../rules/load.ts';
import { AUDIT_NAMES, type AuditNames } from './auditNames.ts';
import { beginRun, leftByEarlierRuns, requireSameRun } from './begin.ts';
import { listInputs } from './inputs.ts';
import { requireReady } from './ready.ts';
import { reportOf } from './report.ts';
import { runDeid } from './run.ts';

interface DeidOptions {
  readonly out: string;
  readonly kept?: string;
  readonly rules?: string;
  readonly routes?: string;
  readonly dialect?: RuleDialect;
  readonly audit?: string;
  readonly auditNames: AuditNames;
  readonly jobs?: number;
  readonly key: string;
  readonly identities?: string;
  readonly sealFor?: string;
  readonly archiveLimits: ArchiveLimits;
  readonly overwrite: boolean;
  readonly validateInput: boolean;
  readonly validateOutput: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `lethe deid INPUT... --out DIR`. */
export function deidCommand(): Command {
  return new Command('deid')
    .description(
      'De-identify files and folders with your rules, or with the PS3.15 Basic Application Level Confidentiality Profile.',
    )
    .argument(
      '<input...>',
      'DICOM files, zip, tar and gzip archives of them, and folders, which are searched at any depth',
    )
    .requiredOption('-o, --out <dir>', 'the folder for clean instances, and nothing else')
    .option(
      '--kept <dir>',
      'the folder for everything that was not released and the state of the runs; only its owner can read it (default: DIR.kept, beside DIR)',
    )
    .option('-r, --rules <file>', `the rules to apply (docs/rules.md); default: "${BASIC}"`)
    .option(
      '--dialect <name>',
      'the dialect of the rules; by default recognised from their content',
      dialectNamed,
    )
    .option('--routes <file>', 'rules, key scope and output folder for each path prefix (docs/rules.md)')
    .option('-a, --audit <file>', 'write one JSON object per line for every input file')
    .addOption(
      new Option(
        '--audit-names <how>',
        'how the audit names sources: plain paths, which may contain names, or hashed',
      )
        .choices(AUDIT_NAMES)
        .default('plain'),
    )
    .option(
      '-j, --jobs <n>',
      'number of worker processes (default: one per core, if there are enough files)',
      positiveInteger,
    )
    .option('-k, --key <file>', 'the root key of UIDs and pseudonyms; created on first use', defaultKeyFile())
    .option(
      '--identities <file>',
      'the random UIDs and numbers that were assigned; default: state/identities.sqlite in the kept folder',
    )
    .option('--seal-for <file>', 'the public key of `lethe reidentify init`, for rules that keep originals')
    .option(
      '--overwrite',
      'make the folder what this run releases: replace what earlier runs released of these inputs, and remove what this one does not release; never replace an instance of this run',
      false,
    )
    .option('--validate-input', 'quarantine an instance that has a value its VR does not allow', false)
    .option('--validate-output', 'quarantine an instance if the rules leave such a value', false)
    .option(
      '--archive-limits <list>',
      `limits for archives: ${ARCHIVE_LIMIT_NAMES.join(', ')}, as in "ratio=500,members=200000"`,
      archiveLimitsNamed,
      DEFAULT_ARCHIVE_LIMITS,
    )
    .option('--json', 'print the closing summary as JSON', false)
    .option('-q, --quiet', 'no progress and no table', false)
    .addHelpText('after', HELP)
    .action(async (inputs: readonly string[], options: DeidOptions) => {
      const places = placesNamed(options.out, options.kept);
      const { audit, identities, key } = options;
      requireApart(places, inputs, { '--audit': audit, '--key': key, '--identities': identities });
      const { routes: loaded, warnings } = routesOf(options);
      const routes = loaded.map((route) =>
        withValidation(route, options.validateInput, options.validateOutput),
      );
      for (const warning of warnings) process.stderr.write(`${warning}\n`);
      const sealFor = sealingKeyOf(options, routes);
      const files = listInputs(inputs, places.out);
      const keyFile = keyFileNamed(key);
      const beginning = { places, inputs, routes, key: keyFile, overwrite: options.overwrite };
      await requireSameRun(beginning);
      await requireReady({ ...options, ...places, key: keyFile });
      const run = await beginRun(beginning);
      const done = await runDeid(files, {
        ...options,
        ...places,
        key: keyFile,
        identities: identities === undefined ? null : resolve(identities),
        sealFor,
        routes,
        run,
      });
      const summary = options.overwrite
        ? { ...done, ofEarlierRuns: await leftByEarlierRuns(beginning, run) }
        : done;
      if (options.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
      else if (!options.quiet) process.stdout.write(reportOf(summary, places));
      const { held, quarantined, fault } = summary.outcomes;
      process.exitCode = held + quarantined + fault === 0 ? EXIT_ALL_RELEASED : EXIT_SOME_NOT_RELEASED;
    });
}

/** The routes that were named, or the one of all files. */
function routesOf({ rules, routes, dialect }: DeidOptions): LoadedRoutes {
  if (routes === undefined) {
    const { plan, tables, warnings, origin } = loadRules(rules ?? BASIC, dialect);
    return {
      routes: [{ prefix: '', keyScope: plan.keyScope ?? '', cleanPrefix: '', plan, tables, rules: origin }],
      warnings,
    };
  }
  if (rules !== undefined || dialect !== undefined)
    throw new UsageError('--routes names the rules of each route: leave --rules and --dialect.');
  return loadRoutes(routes);
}

/** Rules that keep originals are refused without a key before the first instance, not once for each. */
function sealingKeyOf({ sealFor }: DeidOptions, routes: LoadedRoutes['routes']): string | null {
  if (sealFor !== undefined) return resolve(sealFor);
  if (routes.every(({ plan }) => plan.reidentification === 'off')) return null;
  throw new UsageError(
    'the rules keep originals for re-identification: name the public key of `lethe reidentify init` with --seal-for.',
  );
}

/** A route with what the flags ask for besides: the digest of its plan says so, and where it comes from too. */
function withValidation(route: LoadedRoute, input: boolean, output: boolean): LoadedRoute {
  const rules = input || output ? { ...route.rules, validate: { input, output } } : route.rules;
  return { ...route, rules, plan: validating(route.plan, rules.validate) };
}

const HELP = `
The same key gives the same UIDs and pseudonyms in every run. Keep it safe, and keep it secret.

Exit status: 0 all instances were released, 1 some were not, 2 the call or the rules are wrong.

Example:
  lethe deid ./export --out ./clean --audit audit.jsonl`;

function defaultKeyFile(): string {
  return join(homedir(), '.lethe', 'key');
}

function archiveLimitsNamed(text: string): ArchiveLimits {
  const limits = parseArchiveLimits(text);
  if (limits === null)
    throw new InvalidArgumentError(`Give ${ARCHIVE_LIMIT_NAMES.join(', ')} as name=number, with commas.`);
  return limits;
}

function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 256)
    throw new InvalidArgumentError('Give a whole number from 1 to 256.');
  return value;
}
