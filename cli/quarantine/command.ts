import { Command, Option } from 'commander';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { retryKept } from '../../layers/engine/kept.ts';
import { UsageError } from '../exit.ts';
import { type Choice, choose, everyKept, withChoice } from './choose.ts';
import { exportOriginalCommand, releaseToCommand } from './exportOriginal.ts';
import { migrateCommand } from './migrate.ts';
import { end, say, sayingFaults } from './output.ts';
import { deskOf, openShelf, type PlaceOptions, withPlace } from './place.ts';
import { previewText } from './preview.ts';
import { removeCommand } from './remove.ts';
import { Retries, type RetryOptions, withServices } from './services.ts';
import { describe, lineOf, paragraphOf } from './text.ts';

/** `lethe quarantine …`. */
export function quarantineCommand(): Command {
  return new Command('quarantine')
    .description(
      'Work on quarantined and held instances: list them, retry them, export the original, or remove it.',
    )
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(exportOriginalCommand())
    .addCommand(removeCommand())
    .addCommand(migrateCommand())
    .addCommand(releaseToCommand(), { hidden: true })
    .addHelpText('after', HELP);
}

const HELP = `
At a desk --dir is the output folder; kept instances are in DIR.kept beside it, or in the --kept folder of the runs.
Names are keyed hashes; at a desk the source path is printed beside the name, and may contain a patient's name. A retry
uses the rules, the key, the key scope and the clean prefix of the run that kept the instance; name others explicitly.
In a bucket that keeps versions, what a retry released or remove removed is hidden, and the bucket's lifecycle rule
destroys it (setting quarantineExpiryDays); remove --destroy does that at once.

Exit status: 0 all done, 1 some instances are missing or were not released, 2 the call or the rules are wrong.

Examples:
  lethe quarantine list --dir ./clean
  lethe quarantine show --dir ./clean NAME
  lethe quarantine retry --dir ./clean --code LOOKUP_MISSING --rules rules.json
  lethe quarantine export-original ./for-the-archive --bucket lethe-quarantine NAME --audit audit.jsonl --reason "ticket 4711"
  lethe quarantine remove --bucket lethe-quarantine --destroy NAME --audit audit.jsonl --reason "ticket 4711"`;

const asWritten = (name: string, description: string) =>
  withPlace(new Command(name).description(description));

interface ListOptions extends PlaceOptions {
  readonly code?: string;
  readonly settled: boolean;
  readonly json: boolean;
}

function listCommand(): Command {
  return asWritten('list', 'one line per instance: name, reason, bytes, time, and at a desk the source')
    .option('--code <code>', 'only those with this reason')
    .option('--settled', 'also those whose source was released since', false)
    .option('--json', 'one JSON object per line, with the whole reason', false)
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
    .option('--json', 'one JSON object per line', false)
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
  const command = asWritten('retry', 'process instances again, with rules that fit them now')
    .argument('[name...]', 'as list gives them')
    .option('--json', 'one audit record per line', false);
  return withServices(withChoice(command)).action(
    (names: readonly string[], options: RetryOptions & Choice & { readonly json: boolean }) =>
      sayingFaults(async () => {
        const shelf = await openShelf(options);
        const { chosen, missing } = await choose(shelf, names, options);
        if (options.sourceName !== undefined && chosen.length > 1)
          throw new UsageError('--source-name names the source of one instance. Give one name.');
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
            const record = await retryKept(kept, shelf, services, options.sourceName).catch(
              (error: unknown) => {
                if (error instanceof FaultError) return error;
                throw error;
              },
            );
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
