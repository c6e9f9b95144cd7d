import { awsClients } from '../../layers/aws/clients.ts';
import { openRequeue } from '../../layers/aws/requeueOnDemand.ts';
import { hideVersion, tagVersion } from '../../layers/aws/s3Mark.ts';
import { isMember } from '../../layers/aws/s3Members.ts';
import { S3RuleShelf } from '../../layers/aws/s3RuleShelf.ts';
import { untilSignal } from '../../layers/aws/untilSignal.ts';
import { openingArchives } from '../../layers/engine/archives.ts';
import { deidentifyByRoute } from '../../layers/engine/routing.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { compileRoutesOnDemand } from '../../rules/onDemand.ts';
import { EXPIRY_TAG, METRICS, readEnvironment, VARIABLES } from '../environment.ts';
import { jsonLog } from '../log.ts';
import { countLine, type MetricLine, metricLines } from '../metrics.ts';
import { onceUnlessFailed } from '../once.ts';
import { markBy, markingOutcomes } from './expiry.ts';
import { lambdaHandler, onlyFrom } from './lambda.ts';
import { requeueing } from './requeue.ts';
import { RuleBook } from './ruleBook.ts';
import { ingestArchives, ingestServices, ingestStore, routesWithTables } from './wiring.ts';

const write = (text: string) => process.stdout.write(text);
const log = jsonLog(write, Date.now);
const emit = (line: MetricLine) => write(`${JSON.stringify(line)}\n`);
const stage = process.env[VARIABLES.stage] ?? 'unknown';

/** The ingest function: what the stack names as its handler. */
export const handler = lambdaHandler(
  onceUnlessFailed(async () => {
    const environment = readEnvironment(process.env);
    const clients = awsClients();
    const services = ingestServices(environment, clients);
    const book = new RuleBook(
      new S3RuleShelf(clients.s3, environment.rulesBucket),
      compileRoutesOnDemand,
      Date.now,
      (event) => log({ level: event.event === 'rules-broken' ? 'error' : 'info', ...event }),
    );
    const withTables = routesWithTables(services.keys, environment.keyScope, environment.rulesBucket);
    log({ level: 'info', event: 'cold-start', engine: ENGINE_VERSION, node: process.version });
    const oneObject = onlyFrom(environment.ingestBucket, async (ref, signal) => {
      const routes = await withTables(await book.routes());
      const s3 = signal === undefined ? clients.s3 : untilSignal(clients.s3, signal);
      return openingArchives(
        ref,
        { ...services, store: ingestStore(environment, s3) },
        ingestArchives(environment, s3),
        (object, surroundings) => deidentifyByRoute(object, routes, surroundings),
      );
    });
    return markingOutcomes(
      oneObject,
      markBy(environment.ingestMark === 'marker' ? 'marker' : 'tag', {
        hide: (ref) => hideVersion(clients.s3, ref),
        tag: (ref, value) => tagVersion(clients.s3, ref, { key: EXPIRY_TAG.key, value }),
        isMember,
      }),
      (failure) => {
        log({ level: 'error', event: 'not-marked', ...failure });
        emit(countLine(METRICS.unmarked, 1, stage, Date.now()));
      },
    );
  }),
  log,
  (figures) => {
    for (const line of metricLines(figures, stage, Date.now())) emit(line);
  },
  requeueing(
    onceUnlessFailed(async () => {
      const { queueUrl, maxReceives } = readEnvironment(process.env);
      return { queue: await openRequeue(queueUrl), maxReceives: Number(maxReceives) };
    }),
    log,
  ),
);
