import { strike } from '../cloud/interference.ts';
import type { FaultGroup } from '../faultCase.ts';
import { planted } from '../instances.ts';
import { othersAreDone, withstand } from '../withstand.ts';

const FROM_INGEST = { bucket: 'ingest' } as const;

/** Reads of the ingest bucket. */
export const SOURCES: FaultGroup = {
  subject: 'Reading from ingest',
  cases: [
    {
      fault: 'connection breaks before the answer',
      injected: 'GetObject of 3 objects: the socket is destroyed',
      held: 'the SDK asks again; all come to their outcome at the first delivery',
      run: async () => {
        const delivered = await withstand({
          interference: strike('GetObject', { kind: 'cut' }, { ...FROM_INGEST, times: 3 }),
          strikes: 3,
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'truncated body',
      injected: 'GetObject of 3 objects: Content-Length says all, half of the body comes',
      held: 'taken up where it broke off, from the same version',
      run: async () => {
        const delivered = await withstand({
          interference: strike('GetObject', { kind: 'truncation', part: 0.5 }, { ...FROM_INGEST, times: 3 }),
          strikes: 3,
        });
        expect(delivered.deliveries).toBe(6);
      },
    },
    {
      fault: 'every body truncated, for ever',
      injected: 'GetObject: half of each body, until the fault ends',
      held: 'nothing is written; the messages are dead letters, and done once they are sent again',
      run: async () => {
        await withstand({
          objects: [planted(0)],
          interference: strike(
            'GetObject',
            { kind: 'truncation', part: 0 },
            { ...FROM_INGEST, times: 'always' },
          ),
          maxReceives: 2,
          dead: 1,
          says: 'SOURCE_UNREADABLE',
          meanwhile: ({ aws }) => void expect(aws.s3.history('clean').size).toBe(0),
        });
      },
    },
    {
      fault: '500s',
      injected: 'GetObject: InternalError, three times in a row',
      held: 'the SDK asks again',
      run: async () => {
        await withstand({
          interference: strike(
            'GetObject',
            { kind: 'refusal', status: 500, code: 'InternalError' },
            { ...FROM_INGEST, times: 3 },
          ),
          strikes: 3,
        });
      },
    },
    {
      fault: 'throttling',
      injected: 'GetObject: 503 SlowDown, six times in a row',
      held: 'the SDK waits and asks again; what it gives up comes again',
      run: async () => {
        await withstand({
          interference: strike(
            'GetObject',
            { kind: 'refusal', status: 503, code: 'SlowDown' },
            { ...FROM_INGEST, times: 6 },
          ),
          strikes: 6,
        });
      },
    },
    {
      fault: 'a body that stops and never goes on',
      injected: 'GetObject of 1 object: half of the body, then silence, in an invocation of 3 s',
      held: 'the deadline ends the wait; the message comes again, the others are done',
      run: async () => {
        const delivered = await withstand({
          interference: strike('GetObject', { kind: 'stall' }, FROM_INGEST),
          timeMs: 3_000,
          passes: { ms: 2_500, once: othersAreDone },
          says: 'DEADLINE',
        });
        expect(delivered.deliveries).toBe(7);
      },
    },
    {
      fault: 'the object is gone before its event is handled',
      injected: 'GetObject of 1 object: 404 NoSuchVersion',
      held: 'a dead letter that says SOURCE_GONE; nothing is written',
      run: async () => {
        await withstand({
          objects: [planted(0), planted(1)],
          interference: strike(
            'GetObject',
            { kind: 'refusal', status: 404, code: 'NoSuchVersion' },
            {
              ...FROM_INGEST,
              key: '/0.dcm',
              times: 'always',
            },
          ),
          maxReceives: 2,
          dead: 1,
          says: 'SOURCE_GONE',
        });
      },
    },
    {
      fault: 'the read is forbidden',
      injected: 'GetObject: 403 AccessDenied, until a policy allows it again',
      held: 'nothing is done by halves; dead letters, and done once they are sent again',
      run: async () => {
        await withstand({
          interference: strike(
            'GetObject',
            { kind: 'refusal', status: 403, code: 'AccessDenied' },
            {
              ...FROM_INGEST,
              times: 'always',
            },
          ),
          maxReceives: 2,
          dead: 6,
          says: 'SOURCE_UNREADABLE',
        });
      },
    },
  ],
};
