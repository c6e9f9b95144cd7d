import { all, type Fault, strike } from '../cloud/interference.ts';
import type { FaultGroup } from '../faultCase.ts';
import { planted, poison } from '../instances.ts';
import { othersAreDone, withstand } from '../withstand.ts';

const CLEAN = { bucket: 'clean' } as const;
const QUARANTINE = { bucket: 'quarantine' } as const;
const refusal = (status: number, code: string): Fault => ({ kind: 'refusal', status, code });
const nothingClean = ({
  aws,
}: {
  readonly aws: { readonly s3: { history(bucket: string): ReadonlyMap<string, unknown> } };
}) => expect(aws.s3.history('clean').size).toBe(0);

/** Writes of whole objects: the clean bucket, quarantine and its notes, the mark of what was released. */
export const STORES: FaultGroup = {
  subject: 'Writing to clean and quarantine',
  cases: [
    {
      fault: 'answer lost after the write was committed',
      injected: 'PutObject of 4 instances: stored, then the socket is destroyed',
      held: 'the repeated write finds its own object and leaves it the same bytes',
      run: async () => {
        const delivered = await withstand({
          interference: strike('PutObject', { kind: 'lost-answer' }, { ...CLEAN, times: 4 }),
          strikes: 4,
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'an error in answer to a write that was committed',
      injected: 'PutObject: stored, then 500 InternalError, four times',
      held: 'the repeated write finds its own object and leaves it the same bytes',
      run: async () => {
        await withstand({
          interference: strike(
            'PutObject',
            { kind: 'false-refusal', status: 500, code: 'InternalError' },
            { ...CLEAN, times: 4 },
          ),
          strikes: 4,
        });
      },
    },
    {
      fault: 'another write of the object is under way',
      injected: 'PutObject: 409 ConditionalRequestConflict, three times',
      held: 'asked what stands there, and written once',
      run: async () => {
        await withstand({
          interference: strike('PutObject', refusal(409, 'ConditionalRequestConflict'), {
            ...CLEAN,
            times: 3,
          }),
          strikes: 3,
        });
      },
    },
    {
      fault: 'throttling',
      injected: 'PutObject: 503 SlowDown, six times',
      held: 'the SDK waits and asks again; what it gives up comes again',
      run: async () => {
        await withstand({
          interference: strike('PutObject', refusal(503, 'SlowDown'), { ...CLEAN, times: 6 }),
          strikes: 6,
        });
      },
    },
    {
      fault: 'the key of the bucket is throttled',
      injected: 'PutObject: 400 KMS.ThrottlingException, until the fault ends',
      held: 'said to be for a while, not to be a refusal; done once sent again',
      run: async () => {
        await withstand({
          objects: [planted(0), planted(1)],
          interference: strike('PutObject', refusal(400, 'KMS.ThrottlingException'), {
            ...CLEAN,
            times: 'always',
          }),
          maxReceives: 2,
          dead: 2,
          says: 'STORE_UNAVAILABLE',
          meanwhile: nothingClean,
        });
      },
    },
    {
      fault: 'the clean bucket is forbidden',
      injected: 'PutObject: 403 AccessDenied, until a policy allows it again',
      held: 'nothing is released and nothing acknowledged; poison is quarantined all the same',
      run: async () => {
        await withstand({
          interference: strike('PutObject', refusal(403, 'AccessDenied'), { ...CLEAN, times: 'always' }),
          maxReceives: 2,
          dead: 4,
          says: 'STORE_FORBIDDEN',
          meanwhile: (deployment) => {
            nothingClean(deployment);
            expect(deployment.aws.s3.history('quarantine').size).toBe(4);
          },
        });
      },
    },
    {
      fault: 'the clean bucket is full',
      injected:
        'PutObject: 507 InsufficientStorage, and 403 QuotaExceeded, as S3-compatible stores say it, until there is room',
      held: 'nothing is released and nothing acknowledged; done once there is room',
      run: async () => {
        for (const fault of [refusal(507, 'InsufficientStorage'), refusal(403, 'QuotaExceeded')])
          await withstand({
            objects: [planted(0), poison(1)],
            interference: strike('PutObject', fault, { ...CLEAN, times: 'always' }),
            maxReceives: 2,
            dead: 1,
            meanwhile: nothingClean,
          });
      },
    },
    {
      fault: 'the answer comes after the end of the invocation',
      injected: 'PutObject of 1 instance: stored at once, answered after 20 s, in an invocation of 3 s',
      held: 'the deadline ends the wait; the message comes again and leaves the same bytes',
      run: async () => {
        const delivered = await withstand({
          interference: strike('PutObject', { kind: 'late', ms: 20_000 }, CLEAN),
          timeMs: 3_000,
          passes: { ms: 2_500, once: othersAreDone },
          says: 'DEADLINE',
        });
        expect(delivered.deliveries).toBe(7);
      },
    },
    {
      fault: 'slow answers',
      injected: 'every call of S3 that reads or writes an object takes 300 ms longer',
      held: 'all come to their outcome at the first delivery',
      run: async () => {
        const delivered = await withstand({
          interference: strike(
            ['GetObject', 'PutObject', 'CopyObject', 'PutObjectTagging', 'DeleteObject'],
            { kind: 'delay', ms: 300 },
            { times: 'always' },
          ),
          strikes: 12,
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'lost answers and failures within a 200, on the way to quarantine',
      injected: 'CopyObject: copied, then the socket is destroyed; and a 200 whose body says InternalError',
      held: 'the SDK asks again; one copy of the bytes as they came, one note',
      run: async () => {
        const delivered = await withstand({
          interference: all(
            strike('CopyObject', { kind: 'lost-answer' }),
            strike('CopyObject', { kind: 'failure-in-200' }),
          ),
          strikes: 2,
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'quarantine takes the bytes and not the note',
      injected: 'PutObject to quarantine: 403 AccessDenied, for the first two deliveries',
      held: 'not acknowledged before bytes and note are both there',
      run: async () => {
        const delivered = await withstand({
          objects: [poison(0)],
          interference: strike('PutObject', refusal(403, 'AccessDenied'), { ...QUARANTINE, times: 2 }),
          strikes: 2,
          says: 'STORE_FORBIDDEN',
        });
        expect(delivered.deliveries).toBe(3);
      },
    },
    {
      fault: 'a released object cannot be marked',
      injected: 'DeleteObject: 403 AccessDenied, always',
      held: 'said and counted; the instance stays released, and its source stays',
      run: async () => {
        const delivered = await withstand({
          interference: strike('DeleteObject', refusal(403, 'AccessDenied'), { times: 'always' }),
          strikes: 4,
          says: 'not-marked',
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'answer lost after a released object was marked',
      injected: 'DeleteObject: hidden, then the socket is destroyed',
      held: 'the repetition finds nothing to hide, and the version gets its tag instead',
      run: async () => {
        const delivered = await withstand({
          interference: strike('DeleteObject', { kind: 'lost-answer' }),
          // Those that were quarantined have theirs.
          meanwhile: ({ aws }) => expect(aws.count('PutObjectTagging')).toBe(1 + 2),
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
  ],
};
