import { LogGroupReader } from '../../../layers/aws/auditLog.ts';
import { awsClients, logReader } from '../../../layers/aws/clients.ts';
import { S3ManifestShelf } from '../../../layers/aws/manifestShelf.ts';
import { type Sealed, sealDays } from '../../../layers/engine/audit/manifest/seal.ts';
import { verifyManifests } from '../../../layers/engine/audit/manifest/verify.ts';
import { auditRecord } from '../../contracts/samples.ts';
import { keyPair, signer } from '../../layers/engine/audit/manifest/support.ts';
import { onHeldClock } from '../../support/clock.ts';
import { type Interference, strike, weather } from '../cloud/interference.ts';
import { deploy } from '../deployment.ts';
import type { FaultGroup } from '../faultCase.ts';

const DAY = '2026-11-21';
const NOW = Date.parse('2026-11-22T01:30:00Z');
/** An hour with more lines than are read at a time, and two others. */
const BUSY_LINES = 90;
const QUIET = [9, 23] as const;
const BOUNDS = { lines: 8, lanes: 3 } as const;

interface Trial {
  readonly interference?: Interference;
  /** Calls that the fault must have struck, at least. */
  readonly strikes?: number;
  /** Pages of each run, until one is finished; left out: as many as it takes. */
  readonly pages?: number;
  /** Runs at the same time. */
  readonly beside?: number;
}

/** Seals a day until a run is finished, with the clients of the function; then each line must be sealed once, without a gap. Answers the runs. */
function withstandSealing(trial: Trial): Promise<number> {
  return onHeldClock(async () => {
    const { aws, facts, stop } = await deploy();
    let struck = 0;
    try {
      fill((time) => write(aws.logs, facts.auditLog, time));
      const environment = { AWS_ENDPOINT_URL: aws.url };
      Object.assign(process.env, {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
      });
      const audit = new LogGroupReader(logReader(environment), facts.auditLog);
      const shelf = new S3ManifestShelf(awsClients(environment).s3, facts.manifestBucket);
      aws.interference = (call) => {
        const fault = trial.interference?.(call) ?? null;
        if (fault !== null) struck += 1;
        return fault;
      };
      const run = (): Promise<Sealed> => {
        let pages = 0;
        const hasTime = () => {
          pages += 1;
          return pages <= (trial.pages ?? Number.POSITIVE_INFINITY);
        };
        return sealDays(NOW, { audit, shelf, signer, hasTime, bounds: BOUNDS });
      };
      let runs = 0;
      for (let isFinished = false; !isFinished; runs += 1) {
        // A run that failed is followed by the next, as one that ran out of time.
        const together = await Promise.allSettled(Array.from({ length: trial.beside ?? 1 }, run));
        isFinished = together.some((each) => each.status === 'fulfilled' && each.value.isFinished);
      }
      expect(struck).toBeGreaterThanOrEqual(trial.strikes ?? 0);
      aws.interference = () => null;
      expect(await verifyManifests(shelf, keyPair.publicKey, audit)).toEqual({
        days: 1,
        first: DAY,
        last: DAY,
        lines: BUSY_LINES + QUIET.length,
        discrepancies: [],
      });
      const parts = await shelf.keys(`segments/${DAY}/10/`);
      expect(parts.length).toBeGreaterThan(BUSY_LINES / BOUNDS.lines);
      return runs;
    } finally {
      await stop();
    }
  });
}

function fill(writeAt: (time: string) => void): void {
  for (const hour of QUIET) writeAt(`${DAY}T${String(hour).padStart(2, '0')}:30:00.000Z`);
  const begin = Date.parse(`${DAY}T10:00:00.000Z`);
  for (let index = 0; index < BUSY_LINES; index += 1)
    writeAt(new Date(begin + Math.floor((index * 3_600_000) / BUSY_LINES)).toISOString());
}

function write(logs: Awaited<ReturnType<typeof deploy>>['aws']['logs'], group: string, time: string): void {
  const streams = logs.groups.get(group);
  const stream = streams?.get('stream') ?? [];
  stream.push({ timestamp: Date.parse(time), message: JSON.stringify({ ...auditRecord(time), time }) });
  streams?.set('stream', stream);
}

const TO_MANIFESTS = { bucket: 'manifests' } as const;

/** The seal of the audit, with the function's own clients. */
export const SEALING: FaultGroup = {
  subject: 'Sealing the audit',
  cases: [
    {
      fault: 'the time is over in the middle of an hour',
      injected: 'runs of 150 pages each, over an hour of ten times as many lines as are read at a time',
      held: 'the next run goes on where one stopped; each line is sealed once, without a gap',
      run: async () => {
        expect(await withstandSealing({ pages: 150 })).toBeGreaterThan(1);
      },
    },
    {
      fault: 'answers lost after a part was written',
      injected: 'PutObject of 5 parts: stored, then the socket is destroyed',
      held: 'the part that stands is gone on from; each line is sealed once',
      run: async () => {
        await withstandSealing({
          interference: strike('PutObject', { kind: 'lost-answer' }, { ...TO_MANIFESTS, times: 5 }),
          strikes: 5,
        });
      },
    },
    {
      fault: 'CloudWatch turns pages away',
      injected: 'FilterLogEvents: 400 ThrottlingException, ten times in a row',
      held: 'asked for again, in the same run',
      run: async () => {
        const runs = await withstandSealing({
          interference: strike(
            'FilterLogEvents',
            { kind: 'refusal', status: 400, code: 'ThrottlingException' },
            { times: 10 },
          ),
          strikes: 10,
        });
        expect(runs).toBe(1);
      },
    },
    {
      fault: 'parts that are read back break off',
      injected: 'runs of 150 pages each; GetObject of 3 parts: half of the body comes',
      held: 'read again; what stands there counts',
      run: async () => {
        await withstandSealing({
          pages: 150,
          interference: strike(
            'GetObject',
            { kind: 'truncation', part: 0.5 },
            { ...TO_MANIFESTS, key: '.gz', times: 3 },
          ),
          strikes: 3,
        });
      },
    },
    {
      fault: 'two runs at the same time, and everything at once',
      injected:
        'two runs of 200 pages at a time; broken connections, lost answers, 500s, throttling, truncated bodies and delays in 5 % of all calls',
      held: 'they go on from each other’s parts; one chain',
      run: async () => {
        await withstandSealing({ pages: 200, beside: 2, interference: weather(99, 50), strikes: 5 });
      },
    },
  ],
};
