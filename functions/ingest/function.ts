import { awsClients } from '../../layers/aws/clients.ts';
import { openPixelsQueue } from '../../layers/aws/pixelsQueueOnDemand.ts';
import { openRequeue } from '../../layers/aws/requeueOnDemand.ts';
import { hideVersion, tagVersion } from '../../layers/aws/s3Mark.ts';
import { isMember } from '../../layers/aws/s3Members.ts';
import { S3RuleShelf } from '../../layers/aws/s3RuleShelf.ts';
import { untilSignal } from '../../layers/aws/untilSignal.ts';
import { openingArchives } from '../../layers/engine/archives.ts';
import { LOOK_ELSEWHERE } from '../../layers/engine/look/elsewhere.ts';
import { deidentifyByRoute } from '../../layers/engine/routing.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import type { PixelReader, TextDetector } from '../../layers/pixels/reader.ts';
import { compileRoutesOnDemand } from '../../rules/onDemand.ts';
import {
  type Environment,
  EXPIRY_TAG,
  METRICS,
  readEnvironment,
  VARIABLES,
  WAITING_VALUE,
} from '../environment.ts';
import { jsonLog } from '../log.ts';
import { type BatchFigures, countLine, type MetricLine, metricLines } from '../metrics.ts';
import { onceUnlessFailed } from '../once.ts';
import { INSTANCES_AT_A_TIME } from './batch.ts';
import { markBy, markingOutcomes, type VersionRef } from './expiry.ts';
import { handingOver } from './handOver.ts';
import { lambdaHandler, onlyFrom } from './lambda.ts';
import { requeueing } from './requeue.ts';
import { RuleBook } from './ruleBook.ts';
import { ingestArchives, ingestServices, ingestStore, routesWithTables } from './wiring.ts';

/** How a function that de-identifies differs from the ingest function. */
export interface Reading {
  /** What reads frames, for a call that ends with the signal; undefined: nothing does. */
  readonly reader: () => Promise<(signal: AbortSignal | undefined) => PixelReader>;
  /** What looks for text beside it, where the deployment lets it; for such a call too. */
  readonly detector: (signal: AbortSignal | undefined) => TextDetector;
  /** Memory that the reader takes. */
  readonly takenMb: number;
  /** Instances that are worked on at a time. */
  readonly atATime: number;
  readonly measure: (figures: BatchFigures, stage: string, nowMs: number) => readonly MetricLine[];
}

/**
 * The handler of a function that takes objects from a queue to their outcomes. Without `reading` it is the ingest function, which hands what it cannot look at to the queue
 * of pixels, if there is one.
 */
export function ingestFunction(reading: Reading | null = null) {
  const write = (text: string) => process.stdout.write(text);
  const log = jsonLog(write, Date.now);
  const emit = (line: MetricLine) => write(`${JSON.stringify(line)}\n`);
  const stage = process.env[VARIABLES.stage] ?? 'unknown';
  return lambdaHandler(
    onceUnlessFailed(async () => {
      const environment = readEnvironment(process.env);
      const clients = awsClients();
      const services = ingestServices(environment, clients, reading?.takenMb);
      const book = new RuleBook(
        new S3RuleShelf(clients.s3, environment.rulesBucket),
        compileRoutesOnDemand,
        Date.now,
        (event) => log({ level: event.event === 'rules-broken' ? 'error' : 'info', ...event }),
      );
      const withTables = routesWithTables(services.keys, environment.keyScope, environment.rulesBucket);
      const readerOf = reading === null ? elsewhereOf(environment) : await reading.reader();
      log({ level: 'info', event: 'cold-start', engine: ENGINE_VERSION, node: process.version });
      const oneObject = onlyFrom(environment.ingestBucket, async (ref, signal) => {
        const routes = await withTables(await book.routes());
        const s3 = signal === undefined ? clients.s3 : untilSignal(clients.s3, signal);
        const pixels = readerOf(signal);
        const detector = detectorOf(environment, reading, signal);
        return openingArchives(
          ref,
          {
            ...services,
            store: ingestStore(environment, s3),
            ...(pixels === undefined ? {} : { pixels }),
            ...(detector === undefined ? {} : { detector }),
          },
          ingestArchives(environment, s3),
          (object, surroundings) => deidentifyByRoute(object, routes, surroundings),
        );
      });
      const tag = (ref: VersionRef, value: string) =>
        tagVersion(clients.s3, ref, { key: EXPIRY_TAG.key, value });
      const marked = markingOutcomes(
        oneObject,
        markBy(environment.ingestMark === 'marker' ? 'marker' : 'tag', {
          hide: (ref) => hideVersion(clients.s3, ref),
          tag,
          isMember,
        }),
        (failure) => {
          log({ level: 'error', event: 'not-marked', ...failure });
          emit(countLine(METRICS.unmarked, 1, stage, Date.now()));
        },
      );
      const queue = onceUnlessFailed(() => openPixelsQueue(environment.pixelsQueueUrl));
      return handingOver(
        marked,
        {
          mark: (ref) => tag(ref, WAITING_VALUE),
          send: async (ref, signal) => (await queue()).handOver(ref, signal),
        },
        (failure) => log({ level: 'error', event: 'not-marked', ...failure }),
      );
    }),
    log,
    (figures) => {
      for (const line of (reading?.measure ?? metricLines)(figures, stage, Date.now())) emit(line);
    },
    requeueing(
      onceUnlessFailed(async () => {
        const { queueUrl, maxReceives } = readEnvironment(process.env);
        return { queue: await openRequeue(queueUrl), maxReceives: Number(maxReceives) };
      }),
      log,
    ),
    reading?.atATime ?? INSTANCES_AT_A_TIME,
  );
}

/** The ingest function reads no frames itself. Where nothing does, the engine says so of an instance whose frames must be read. */
function elsewhereOf({ pixelsQueueUrl }: Environment): () => PixelReader | undefined {
  return () => (pixelsQueueUrl === '' ? undefined : LOOK_ELSEWHERE);
}

/** The ingest function asks none itself: whether there is one, the function that reads frames knows. */
function detectorOf(
  { pixelsDetector }: Environment,
  reading: Reading | null,
  signal: AbortSignal | undefined,
): TextDetector | undefined {
  if (reading === null) return LOOK_ELSEWHERE;
  return pixelsDetector === 'rekognition' ? reading.detector(signal) : undefined;
}
