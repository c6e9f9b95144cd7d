import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { DoctorClients } from '../clients.ts';
import type { Deployment } from '../deployment.ts';
import { type Finding, judged, ok, problem, REVERT, warning } from '../finding.ts';
import { look } from '../look.ts';

/** The queue and its dead letters. The age of the oldest message is an alarm's (docs/operations/monitoring.md): a queue does not tell it. */
export async function checkQueues(
  { sqs }: Pick<DoctorClients, 'sqs'>,
  { outputs }: Deployment,
): Promise<readonly Finding[]> {
  const attributes = async (QueueUrl: string | undefined) => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return Attributes ?? {};
  };
  // A stack without a reader of frames has the first pair alone.
  const found = PAIRS.filter(({ queue }) => outputs[queue] !== undefined || queue === 'QueueUrl').flatMap(
    ({ queue, deadLetters }) => [
      look(
        'queues',
        queue,
        'sqs:GetQueueAttributes',
        () => attributes(outputs[queue]),
        (answer) => judgeQueue(queue, answer),
      ),
      look(
        'queues',
        deadLetters,
        'sqs:GetQueueAttributes',
        () => attributes(outputs[deadLetters]),
        ({ ApproximateNumberOfMessages: count = '0' }) =>
          Number(count) === 0
            ? [ok('queues', deadLetters, 'empty')]
            : [
                problem(
                  'queues',
                  deadLetters,
                  'DEAD_LETTERS',
                  `all attempts at about ${count} messages failed: their objects were not released`,
                  'Find out why (docs/operations/monitoring.md, "DeadLetters"), fix the cause, and: ' +
                    `lethe redrive --queue ${outputs[deadLetters]}`,
                ),
              ],
      ),
    ],
  );
  return (await Promise.all(found)).flat();
}

/** The outputs of each queue, and of its dead letters. */
const PAIRS = [
  { queue: 'QueueUrl', deadLetters: 'DeadLetterQueueUrl' },
  { queue: 'PixelsQueueUrl', deadLetters: 'PixelsDeadLetterQueueUrl' },
] as const;

function judgeQueue(subject: string, attributes: Readonly<Record<string, string>>): readonly Finding[] {
  const count = (name: string) => Number(attributes[name] ?? 0);
  const waiting = count('ApproximateNumberOfMessages');
  const taken = count('ApproximateNumberOfMessagesNotVisible');
  const wrong = (code: string, message: string) => problem('queues', subject, code, message, REVERT);
  return judged('queues', subject, `${waiting} waiting, ${taken} being worked on`, [
    attributes.RedrivePolicy === undefined &&
      wrong(
        'QUEUE_WITHOUT_DEAD_LETTERS',
        'it has no dead letters: what cannot be done is tried for 14 days and lost',
      ),
    attributes.KmsMasterKeyId === undefined &&
      wrong(
        'QUEUE_NOT_ENCRYPTED',
        'its messages hold object keys, and are not encrypted with a key of the stack',
      ),
    waiting > 0 &&
      taken === 0 &&
      warning(
        'queues',
        subject,
        'QUEUE_NOT_TAKEN',
        `${waiting} messages wait and none is being worked on`,
        'Run it again in a minute; if it stays so, look at the function and its event source',
      ),
  ]);
}
