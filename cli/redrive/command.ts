import { Command, InvalidArgumentError } from 'commander';
import { FaultError } from '../../layers/engine/faults.ts';
import { UsageError } from '../exit.ts';

interface RedriveCall {
  readonly queue: string;
  readonly to?: string;
  readonly max?: number;
  readonly perSecond: number;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Some messages are dead letters still. */
const EXIT_SOME_LEFT = 1;

/** `lethe redrive --queue URL`. */
export function redriveCommand(): Command {
  return new Command('redrive')
    .description('Bring dead letters back to the ingest queue, once the cause is fixed.')
    .requiredOption('--queue <url>', 'the queue of dead letters (stack output DeadLetterQueueUrl)')
    .option(
      '--to <url>',
      'the queue they belong to; found automatically if they are the dead letters of one queue',
    )
    .option('--max <n>', 'move at most this many, to see whether the fix works', wholeFrom1)
    .option('--per-second <n>', 'move at most this many per second', upTo500, 50)
    .option('--json', 'print the result as JSON', false)
    .option('-q, --quiet', 'no progress', false)
    .addHelpText('after', HELP)
    .action(async ({ queue, to, max, perSecond, json, quiet }: RedriveCall) => {
      // Other commands do without the SDK, which takes longer to load than they.
      const { queueClient } = await import('../../layers/aws/queueClient.ts');
      const { redrive } = await import('../../layers/aws/redrive.ts');
      try {
        const result = await redrive(
          queueClient(),
          { deadLetters: queue, to: to ?? null, most: max ?? null, perSecond },
          ({ moved, total }) => {
            if (!quiet) process.stderr.write(`${moved} of about ${total} moved\n`);
          },
        );
        const { moved, failed } = result;
        process.stdout.write(
          json ? `${JSON.stringify(result)}\n` : `${moved} moved${failed > 0 ? `, ${failed} refused` : ''}\n`,
        );
        if (failed > 0) process.exitCode = EXIT_SOME_LEFT;
      } catch (error) {
        if (error instanceof FaultError) throw new UsageError(error.message, error.code);
        throw error;
      }
    });
}

const HELP = `
Nothing is lost: a message is sent before it is deleted, and the same event twice gives the same object. If the cause
is not fixed, messages become dead letters again: check the function's log (message-returned) first. If you stop the
command, a move that SQS runs itself continues.

Exit status: 0 all moved, 1 some refused, 2 the call is wrong or a queue cannot be used.

Example:
  lethe redrive --queue https://sqs.eu-central-1.amazonaws.com/123456789012/lethe-DeadLetters --max 10`;

function wholeFrom1(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1.');
  return value;
}

/** What StartMessageMoveTask takes. */
function upTo500(text: string): number {
  const value = wholeFrom1(text);
  if (value > 500) throw new InvalidArgumentError('Give a whole number from 1 to 500.');
  return value;
}
