import { type Fault, strike } from '../reliability/cloud/interference.ts';
import type { Deployment } from '../reliability/deployment.ts';
import type { FaultGroup } from '../reliability/faultCase.ts';
import { planted, poison } from '../reliability/instances.ts';
import { type Trial, withstand } from '../reliability/withstand.ts';
import { type LambdaSettings, lambdaFunction, type Runtime } from './runtimeEnvironment.ts';

const MIB = 1024 * 1024;
const SILENCE: Fault = { kind: 'silence' };
/** From 64 MiB on an instance is written in parts, and S3 copies its pixels. */
const LONG = [planted(1, 1, 65 * MIB)];
/** Written in one put, each held whole in memory, four at a time. */
const HEAVY = [0, 1, 2, 3].map((number) => planted(number, 2, 60 * MIB));

const nothingClean = ({ aws }: Deployment) => void expect(aws.s3.history('clean').size).toBe(0);

/** The bundle under Lambda's own runtime client. */
export function runtimeCases(runtime: () => Runtime): FaultGroup {
  /** `first`: until the fault is over. */
  const under = async (first: LambdaSettings, trial: Partial<Trial> & Pick<Trial, 'interference'>) => {
    let isOver = false;
    const settings = () => (isOver ? { timeoutMs: 60_000 } : first);
    let end = () => {};
    try {
      return await withstand({
        ...trial,
        isLived: true,
        start: async (deployment, output) => {
          const sandbox = await lambdaFunction(runtime(), settings)(deployment, output);
          ({ end } = sandbox);
          return sandbox;
        },
        meanwhile: async (deployment, sent, clock) => {
          isOver = true;
          await trial.meanwhile?.(deployment, sent, clock);
        },
      });
    } finally {
      end();
    }
  };

  return {
    subject: 'The bundle under Lambda’s own runtime client',
    cases: [
      {
        fault: 'the deadline of an invocation, while an object cannot be read',
        injected: 'GetObject of 1 of 3 objects: no answer ever, timeout 10 s',
        held: 'answered in time, naming that message alone; the environment stays warm',
        run: async () => {
          const { deliveries } = await under(
            { timeoutMs: 10_000 },
            {
              objects: [planted(0), planted(1), poison(2)],
              interference: strike('GetObject', SILENCE, { bucket: 'ingest', key: '/1.dcm' }),
              says: 'DEADLINE',
            },
          );
          expect(deliveries).toBe(4);
        },
      },
      {
        fault: 'the deadline of an invocation, in the middle of a copy in parts',
        injected: 'UploadPartCopy: no answer ever, timeout 10 s, also where the message is late and alone',
        held: 'answered in time, the upload aborted, nothing to be seen; done when it comes again',
        run: async () => {
          await under(
            { timeoutMs: 10_000 },
            {
              objects: LONG,
              interference: strike('UploadPartCopy', SILENCE, { times: 'always' }),
              maxReceives: 1,
              dead: 1,
              says: 'DEADLINE',
              meanwhile: (deployment) => {
                nothingClean(deployment);
                expect(deployment.aws.s3.uploads.size).toBe(0);
              },
            },
          );
        },
      },
      {
        fault: 'a timeout that the function did not see coming',
        injected:
          'SIGKILL after 6 s of an invocation that was told of 60 s, in the middle of a copy in parts',
        held: 'nothing to be seen; the whole batch comes again and is done; the upload is left to the lifecycle rule of the bucket',
        run: async () => {
          await under(
            { timeoutMs: 60_000, killedAfterMs: 6_000 },
            {
              objects: LONG,
              interference: strike('UploadPartCopy', SILENCE),
              maxReceives: 1,
              dead: 1,
              openUploads: 1,
              meanwhile: nothingClean,
            },
          );
        },
      },
      {
        fault: 'out of memory',
        injected: '4 objects of 60 MiB at a time; SIGKILL when the process has more than 200 MiB resident',
        held: 'nothing half-written is to be seen; the whole batch comes again, and is done with enough memory',
        run: async () => {
          await under(
            { timeoutMs: 60_000, memoryMb: 200 },
            {
              objects: HEAVY,
              // No fault of a call: the messages are dead letters because the process died.
              interference: () => null,
              strikes: 0,
              maxReceives: 1,
              dead: 4,
              meanwhile: ({ aws }) => expect(aws.calls).toContain('GenerateMac'),
            },
          );
        },
      },
    ],
  };
}
