import { homedir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { BASIC } from '../rules/load.ts';
import type { PlainCall } from './run.ts';

/** `lethe listen`. */
export function listenCommand(): Command {
  return new Command('listen')
    .description('Receive instances over the DICOM network, de-identify them, and hand them on.')
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
    .addHelpText('after', HELP)
    .action(async (call: PlainCall) => {
      const { listenPlain } = await import('./run.ts');
      await listenPlain(call);
    });
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
