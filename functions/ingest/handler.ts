import { awsClients } from '../../layers/aws/clients.ts';
import { tagVersion } from '../../layers/aws/s3Mark.ts';
import { untilSignal } from '../../layers/aws/untilSignal.ts';
import { deidentify } from '../../layers/engine/deidentify.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { EXPIRY_TAG, METRICS, readEnvironment, VARIABLES } from '../environment.ts';
import { jsonLog } from '../log.ts';
import { countLine, type MetricLine, metricLines } from '../metrics.ts';
import { onceUnlessFailed } from '../once.ts';
import { markingReleased } from './expiry.ts';
import { lambdaHandler, onlyFrom } from './lambda.ts';
import { ingestServices, ingestStore } from './wiring.ts';

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
    const { name, digest } = services.plan;
    log({
      level: 'info',
      event: 'cold-start',
      engine: ENGINE_VERSION,
      node: process.version,
      plan: { name, digest },
    });
    const oneObject = onlyFrom(environment.ingestBucket, (ref, signal) =>
      deidentify(
        ref,
        signal === undefined
          ? services
          : { ...services, store: ingestStore(environment, untilSignal(clients.s3, signal)) },
      ),
    );
    if (environment.expiresReleased !== 'true') return oneObject;
    return markingReleased(
      oneObject,
      (ref) => tagVersion(clients.s3, ref, EXPIRY_TAG),
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
);
