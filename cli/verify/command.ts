import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { relationOf } from '../../layers/local/pathRelation.ts';
import { reportPage } from '../../layers/verify/report/html.ts';
import { reportText } from '../../layers/verify/report/text.ts';
import { UsageError } from '../exit.ts';
import { writing } from '../readText.ts';
import { runVerify } from './run.ts';
import { signedLine, signingKey } from './signature.ts';

/** Nothing was found. */
const EXIT_NOTHING_FOUND = 0;
/** Errors or warnings. A wrong call is 2. */
const EXIT_FINDINGS = 1;

interface Flags {
  readonly source?: string;
  readonly rules?: string;
  readonly audit?: readonly string[];
  readonly report?: string;
  readonly signKey?: string;
  readonly index?: string;
  readonly decisions?: string;
  readonly k: number;
  readonly values: number;
  readonly look: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `lethe verify CLEAN [--source DIR]`. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description(
      'Hold de-identified instances of any tool against their source, the standard and the rules, for whoever signs the release.',
    )
    .argument('<clean>', 'the folder of outputs, or the index of an earlier run')
    .option(
      '-s, --source <dir>',
      'what the outputs were made of; without it only markers and looks can be judged',
    )
    .option(
      '-r, --rules <file>',
      'the rules that were applied: then every other change is a finding ("basic" for the Basic Profile)',
    )
    .option(
      '-a, --audit <file>',
      'the audit of lethe deid or lethe review, which says what was made of what, and what was blanked; it may be named several times',
      (file: string, files: readonly string[] = []) => [...files, file],
    )
    .option('--report <file>', 'write the report as one HTML file, and the same as JSON beside it')
    .option('--sign-key <file>', 'sign the JSON with this EC key in PEM; made on first use')
    .option(
      '--index <file>',
      'keep what is needed to look at values and risk again; it holds values of the outputs',
    )
    .option(
      '--decisions <file>',
      'what people decided of values of kept texts; new values are added to it as undecided',
    )
    .option('--k <n>', 'fail if fewer patients than this share what outsiders can know', wholeNumber(1), 1)
    .option('--values <n>', 'list this many values of kept texts', wholeNumber(0), 200)
    .option('--look', 'look for text in the pixels; takes seconds per frame', false)
    .option('--json', 'print the report as JSON', false)
    .option('-q, --quiet', 'no progress and no text', false)
    .addHelpText('after', HELP)
    .action(async (clean: string, flags: Flags) => {
      if (flags.report !== undefined && !/\.html?$/i.test(flags.report))
        throw new UsageError('--report names a file that does not end in .html. Give it that ending.');
      if (flags.signKey !== undefined && flags.report === undefined)
        throw new UsageError('--sign-key signs the JSON of --report. Name a report, too.');
      requireOwnPlaces(clean, flags);
      // Before hours of work: whether it can be signed.
      const key = flags.signKey === undefined ? null : signingKey(flags.signKey);
      const report = await runVerify(clean, { ...flags, mostValues: flags.values, time: new Date() });
      const json = JSON.stringify(report);
      if (flags.report !== undefined) {
        const { report: page } = flags;
        writing('the report', () => writeFileSync(page, reportPage(report), { mode: 0o600 }));
        const lines = key === null ? `${json}\n` : `${json}\n${signedLine(json, key)}\n`;
        writing('the report', () => writeFileSync(jsonBeside(page), lines, { mode: 0o600 }));
      }
      if (flags.json) process.stdout.write(`${json}\n`);
      else if (!flags.quiet) process.stdout.write(reportText(report));
      process.exitCode = report.verdict === 'nothing-found' ? EXIT_NOTHING_FOUND : EXIT_FINDINGS;
    });
}

/** Nothing that is written belongs among instances, or over something else that was named; links are followed. */
function requireOwnPlaces(clean: string, flags: Flags): void {
  const { report, index, decisions, signKey, source, rules, audit } = flags;
  const written = [
    report,
    report === undefined ? undefined : jsonBeside(report),
    index,
    decisions,
    signKey,
  ].filter((file) => file !== undefined);
  for (const file of written)
    for (const folder of [clean, source])
      if (folder !== undefined && ['same', 'inside'].includes(relationOf(file, folder) ?? ''))
        throw new UsageError(
          `${JSON.stringify(file)} would lie among the instances. Name another place.`,
          'NOT_IN_THE_CLEAN_FOLDER',
        );
  const named = [...written, ...[rules, ...(audit ?? [])].filter((file) => file !== undefined)];
  for (const [at, file] of written.entries())
    if (named.slice(at + 1).some((other) => relationOf(file, other) === 'same'))
      throw new UsageError(
        `${JSON.stringify(file)} is named for two things, or is the JSON that is written beside the report. Name another file.`,
        'PLACES_OVERLAP',
      );
}

function jsonBeside(page: string): string {
  return page.replace(/\.html?$/i, '.json');
}

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > 1_000_000)
      throw new InvalidArgumentError(`Give a whole number from ${least}.`);
    return value;
  };
}

const HELP = `
The report says what was not checked, and why. It shows values of the outputs (those of kept texts, rarest
first, since that is where people find leaks), and none of the source.

Exit status: 0 nothing was found, 1 errors or warnings, 2 the call is wrong. docs/verify.md explains every code.

Example:
  lethe verify ./clean --source ./export --rules rules.json --report release.html --k 5`;
