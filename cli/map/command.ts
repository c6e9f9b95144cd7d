import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_ARCHIVE_LIMITS } from '../../layers/archive/limits.ts';
import { identitiesIn } from '../../layers/local/keptPlaces.ts';
import type { RuleDialect } from '../../rules/compile.ts';
import { UsageError } from '../exit.ts';
import { type Places, placesNamed, requireApart } from '../places.ts';
import { BASIC, dialectNamed, type LoadedRoute, loadRoutes, loadRules } from '../rules/load.ts';
import { FILE_NAMES } from './pairFiles.ts';
import { type MapSummary, runMap } from './run.ts';

/** Every instance of the source has its pairs. */
const EXIT_ALL_PAIRED = 0;
/** Some have none. A wrong call is 2. */
const EXIT_SOME_UNPAIRED = 1;

interface MapFlags {
  readonly clean: string;
  readonly out: string;
  /** True: the flag without a file. */
  readonly identities?: string | true;
  readonly rules?: string;
  readonly routes?: string;
  readonly dialect?: RuleDialect;
  readonly kept?: string;
  readonly key: string;
  readonly byContent: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `lethe map SOURCE... --clean DIR --out DIR --identities`. */
export function mapCommand(): Command {
  return new Command('map')
    .description('Write the pairs of old and new UIDs and Patient IDs of what lethe deid released, as CSV.')
    .argument('<source...>', 'what was de-identified, named as lethe deid was given it')
    .requiredOption('-c, --clean <dir>', 'the folder of clean instances, the --out of lethe deid')
    .requiredOption(
      '-o, --out <dir>',
      `a folder for ${Object.values(FILE_NAMES).join(' and ')}; never in the clean folder`,
    )
    .option(
      '--identities [file]',
      'needed: says that you want identities in a file. FILE: the random UIDs and numbers that were assigned; default: those in the kept folder',
    )
    .option('-r, --rules <file>', `the rules that were applied; default: "${BASIC}"`)
    .option(
      '--dialect <name>',
      'the dialect of the rules; by default recognised from their content',
      dialectNamed,
    )
    .option('--routes <file>', 'the routes, if lethe deid was given some')
    .option('--kept <dir>', 'the kept folder of the run (default: CLEAN.kept, beside CLEAN)')
    .option('-k, --key <file>', 'the root key of the run', join(homedir(), '.lethe', 'key'))
    .option(
      '--by-content',
      'CLEAN is what another tool made: pairs are found by what instances hold, without rules and key',
      false,
    )
    .option('--json', 'print the closing summary as JSON', false)
    .option('-q, --quiet', 'no progress and no summary', false)
    .addHelpText('after', HELP)
    .action(async (sources: readonly string[], flags: MapFlags, command: Command) => {
      if (flags.byContent) {
        await writeByContent(sources, flags, command);
        return;
      }
      const places = placesNamed(flags.clean, flags.kept);
      const identities = identitiesOf(flags, places);
      const [out, key] = [resolve(flags.out), resolve(flags.key)];
      requireApart(places, sources, { '--out': out, '--key': key, '--identities': identities });
      requireFolder(places.out, flags, 'the --out of lethe deid');
      // A key that was made here would be none of the run's.
      if (!existsSync(key))
        throw new UsageError(
          `--key: there is no file ${JSON.stringify(flags.key)}. Name the key of the run.`,
          'FILE_UNREADABLE',
        );
      const summary = await runMap(sources, {
        clean: places.out,
        out,
        key,
        identities,
        routes: routesOf(flags),
        archiveLimits: DEFAULT_ARCHIVE_LIMITS,
        showsProgress: !flags.quiet && !flags.json,
      });
      if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
      else if (!flags.quiet) process.stdout.write(summaryText(summary, out));
      process.exitCode = summary.paired === summary.instances ? EXIT_ALL_PAIRED : EXIT_SOME_UNPAIRED;
    });
}

function requireFolder(folder: string, { clean }: MapFlags, what: string): void {
  if (!existsSync(folder))
    throw new UsageError(
      `there is no folder ${JSON.stringify(clean)}. Name ${what} with --clean.`,
      'FOLDER_MISSING',
    );
}

/** What says how Lethe made the outputs, which it did not. */
const OF_A_RUN = ['rules', 'routes', 'dialect', 'kept', 'key'] as const;

async function writeByContent(sources: readonly string[], flags: MapFlags, command: Command): Promise<void> {
  const given = OF_A_RUN.filter((name) => command.getOptionValueSource(name) === 'cli');
  if (given.length > 0 || typeof flags.identities === 'string')
    throw new UsageError(
      `--by-content asks for no ${given.length > 0 ? `--${given[0]}` : 'file of --identities'}. Leave it out.`,
    );
  const places = placesNamed(flags.clean, undefined);
  identitiesOf(flags, places);
  const out = resolve(flags.out);
  requireApart(places, sources, { '--out': out });
  requireFolder(places.out, flags, 'what the other tool made');
  const { mapByContent } = await import('./byContent.ts');
  const summary = mapByContent(sources, {
    clean: places.out,
    out,
    showsProgress: !flags.quiet && !flags.json,
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
  else if (!flags.quiet) {
    const { instances, paired, unsure, unreadable, uids, patientIds, several } = summary;
    process.stdout.write(
      rowsText(out, [
        ['instances', instances],
        ['paired', paired],
        ['unsure', unsure],
        ['unreadable', unreadable],
        ['UIDs', uids],
        ['Patient IDs', patientIds],
        ['left out', several],
      ]),
    );
  }
  process.exitCode = summary.paired === summary.instances ? EXIT_ALL_PAIRED : EXIT_SOME_UNPAIRED;
}

/** Whoever writes originals into a file says so. */
function identitiesOf({ identities }: MapFlags, { kept }: Places): string {
  if (identities === undefined)
    throw new UsageError(
      'the pairs tell who everybody is. Give --identities if you want them in a file.',
      'IDENTITIES_NOT_ASKED',
    );
  if (identities === true) return identitiesIn(kept);
  if (!existsSync(identities))
    throw new UsageError(
      `--identities: there is no file ${JSON.stringify(identities)}. Name the file of the run, or leave its name out.`,
      'FILE_UNREADABLE',
    );
  return resolve(identities);
}

function routesOf({ rules, routes, dialect }: MapFlags): readonly LoadedRoute[] {
  if (routes === undefined) {
    const { plan, tables, origin } = loadRules(rules ?? BASIC, dialect);
    return [{ prefix: '', keyScope: plan.keyScope ?? '', cleanPrefix: '', plan, tables, rules: origin }];
  }
  if (rules !== undefined || dialect !== undefined)
    throw new UsageError('--routes names the rules of each route: leave --rules and --dialect.');
  return loadRoutes(routes).routes;
}

function summaryText({ instances, uids, patientIds, ...counts }: MapSummary, out: string): string {
  return rowsText(out, [
    ['instances', instances],
    ['paired', counts.paired],
    ['not released', counts.notReleased],
    ['different', counts.different],
    ['unreadable', counts.unreadable],
    ['UIDs', uids],
    ['Patient IDs', patientIds],
  ]);
}

function rowsText(out: string, rows: readonly (readonly [string, number])[]): string {
  return `${rows.map(([name, count]) => `  ${name.padEnd(14)}${String(count).padStart(8)}`).join('\n')}\n  in ${out}\n`;
}

const HELP = `
Nothing is changed, and no identity is given. The files belong to the owner of the key, and nobody else can read
them: they tell who everybody is.

Exit status: 0 every instance of the source has its pairs, 1 some have none (they were not released, or their output
was made otherwise), 2 the call is wrong.

Example:
  lethe map ./export --clean ./clean --rules rules.json --out ./broker --identities
  lethe map ./export --clean ./made-by-another-tool --by-content --out ./broker --identities`;
