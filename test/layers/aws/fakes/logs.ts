import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IDENTIFIER } from '../../../contracts/faults.ts';
import type { Input } from './s3.ts';

export function logsError(name: string, status = 400): Error {
  return Object.assign(new Error(`${name} about ${IDENTIFIER}`), {
    name,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

interface LogEvent {
  readonly message: string;
  readonly timestamp: number;
}

/** Log groups in memory, by name; each has its streams, which have to be made before they are written. */
export class FakeLogs {
  readonly calls: { readonly name: string; readonly input: Input }[] = [];
  readonly groups = new Map<string, Map<string, LogEvent[]>>();

  constructor(...groups: readonly string[]) {
    for (const group of groups) this.groups.set(group, new Map());
  }

  /** Every event of a group, stream by stream, in the order of writing. */
  events(group: string): readonly LogEvent[] {
    return [...(this.groups.get(group)?.values() ?? [])].flat();
  }

  get client(): CloudWatchLogsClient {
    return {
      send: async (command: { readonly input: Input }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        this.calls.push({ name, input: command.input });
        await Promise.resolve();
        const answer = this.#answers[name];
        if (answer === undefined) throw new TypeError(`no ${name} here`);
        return answer(command.input);
      },
    } as unknown as CloudWatchLogsClient;
  }

  readonly #answers: Readonly<Record<string, (input: Input) => object>> = {
    CreateLogStream: ({ logGroupName, logStreamName }) => {
      const streams = this.#streams(logGroupName);
      if (streams.has(logStreamName)) throw logsError('ResourceAlreadyExistsException');
      streams.set(logStreamName, []);
      return {};
    },
    PutLogEvents: ({ logGroupName, logStreamName, logEvents }) => {
      const stream = this.#streams(logGroupName).get(logStreamName);
      if (stream === undefined) throw logsError('ResourceNotFoundException');
      const events = logEvents as readonly LogEvent[];
      const bytes = events.reduce((sum, { message }) => sum + Buffer.byteLength(message) + 26, 0);
      const inOrder = events.every(
        ({ timestamp }, index) => timestamp >= (events[index - 1]?.timestamp ?? 0),
      );
      if (events.length === 0 || events.length > 10_000 || bytes > 1_048_576 || !inOrder)
        throw logsError('InvalidParameterException');
      stream.push(...events);
      return { nextSequenceToken: '1' };
    },
    /** Pages of two events; as CloudWatch does, one of them may be empty and still not the last. */
    FilterLogEvents: ({ logGroupName, startTime, endTime, nextToken }) => {
      const found = [...this.#streams(logGroupName).values()]
        .flat()
        .filter(({ timestamp }) => startTime <= timestamp && timestamp <= endTime);
      const at = Number(nextToken ?? 0);
      if (at === 0 && nextToken === undefined) return { events: [], nextToken: '0' };
      return {
        events: found.slice(at, at + 2),
        ...(at + 2 < found.length ? { nextToken: String(at + 2) } : {}),
      };
    },
  };

  #streams(group: string): Map<string, LogEvent[]> {
    const streams = this.groups.get(group);
    if (streams === undefined) throw logsError('ResourceNotFoundException');
    return streams;
  }
}
