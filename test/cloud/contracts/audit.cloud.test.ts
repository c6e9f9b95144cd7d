import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { LogAudit } from '../../../layers/aws/logAudit.ts';
import { describeAuditTrailContract } from '../../contracts/auditTrailContract.ts';
import { freshName, logs } from './live.ts';

describeAuditTrailContract('live CloudWatch Logs', async () => {
  const place = { logGroup: freshName('audit'), logStream: 'one' };
  await logs.send(new CreateLogGroupCommand({ logGroupName: place.logGroup }));
  return {
    trail: new LogAudit(logs, place),
    // CloudWatch takes no line that is older than 14 days (API reference, PutLogEvents).
    time: new Date().toISOString(),
    text: () => textOf(place),
    broken: async () => new LogAudit(logs, { ...place, logGroup: freshName('missing') }),
    dispose: async () => {
      await logs.send(new DeleteLogGroupCommand({ logGroupName: place.logGroup }));
    },
  };
});

/** Every line of a stream, in its order. The last page is the one that gives its own token back (API reference, GetLogEvents). */
async function textOf({ logGroup, logStream }: { logGroup: string; logStream: string }): Promise<string> {
  const lines: string[] = [];
  for (let token: string | undefined; ; ) {
    const { events = [], nextForwardToken } = await logs.send(
      new GetLogEventsCommand({
        logGroupName: logGroup,
        logStreamName: logStream,
        startFromHead: true,
        ...(token === undefined ? {} : { nextToken: token }),
      }),
    );
    lines.push(...events.map(({ message = '' }) => `${message}\n`));
    if (nextForwardToken === undefined || nextForwardToken === token) return lines.join('');
    token = nextForwardToken;
  }
}
