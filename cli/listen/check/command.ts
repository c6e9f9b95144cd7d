import { Command } from 'commander';

/** A C-ECHO was not answered. */
const EXIT_NOT_ANSWERED = 1;

/** `lethe listen check`. */
export function checkCommand(): Command {
  return new Command('check')
    .description(
      'Read a configuration and everything that it names, and say what is taken from whom and where it goes; or every error (exit status 2).',
    )
    .option('--config <file>', 'the configuration (docs/network/configuration.md)')
    .option(
      '--connect',
      'also send a C-ECHO to every application entity (exit status 1 if one does not answer)',
      false,
    )
    .action(async ({ connect }: { readonly connect: boolean }, command: Command) => {
      const { config: file } = command.optsWithGlobals<{ readonly config?: string }>();
      if (file === undefined) {
        const { UsageError } = await import('../../exit.ts');
        throw new UsageError('name the configuration with --config.');
      }
      const [{ loadListen }, { toldOf }] = await Promise.all([
        import('../config/load.ts'),
        import('./told.ts'),
      ]);
      const setup = loadListen(file);
      for (const warning of setup.warnings) process.stderr.write(`${warning}\n`);
      process.stdout.write(toldOf(setup));
      if (!connect) return;
      const { echoes } = await import('./connect.ts');
      for await (const { at, whom, error } of echoes(setup.config)) {
        if (error !== null) process.exitCode = EXIT_NOT_ANSWERED;
        const says = error === null ? 'answers' : `${error.code}: ${error.message}`;
        process.stdout.write(`Echo           ${at}: ${whom} ${says}\n`);
      }
    });
}

/** `lethe listen schema`. */
export function listenSchemaCommand(): Command {
  return new Command('schema').description('Print the JSON Schema of lethe.listen.json.').action(async () => {
    process.stdout.write((await import('../config/schema.ts')).listenSchemaText());
  });
}
