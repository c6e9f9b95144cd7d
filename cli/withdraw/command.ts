import { Command, InvalidArgumentError } from 'commander';
import { asDay } from '../audit/options.ts';
import { EXIT_ALL_RELEASED, EXIT_SOME_NOT_RELEASED, UsageError } from '../exit.ts';
import { isConfirmed, reasonGiven } from '../quarantine/confirm.ts';
import { say, sayingFaults } from '../quarantine/output.ts';
import { entryText, reportText, type Told } from './text.ts';

interface WithdrawOptions {
  readonly stack?: string;
  readonly cleanBucket?: string;
  readonly logGroup?: string;
  readonly releasedUnder?: string;
  readonly from?: string;
  readonly destroy: boolean;
  readonly dryRun: boolean;
  readonly reason?: string;
  readonly yes: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `lethe withdraw`. */
export function withdrawCommand(): Command {
  return new Command('withdraw')
    .description(
      'Take back from the clean bucket what later rules have held, refused, or released elsewhere.',
    )
    .argument(
      '[key...]',
      'clean keys to take back, whatever the rules say; without them what later rules did not release',
    )
    .option(
      '--released-under <digest>',
      'what was last released under these rules, by the digest in the audit',
      asDigest,
    )
    .option('--stack <name>', 'the stack, which says itself where its clean bucket and its audit are')
    .option('--clean-bucket <name>', 'the clean bucket (stack output CleanBucket)')
    .option('-g, --log-group <name>', 'the audit in CloudWatch (stack output AuditLog)')
    .option(
      '--from <day>',
      'the first day of the audit to read, in UTC (YYYY-MM-DD); without it all of it',
      asDay,
    )
    .option('--dry-run', 'only say what would be taken back', false)
    .option('--destroy', 'destroy every version at once, those too that an earlier call has hidden', false)
    .option('--reason <text>', 'the reason, for the audit; required, and should name nobody')
    .option('-y, --yes', 'ask nothing', false)
    .option('--json', 'one JSON object per line', false)
    .option('-q, --quiet', 'no progress', false)
    .addHelpText('after', HELP)
    .action((keys: readonly string[], options: WithdrawOptions) =>
      sayingFaults(() => withdraw(keys, options)),
    );
}

async function withdraw(keys: readonly string[], options: WithdrawOptions): Promise<void> {
  const why = options.dryRun ? '' : reasonGiven(options.reason, 'withdrawn', 'clean instances');
  const places = await placesOf(options);
  // Other commands do without the SDK, which takes longer to load than they.
  const { openWithdrawing } = await import('./run.ts');
  const withdrawing = await openWithdrawing(places);
  const tell = (told: Told) => say(options.json ? JSON.stringify(told) : entryText(told));
  try {
    const isDestroyed = options.destroy;
    const choice = {
      cleanKeys: keys,
      fromMs: Date.parse(options.from ?? '1970-01-01'),
      ...(options.releasedUnder === undefined ? {} : { releasedUnder: options.releasedUnder }),
    };
    const found = await withdrawing.find(choice, isDestroyed, (lines) => {
      if (!options.quiet) process.stderr.write(`${lines} lines of the audit read\n`);
    });
    for (const each of found.left) tell(each);
    if (options.dryRun) {
      for (const each of found.foreseen) tell(each);
      end(options, { foreseen: found.foreseen.length, left: found.left.length });
      return;
    }
    const count = found.foreseen.length;
    if (
      count > 0 &&
      !(await isConfirmed(options.yes, 'withdrawing clean instances', consequencesOf(count, options)))
    ) {
      process.stderr.write('lethe: nothing was withdrawn.\n');
      process.exitCode = EXIT_SOME_NOT_RELEASED;
      return;
    }
    const done = await withdrawing.withdraw(found.foreseen, isDestroyed, why, tell);
    end(options, { ...done, left: done.left + found.left.length });
  } finally {
    await withdrawing.close();
  }
}

/** `lethe audit released --list` prints so much of one. */
function asDigest(text: string): string {
  if (/^[0-9a-f]{12,64}$/.test(text)) return text;
  throw new InvalidArgumentError(
    'Give at least the first 12 hexadecimal digits, as lethe audit rules prints them.',
  );
}

async function placesOf({ stack, cleanBucket, logGroup }: WithdrawOptions) {
  const named = stack === undefined ? {} : await (await import('../review/cloud.ts')).stackOptions(stack);
  const places = { cleanBucket: cleanBucket ?? named.cleanBucket, logGroup: logGroup ?? named.logGroup };
  for (const [place, option] of [
    ['cleanBucket', '--clean-bucket'],
    ['logGroup', '--log-group'],
  ] as const)
    if (places[place] === undefined || places[place] === '')
      throw new UsageError(`${option} is missing. Name it, or the stack with --stack.`);
  return places as { readonly cleanBucket: string; readonly logGroup: string };
}

function consequencesOf(count: number, { destroy }: WithdrawOptions): string {
  const what = count === 1 ? '1 clean instance' : `${count} clean instances`;
  return destroy
    ? `This destroys ${what}, every version of them: nothing brings them back, but the originals in ingest, as long as they are there.`
    : `This hides ${what} behind a delete marker. The bucket keeps them as hidden versions; --destroy destroys those.`;
}

function end(options: WithdrawOptions, counts: Parameters<typeof reportText>[0]): void {
  if (!options.quiet) process.stderr.write(reportText(counts));
  process.exitCode = counts.left > 0 ? EXIT_SOME_NOT_RELEASED : EXIT_ALL_RELEASED;
}

const HELP = `
Without keys and --released-under it reads from the audit what became of each source last. If that was made by other
rules or another version of Lethe than the release, and is not a release under the same clean key, the release is taken
back. So have the originals processed by the new rules first (lethe backfill), and call this then. It leaves what a
person released after a review under the same rules, what another source has under the same clean key, what was written
since, and what came while rules were changing. It touches nothing in ingest and quarantine. The audit gets a line for
each.

Exit status: 0 all is done, 1 something is left as it is, which its line explains, 2 the call is wrong.

Examples:
  lethe withdraw --stack lethe-prod --dry-run
  lethe withdraw --stack lethe-prod --reason "ticket 4711"
  lethe withdraw --stack lethe-prod --released-under 3f1a77c04b1e --destroy --reason "ticket 4711"`;
