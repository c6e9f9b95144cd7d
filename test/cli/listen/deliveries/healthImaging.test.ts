import { healthImagingDelivery } from '../../../../cli/listen/deliveries/healthImaging.ts';
import type { Delivery, OutgoingInstance } from '../../../../cli/listen/outbox/outgoing.ts';
import { FaultError } from '../../../../layers/engine/faults.ts';
import { describeDeliveryContract, type Spooled, SpoolFolder } from '../../../contracts/deliveryContract.ts';
import { FakeS3 } from '../../../layers/aws/fakes/s3.ts';
import { GivenTime, turns } from '../givenTime.ts';
import { FakeImports } from './fakeImports.ts';

const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1';
const PLACE = {
  bucket: 'staging',
  prefix: 'in/',
  kmsKey: KEY,
  datastoreId: '12345678901234567890123456789012',
  roleArn: 'arn:aws:iam::111122223333:role/import',
  outputPrefix: 'results/',
  quietMs: 300_000,
};
const never = new AbortController().signal;

function opened(timers: GivenTime | { after(ms: number, run: () => void): () => void }) {
  const bucket = new FakeS3();
  const jobs = new FakeImports(bucket);
  const s3 = Object.assign(bucket.client, { destroy: () => {} });
  const delivery = healthImagingDelivery('imaging', PLACE, { s3, jobs, timers, random: () => 0 });
  return { bucket, jobs, delivery };
}

describeDeliveryContract('HealthImaging', async () => {
  // Whoever waits has waited.
  const { jobs, delivery } = opened({
    after: (_ms, run) => {
      const due = setImmediate(run);
      return () => clearImmediate(due);
    },
  });
  return {
    delivery: { ...bound(delivery), atOnce: 4 },
    received: async ({ outgoing }) => jobs.imported.get(outgoing.sopInstanceUid)?.bytes ?? null,
    count: async () => jobs.imported.size,
    dispose: async () => {},
  };
});

/** A delivery that may be spread: its methods keep their own. */
function bound(delivery: Delivery): Delivery {
  const { name, atOnce, isInOrder } = delivery;
  return {
    ...{ name, atOnce, isInOrder },
    deliver: (...given) => delivery.deliver(...given),
    close: () => delivery.close(),
  };
}

describe('HealthImaging', () => {
  let spool: SpoolFolder;
  let time: GivenTime;
  beforeEach(() => {
    spool = new SpoolFolder();
    time = new GivenTime();
  });
  afterEach(() => spool.remove());

  const ofStudy = ({ outgoing }: Spooled, study: string): OutgoingInstance => ({
    ...outgoing,
    studyInstanceUid: study,
  });
  /** Delivers, and answers what became of each so far. */
  function delivering(delivery: Delivery, instances: readonly OutgoingInstance[]) {
    const fates: (string | null)[] = instances.map(() => null);
    for (const [index, instance] of instances.entries())
      delivery
        .deliver(instance, never, () => [])
        .then(
          () => {
            fates[index] = 'delivered';
          },
          (error: { readonly code: string }) => {
            fates[index] = error.code;
          },
        );
    return fates;
  }

  it('imports a study by one job once nothing of it has come for a while', async () => {
    const { bucket, jobs, delivery } = opened(time);
    const first = delivering(delivery, [ofStudy(spool.add(), '2.25.1'), ofStudy(spool.add(), '2.25.1')]);
    await turns(30);
    await time.pass(200_000);
    const later = delivering(delivery, [ofStudy(spool.add(), '2.25.1'), ofStudy(spool.add(), '2.25.2')]);
    await turns(30);
    await time.pass(299_999);
    expect(jobs.orders).toEqual([]);
    await time.pass(1);
    expect(jobs.orders).toHaveLength(1);
    const [{ token, inputUri, ...order } = { token: '', inputUri: '' }] = jobs.orders;
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(inputUri).toBe(`s3://staging/in/${token}/`);
    expect(order).toEqual({
      datastoreId: PLACE.datastoreId,
      roleArn: PLACE.roleArn,
      outputUri: 's3://staging/results/',
    });
    // The second study waits for its turn.
    await time.pass(3_999);
    expect(jobs.orders).toHaveLength(1);
    await time.pass(1);
    expect(jobs.orders).toHaveLength(2);
    expect([...first, ...later]).toEqual([null, null, null, null]);
    await time.pass(60_000);
    expect([...first, ...later]).toEqual(Array(4).fill('delivered'));
    expect(jobs.imported.size).toBe(4);
    const puts = bucket.calls.filter(({ name }) => name === 'PutObject');
    for (const { input } of puts)
      expect(input).toMatchObject({
        SSEKMSKeyId: KEY,
        ServerSideEncryption: 'aws:kms',
        ChecksumAlgorithm: 'SHA256',
      });
    await delivery.close();
  });

  it('asks for no two jobs within four seconds, and for the same one again where a call failed', async () => {
    const { jobs, delivery } = opened(time);
    const startedAt: number[] = [];
    jobs.onStart = (nth) => {
      startedAt.push(time.now());
      if (nth === 2) throw new FaultError('STORE_UNAVAILABLE', true, 'ThrottlingException', 'Later');
    };
    const studies = ['2.25.1', '2.25.2', '2.25.3'];
    const fates = delivering(
      delivery,
      studies.map((study) => ofStudy(spool.add(), study)),
    );
    await turns(50);
    await time.pass(PLACE.quietMs + 120_000);
    expect(fates).toEqual(Array(3).fill('delivered'));
    expect(startedAt).toHaveLength(4);
    for (const [index, at] of startedAt.slice(1).entries())
      expect(at - (startedAt[index] ?? 0)).toBeGreaterThanOrEqual(4_000);
    expect(new Set(jobs.orders.map(({ token }) => token)).size).toBe(3);
    await delivery.close();
  });

  it('tells each instance what the job says of it', async () => {
    const { jobs, delivery } = opened(time);
    const verdicts = [undefined, 'ValidationException', null, 'InternalServerException'] as const;
    const all = verdicts.map(() => spool.add());
    jobs.verdict = (name) =>
      verdicts[all.findIndex(({ outgoing }) => name === `${outgoing.sopInstanceUid}.dcm`)];
    const fates = delivering(
      delivery,
      all.map(({ outgoing }) => outgoing),
    );
    await turns(50);
    await time.pass(PLACE.quietMs + 60_000);
    expect(fates).toEqual(['delivered', 'DELIVERY_REFUSED', 'DELIVERY_FAILED', 'DELIVERY_FAILED']);
    await delivery.close();
  });

  it('imports one that comes again within a batch by the next job', async () => {
    const { jobs, delivery } = opened(time);
    const { outgoing } = spool.add();
    const fates = delivering(delivery, [outgoing, outgoing]);
    await turns(50);
    await time.pass(PLACE.quietMs + 60_000);
    expect(fates).toEqual(['delivered', 'delivered']);
    expect(jobs.orders).toHaveLength(2);
    await delivery.close();
  });

  it('says that it may not, and that a job failed', async () => {
    const { jobs, delivery } = opened(time);
    jobs.onStart = (nth) => {
      if (nth === 1) throw new FaultError('STORE_FORBIDDEN', false, 'AccessDeniedException', 'Allow it');
    };
    const fates = delivering(delivery, [ofStudy(spool.add(), '2.25.1'), ofStudy(spool.add(), '2.25.2')]);
    jobs.state = 'failed';
    await turns(50);
    await time.pass(PLACE.quietMs + 60_000);
    expect(fates).toEqual(['DELIVERY_FORBIDDEN', 'DELIVERY_FAILED']);
    await delivery.close();
  });

  it('waits for no more of a study when the gateway is about to stop', async () => {
    const { jobs, delivery } = opened(time);
    const before = delivering(delivery, [ofStudy(spool.add(), '2.25.1')]);
    await turns(30);
    delivery.hurry?.();
    const after = delivering(delivery, [ofStudy(spool.add(), '2.25.2')]);
    await turns(30);
    await time.pass(2_000);
    expect(jobs.orders).toHaveLength(1);
    await time.pass(60_000);
    expect([...before, ...after]).toEqual(['delivered', 'delivered']);
    await delivery.close();
  });

  it('lets go of everything when it is stopped', async () => {
    const { delivery } = opened(time);
    const stop = new AbortController();
    const waiting = delivery.deliver(spool.add().outgoing, stop.signal, () => []);
    waiting.catch(() => {});
    await turns(30);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await delivery.close();
    await time.pass(3_600_000);
  });
});
