import { deidentify } from '../../layers/engine/deidentify.ts';
import { ENGINE_VERSION } from '../../layers/engine/version.ts';
import { readEnvironment } from '../environment.ts';
import { jsonLog } from '../log.ts';
import { onceUnlessFailed } from '../once.ts';
import { lambdaHandler, onlyFrom } from './lambda.ts';
import { ingestServices } from './wiring.ts';

const log = jsonLog((text) => process.stdout.write(text), Date.now);

/** The ingest function: what the stack names as its handler. */
export const handler = lambdaHandler(
  onceUnlessFailed(async () => {
    const environment = readEnvironment(process.env);
    const services = ingestServices(environment);
    const { name, digest } = services.plan;
    log({
      level: 'info',
      event: 'cold-start',
      engine: ENGINE_VERSION,
      node: process.version,
      plan: { name, digest },
    });
    return onlyFrom(environment.ingestBucket, (ref) => deidentify(ref, services));
  }),
  log,
);
