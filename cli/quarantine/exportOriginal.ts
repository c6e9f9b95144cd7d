import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import type { Kept, KeptRecord, KeptShelf } from '../../layers/engine/kept.ts';
import type { Clock } from '../../layers/engine/ports.ts';
import { renameFile } from '../../layers/local/rename.ts';
import { systemClock } from '../../layers/local/system.ts';
import { storeFault } from '../../layers/local/systemErrors.ts';
import { callerName } from '../callerName.ts';
import { EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { requireNotClean } from '../places.ts';
import { type Choice, choose, withChoice } from './choose.ts';
import { isConfirmed, reasonGiven } from './confirm.ts';
import { end, say, sayingFaults } from './output.ts';
import { deskOf, openAudit, openShelf, type PlaceOptions, withPlace } from './place.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;

interface ExportOptions extends PlaceOptions, Choice {
  readonly audit?: string;
  readonly reason?: string;
  readonly yes: boolean;
}

/** `lethe quarantine export-original FOLDER NAME...`. */
export function exportOriginalCommand(): Command {
  const command = withPlace(new Command('export-original'))
    .description('copy originals, which are not de-identified, to a folder, for people who may see them')
    .argument('<folder>', 'the target folder; it is created if it does not exist')
    .argument('[name...]', 'as list gives them')
    .option(
      '-a, --audit <file>',
      'the file for audit lines; default: state/quarantine.jsonl in the kept folder',
    )
    .option('--reason <text>', 'the reason, for the audit; required, and should name nobody')
    .option('-y, --yes', 'ask nothing', false);
  return withChoice(command).action((folder: string, names: readonly string[], options: ExportOptions) =>
    sayingFaults(async () => {
      const reason = reasonGiven(options.reason, 'exported');
      const out = outputOf(options);
      if (out !== null) requireNotClean(out, 'the folder', folder);
      const shelf = await openShelf(options);
      const { chosen, missing } = await choose(shelf, names, options);
      if (
        chosen.length > 0 &&
        !(await isConfirmed(options.yes, 'exporting originals', consequencesOf(chosen.length, folder)))
      ) {
        process.stderr.write('lethe: nothing was exported.\n');
        process.exitCode = EXIT_SOME_NOT_RELEASED;
        return;
      }
      const audit = openAudit(options);
      try {
        const record = audit.record.bind(audit);
        const exporting = { shelf, clock: systemClock, by: callerName(), reason, record };
        for (const { kept } of chosen) say(await exportOriginal(kept, resolve(folder), exporting));
      } finally {
        await audit.close();
      }
      end(missing, false);
    }),
  );
}

/** What was called `release-to`: it never released anything. */
export function releaseToCommand(): Command {
  return new Command('release-to')
    .argument('[any...]')
    .allowUnknownOption()
    .action(() => {
      throw new UsageError(
        'release-to copied originals, and is now called lethe quarantine export-original FOLDER NAME --reason TEXT. To release an instance, use lethe quarantine retry.',
        'COMMAND_RENAMED',
      );
    });
}

/** The output folder of a desk: named, or the one that the kept folder lies beside. */
function outputOf(options: PlaceOptions): string | null {
  const desk = deskOf(options);
  return desk === null ? null : (desk.out ?? /^(.+)\.kept$/.exec(desk.kept)?.[1] ?? null);
}

/** What a person should know before. */
function consequencesOf(count: number, folder: string): string {
  const what = count === 1 ? 'the original of 1 instance' : `the originals of ${count} instances`;
  return (
    `This copies ${what} to ${JSON.stringify(folder)}, as they came, with all that identifies the patient.\n` +
    'Nothing in them is de-identified.'
  );
}

export interface Exporting {
  readonly shelf: KeptShelf;
  readonly clock: Clock;
  readonly by: string;
  readonly reason: string;
  record(record: KeptRecord): Promise<void>;
}

/**
 * Copies the original bytes to a folder, under the kept name, for its owner alone. The audit line comes first: what left without one
 * could not be found again; if nothing left after all, another line says so. Rejects with `FaultError`; a file that is there is whole.
 */
export async function exportOriginal(
  { name, sizeBytes }: Kept,
  folder: string,
  exporting: Exporting,
): Promise<string> {
  const { shelf, clock, by, reason } = exporting;
  const source = await shelf.open(name);
  const record = (outcome: KeptRecord['outcome']) =>
    exporting.record({
      time: new Date(clock.now()).toISOString(),
      event: 'original-export',
      outcome,
      name,
      sizeBytes,
      by,
      reason,
    });
  try {
    await record('exported');
    const path = join(folder, `${name.replaceAll('/', '-')}.dcm`);
    const part = `${path}.part`;
    let handle: number | null = null;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // A part that a killed run left is ours to replace; a link in its place is not followed.
      rmSync(part, { force: true });
      handle = openSync(part, 'wx', 0o600);
      for (let at = 0; at < source.size; at += CHUNK_BYTES) {
        const bytes = await source.read(at, Math.min(source.size, at + CHUNK_BYTES));
        for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
      }
      closeSync(handle);
      handle = null;
      renameFile(part, path);
    } catch (error) {
      if (handle !== null) closeSync(handle);
      rmSync(part, { force: true });
      await record('not-exported');
      throw storeFault(error);
    }
    return path;
  } finally {
    await source.close();
  }
}
