import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../exit.ts';
import { BASIC } from '../rules/load.ts';
import { checkCommand, listenSchemaCommand } from './check/command.ts';
import type { PlainCall } from './plain.ts';

interface ListenCall extends PlainCall {
  readonly config?: string;
}

/** `lethe listen`. */
export function listenCommand(): Command {
  return new Command('listen')
    .description('Receive instances over the DICOM network, de-identify them, and hand them on.')
    .option('--config <file>', 'everything, from one file (docs/network/configuration.md)')
    .option('-p, --port <n>', 'the port to listen on', port)
    .option(
      '--host <address>',
      'the address to listen on; others than this machine need --config',
      '127.0.0.1',
    )
    .option('--aet <title>', 'the AE title that callers must name', aeTitle)
    .option('-o, --out <dir>', 'the folder for clean instances, and nothing else')
    .option('--kept <dir>', 'the folder for everything that was not released (default: DIR.kept, beside DIR)')
    .option(
      '--spool <dir>',
      'the folder for what was received and has no outcome yet: originals (default: DIR.spool, beside DIR)',
    )
    .option('-r, --rules <file>', `the rules to apply (docs/rules.md); default: "${BASIC}"`)
    .option('-a, --audit <file>', 'write one JSON object per line for every instance')
    .option('-j, --jobs <n>', 'number of worker processes (default: one core less than there are)', jobs)
    .option(
      '-k, --key <file>',
      'the root key of UIDs and pseudonyms; created on first use',
      join(homedir(), '.lethe', 'key'),
    )
    .option('--metrics-port <n>', 'the port of health and metrics (docs/network/watching.md)', port)
    .addHelpText('after', HELP)
    .addCommand(statusCommand())
    .addCommand(drainCommand())
    .addCommand(retryCommand())
    .addCommand(checkCommand())
    .addCommand(listenSchemaCommand())
    .action(async ({ config, ...call }: ListenCall, command: Command) => {
      if (config === undefined) return (await import('./plain.ts')).listenPlain(call);
      const other = command.options.find(
        (option) =>
          option.attributeName() !== 'config' &&
          command.getOptionValueSource(option.attributeName()) === 'cli',
      );
      if (other !== undefined)
        throw new UsageError(`${other.long} stands in the configuration: leave it out beside --config.`);
      return (await import('./configured.ts')).listenConfigured(config);
    });
}

interface AskCall {
  readonly spool?: string;
  readonly out?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly delivery?: string;
}

/** What names the gateway that is asked. */
function asking(command: Command): Command {
  return command
    .option('--config <file>', 'the configuration that it runs with')
    .option('-o, --out <dir>', 'or the output folder that it was given')
    .option('--spool <dir>', 'or its spool');
}

function statusCommand(): Command {
  return asking(new Command('status'))
    .description('Say what a gateway has in its spool and what waits to be delivered.')
    .option('--json', 'print it as JSON', false)
    .action(async (call: AskCall, command: Command) =>
      (await import('./status/ask.ts')).sayStatus(placeOf(call, command), call.json === true),
    );
}

function drainCommand(): Command {
  return asking(new Command('drain'))
    .description(
      'Have a gateway take no more associations, work until its spool is empty, and end; waits for that.',
    )
    .action(async (call: AskCall, command: Command) =>
      (await import('./status/ask.ts')).drain(placeOf(call, command)),
    );
}

function retryCommand(): Command {
  return asking(new Command('retry'))
    .description('Send again what receivers refused for good.')
    .option('--delivery <name>', 'of this delivery alone')
    .action(async (call: AskCall, command: Command) =>
      (await import('./status/ask.ts')).retry(placeOf(call, command), call.delivery ?? null),
    );
}

/** Options that the command above has too are found there. */
function placeOf(call: AskCall, command: Command): AskCall {
  return { ...command.parent?.opts(), ...call };
}

const HELP = `
A sender is told success only once its instance is safe from a power cut. SIGTERM or Ctrl-C takes no more
associations, works until the spool is empty, and exits 0; a second one stops at once, and the next start goes on.

Example:
  lethe listen --port 11112 --aet LETHE --out ./clean --audit audit.jsonl`;

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('Give a port from 0 (any free one) to 65535.');
  return value;
}

function jobs(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64)
    throw new InvalidArgumentError('Give a whole number from 1 to 64.');
  return value;
}

/** PS3.5 6.2, VR AE. */
function aeTitle(text: string): string {
  if (!/^[\x21-\x5b\x5d-\x7e](?:[\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$/.test(text))
    throw new InvalidArgumentError('Give 1 to 16 characters of ASCII without a backslash.');
  return text;
}
