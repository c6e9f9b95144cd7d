import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { rootText } from '../../../layers/dicom/values.ts';
import { onHeldClock } from '../../support/clock.ts';
import { strike } from '../cloud/interference.ts';
import { deploy } from '../deployment.ts';
import type { FaultCase, FaultGroup } from '../faultCase.ts';
import { poison } from '../instances.ts';
import { killable } from '../killable.ts';
import { bothFunctions, looked, withstandLooking } from '../pixels.ts';
import { deliver } from '../queue.ts';
import { listening } from '../sandbox.ts';
import { eventsOf, putAll } from '../withstand.ts';

const THROTTLED = { kind: 'refusal', status: 400, code: 'RequestThrottled' } as const;
const AWAY = { kind: 'refusal', status: 503, code: 'SlowDown' } as const;

/** Both images go by the pixels function alone, so that the first call of these names is its own. */
const KILLS: readonly (readonly [where: string, call: string, when: 'before' | 'after'])[] = [
  ['before an instance is released', 'PutObject', 'before'],
  ['once an instance was released, before its audit line', 'PutObject', 'after'],
  ['once the audit line was written, before the answer', 'PutLogEvents', 'after'],
];

const killed = KILLS.map(
  ([where, call, when]): FaultCase => ({
    fault: `killed ${where}`,
    injected: `SIGKILL to the process ${when} the first ${call}`,
    held: 'the message comes again and comes to its outcome',
    run: async () => {
      const { start, killAt } = killable('pixels');
      await withstandLooking({ startPixels: start, interference: killAt(call, when), isLived: true });
    },
  }),
);

/** Two versions of one object are handed over, and the queue of pixels has the newer first; answers what is clean at the end. */
async function newerFirst(): Promise<string> {
  return onHeldClock(async () => {
    const deployment = await deploy('random', null, 'regions');
    try {
      const [older, newer] = [looked(1, 7), { ...looked(3, 7), key: looked(1).key }] as const;
      const sent = await putAll(deployment, [older, newer]);
      const output: string[] = [];
      const sandbox = await bothFunctions(deployment, output, { queued: (bodies) => bodies.toReversed() });
      await listening(output, () => deliver(eventsOf(sent), [sandbox]));
      const clean = [...deployment.aws.s3.history('clean').values()];
      expect(clean).toHaveLength(1);
      const last = clean[0]?.at(-1)?.bytes ?? new Uint8Array();
      return rootText(await parseInstance(memorySource(last)), asTag(0x00200013));
    } finally {
      await deployment.stop();
    }
  });
}

/** The way of instances whose frames must be read. */
export const PIXELS: FaultGroup = {
  subject: 'The pixels function',
  cases: [
    ...killed,
    {
      fault: 'the ingest function is killed once it has handed an instance over',
      injected: 'SIGKILL to the process after the first SendMessage',
      held: 'it is handed over again; the second time changes nothing',
      run: async () => {
        const { start, killAt } = killable();
        await withstandLooking({
          startIngest: start,
          interference: killAt('SendMessage', 'after'),
          isLived: true,
        });
      },
    },
    {
      fault: 'the answer to a hand-over is lost',
      injected: 'connection cut after SendMessage',
      held: 'it is handed over again; the second time changes nothing',
      run: () =>
        withstandLooking({ interference: strike('SendMessage', { kind: 'lost-answer' }, { times: 2 }) }),
    },
    {
      fault: 'the queue of pixels is throttled',
      injected: 'RequestThrottled to 12 SendMessage',
      held: 'the messages of ingest come again; others of their batch are done',
      run: () =>
        withstandLooking({
          objects: [looked(0), poison(2), looked(1)],
          interference: strike('SendMessage', THROTTLED, { times: 12 }),
          strikes: 8,
        }),
    },
    {
      fault: 'the mark of what waits cannot be set',
      injected: 'SlowDown to 8 PutObjectTagging',
      held: 'it is handed over all the same, and the log says so',
      run: () =>
        withstandLooking({
          interference: strike('PutObjectTagging', AWAY, { times: 8 }),
          says: 'not-marked',
        }),
    },
    {
      fault: 'the pixels function is throttled by S3',
      injected: 'SlowDown to 12 PutObject into clean',
      held: 'its messages come again',
      run: () =>
        withstandLooking({
          interference: strike('PutObject', AWAY, { bucket: 'clean', times: 12 }),
          strikes: 8,
        }),
    },
    {
      fault: 'every hand-over comes three times',
      injected: 'the queue of pixels hands each message over three times',
      held: 'one instance each',
      run: () =>
        withstandLooking({
          interference: () => null,
          strikes: 0,
          queued: (bodies) => [...bodies, ...bodies, ...bodies],
        }),
    },
    {
      fault: 'hand-overs out of order',
      injected: 'two versions of an object, the newer first',
      held: 'the newer stands in the clean bucket',
      run: async () => {
        expect(await newerFirst()).toBe('3');
      },
    },
  ],
};
