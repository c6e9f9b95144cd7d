import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../exit.ts';
import { writing } from '../readText.ts';

/** The study as it lies in the repository and in the package. `test/demo/writeExample.ts` writes it. */
const SHIPPED = import.meta.dirname;
const STUDY = 'study';
const IDENTIFIERS = 'identifiers.txt';

/** `lethe example FOLDER`. */
export function exampleCommand(): Command {
  return new Command('example')
    .description(
      'Write a study of invented patients, with a list of every identifier in it, to try Lethe on.',
    )
    .argument('<folder>', 'where to; it is made if it is not there, and nothing in it is replaced')
    .addHelpText(
      'after',
      `
Writes FOLDER/${STUDY}, files of several modalities as a hospital has them, and FOLDER/${IDENTIFIERS}, one identifier per
line. Nobody in them exists. Most files come out clean under the Basic Profile; one is cut short, one is a letter, and
one says that its pixels show text: these are quarantined.

Example:
  lethe example try
  lethe deid try/${STUDY} --out clean
  grep -r -a -w -F -f try/${IDENTIFIERS} clean      (finds nothing)

Exit status: 0 if the study was written, 2 if not.`,
    )
    .action((folder: string) => {
      if (folder.trim() === '')
        throw new UsageError('the folder is empty. Name one, such as "try".', 'OUT_EMPTY');
      const [study, identifiers] = [join(folder, STUDY), join(folder, IDENTIFIERS)];
      for (const place of [study, identifiers])
        if (existsSync(place))
          throw new UsageError(
            `${JSON.stringify(place)} is there already. Name another folder.`,
            'FILE_EXISTS',
          );
      writing(JSON.stringify(folder), () => {
        cpSync(join(SHIPPED, STUDY), study, { recursive: true });
        cpSync(join(SHIPPED, IDENTIFIERS), identifiers);
      });
      process.stdout.write(
        `${study}: ${filesIn(study)} files of invented patients\n${identifiers}: ${linesIn(identifiers)} identifiers that are in them, one per line\n`,
      );
    });
}

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
}

function linesIn(file: string): number {
  return readFileSync(file, 'utf8').trimEnd().split('\n').length;
}
