import { readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SpoolEntry } from '../../../cli/listen/spool/entry.ts';
import { receivedIn } from '../../../cli/listen/spool/spool.ts';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import { Burst, type Round } from '../../cli/listen/bursting.ts';
import { certificateIn, pemFiles } from '../../cli/listen/certificates.ts';
import {
  associated,
  Listening,
  newDesk,
  removeDesk,
  send,
  sendable,
  stored,
} from '../../cli/listen/listening.ts';
import {
  body,
  closeSpools,
  filled,
  newFolder,
  open,
  receive,
  refusalOf,
  taken,
} from '../../cli/listen/spooling.ts';
import { filesBelow, simple } from '../../cli/run.ts';
import { el } from '../../support/build.ts';
import { type Cut, CuttableFiles } from '../../support/cuttableFiles.ts';
import type { FaultCase, FaultGroup } from '../faultCase.ts';

/** What is left of what was not synced, and how the page says it. */
const CUTS: readonly (readonly [cut: Cut, fault: string, injected: string])[] = [
  ['kept', 'killed while instances are received', 'SIGKILL after each call of the file system in turn'],
  [
    'lost',
    'a power cut while instances are received',
    'after each call of the file system in turn; nothing is left that was not synced',
  ],
  [
    'torn',
    'a power cut that leaves names without bytes',
    'as before; names are left, and bytes that were not synced are not',
  ],
  [
    'holed',
    'a power cut that leaves the beginnings of files, and nothing behind',
    'as before; names, lengths and 4 KB of each file are left, and no other bytes that were not synced',
  ],
];

const POWER: readonly FaultCase[] = CUTS.map(([cut, fault, injected]) => ({
  fault,
  injected,
  held: 'what was acknowledged is there and whole; what is there by half is removed',
  run: () => cutAtEveryCall(cut),
}));

async function cutAtEveryCall(cut: Cut): Promise<void> {
  let acknowledgedBefore = -1;
  for (let calls = 0; ; calls += 1) {
    const files = new CuttableFiles();
    const folder = newFolder();
    const before = await open(folder, files);
    files.callsLeft = calls;
    const acknowledged: SpoolEntry[] = [];
    const results = await Promise.allSettled([1, 2].map((number) => receive(before, number)));
    for (const result of results) if (result.status === 'fulfilled') acknowledged.push(result.value);
    before.close();
    const wasCut = files.callsLeft === 0;
    files.restart(cut);
    const after = await open(folder, files);
    const entries = await taken(after);
    const there = files.contents(receivedIn(folder));
    for (const { name } of acknowledged) expect(entries.map((entry) => entry.name)).toContain(name);
    for (const bytes of there.values()) {
      const { bodyStart } = await parseInstance(memorySource(bytes));
      const whole = [1, 2].some((number) => body(number).equals(bytes.subarray(bodyStart)));
      expect(whole).toBe(true);
    }
    for (const { receipt } of entries) expect(receipt).toMatch(/^[0-9a-f]{32}$/);
    if (!wasCut) break;
    expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgedBefore);
    acknowledgedBefore = acknowledged.length;
  }
  expect(acknowledgedBefore).toBeGreaterThanOrEqual(1);
  closeSpools();
}

/** What is waited for before a kill, one a round: the gateway's work is somewhere else each time. */
const MOMENTS: readonly ((round: Round) => boolean)[] = [
  ({ acknowledged }) => acknowledged >= 1,
  ({ acknowledged }) => acknowledged >= 7,
  ({ arrived }) => arrived() >= 2,
  ({ acknowledged, arrived }) => acknowledged >= 20 && arrived() >= 10,
];

/** Of every moment a round, under load; then one that ends in order. */
async function killAtMoments(): Promise<void> {
  let heard: (() => void) | null = null;
  const burst = new Burst({
    rounds: MOMENTS.length,
    pixelBytes: 64_000,
    untilKilled: (round, index) =>
      new Promise((resolve) => {
        heard = () => {
          if (MOMENTS[index]?.(round) === true) resolve();
        };
      }),
    onAnswer: () => heard?.(),
  });
  try {
    const found = await burst.run();
    expect(found).toMatchObject({ lost: [], truncated: [], otherBytes: [], leftInSpool: [] });
    expect(found.acknowledged).toBeGreaterThanOrEqual(28);
    expect(found.arrived).toBeGreaterThanOrEqual(found.acknowledged);
  } finally {
    removeDesk(burst.desk);
  }
}

/** Hands on so many bytes of the first connection, then cuts both sides. */
function cutting(port: number, bytes: number): Promise<Server> {
  const server = createServer((from: Socket) => {
    const to = connect(port, '127.0.0.1');
    let left = bytes;
    const end = () => {
      from.destroy();
      to.destroy();
    };
    from.on('data', (chunk: Buffer) => {
      to.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) to.end(end);
    });
    to.pipe(from);
    for (const socket of [from, to]) socket.on('error', end);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function cutSessions(): Promise<void> {
  const at = newDesk();
  try {
    await cutSessionsAt(at);
  } finally {
    removeDesk(at);
  }
}

async function cutSessionsAt(at: ReturnType<typeof newDesk>): Promise<void> {
  const tls = certificateIn(join(at.folder, 'tls'), 'gateway');
  const config = join(at.folder, 'lethe.listen.json');
  writeFileSync(
    config,
    JSON.stringify({
      listeners: [{ host: '127.0.0.1', port: 0, tls: { ...tls, clients: 'none' } }],
      peers: { sender: { aet: 'TEST-SENDER', addresses: '127.0.0.1' } },
      routes: [{ rules: 'basic', deliveries: ['disk'] }],
      deliveries: { disk: { kind: 'folder', path: 'disk' } },
      spool: { folder: at.spool, leastFreeBytes: 0 },
      kept: at.kept,
      key: at.key,
      jobs: 1,
    }),
  );
  const gateway = new Listening(['--config', config]);
  const port = Number((await gateway.line('listening')).ports);
  const options = { tls: { ca: pemFiles(tls).cert, serverName: 'localhost' } };
  const instances = await Promise.all(
    Array.from({ length: 6 }, (_, number) =>
      sendable(simple(number, el(0x7fe00010, 'OW', Buffer.alloc(100_000, number)))),
    ),
  );
  let acknowledged = 0;
  // In the handshake, in the first data set, between two, and in a later one.
  const moments = [700, 30_000, 103_500, 250_000, 470_000];
  for (const [round, bytes] of moments.entries()) {
    const proxy = await cutting(port, bytes);
    const { port: through } = proxy.address() as { port: number };
    let here = 0;
    await expect(
      (async () => {
        const association = await associated(through, instances, options);
        for (const each of instances) {
          if ((await stored(association, each)) === 0) here += 1;
        }
      })(),
    ).rejects.toBeInstanceOf(DimseError);
    acknowledged = Math.max(acknowledged, here);
    proxy.close();
    if (round > 0) await gateway.line('association ended', ({ id }) => id === round);
  }
  expect(acknowledged).toBeGreaterThanOrEqual(3);
  // What was acknowledged once is not sent again.
  const others = instances.slice(acknowledged);
  expect(await send(port, others, options)).toEqual(others.map(() => 0));
  expect(await gateway.stop()).toBe(0);
  for (const folder of ['received', 'clean']) expect(readdirSync(join(at.spool, folder))).toEqual([]);
  const delivered = [...filesBelow(join(at.folder, 'disk')).values()];
  const whole = instances.filter((_each, number) =>
    delivered.some((file) => file.subarray(-100_000).equals(Buffer.alloc(100_000, number))),
  );
  expect([delivered.length, whole.length]).toEqual([6, 6]);
  expect(gateway.log.filter(({ event }) => event === 'held' || event === 'quarantined')).toEqual([]);
}

async function fillDisk(): Promise<void> {
  const files = new CuttableFiles();
  const spool = await open(newFolder(), files);
  files.room = 400_000;
  const { name } = await receive(spool, 1);
  expect(await refusalOf(receive(spool, 2))).toMatchObject({ code: 'SPOOL_FULL', status: 0xa700 });
  expect(filled(files, spool)).toEqual([name]);
  files.room = 2_000_000;
  await receive(spool, 2);
  closeSpools();
}

export const GATEWAY: FaultGroup = {
  subject: 'A gateway on the network',
  cases: [
    ...POWER,
    {
      fault: 'ended under load, again and again',
      injected:
        'SIGKILL at four moments (npm run burst:network: 50 at random), towards another AE and a folder',
      held: 'every acknowledged instance is delivered, whole, and never with other bytes; nothing stays in the spool',
      run: killAtMoments,
    },
    {
      fault: 'sessions are cut',
      injected: 'TLS connections end in the handshake, between instances, and within them',
      held: 'nothing is there by half; what was acknowledged is delivered, and the rest once it is sent again',
      run: cutSessions,
    },
    {
      fault: 'a full disk while an instance is received',
      injected: 'room for one of two',
      held: 'the second is refused with A700 and leaves nothing; the first stays; there is room again, and it is taken',
      run: fillDisk,
    },
  ],
};
