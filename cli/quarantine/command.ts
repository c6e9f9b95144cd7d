import { Command, Option } from 'commander';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { retryKept } from '../../layers/engine/kept.ts';
import { type Choice, choose, everyKept, withChoice } from './choose.ts';
import { exportOriginalCommand, releaseToCommand } from './exportOriginal.ts';
import { migrateCommand } from './migrate.ts';
import { end, say, sayingFaults } from './output.ts';
import { deskOf, openShelf, type PlaceOptions, withPlace } from './place.ts';
import { previewText } from './preview.ts';
import { Retries, type RetryOptions, withServices } from './services.ts';
import { describe, lineOf, paragraphOf } from './text.ts';

/** `lethe quarantine …`. */
export function quarantineCommand(): Command {
  return new Command('quarantine')
    .description(
      'What was not released, quarantined or held: look at it, try it again, or export the original.',
    )
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(exportOriginalCommand())
    .addCommand(migrateCommand())
    .addCommand(releaseToCommand(), { hidden: true })
    .addHelpText('after', HELP);
}

const HELP = `
At a desk --dir names the output folder; what was kept is in DIR.kept beside it, or where the runs had --kept.
Names are keyed hashes; at a desk the path that each came from is said beside its name, and may be a patient's. A retry applies the rules,
the key, the key scope and the clean prefix of the run that kept the instance; others must be named. In a bucket that keeps versions,
what is released by a retry is hidden, and destroyed by the bucket's lifecycle rule.

Exit status: 0 all was done, 1 some instances are not there or were not released, 2 the call or the rules are wrong.

Examples:
  lethe quarantine list --dir ./clean
  lethe quarantine show --dir ./clean NAME
  lethe quarantine retry --dir ./clean --code LOOKUP_MISSING --rules rules.json
  lethe quarantine export-original ./for-the-archive --bucket lethe-quarantine NAME --audit audit.jsonl --reason "ticket 4711"`;

const asWritten = (name: string, description: string) =>
  withPlace(new Command(name).description(description));

interface ListOptions extends PlaceOptions {
  readonly code?: string;
  readonly settled: boolean;
  readonly json: boolean;
}

function listCommand(): Command {
  return asWritten(
    'list',
    'one line an instance: name, reason, bytes, when, and at a desk where it came from',
  )
    .option('--code <code>', 'those with this reason')
    .option('--settled', 'also those whose source has come out since', false)
    .option('--json', 'one JSON object a line, with the whole reason', false)
    .action((options: ListOptions) =>
      sayingFaults(async () => {
        const shelf = await openShelf(options);
        for await (const each of everyKept(shelf, options.code, options.settled))
          say(options.json ? JSON.stringify(describe(each)) : lineOf(each));
      }),
    );
}

interface ShowOptions extends PlaceOptions {
  readonly json: boolean;
}

function showCommand(): Command {
  return asWritten('show', 'why it was not released, what the output would be, and what to do')
    .argument('<name...>', 'as list gives them')
    .addOption(new Option('--source', 'what earlier versions said on request alone').hideHelp())
    .option('--json', 'one JSON object a line', false)
    .action((names: readonly string[], options: ShowOptions) =>
      sayingFaults(async () => {
        const shelf = await openShelf(options);
        const desk = deskOf(options);
        const { chosen, missing } = await choose(shelf, names, { all: false });
        // Values are for the eyes of whoever sits there: what is piped or written to a file stays.
        const showsValues = process.stdout.isTTY === true;
        for (const [at, each] of chosen.entries()) {
          if (options.json) say(JSON.stringify(describe(each)));
          else {
            const preview = desk === null ? [] : [await previewText(each, shelf, desk.kept, showsValues)];
            say([...(at === 0 ? [] : ['']), paragraphOf(each), ...preview].join('\n'));
          }
        }
        end(missing, false);
      }),
    );
}

function retryCommand(): Command {
  const command = asWritten('retry', 'take instances the whole way again, by rules that fit them now')
    .argument('[name...]', 'as list gives them')
    .option('--json', 'one audit record a line', false);
  return withServices(withChoice(command)).action(
    (names: readonly string[], options: RetryOptions & Choice & { readonly json: boolean }) =>
      sayingFaults(async () => {
        const shelf = await openShelf(options);
        const { chosen, missing } = await choose(shelf, names, options);
        const retries = new Retries(options);
        let isAnyLeft = false;
        try {
          // Nothing is tried before it is sure that all may be.
          const differences = new Set<string>();
          for (const { note } of chosen)
            for (const each of (await retries.of(note)).differences) differences.add(each);
          for (const each of differences) process.stderr.write(`lethe: ${each}.\n`);
          for (const { kept, note } of chosen) {
            const { services } = await retries.of(note);
            const record = await retryKept(kept, shelf, services).catch((error: unknown) => {
              if (error instanceof FaultError) return error;
              throw error;
            });
            isAnyLeft ||= !isReleased(record);
            say(retryText(kept.name, record, options.json));
          }
        } finally {
          await retries.close();
        }
        end(missing, isAnyLeft);
      }),
  );
}

function isReleased(result: AuditRecord | FaultError): boolean {
  return (
    !(result instanceof FaultError) && ['released', 'passed-through', 'duplicate'].includes(result.outcome)
  );
}

/** What became of one. A fault leaves it where it was. */
function retryText(name: string, result: AuditRecord | FaultError, asJson: boolean): string {
  if (result instanceof FaultError) {
    const { code, message } = result;
    return asJson ? JSON.stringify({ name, outcome: 'fault', code, message }) : `${name}  fault  ${message}`;
  }
  const { outcome, output, reason } = result;
  if (asJson) return JSON.stringify({ name, outcome, output, reason });
  return [name.padEnd(38), outcome, output.key ?? reason?.code ?? ''].join('  ');
}
