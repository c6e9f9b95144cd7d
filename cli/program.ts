import { Command, CommanderError } from 'commander';
import { ENGINE_VERSION } from '../layers/engine/version.ts';
import { auditCommand } from './audit/command.ts';
import { backfillCommand } from './backfill/command.ts';
import { costCommand } from './cost/command.ts';
import { deidCommand } from './deid/command.ts';
import { doctorCommand } from './doctor/command.ts';
import { EXIT_WRONG_CALL, UsageError } from './exit.ts';
import { initCommand } from './init/command.ts';
import { quarantineCommand } from './quarantine/command.ts';
import { redriveCommand } from './redrive/command.ts';
import { reidentifyCommand } from './reidentify/command.ts';
import { rulesCommand } from './rules/command.ts';
import { tableCommand } from './table/command.ts';

const program = new Command('lethe')
  .description('De-identifies DICOM by the rules you have (PS3.15 Annex E and others).')
  .version(ENGINE_VERSION)
  .exitOverride()
  .showHelpAfterError('(lethe --help says how to call it)')
  .addCommand(deidCommand())
  .addCommand(rulesCommand())
  .addCommand(reidentifyCommand())
  .addCommand(tableCommand())
  .addCommand(quarantineCommand())
  .addCommand(redriveCommand())
  .addCommand(auditCommand())
  .addCommand(backfillCommand())
  .addCommand(costCommand())
  .addCommand(initCommand())
  .addCommand(doctorCommand());

overrideExits(program);
// Whoever reads the output may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_WRONG_CALL;
  else if (error instanceof UsageError) {
    process.stderr.write(`lethe: ${error.message}\n`);
    process.exitCode = EXIT_WRONG_CALL;
  } else throw error;
}

/** Commands at every depth throw in place of leaving, so that a wrong call has one exit status. */
function overrideExits(command: Command): void {
  for (const inner of command.commands) {
    inner.exitOverride();
    overrideExits(inner);
  }
}
