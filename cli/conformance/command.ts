import { Command, Option } from 'commander';
import type { RuleDialect } from '../../rules/compile.ts';
import { type PublishedTable, readPublished } from '../../rules/ps315/publishedTable.ts';
import { UsageError } from '../exit.ts';
import { MOST_RULES_BYTES, readText } from '../readText.ts';
import { BASIC, dialectNamed, loadRules } from '../rules/load.ts';
import { editionCheck } from './edition.ts';
import { statementOf } from './statement.ts';
import { markdownOf, textOf } from './write.ts';

/** By the edition that was named, instances would come out otherwise. */
const EXIT_WOULD_CHANGE = 1;

const FORMATS = ['text', 'markdown', 'json'] as const;

interface ConformanceFlags {
  readonly rules: string;
  readonly dialect?: RuleDialect;
  readonly format: (typeof FORMATS)[number];
  readonly edition?: string;
}

/** `lethe conformance [--rules FILE]`. */
export function conformanceCommand(): Command {
  return new Command('conformance')
    .description('State how rules de-identify, as PS3.15 E.1.3 and PS3.2 ask of a de-identifier.')
    .option('-r, --rules <file>', 'the rules; "basic" for the PS3.15 Basic Profile', BASIC)
    .option(
      '--dialect <name>',
      'the dialect of the rules; by default recognised from their content',
      dialectNamed,
    )
    .addOption(new Option('--format <how>', 'how it is written').choices(FORMATS).default('text'))
    .option(
      '--edition <table.json>',
      'also what would change with this edition of Table E.1-1, as JSON (docs/statement.md)',
    )
    .addHelpText('after', HELP)
    .action((flags: ConformanceFlags) => {
      const { plan, warnings } = loadRules(flags.rules, flags.dialect);
      const published = flags.edition === undefined ? null : editionOf(flags.edition);
      for (const warning of warnings) process.stderr.write(`${warning}\n`);
      const statement = statementOf(plan);
      const check = published === null ? null : editionCheck(plan, published);
      const text = {
        text: () => textOf(statement, check),
        markdown: () => markdownOf(statement, check),
        json: () =>
          `${JSON.stringify(check === null ? statement : { ...statement, edition: check }, null, 2)}\n`,
      }[flags.format]();
      process.stdout.write(text);
      if (check?.changes.some(({ hasEffect }) => hasEffect) === true) process.exitCode = EXIT_WOULD_CHANGE;
    });
}

const HELP = `
Exit status: 0; 1 if --edition names one by which instances would come out otherwise; 2 the call or the rules are wrong.

Example:
  lethe conformance --rules rules.json --format markdown > statement.md`;

function editionOf(path: string): PublishedTable {
  const named = JSON.stringify(path);
  const read = readPublished(readText(path, MOST_RULES_BYTES, named, 'Check the path.'));
  if (!('wrong' in read)) return read;
  const where = read.row === null ? '' : `row ${read.row}: `;
  throw new UsageError(
    `--edition: ${named} is not Table E.1-1 as JSON: ${where}${read.wrong}. docs/statement.md has the form.`,
    'EDITION_WRONG',
  );
}
