import { spawn } from 'node:child_process';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { accept } from '../../layers/dimse/acceptor.ts';
import { associate } from '../../layers/dimse/requestor.ts';
import { el, instance } from '../../test/support/build.ts';

/**
 * `npm run bench:gateway`: CTs of 0.5 MB from one sender through `lethe listen` to one receiver, de-identified by the Basic Profile, and then one instance of 1 GB. The
 * sender and the receiver are this process; what the gateway's processes take is read from /proc, so on Linux alone.
 */

const LETHE = fileURLToPath(new URL('../../cli/lethe.mjs', import.meta.url));
const CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
/** USER_HZ of Linux: the unit of times in /proc. */
const TICK_MS = 10;
const GIB = 1024 ** 3;

const count = Number(process.argv[2] ?? 400);
const work = mkdtempSync(join(tmpdir(), 'lethe-gateway-'));
try {
  await run();
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function run(): Promise<void> {
  let arrived = 0;
  let expected = Number.POSITIVE_INFINITY;
  let all = Promise.withResolvers<void>();
  const scp = await accept({
    host: '127.0.0.1',
    port: 0,
    admit: () => ({ accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null }),
    async *serve({ data }) {
      if (data !== null) for await (const _piece of data);
      arrived += 1;
      if (arrived === expected) all.resolve();
      yield { status: 0 };
    },
  });
  writeFileSync(
    join(work, 'lethe.listen.json'),
    JSON.stringify({
      listeners: [{ host: '127.0.0.1', port: 0 }],
      peers: { sender: { aet: 'SENDER', addresses: '127.0.0.1' } },
      routes: [{ rules: 'basic', deliveries: ['pacs'] }],
      deliveries: { pacs: { kind: 'ae', aet: 'PACS', host: '127.0.0.1', port: scp.port, associations: 1 } },
      spool: { folder: 'spool', leastFreeBytes: 0 },
      kept: 'kept',
      key: 'key',
      audit: { file: 'audit.jsonl' },
    }),
  );
  const gateway = spawn(process.execPath, [LETHE, 'listen', '--config', join(work, 'lethe.listen.json')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: gateway.stderr }).on('line', (line) => {
      const said = line.startsWith('{')
        ? (JSON.parse(line) as { event: string; ports?: string })
        : { event: line };
      if (said.event === 'listening') resolve(Number(said.ports));
      else if (!said.event.startsWith('association')) process.stderr.write(`${line}\n`);
    });
    gateway.on('close', () => reject(new Error('the gateway ended')));
  });
  const pid = gateway.pid as number;

  await measured('warm-up', 100);
  await measured('0.5 MB CT', count);
  for (const { who, peakMb } of peaks())
    console.log(`peak of ${who} before the large one: ${peakMb.toFixed(0)} MB`);
  mkdirSync(join(work, 'large'));
  const large = join(work, 'large', 'pixels');
  writeFileSync(large, '');
  truncateSync(large, GIB);
  const started = performance.now();
  await send([largeInstance(large)]);
  console.log(`1 GiB acknowledged after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const { who, peakMb } of peaks()) console.log(`peak of ${who} by then: ${peakMb.toFixed(0)} MB`);
  await all.promise;
  console.log(`and delivered after ${((performance.now() - started) / 1000).toFixed(1)} s`);
  for (const { who, peakMb } of peaks()) console.log(`peak of ${who}: ${peakMb.toFixed(0)} MB`);
  gateway.removeAllListeners('close');
  gateway.kill('SIGTERM');
  await new Promise((resolve) => gateway.on('close', resolve));
  await scp.close();

  async function measured(what: string, instances: number): Promise<void> {
    const pixels = Buffer.alloc(524_288, `pixels of no matter ${what}`);
    const before = ticks();
    const begun = performance.now();
    await send(
      Array.from({ length: instances }, (_, index) => ctOf(`1.2.${what.length}.${index + 1}`, pixels)),
    );
    const acknowledged = (performance.now() - begun) / 1000;
    await all.promise;
    const seconds = (performance.now() - begun) / 1000;
    const cpu = ticks();
    const each = (who: string) => (((cpu.get(who) ?? 0) - (before.get(who) ?? 0)) * TICK_MS) / instances;
    console.log(
      `${what}: ${(instances / acknowledged).toFixed(0)} a second acknowledged, ${(instances / seconds).toFixed(0)} a second delivered; ` +
        `CPU of an instance: receiving and sending ${each('first').toFixed(2)} ms, de-identifying ${each('workers').toFixed(2)} ms`,
    );
  }

  async function send(instances: readonly Outgoing[]): Promise<void> {
    all = Promise.withResolvers<void>();
    [arrived, expected] = [0, instances.length];
    const association = await associate({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'SENDER',
      calledAeTitle: 'LETHE',
      contexts: [{ abstractSyntax: CT_STORAGE, transferSyntaxes: [EXPLICIT] }],
    });
    const context = association.contextFor(CT_STORAGE, EXPLICIT);
    if (context === null) throw new Error('not accepted');
    for (const { uid, data } of instances) {
      const { status } = await association.store({
        context,
        sopClassUid: CT_STORAGE,
        sopInstanceUid: uid,
        data: data(),
      });
      if (status !== 0) throw new Error(`status ${status.toString(16)}`);
    }
    await association.release();
  }

  /** Processor time of the first process and of those it started. */
  function ticks(): ReadonlyMap<string, number> {
    const sum = (pids: readonly number[]) => pids.map(ticksOf).reduce((total, each) => total + each, 0);
    return new Map([
      ['first', ticksOf(pid)],
      ['workers', sum(childrenOf(pid))],
    ]);
  }

  function peaks(): readonly { readonly who: string; readonly peakMb: number }[] {
    return [pid, ...childrenOf(pid)].map((each, index) => ({
      who: index === 0 ? 'the first process' : `worker ${index}`,
      peakMb: peakOf(each),
    }));
  }
}

interface Outgoing {
  readonly uid: string;
  readonly data: () => Uint8Array | AsyncIterable<Uint8Array>;
}

function headOf(uid: string, pixelBytes: number): Buffer {
  const file = Buffer.from(
    instance({
      elements: [
        el(0x00080016, 'UI', CT_STORAGE),
        el(0x00080018, 'UI', uid),
        el(0x00080020, 'DA', '20260401'),
        el(0x00080050, 'SH', 'ACC-12345'),
        el(0x00080060, 'CS', 'CT'),
        el(0x00080090, 'PN', 'Referring^Doctor'),
        el(0x00081030, 'LO', 'CT of something'),
        el(0x00100010, 'PN', 'Somebody^Else'),
        el(0x00100020, 'LO', '12345'),
        el(0x00100030, 'DA', '19700101'),
        el(0x0020000d, 'UI', '1.2.3'),
        el(0x0020000e, 'UI', '1.2.4'),
        el(0x00280010, 'US', Buffer.from([0, 2])),
        el(0x00280011, 'US', Buffer.from([0, 2])),
        el(0x7fe00010, 'OW', new Uint8Array(0), { length: pixelBytes }),
      ],
    }),
  );
  return file.subarray(file.indexOf(Buffer.from('080016005549', 'hex')));
}

function ctOf(uid: string, pixels: Buffer): Outgoing {
  const data = Buffer.concat([headOf(uid, pixels.length), pixels]);
  return { uid, data: () => data };
}

function largeInstance(pixels: string): Outgoing {
  const { size } = statSync(pixels);
  return {
    uid: '1.2.99.1',
    data: async function* () {
      yield headOf('1.2.99.1', size);
      yield* createReadStream(pixels, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
    },
  };
}

/** utime and stime (proc(5), /proc/pid/stat). */
function ticksOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1')
      .split(' ')
      .filter((each) => each !== '')
      .map(Number),
  );
}

/** VmHWM (proc(5), /proc/pid/status). */
function peakOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024;
}
