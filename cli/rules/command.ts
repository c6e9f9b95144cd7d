import { readdirSync, readFileSync } from 'node:fs';
import { Argument, Command, Option } from 'commander';
import { RULE_DIALECTS, type RuleDialect } from '../../rules/compile.ts';
import { letheSchemaText } from '../../rules/lethe/schema.ts';
import { writeLethe } from '../../rules/lethe/write.ts';
import type { RulePlan } from '../../rules/plan.ts';
import { UsageError } from '../exit.ts';
import { convertedScript, SCRIPTS, type Script, type ScriptOptions } from './convertScript.ts';
import { diffText } from './diff.ts';
import { explainText } from './explain.ts';
import { dialectNamed, type LoadedRules, loadRules } from './load.ts';
import { claimLines, hasDoubts, showJson, showText } from './show.ts';

/** Two rule files differ. */
const EXIT_DIFFERENT = 1;
/** Something of a script could not be converted. */
const EXIT_NOT_ALL = 1;

/** `lethe rules …`. */
export function rulesCommand(): Command {
  return new Command('rules')
    .description(
      'Check, read, compare and convert rules. Write "basic" instead of FILE for the PS3.15 Basic Profile.',
    )
    .addCommand(checkCommand())
    .addCommand(showCommand())
    .addCommand(explainCommand())
    .addCommand(diffCommand())
    .addCommand(convertCommand())
    .addCommand(exampleCommand())
    .addCommand(schemaCommand());
}

interface DialectOption {
  readonly dialect?: RuleDialect;
}

function withDialect(command: Command): Command {
  return command.option(
    '--dialect <name>',
    'the dialect; by default recognised from the content',
    dialectNamed,
  );
}

/** Rules, with what is doubtful in them on standard error. */
function load(file: string, { dialect }: DialectOption): LoadedRules {
  const rules = loadRules(file, dialect);
  for (const warning of rules.warnings) process.stderr.write(`${warning}\n`);
  return rules;
}

/** What instances will not say, and that they will say what the rules alone would not. */
function unclaimedText({ claims }: RulePlan): string {
  const lines = claims === undefined ? [] : claimLines(claims);
  return hasDoubts(claims) ? lines.map(([name, value]) => `${name}: ${value}\n`).join('') : '';
}

function checkCommand(): Command {
  return withDialect(new Command('check'))
    .description(
      'compile rules: "ok" with their digest, and the codes that are not written, or every error (exit status 2)',
    )
    .argument('<file>')
    .action((file: string, options: DialectOption) => {
      const { plan, notes } = load(file, options);
      for (const note of notes) process.stderr.write(`${note}\n`);
      process.stdout.write(`ok ${plan.digest} (${plan.dialect}, ${plan.rules.length} rules)\n`);
      process.stdout.write(unclaimedText(plan));
    });
}

function showCommand(): Command {
  return withDialect(new Command('show'))
    .description('every rule in plain words, as a table to sign')
    .argument('<file>')
    .option('--json', 'print the rules as JSON', false)
    .action((file: string, options: DialectOption & { readonly json: boolean }) => {
      const { plan } = load(file, options);
      process.stdout.write(options.json ? `${JSON.stringify(showJson(plan), null, 2)}\n` : showText(plan));
    });
}

function explainCommand(): Command {
  return withDialect(new Command('explain'))
    .description('what the rules do with one attribute, and why')
    .argument('<file>')
    .argument(
      '<attribute>',
      'a tag or keyword, (gggg,"CREATOR",ee), or one of them behind a path of sequences',
    )
    .option('--sop-class <uid>', 'of the instance, for actions that depend on the attribute’s type')
    .action((file: string, attribute: string, options: DialectOption & { readonly sopClass?: string }) => {
      process.stdout.write(explainText(load(file, options).plan, attribute, options.sopClass));
    });
}

function diffCommand(): Command {
  return new Command('diff')
    .description('what differs between two rule files (exit status 1 if anything does)')
    .argument('<before>')
    .argument('<after>')
    .action((before: string, after: string) => {
      const text = diffText(load(before, {}).plan, load(after, {}).plan);
      process.stdout.write(text === '' ? 'the same\n' : text);
      if (text !== '') process.exitCode = EXIT_DIFFERENT;
    });
}

function convertCommand(): Command {
  return withDialect(new Command('convert'))
    .description(
      'write rules of any dialect as an equivalent Lethe rule file; or what a script says that is not rules (exit status 1 if not all of it)',
    )
    .argument('<file>')
    .option('--to <dialect>', 'lethe')
    .addOption(
      new Option(
        '--from <script>',
        'of CTP: a script of its DicomAnonymizer, one of its DicomPixelAnonymizer for "pixels", or a lookup table for "lookup"',
      ).choices(SCRIPTS),
    )
    .addOption(
      new Option(
        '--profile <name>',
        'with --from ctp: what lies beneath the rules of the script; "none", as in CTP, where it is left out',
      ).choices(['none', 'basic']),
    )
    .option('--key-type <name>', 'with --from ctp-lookup: which keys of the table')
    .action(async (file: string, options: ConvertOptions) => {
      const { from, to, dialect, profile, keyType } = options;
      if (to !== 'lethe' && (to !== undefined || from === undefined))
        throw new UsageError('rules can only be converted to lethe. Write --to lethe.');
      if (profile !== undefined && from !== 'ctp')
        throw new UsageError('--profile is for --from ctp. Leave it out.');
      if (keyType !== undefined && from !== 'ctp-lookup')
        throw new UsageError('--key-type is for --from ctp-lookup. Leave it out.');
      if (from === undefined) {
        process.stdout.write(writeLethe(load(file, options).plan));
        return;
      }
      if (dialect !== undefined) throw new UsageError('--from names what the file is. Leave --dialect out.');
      const { text, said, isWhole } = await convertedScript(from, file, options);
      for (const problem of said) process.stderr.write(`${problem}\n`);
      process.stdout.write(text);
      if (!isWhole) process.exitCode = EXIT_NOT_ALL;
    });
}

interface ConvertOptions extends DialectOption, ScriptOptions {
  readonly to?: string;
  readonly from?: Script;
}

/** Where a rules file to start from lies, one or more a dialect. */
const EXAMPLES = new URL('../../rules/examples/', import.meta.url);

function exampleCommand(): Command {
  return new Command('example')
    .description(
      'print a rules file to start from: of a dialect, as The Cancer Imaging Archive, or for a worklist',
    )
    .addArgument(new Argument('<name>').choices([...RULE_DIALECTS, 'tcia', 'worklist']))
    .action((example: string) => {
      const file = readdirSync(EXAMPLES).find((name) => name.startsWith(`${example}.`));
      if (file === undefined)
        throw new UsageError(`there is no example of ${example}. lethe rules example --help lists them.`);
      process.stdout.write(readFileSync(new URL(file, EXAMPLES), 'utf8'));
    });
}

function schemaCommand(): Command {
  return new Command('schema').description('print the JSON Schema of Lethe rule files').action(() => {
    process.stdout.write(letheSchemaText());
  });
}
