import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { receivedIn } from '../../cli/listen/spool/spool.ts';
import { el, instance } from '../../test/support/build.ts';
import { listeningProgram, type Running } from '../../test/support/network/programs.ts';

const STORESCP = '/usr/bin/storescp';
const STORESCU = '/usr/bin/storescu';
/** Without it DCMTK waits 40 ms in every message (Nagle's algorithm). */
const NO_DELAY = { TCP_NODELAY: '1' };
const CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
/** As `lethe listen` starts itself (cli/lethe.mjs). */
const AS_LISTEN = ['--no-warnings', '--max-semi-space-size=1'];
/** USER_HZ of Linux: the unit of times in /proc. */
const TICK_MS = 10;

export interface Receiving {
  readonly instancesPerSecond: number;
  /** Of the receiver, for each instance. */
  readonly cpuMs: number;
}

/** `ours`: the receiving half of `lethe listen`; `network`: the same, but what comes is thrown away. */
export type ReceiverKind = 'ours' | 'network' | 'storescp';

/** CTs of 512 by 512: files for both to send and take. */
export function writeCts(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  const pixels = Buffer.alloc(524_288, 'pixels of no matter');
  for (let index = 1; index <= count; index += 1)
    writeCt(join(folder, `1.2.${index}.dcm`), `1.2.${index}`, pixels);
}

/** One of so many bytes of pixels, which take no room on the disk. */
export function writeLarge(folder: string, pixelBytes: number): void {
  mkdirSync(folder, { recursive: true });
  writeCt(join(folder, '1.2.9.dcm'), '1.2.9', Buffer.alloc(0), pixelBytes);
}

function writeCt(path: string, uid: string, pixels: Buffer, pixelBytes = pixels.length): void {
  const head = instance({
    elements: [
      el(0x00080016, 'UI', CT_STORAGE),
      el(0x00080018, 'UI', uid),
      el(0x00080060, 'CS', 'CT'),
      el(0x00100020, 'LO', '12345'),
      el(0x0020000d, 'UI', '1.2.3'),
      el(0x0020000e, 'UI', '1.2.4'),
      el(0x7fe00010, 'OW', new Uint8Array(0), { length: pixelBytes }),
    ],
  });
  const file = openSync(path, 'w');
  writeSync(file, head);
  writeSync(file, pixels);
  ftruncateSync(file, head.length + pixelBytes);
  closeSync(file);
}

/** A receiver of a kind, on a folder that is empty. */
export function receiver(kind: ReceiverKind, folder: string, bytesPerSecond?: number): Promise<Running> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (kind === 'storescp')
    return listeningProgram(STORESCP, (port) => ['+B', '-od', folder, String(port)], NO_DELAY);
  const script = join(import.meta.dirname, 'spooling.ts');
  const pace =
    kind === 'network' ? ['nothing'] : bytesPerSecond === undefined ? [] : [String(bytesPerSecond)];
  return listeningProgram(process.execPath, (port) => [...AS_LISTEN, script, String(port), folder, ...pace]);
}

/** What a receiver needs for all files of a folder, sent by storescu in one association. */
export async function receiving(kind: ReceiverKind, files: string, work: string): Promise<Receiving> {
  const folder = join(work, `received-${kind}`);
  const running = await receiver(kind, folder);
  try {
    const count = readdirSync(files).length;
    const before = cpuMsOf(running.process);
    const started = performance.now();
    await ended(
      spawn(STORESCU, ['127.0.0.1', String(running.port), '+sd', files], {
        env: { ...process.env, ...NO_DELAY },
        stdio: 'ignore',
      }),
    );
    const seconds = (performance.now() - started) / 1000;
    const cpuMs = (cpuMsOf(running.process) - before) / count;
    const received = kind === 'ours' ? receivedIn(folder) : folder;
    const filled = readdirSync(received).filter((name) => statSync(join(received, name)).size > 0);
    if (kind !== 'network' && filled.length !== count) throw new Error(`${kind} does not have all of them`);
    return { instancesPerSecond: count / seconds, cpuMs };
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The most memory of our receiver and of our sender for one large file, the other side being somebody else's, or slow. */
export async function peaks(
  large: string,
  work: string,
  to: { readonly kind: 'ours' | 'storescp'; readonly bytesPerSecond?: number },
): Promise<{ readonly receiverBytes: number; readonly senderBytes: number; readonly seconds: number }> {
  const folder = join(work, 'received-large');
  const running = await receiver(to.kind, folder, to.bytesPerSecond);
  try {
    const started = performance.now();
    const script = join(import.meta.dirname, 'sender.ts');
    const sender = spawn(
      process.execPath,
      [
        ...AS_LISTEN,
        '--import',
        join(import.meta.dirname, '../peak.ts'),
        script,
        String(running.port),
        large,
      ],
      {
        env: { ...process.env, LETHE_PEAK_FILE: join(work, 'peak') },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
    await ended(sender);
    return {
      receiverBytes: peakBytesOf(running.process),
      senderBytes: Number(readFileSync(join(work, 'peak'), 'utf8')) * 1024,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error(`${child.spawnfile} ended with ${status}`);
}

/** proc(5): utime and stime, the 14th and 15th field; the name before them may have spaces. */
function cpuMsOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** proc(5): VmHWM. */
function peakBytesOf({ pid }: ChildProcess): number {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return Number(kib) * 1024;
}
