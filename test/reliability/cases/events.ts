import { SWEEPS, type Sweep } from '../../../functions/environment.ts';
import type { ScheduledEvent } from '../../../functions/reconcile/lambda.ts';
import { onHeldClock } from '../../support/clock.ts';
import { burst } from '../burst.ts';
import type { Fault } from '../cloud/interference.ts';
import { all, shuffled, strike, weather } from '../cloud/interference.ts';
import { type Deployment, deploy, type Sent } from '../deployment.ts';
import type { FaultGroup } from '../faultCase.ts';
import type { Planted } from '../instances.ts';
import { mixture, planted } from '../instances.ts';
import { deliver } from '../queue.ts';
import { coldStart, freshHandler, listening } from '../sandbox.ts';
import { FLAWLESS, judge } from '../verdict.ts';
import { eventsOf, interfere, othersAreDone, putAll, withstand } from '../withstand.ts';

/** What S3 says of four tries at each of six objects: as many as the SDK makes. */
const AWAY: Fault = { kind: 'refusal', status: 503, code: 'SlowDown' };
const aWhile = () => strike('GetObject', AWAY, { bucket: 'ingest', times: 24 });

/** One object cannot be read, and the time of the invocation is over once the others are done. */
const noAnswer = () => strike('GetObject', { kind: 'silence' }, { bucket: 'ingest', key: '/1.dcm' });
const TOO_SHORT = {
  get interference() {
    return noAnswer();
  },
  timeMs: 3_000,
  passes: { ms: 2_500, once: othersAreDone },
  maxReceives: 1,
} as const;

const NO_FAULT = { interference: () => null, strikes: 0 } as const;

/** Deliveries of two versions of one object in this order; answers what is clean at the end. */
function inOrder(order: (versions: readonly Sent[]) => readonly Sent[]): Promise<Buffer | undefined> {
  return onHeldClock(() => newestOf(order));
}

async function newestOf(order: (versions: readonly Sent[]) => readonly Sent[]): Promise<Buffer | undefined> {
  const deployment = await deploy();
  try {
    const [older, newer] = [planted(1), planted(1)].map((version, index) => edited(version, index)) as [
      Planted,
      Planted,
    ];
    const versions = await putAll(deployment, [older, newer]);
    const sandbox = await coldStart(deployment);
    await listening([], () => deliver(eventsOf(order(versions)), [sandbox], { batchSize: 1 }));
    const [standing = []] = deployment.aws.s3.history('clean').values();
    expect(deployment.aws.s3.history('clean').size).toBe(1);
    return standing.at(-1)?.bytes.subarray(-512);
  } finally {
    await deployment.stop();
  }
}

/** The same instance with other pixels. */
function edited(object: Planted, version: number): Planted {
  const bytes = Buffer.from(object.bytes);
  bytes.fill(version + 1, bytes.length - 512);
  return { ...object, bytes };
}

/** A reconciliation so many hours from now. */
async function reconcile(deployment: Deployment, sweep: Sweep, hours: number): Promise<void> {
  const handler = await freshHandler<(event: ScheduledEvent) => Promise<void>>('reconcile', deployment);
  await handler({ time: new Date(Date.now() + hours * 3_600_000).toISOString(), sweep });
}

/** Runs events of two versions of one object, whose messages may be lost; answers what is to be seen at the end, after reconciliations. */
async function twoVersions(
  versions: readonly [Planted, Planted],
  heard: (sent: readonly Sent[]) => readonly Sent[],
): Promise<{ readonly missed: number; readonly clean: number; readonly isSeen: boolean }> {
  return onHeldClock(async (clock) => {
    const deployment = await deploy('random', clock);
    const output: string[] = [];
    try {
      const { aws, facts } = deployment;
      const sent: Sent[] = [];
      for (const version of versions) {
        sent.push(...(await putAll(deployment, [version])));
        clock.advance(2_000);
      }
      let missed = 0;
      await listening(output, async () => {
        const sandbox = await coldStart(deployment);
        await deliver(eventsOf(heard(sent)), [sandbox]);
        for (const hours of [1.5, 5]) {
          for (const sweep of SWEEPS) await reconcile(deployment, sweep, hours);
          const found = aws.sqs.bodies(facts.queueUrl).slice(missed);
          missed += found.length;
          await deliver(found, [sandbox]);
        }
      });
      expect(await judge(deployment, sent, output)).toMatchObject({ leaks: [], halfWritten: 0 });
      const [{ key } = { key: '' }] = versions;
      return {
        missed,
        clean: aws.s3.history('clean').size,
        isSeen: aws.s3.stored('ingest', key) !== undefined,
      };
    } finally {
      await deployment.stop();
    }
  });
}

const LOST: Fault = { kind: 'lost-answer' };

export const EVENTS: FaultGroup = {
  subject: 'Events',
  cases: [
    {
      fault: 'duplicate events, at the same time',
      injected: 'each event three times, in batches of 10 of 3 execution environments at once',
      held: 'one clean instance with the same bytes, one identity',
      run: async () => {
        await withstand({
          ...NO_FAULT,
          sandboxes: 3,
          events: (sent) => shuffled([...eventsOf(sent), ...eventsOf(sent), ...eventsOf(sent)]),
        });
      },
    },
    {
      fault: 'reordered events',
      injected: '20 events in another order than their objects, one of them for each batch',
      held: 'as in order',
      run: async () => {
        await withstand({
          ...NO_FAULT,
          objects: mixture(20, 7, 5),
          batchSize: 1,
          events: (sent) => shuffled(eventsOf(sent)),
        });
      },
    },
    {
      fault: 'an older version’s event comes last',
      injected:
        'an object is replaced; the events of its two versions come in order, out of order, and twice',
      held: 'the newer version’s instance stands at the end',
      run: async () => {
        const newer = Buffer.alloc(512, 2);
        expect(await inOrder(([one, two]) => [one, two] as readonly Sent[])).toEqual(newer);
        expect(await inOrder(([one, two]) => [two, one] as readonly Sent[])).toEqual(newer);
        expect(await inOrder(([one, two]) => [two, one, two, one] as readonly Sent[])).toEqual(newer);
      },
    },
    {
      fault: 'missing events',
      injected: 'the events of 3 of 6 objects never come; SQS loses an answer when they are sent anew',
      held: 'the reconciliation finds and sends them; none is missing at the next looks',
      run: () =>
        onHeldClock(async () => {
          const deployment = await deploy();
          const output: string[] = [];
          try {
            const sent = await putAll(deployment, mixture(6, 3, 2));
            const { aws, facts } = deployment;
            await listening(output, async () => {
              const sandbox = await coldStart(deployment);
              await deliver(eventsOf(sent).slice(0, 3), [sandbox]);
              const struck = interfere(deployment, strike('SendMessageBatch', LOST));
              await reconcile(deployment, 'current', 1.5);
              expect(struck()).toBe(1);
              const found = aws.sqs.bodies(facts.queueUrl);
              expect(new Set(found).size).toBe(3);
              await deliver(found, [sandbox]);
              await reconcile(deployment, 'current', 5);
              await reconcile(deployment, 'replaced', 5);
              expect(aws.sqs.bodies(facts.queueUrl)).toHaveLength(found.length);
            });
            expect(await judge(deployment, sent, output)).toEqual(FLAWLESS);
          } finally {
            await deployment.stop();
          }
        }),
    },
    {
      fault: 'the event of a version that was replaced never comes',
      injected:
        'an object is replaced by one of another instance before anything is done; the first event is lost',
      held: 'the reconciliation finds the hidden version among all versions; both come out',
      run: async () => {
        const key = planted(1).key;
        const found = await twoVersions([planted(1), { ...planted(2), key }], ([, newer]) =>
          newer === undefined ? [] : [newer],
        );
        expect(found).toEqual({ missed: 1, clean: 2, isSeen: false });
      },
    },
    {
      fault: 'the same bytes come twice under one key',
      injected: 'the second event is lost, and the mark of the first version hides the second',
      held: 'one clean instance; nothing is missed, for the bytes came out',
      run: async () => {
        const found = await twoVersions([planted(1), planted(1)], ([first]) =>
          first === undefined ? [] : [first],
        );
        expect(found).toEqual({ missed: 0, clean: 1, isSeen: false });
      },
    },
    {
      fault: 'a sender replaces an object while it is marked',
      injected: 'a newer version is put before the DeleteObject that would hide the older',
      held: 'the newer is not hidden before its own event; the older gets its tag',
      run: () =>
        onHeldClock(async (clock) => {
          const deployment = await deploy('random', clock);
          const output: string[] = [];
          try {
            const [older, newer] = [edited(planted(1), 0), edited(planted(1), 1)] as const;
            const [first] = (await putAll(deployment, [older])) as readonly [Sent];
            // S3 tells times in whole seconds.
            clock.advance(2_000);
            const { aws } = deployment;
            let second: Promise<Sent> | null = null;
            aws.interference = ({ name }) => {
              if (name === 'DeleteObject') second ??= deployment.put(newer);
              return null;
            };
            await listening(output, async () => {
              const sandbox = await coldStart(deployment);
              await deliver([first.event], [sandbox]);
              const then = await (second as Promise<Sent> | null);
              expect(aws.s3.stored('ingest', older.key)?.versionId).toBe(then?.versionId);
              expect(
                aws.s3
                  .history('ingest')
                  .get(older.key)
                  ?.map(({ tags }) => tags),
              ).toEqual(['lethe=released', 'patient=Needlemeyer']);
              await deliver([then?.event ?? ''], [sandbox]);
              expect(aws.s3.stored('ingest', older.key)).toBeUndefined();
              for (const sweep of SWEEPS) await reconcile(deployment, sweep, 1.5);
              expect(aws.sqs.bodies(deployment.facts.queueUrl)).toEqual([]);
            });
            const [standing = []] = aws.s3.history('clean').values();
            expect(standing.at(-1)?.bytes.subarray(-512)).toEqual(Buffer.alloc(512, 2));
          } finally {
            await deployment.stop();
          }
        }),
    },
    {
      fault: 'poison objects among good ones',
      injected: '10 of 20 objects are letters that name a patient, in the same batches',
      held: 'quarantined with their reason; the others released at their first delivery',
      run: async () => {
        const { deliveries } = await withstand({ ...NO_FAULT, objects: mixture(20, 2, 3) });
        expect(deliveries).toBe(20);
      },
    },
    {
      fault: 'poison messages among good ones',
      injected: 'messages that are not JSON, of another bucket, of no known kind, with a name in them',
      held: 'dead letters after their last delivery; the others are done at their first',
      run: () =>
        onHeldClock(async () => {
          const others = (sent: readonly Sent[]) => [
            'Needlemeyer^Zita',
            JSON.stringify({ hello: 'Needlemeyer^Zita' }),
            eventsOf(sent)[0]?.replace('"name":"ingest"', '"name":"clean"') ?? '',
          ];
          const deployment = await deploy();
          const output: string[] = [];
          try {
            const sent = await putAll(deployment, mixture(6, 3, 2));
            const bodies = [...others(sent), ...eventsOf(sent)];
            const { dead, deliveries } = await listening(output, async () =>
              deliver(bodies, [await coldStart(deployment)], { maxReceives: 3 }),
            );
            expect(new Set(dead)).toEqual(new Set(others(sent)));
            expect(deliveries).toBe(sent.length + 3 * 3);
            expect(await judge(deployment, sent, output)).toEqual(FLAWLESS);
          } finally {
            await deployment.stop();
          }
        }),
    },
    {
      fault: 'a fault that is over in a moment',
      injected: 'GetObject: 503 SlowDown, until the SDK has given up all of 6 objects',
      held: 'each message is seen again after five seconds or so, and done; none waits for six timeouts',
      run: async () => {
        const { waits, deliveries } = await withstand({ interference: aWhile(), strikes: 24 });
        expect(deliveries).toBe(12);
        expect(waits).toHaveLength(6);
        for (const seconds of waits) expect([4, 5, 6]).toContain(seconds);
      },
    },
    {
      fault: 'the queue does not take a wait',
      injected: 'as before, and ChangeMessageVisibility: 500 InternalFailure, until the fault ends',
      held: 'the messages come again after the visibility timeout, and are done',
      run: async () => {
        const refused: Fault = { kind: 'refusal', status: 500, code: 'InternalFailure' };
        const { waits } = await withstand({
          interference: all(aWhile(), strike('ChangeMessageVisibilityBatch', refused, { times: 'always' })),
          strikes: 24,
          says: 'not-requeued',
        });
        expect(waits).toEqual([null, null, null, null, null, null]);
      },
    },
    {
      fault: 'the time is too short for one of a batch',
      injected:
        'GetObject of 1 of 6 objects: no answer, in an invocation of 3 s; one delivery makes a dead letter',
      held: 'the message goes behind the others, costs no attempt, is then begun first and alone, and done',
      run: async () => {
        const { postponed, deliveries, waits } = await withstand({ ...TOO_SHORT, says: 'message-postponed' });
        expect({ postponed, deliveries, waits }).toEqual({ postponed: 1, deliveries: 7, waits: [] });
      },
    },
    {
      fault: 'the answer is lost when a message is put behind the others',
      injected: 'as before, and SendMessageBatch: done, then the socket is destroyed',
      held: 'the SDK sends it again: two copies, one clean instance',
      run: async () => {
        const { postponed } = await withstand({
          ...TOO_SHORT,
          interference: all(noAnswer(), strike('SendMessageBatch', LOST)),
          strikes: 2,
        });
        expect(postponed).toBe(2);
      },
    },
    {
      fault: 'a burst',
      injected:
        '500 objects at once (npm run burst: 10,000), 2 % poison, 5 % of events twice, out of order, faults in 3 % of calls, 8 execution environments',
      held: 'all come to their outcome, none is a dead letter',
      run: async () => {
        const { verdict, deadLetters, faults } = await burst(500);
        expect({ verdict, deadLetters }).toEqual({ verdict: FLAWLESS, deadLetters: 0 });
        expect(faults).toBeGreaterThan(30);
      },
    },
    {
      fault: 'everything at once',
      injected:
        'broken connections, lost answers, 500s, throttling, truncated bodies and delays in 5 % of all calls, each event twice, 3 execution environments',
      held: 'all come to their outcome',
      run: async () => {
        await withstand({
          objects: mixture(60, 10, 12),
          sandboxes: 3,
          maxReceives: 20,
          events: (sent) => shuffled([...eventsOf(sent), ...eventsOf(sent)]),
          interference: weather(4711, 50),
          strikes: 20,
        });
      },
    },
  ],
};
