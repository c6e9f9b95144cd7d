import { CommanderError } from 'commander';
import { COMMAND_NAMES, letheCommand } from './commands.ts';
import { EXIT_WRONG_CALL, UsageError } from './exit.ts';

// Whoever reads the output may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  // The first word that names a command, since options and `help` may stand before it.
  const called = process.argv.slice(2).find((word) => COMMAND_NAMES.includes(word));
  await (await letheCommand(called === undefined ? [] : [called])).parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_WRONG_CALL;
  else if (error instanceof UsageError) {
    process.stderr.write(`lethe: ${error.message}\n`);
    process.exitCode = EXIT_WRONG_CALL;
  } else throw error;
}
