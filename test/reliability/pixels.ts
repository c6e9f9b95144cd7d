import { VARIABLES } from '../../functions/environment.ts';
import { encodeFrame } from '../../layers/pixels/codecs/codec.ts';
import { IDENTIFIER } from '../contracts/faults.ts';
import { el, fragments, instance } from '../support/build.ts';
import { codecsHere, drawn, shapeOf, uid } from '../support/frames.ts';
import { BLANKED, type Deployment } from './deployment.ts';
import { type Planted, ROOT } from './instances.ts';
import { deliver } from './queue.ts';
import { coldStart, type Sandbox } from './sandbox.ts';
import { type Trial, withstand } from './withstand.ts';

const JPEG_LS = uid('4.80');
const SHAPE = shapeOf({ rows: BLANKED.rows, columns: BLANKED.columns });

/** An ultrasound image whose frame must be decoded, so that the ingest function hands it over. */
export function looked(number: number, sopInstance = number, patients = 2): Planted {
  const patient = `MRN-88${String(number % patients).padStart(5, '0')}`;
  const frame = encodeFrame(drawn(SHAPE), { syntax: JPEG_LS, shape: SHAPE }, codecsHere());
  const bytes = instance({
    transferSyntax: JPEG_LS,
    elements: [
      el(0x00080008, 'CS', 'ORIGINAL\\PRIMARY'),
      el(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.6.1'),
      el(0x00080018, 'UI', `${ROOT}.4.${sopInstance}`),
      el(0x00080060, 'CS', BLANKED.modality),
      el(0x00100010, 'PN', IDENTIFIER),
      el(0x00100020, 'LO', patient),
      el(0x0020000d, 'UI', `${ROOT}.1.${number % patients}`),
      el(0x0020000e, 'UI', `${ROOT}.2.${number % patients}`),
      el(0x00200013, 'IS', String(number)),
      el(0x00280002, 'US', [SHAPE.samplesPerPixel]),
      el(0x00280004, 'CS', SHAPE.photometric),
      el(0x00280010, 'US', [SHAPE.rows]),
      el(0x00280011, 'US', [SHAPE.columns]),
      el(0x00280100, 'US', [SHAPE.bitsAllocated]),
      el(0x00280101, 'US', [SHAPE.bitsStored]),
      el(0x00280102, 'US', [SHAPE.highBit]),
      el(0x00280103, 'US', [0]),
      fragments([[frame]]),
    ],
  });
  return { key: `in/${IDENTIFIER}/us-${number}.dcm`, bytes, number, patient };
}

/** What the pixels function is told: its queue is its own, and it hands nothing over. */
export function pixelsDeployment({ variables, facts }: Deployment): Pick<Deployment, 'variables'> {
  return {
    variables: {
      ...variables,
      [VARIABLES.queueUrl]: facts.pixelsQueueUrl,
      [VARIABLES.pixelsQueueUrl]: '',
    },
  };
}

export interface BothFunctions {
  readonly startIngest?: (deployment: Deployment, output: string[]) => Promise<Sandbox>;
  readonly startPixels?: (deployment: Pick<Deployment, 'variables'>, output: string[]) => Promise<Sandbox>;
  /** What the queue of pixels makes of the events that were put on it; left out: it hands them over as they came. */
  readonly queued?: (bodies: readonly string[]) => readonly string[];
}

/** The ingest function, and behind it the pixels function, which is done with what was handed over before the next batch comes. What it gave up comes again then. */
export async function bothFunctions(
  deployment: Deployment,
  output: string[],
  { startIngest, startPixels, queued = (bodies) => bodies }: BothFunctions = {},
): Promise<Sandbox> {
  const { aws, facts } = deployment;
  const own = pixelsDeployment(deployment);
  const ingest = await (startIngest?.(deployment, output) ?? coldStart(deployment));
  const pixels = await (startPixels?.(own, output) ?? coldStart(own, undefined, 'pixels'));
  let dead: readonly string[] = [];
  const look = async () => {
    const bodies = aws.sqs.takeAll(facts.pixelsQueueUrl).map(({ body }) => body);
    const mapping = { batchSize: 1, queue: { sqs: aws.sqs, url: facts.pixelsQueueUrl } };
    ({ dead } = await deliver([...dead, ...queued(bodies)], [pixels], mapping));
  };
  return { invoke: (messages) => ingest.invoke(messages).finally(look) };
}

/** As `withstand`, over two images that are handed over; each must have been, and its frames blanked. */
export async function withstandLooking({
  startIngest,
  startPixels,
  queued,
  ...trial
}: Omit<Trial, 'start'> & BothFunctions): Promise<void> {
  const both: BothFunctions = {
    ...(startIngest === undefined ? {} : { startIngest }),
    ...(startPixels === undefined ? {} : { startPixels }),
    ...(queued === undefined ? {} : { queued }),
  };
  const objects = trial.objects ?? [looked(0), looked(1)];
  await withstand({
    looks: 'regions',
    ...trial,
    objects,
    start: (deployment, output) => bothFunctions(deployment, output, both),
    meanwhile: async (deployment, sent, clock) => {
      expect(deployment.aws.count('SendMessage')).toBeGreaterThanOrEqual(2);
      await trial.meanwhile?.(deployment, sent, clock);
    },
  });
}
