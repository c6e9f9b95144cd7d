import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  paginateListMapRuns,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { describeFailure, sdkFailure } from '../../layers/aws/sdkErrors.ts';
import { UsageError } from '../exit.ts';
import type {
  Archives,
  BackfillInput,
  Backfills,
  BatchResult,
  InventoryManifest,
  ItemCounts,
  Place,
  Run,
} from './service.ts';

/** Region, credentials and endpoint are found by the SDK itself. */
export function statesClient(): SFNClient {
  return new SFNClient({ maxAttempts: 4, retryMode: 'standard' });
}

/** The state machine with this ARN (stack output BackfillMachineArn). */
export class CloudBackfills implements Backfills {
  readonly #states: SFNClient;
  readonly #s3: S3Client;
  readonly #machineArn: string;

  constructor(states: SFNClient, s3: S3Client, machineArn: string) {
    this.#states = states;
    this.#s3 = s3;
    this.#machineArn = machineArn;
  }

  async start(id: string, input: BackfillInput): Promise<void> {
    await saying('start the run', 'Check --machine, and that you may start it; an id is used once', () =>
      this.#states.send(
        new StartExecutionCommand({
          stateMachineArn: this.#machineArn,
          name: id,
          input: JSON.stringify(input),
        }),
      ),
    );
  }

  async find(id: string): Promise<Run> {
    const executionArn = this.#executionArn(id);
    return saying('look at the run', 'Check --machine and the id; runs are known for 90 days', async () => {
      const { status, startDate, stopDate, redriveCount } = await this.#states.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      const mapRunArn = await this.#mapRunOf(executionArn);
      return {
        id,
        status: status as Run['status'],
        startedMs: startDate?.getTime() ?? 0,
        stoppedMs: status === 'RUNNING' ? null : (stopDate?.getTime() ?? null),
        resumed: redriveCount ?? 0,
        items: mapRunArn === null ? null : await this.#itemsOf(mapRunArn),
        results: mapRunArn === null ? null : await this.#resultsOf(executionArn, mapRunArn),
      };
    });
  }

  async resume(id: string): Promise<void> {
    await saying(
      'resume the run',
      'One that failed, was stopped or timed out can be resumed, within 14 days of its end',
      () => this.#states.send(new RedriveExecutionCommand({ executionArn: this.#executionArn(id) })),
    );
  }

  async *results({ results, stoppedMs }: Run): AsyncIterable<BatchResult> {
    if (results === null || stoppedMs === null) return;
    const manifest = await this.#text(results);
    // It ended before its map run did: by hand, or because what there is could not be read.
    if (manifest === null) return;
    const { ResultFiles = {} } = JSON.parse(manifest) as ResultManifest;
    for (const { Key } of [...(ResultFiles.SUCCEEDED ?? []), ...(ResultFiles.FAILED ?? [])])
      for await (const line of this.#lines({ bucket: results.bucket, key: Key })) yield resultOf(line);
  }

  #executionArn(id: string): string {
    return `${this.#machineArn.replace(':stateMachine:', ':execution:')}:${id}`;
  }

  /** Null: it has not come so far. */
  async #mapRunOf(executionArn: string): Promise<string | null> {
    for await (const { mapRuns = [] } of paginateListMapRuns({ client: this.#states }, { executionArn }))
      for (const { mapRunArn } of mapRuns) if (mapRunArn !== undefined) return mapRunArn;
    return null;
  }

  async #itemsOf(mapRunArn: string): Promise<ItemCounts> {
    const { itemCounts } = await this.#states.send(new DescribeMapRunCommand({ mapRunArn }));
    const { total = 0, pending = 0, running = 0, succeeded = 0 } = itemCounts ?? {};
    const { failed = 0, timedOut = 0, aborted = 0 } = itemCounts ?? {};
    return { total, pending, running, succeeded, failed: failed + timedOut + aborted };
  }

  /** As the definition says, under the name that the map run has (Step Functions Developer Guide, "ResultWriter"). */
  async #resultsOf(executionArn: string, mapRunArn: string): Promise<Place | null> {
    const { definition = '{}' } = await this.#states.send(
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    );
    const { States = {} } = JSON.parse(definition) as {
      readonly States?: Readonly<Record<string, { readonly ResultWriter?: ResultWriter }>>;
    };
    const writer = Object.values(States).find(({ ResultWriter }) => ResultWriter !== undefined)?.ResultWriter;
    if (writer === undefined) return null;
    const { Bucket, Prefix } = writer.Parameters;
    return { bucket: Bucket, key: `${Prefix}/${mapRunArn.split(':').at(-1)}/manifest.json` };
  }

  async #text(place: Place): Promise<string | null> {
    const lines: string[] = [];
    try {
      for await (const line of this.#lines(place)) lines.push(line);
    } catch (error) {
      if (error instanceof UsageError && error.message.includes('NoSuchKey')) return null;
      throw error;
    }
    return lines.join('\n');
  }

  async *#lines(place: Place): AsyncIterable<string> {
    yield* linesOf(this.#s3, place);
  }
}

interface ResultWriter {
  readonly Parameters: { readonly Bucket: string; readonly Prefix: string };
}

interface ResultManifest {
  readonly ResultFiles?: Readonly<
    Partial<Record<'SUCCEEDED' | 'FAILED', readonly { readonly Key: string }[]>>
  >;
}

function resultOf(line: string): BatchResult {
  const result = JSON.parse(line) as {
    readonly copied?: number;
    readonly left?: readonly { readonly code: string; readonly key: string }[];
    readonly Error?: string;
  };
  return result.copied === undefined
    ? { error: result.Error ?? 'NO_CODE' }
    : { copied: result.copied, left: result.left ?? [] };
}

/** Buckets as they are. */
export class CloudArchives implements Archives {
  readonly #s3: S3Client;

  constructor(s3: S3Client) {
    this.#s3 = s3;
  }

  async *sizes(Bucket: string, Prefix: string): AsyncIterable<number> {
    const pages = paginateListObjectsV2({ client: this.#s3 }, { Bucket, Prefix })[Symbol.asyncIterator]();
    for (;;) {
      const page = await saying('list the bucket', 'Check its name, and that you may list it', () =>
        pages.next(),
      );
      if (page.done === true) return;
      for (const { Size = 0, Key = '' } of page.value.Contents ?? [])
        if (Size > 0 || !Key.endsWith('/')) yield Size;
    }
  }

  async manifest(place: Place): Promise<InventoryManifest> {
    const lines: string[] = [];
    for await (const line of linesOf(this.#s3, place)) lines.push(line);
    try {
      const { sourceBucket, fileFormat, fileSchema, creationTimestamp, files } = JSON.parse(lines.join('\n'));
      return {
        sourceBucket,
        fileFormat,
        fileSchema,
        createdMs: Number(creationTimestamp),
        files: files.length,
      };
    } catch {
      throw new UsageError(
        '--inventory names no manifest.json of an S3 Inventory report. Give s3://BUCKET/…/manifest.json.',
      );
    }
  }
}

async function* linesOf(s3: S3Client, { bucket, key }: Place): AsyncIterable<string> {
  const { Body } = await saying('read an object', 'Check that it is there, and that you may read it', () =>
    s3.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
  );
  for await (const line of createInterface({ input: Body as Readable })) if (line !== '') yield line;
}

/** AWS's own messages can quote keys: only the code is said. */
async function saying<Result>(what: string, hint: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `could not ${what} (${describeFailure(sdkFailure(error))}). ${hint}.`,
      'AWS_REFUSED',
    );
  }
}
