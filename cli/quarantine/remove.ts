import { Command } from 'commander';
import type { KeptRecord, KeptShelf } from '../../layers/engine/kept.ts';
import type { Clock } from '../../layers/engine/ports.ts';
import { systemClock } from '../../layers/local/system.ts';
import { callerName } from '../callerName.ts';
import { EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { type Choice, type Chosen, choose, everyKept, withChoice } from './choose.ts';
import { isConfirmed, reasonGiven } from './confirm.ts';
import { end, say, sayingFaults } from './output.ts';
import { deskOf, openAudit, openShelf, type PlaceOptions, withPlace } from './place.ts';

interface RemoveOptions extends PlaceOptions, Choice {
  readonly destroy: boolean;
  readonly settled: boolean;
  readonly audit?: string;
  readonly reason?: string;
  readonly yes: boolean;
}

/** `lethe quarantine remove NAME...`. */
export function removeCommand(): Command {
  const command = withPlace(new Command('remove'))
    .description('give kept originals up: remove them, or destroy every version of them')
    .argument(
      '[name...]',
      'as list gives them; with --destroy also those that were removed or released before',
    )
    .option('--destroy', 'in the cloud: destroy every version at once, hidden ones too', false)
    .option('--settled', 'those whose source was released since, and which nobody needs', false)
    .option(
      '-a, --audit <file>',
      'the file for audit lines; default: state/quarantine.jsonl in the kept folder',
    )
    .option('--reason <text>', 'the reason, for the audit; required, and should name nobody')
    .option('-y, --yes', 'ask nothing', false);
  return withChoice(command).action((names: readonly string[], options: RemoveOptions) =>
    sayingFaults(async () => {
      const reason = reasonGiven(options.reason, 'removed');
      const shelf = await openShelf(options);
      const { chosen, missing } = options.settled
        ? { chosen: await settledOf(shelf, names, options), missing: [] }
        : await choose(shelf, names, options);
      // What a retry or an earlier call has hidden is on no list any more: somebody must still know its name.
      const hidden = options.destroy ? missing : [];
      const targets = [
        ...chosen.map(({ kept }) => ({ name: kept.name, sizeBytes: kept.sizeBytes })),
        ...hidden.map((name) => ({ name, sizeBytes: null })),
      ];
      if (
        targets.length > 0 &&
        !(await isConfirmed(options.yes, 'removing originals', consequencesOf(targets.length, options)))
      ) {
        process.stderr.write('lethe: nothing was removed.\n');
        process.exitCode = EXIT_SOME_NOT_RELEASED;
        return;
      }
      const audit = openAudit(options);
      const unknown: string[] = [];
      try {
        const record = audit.record.bind(audit);
        const removing = { shelf, clock: systemClock, by: callerName(), reason, record };
        for (const target of targets) {
          const done = await removeOriginal(target, options.destroy, removing);
          if (done === null) unknown.push(target.name);
          else say(`${target.name.padEnd(38)}  ${done}`);
        }
      } finally {
        await audit.close();
      }
      end(options.destroy ? unknown : missing, false);
    }),
  );
}

/** They are on no other list. Throws `UsageError` where others are asked for, too. */
async function settledOf(
  shelf: KeptShelf,
  names: readonly string[],
  { code, all }: Choice,
): Promise<readonly Chosen[]> {
  if (names.length > 0 || all)
    throw new UsageError('--settled goes without names and --all. Leave one of the two.');
  const found: Chosen[] = [];
  for await (const each of everyKept(shelf, code, true))
    if (each.note?.settled !== undefined) found.push(each);
  return found;
}

/** What a person should know before. */
function consequencesOf(count: number, options: RemoveOptions): string {
  const what = count === 1 ? 'the original of 1 instance' : `the originals of ${count} instances`;
  if (deskOf(options) !== null)
    return (
      `This deletes ${what} from the kept folder; Lethe cannot bring them back. The files that they were copied from stay where they are, ` +
      'and so do backups, snapshots, and what a disk has not overwritten yet.'
    );
  return options.destroy
    ? `This destroys ${what} in the quarantine bucket, every version of them: nothing brings them back. The objects in the ingest bucket stay.`
    : `This hides ${what} in the quarantine bucket. The bucket keeps them as hidden versions until its lifecycle rule destroys them ` +
        '(setting quarantineExpiryDays); --destroy does that at once. The objects in the ingest bucket stay.';
}

export interface Removing {
  readonly shelf: KeptShelf;
  readonly clock: Clock;
  readonly by: string;
  readonly reason: string;
  record(record: KeptRecord): Promise<void>;
}

/**
 * Removes one original; answers what was done, and null where nothing of the name was there. The audit line comes first; if it could not be done after
 * all, another says so. Rejects with `FaultError`.
 */
export async function removeOriginal(
  { name, sizeBytes }: { readonly name: string; readonly sizeBytes: number | null },
  isDestroyed: boolean,
  { shelf, clock, by, reason, record }: Removing,
): Promise<string | null> {
  const time = () => new Date(clock.now()).toISOString();
  const told = (outcome: KeptRecord['outcome']) =>
    record({ time: time(), event: 'original-removal', outcome, name, sizeBytes, by, reason });
  await told(isDestroyed ? 'destroyed' : 'removed');
  try {
    if (sizeBytes !== null) {
      const { source = {} } = (await shelf.note(name)) ?? {};
      await shelf.close(name, { source, removed: time() });
    }
    if (!isDestroyed) return 'removed';
    const destroyed = await shelf.destroy(name);
    if (sizeBytes !== null || destroyed > 0) return `destroyed (${destroyed} versions)`;
  } catch (error) {
    await told('not-removed');
    throw error;
  }
  await told('not-removed');
  return null;
}
