import { CommanderError } from 'commander';
import { callersFolder } from './callersFolder.ts';
import { codedLine } from './codedLine.ts';
import { COMMAND_NAMES, letheCommand } from './commands.ts';
import { EXIT_WRONG_CALL } from './exit.ts';
import { endBySignals } from './firstProcess.ts';

// Whoever reads the output may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// An error in an event has no caller who could say it.
process.on('uncaughtException', (error) => {
  void say(error)
    .catch(() => process.stderr.write(codedLine('DEFECT', 'an error could not be said. Report it.')))
    .finally(() => process.exit(EXIT_WRONG_CALL));
});

if (process.pid === 1) endBySignals();
try {
  const folder = callersFolder(process.env, process.cwd());
  if (folder !== null) process.chdir(folder);
  const words = process.argv.slice(2);
  if (words.length === 2 && words[0] === '--version' && words[1] === '--json') {
    const { versionJson } = await import('./versionJson.ts');
    process.stdout.write(versionJson());
  } else await run(words);
} catch (error) {
  await say(error);
}

async function run(words: readonly string[]): Promise<void> {
  // The first word that names a command, since options and `help` may stand before it.
  const called = words.find((word) => COMMAND_NAMES.includes(word));
  await (await letheCommand(called === undefined ? [] : [called])).parseAsync();
}

/** Commander has said its own errors; the help of a command that wants another word is not an answer by itself. */
async function say(error: unknown): Promise<void> {
  process.exitCode = EXIT_WRONG_CALL;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) process.exitCode = 0;
    else if (error.code === 'commander.help')
      process.stderr.write(
        codedLine('WRONG_CALL', 'no command was named. The help above lists the commands.'),
      );
    return;
  }
  // Only what goes wrong pays for the words.
  const { errorText, framesOf } = await import('./sayError.ts');
  process.stderr.write(errorText(error));
  if (process.argv.includes('--debug')) process.stderr.write(framesOf(error));
}
