import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sender } from '../../../cli/listen/deliveries/sender.ts';
import { type DeliveryCode, DeliveryError } from '../../../cli/listen/outbox/outgoing.ts';
import type { Input } from '../../../cli/send/inputs.ts';
import { readAhead } from '../../../cli/send/readAhead.ts';
import { type Fate, sendAll } from '../../../cli/send/run.ts';
import { SendState } from '../../../cli/send/sendState.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { onHeldClock } from '../../support/clock.ts';
import { simple } from '../run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-send-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Inputs whose sources are counted. */
function inputs(count: number) {
  const open = { now: 0, most: 0 };
  async function* all(): AsyncGenerator<Input> {
    for (let number = 0; number < count; number += 1)
      yield {
        name: `${number}`,
        open: async () => {
          open.now += 1;
          open.most = Math.max(open.most, open.now);
          const close = async () => {
            open.now -= 1;
          };
          const digest = Buffer.alloc(16);
          digest.writeUInt32LE(number);
          return { source: { ...memorySource(simple(number)), close }, digest };
        },
      };
  }
  return { all: all(), open };
}

async function sending(count: number, answer: (uid: string, nth: number) => DeliveryCode | null, jobs = 1) {
  const fates: Fate[] = [];
  const tries = new Map<string, number>();
  let isClosed = false;
  const sender: Sender = {
    send: async ({ sopInstanceUid }) => {
      const nth = (tries.get(sopInstanceUid) ?? 0) + 1;
      tries.set(sopInstanceUid, nth);
      const code = answer(sopInstanceUid, nth);
      if (code !== null) throw new DeliveryError(code, 'It was told so', 'Tell it otherwise');
      return { status: 0 };
    },
    close: async () => {
      isClosed = true;
    },
  };
  const state = new SendState(join(folder, 'state'), 'somewhere');
  const { all, open } = inputs(count);
  const summary = await onHeldClock(() =>
    sendAll(all, sender, {
      ...{ jobs, state, resume: true, signal: new AbortController().signal },
      onFate: (fate) => fates.push(fate),
      onPassedOver: () => {},
    }),
  );
  state.close();
  expect([isClosed, open.now]).toEqual([true, 0]);
  return { summary, fates, tries, open };
}

it('tries four times what may pass, and goes on', async () => {
  const { summary, tries } = await sending(3, (uid, nth) => {
    if (uid === '2.25.1000') return nth < 4 ? 'DELIVERY_BUSY' : null;
    return uid === '2.25.1001' ? 'DELIVERY_FAILED' : null;
  });
  expect(summary).toMatchObject({
    sent: 2,
    failed: 1,
    statuses: { '0000': 2, DELIVERY_FAILED: 1 },
    stopped: null,
  });
  expect(Object.fromEntries(tries)).toEqual({ '2.25.1000': 4, '2.25.1001': 4, '2.25.1002': 1 });
});

it.each([
  ['DELIVERY_UNREACHABLE', 4],
  ['DELIVERY_BUSY', 4],
  ['DELIVERY_FORBIDDEN', 1],
] as const)('ends over a receiver that says %s, and goes on later', async (code, times) => {
  const { summary, tries } = await sending(50, (uid) => (uid === '2.25.1003' ? code : null));
  expect(summary).toMatchObject({ sent: 3, failed: 1, stopped: { code } });
  expect(tries.get('2.25.1003')).toBe(times);
  expect(tries.size).toBe(4);
  const again = await sending(50, () => null);
  expect(again.summary).toMatchObject({ sent: 47, sentBefore: 3, failed: 0, stopped: null });
});

it('ends with the reason of whoever stops it', async () => {
  const stop = new AbortController();
  const reason = new Error('stopped');
  const sender: Sender = {
    send: async (_file, signal) => {
      stop.abort(reason);
      throw signal.aborted ? new DeliveryError('DELIVERY_CUT', 'Cut', 'Wait') : reason;
    },
    close: async () => {},
  };
  const state = new SendState(join(folder, 'state'), 'somewhere');
  const { all, open } = inputs(50);
  const options = {
    jobs: 2,
    state,
    resume: true,
    signal: stop.signal,
    onFate: () => {},
    onPassedOver: () => {},
  };
  await expect(sendAll(all, sender, options)).rejects.toBe(reason);
  state.close();
  expect(open.now).toBe(0);
});

it('opens no more than it needs to know what comes', async () => {
  const { summary, open } = await sending(1_000, () => null, 4);
  expect(summary.sent).toBe(1_000);
  expect(open.most).toBeLessThanOrEqual(32 + 4);
});

it('reads a long object in long pieces, and gives short ones of it', async () => {
  const bytes = Buffer.alloc(20_000_000);
  for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(at, at);
  const reads: number[] = [];
  const source = readAhead(
    {
      ...memorySource(bytes),
      read: async (start, end) => {
        reads.push(end - start);
        return bytes.subarray(start, end);
      },
    },
    1_000_000,
  );
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 131_072)
    pieces.push(await source.read(at, Math.min(bytes.length, at + 131_072)));
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  expect(reads.filter((length) => length > 131_072)).toHaveLength(3);
  expect(reads.length).toBeLessThan(12);
});
