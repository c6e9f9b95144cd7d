import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { AuditRecord } from '../../layers/engine/audit/audit.ts';
import { FaultError } from '../../layers/engine/faults.ts';
import { retryKept } from '../../layers/engine/kept.ts';
import { systemClock } from '../../layers/local/system.ts';
import { EXIT_ALL_RELEASED, EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { type Choice, choose, everyKept } from './choose.ts';
import { give } from './give.ts';
import {
  openAudit,
  openServices,
  openShelf,
  type PlaceOptions,
  type RetryOptions,
  withPlace,
  withServices,
} from './services.ts';
import { describe, lineOf, paragraphOf } from './text.ts';

/** `lethe quarantine …`. */
export function quarantineCommand(): Command {
  return new Command('quarantine')
    .description('What was not released, quarantined or held: look at it, try it again, or hand it over.')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(retryCommand())
    .addCommand(releaseToCommand())
    .addHelpText('after', HELP);
}

const HELP = `
Names are keyed hashes; at a desk the path that each came from is said beside its name, and may be a patient's. In a bucket that keeps versions, what is released by a retry is hidden, and
destroyed by the bucket's lifecycle rule.

Exit status: 0 all was done, 1 some instances are not there or were not released, 2 the call or the rules are wrong.

Examples:
  lethe quarantine list --dir ./clean
  lethe quarantine retry --dir ./clean --code LOOKUP_MISSING --rules rules.json
  lethe quarantine release-to ./for-the-archive --bucket lethe-quarantine NAME --audit audit.jsonl --reason "ticket 4711"`;

const asWritten = (name: string, description: string) =>
  withPlace(new Command(name).description(description));
const withChoice = (command: Command) =>
  command.option('--code <code>', 'those with this reason').option('--all', 'all of them', false);

interface ListOptions extends PlaceOptions {
  readonly code?: string;
  readonly json: boolean;
}

function listCommand(): Command {
  return asWritten(
    'list',
    'one line an instance: name, reason, bytes, when, and at a desk where it came from',
  )
    .option('--code <code>', 'those with this reason')
    .option('--json', 'one JSON object a line, with the whole reason', false)
    .action((options: ListOptions) =>
      sayingFaults(async () => {
        const shelf = await openShelf(options);
        for await (const each of everyKept(shelf, options.code))
          say(options.json ? JSON.stringify(describe(each)) : lineOf(each));
      }),
    );
}

interface ShowOptions extends PlaceOptions {
  readonly json: boolean;
}

function showCommand(): Command {
  return asWritten('show', 'why it was not released, and what to do')
    .argument('<name...>', 'as list gives them')
    .addOption(new Option('--source', 'what earlier versions said on request alone').hideHelp())
    .option('--json', 'one JSON object a line', false)
    .action((names: readonly string[], options: ShowOptions) =>
      sayingFaults(async () => {
        const { chosen, missing } = await choose(await openShelf(options), names, { all: false });
        const texts = chosen.map((each) =>
          options.json ? JSON.stringify(describe(each)) : paragraphOf(each),
        );
        if (texts.length > 0) say(texts.join(options.json ? '\n' : '\n\n'));
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
        const services = await openServices(options);
        let isAnyLeft = false;
        try {
          for (const { kept } of chosen) {
            const record = await retryKept(kept, shelf, services).catch((error: unknown) => {
              if (error instanceof FaultError) return error;
              throw error;
            });
            isAnyLeft ||= !isReleased(record);
            say(retryText(kept.name, record, options.json));
          }
        } finally {
          await services.close();
        }
        end(missing, isAnyLeft);
      }),
  );
}

function isReleased(result: AuditRecord | FaultError): boolean {
  return !(result instanceof FaultError) && ['released', 'passed-through'].includes(result.outcome);
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

interface GiveOptions extends PlaceOptions, Choice {
  readonly audit?: string;
  readonly reason?: string;
}

function releaseToCommand(): Command {
  const command = asWritten('release-to', 'copy the original bytes to a folder, for those who may see them')
    .argument('<folder>', 'where to; it is made if it is not there')
    .argument('[name...]', 'as list gives them')
    .option('-a, --audit <file>', 'where audit lines go; .lethe/quarantine.jsonl in DIR without it')
    .option('--reason <text>', 'why, for the audit; it should name nobody');
  return withChoice(command).action((folder: string, names: readonly string[], options: GiveOptions) =>
    sayingFaults(async () => {
      const shelf = await openShelf(options);
      const { chosen, missing } = await choose(shelf, names, options);
      const audit = openAudit(options);
      try {
        const giving = {
          shelf,
          clock: systemClock,
          by: userInfo().username,
          reason: options.reason ?? null,
          record: audit.record.bind(audit),
        };
        for (const { kept } of chosen) say(await give(kept, resolve(folder), giving));
      } finally {
        await audit.close();
      }
      end(missing, false);
    }),
  );
}

function end(missing: readonly string[], isAnyLeft: boolean): void {
  for (const name of missing)
    process.stderr.write(
      `lethe: nothing is kept as ${JSON.stringify(name)}. lethe quarantine list shows the names.\n`,
    );
  process.exitCode = missing.length > 0 || isAnyLeft ? EXIT_SOME_NOT_RELEASED : EXIT_ALL_RELEASED;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A fault is said as a wrong call is: by its message, which names no value. */
async function sayingFaults(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof FaultError) throw new UsageError(error.message, error.code);
    throw error;
  }
}
