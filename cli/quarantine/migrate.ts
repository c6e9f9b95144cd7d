import { Command } from 'commander';
import { hasOldLayout, moveOldLayout } from '../../layers/local/oldLayout.ts';
import { EXIT_ALL_RELEASED, EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { placesNamed } from '../places.ts';
import { say, sayingFaults } from './output.ts';
import { isKeptFolder } from './place.ts';

interface MigrateOptions {
  readonly dir: string;
  readonly kept?: string;
}

/** `lethe quarantine migrate --dir DIR`. */
export function migrateCommand(): Command {
  return new Command('migrate')
    .description('move what an earlier Lethe kept in an output folder to the kept folder beside it')
    .requiredOption('-d, --dir <dir>', 'the output folder')
    .option('--kept <dir>', 'where to (default: DIR.kept, beside DIR)')
    .action((options: MigrateOptions) =>
      sayingFaults(async () => {
        const { out, kept } = placesNamed(options.dir, options.kept);
        if (isKeptFolder(out))
          throw new UsageError(
            `--dir ${JSON.stringify(options.dir)} is a kept folder. Name the output folder beside it.`,
            'KEPT_NAMED_AS_DIR',
          );
        if (!hasOldLayout(out)) {
          say(`Nothing to move: ${out} holds nothing that an earlier Lethe kept.`);
          return;
        }
        const { moved, inTheWay } = await moveOldLayout(out, kept);
        say(`${moved} ${moved === 1 ? 'file was' : 'files were'} moved to ${kept}.`);
        for (const file of inTheWay)
          process.stderr.write(
            `lethe: ${file} stays: another with its name is in the kept folder. Look at both, and remove one.\n`,
          );
        process.exitCode = inTheWay.length === 0 ? EXIT_ALL_RELEASED : EXIT_SOME_NOT_RELEASED;
      }),
    );
}
