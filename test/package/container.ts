import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dockerfile, given, listOf } from './dockerfile.ts';
import { PATH } from './imageRoot.ts';

/**
 * A process in the root of an image as `docker run --read-only --cap-drop ALL --security-opt no-new-privileges` starts it: by the image's user, with the image's variables,
 * as the first process of its own, with nothing that can be written but the mounts. What Docker adds, a seccomp profile and bounds of memory, is not here.
 */

/** Devices that Docker gives to every container. */
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];

export interface Mount {
  /** A folder of this machine. */
  readonly from: string;
  /** In the container. */
  readonly to: string;
  readonly isReadOnly?: boolean;
}

export interface Wanted {
  readonly root: string;
  readonly file: Dockerfile;
  readonly stage: string;
  readonly mounts: readonly Mount[];
  /** Without a network there is not even 127.0.0.1. */
  readonly network: 'none' | 'host';
  /** In the place of the image's own (`docker run --user`). */
  readonly user?: string;
  /** In the place of the image's entry point. */
  readonly entry?: readonly string[];
  readonly args: readonly string[];
}

export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Container {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  #heard: (() => void)[] = [];

  constructor(wanted: Wanted) {
    this.#child = spawn('unshare', unshareArguments(wanted), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#hear(() => (this.#stdout += chunk.toString())));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#hear(() => (this.#stderr += chunk.toString())));
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (status, signal) => {
        this.#hear(() => resolve({ status, signal, stdout: this.#stdout, stderr: this.#stderr }));
      });
    });
  }

  /** What a line of its output has; rejects where it ends without one. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#stdout + this.#stderr);
      if (found !== null) return found;
      if (this.#child.exitCode !== null) throw new Error(`it never said ${pattern}:\n${this.#stderr}`);
      await new Promise<void>((resolve) => this.#heard.push(resolve));
    }
  }

  /** To its first process, as `docker stop` does. */
  signal(name: NodeJS.Signals): void {
    process.kill(this.first, name);
  }

  get first(): number {
    const [first] = childrenOf(this.#child.pid as number);
    if (first === undefined) throw new Error('the container has no process');
    return first;
  }

  /** Its processes that ended and that nobody asked after. */
  get zombies(): readonly number[] {
    return allProcesses()
      .filter(({ state, pid }) => state === 'Z' && ancestorsOf(pid).includes(this.first))
      .map(({ pid }) => pid);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #hear(change: () => void): void {
    change();
    for (const wake of this.#heard.splice(0)) wake();
  }
}

function unshareArguments({ root, file, stage, mounts, network, user, entry, args }: Wanted): string[] {
  const places = [...mounts.map(({ to }) => to), '/dev', '/proc'];
  for (const each of places) mkdirSync(join(root, each), { recursive: true });
  const variables = given(file, stage, 'ENV').flatMap((text) => text.split(' '));
  const workdir = given(file, stage, 'WORKDIR').at(-1) as string;
  const steps = [
    'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"',
    ...mounts.map(
      ({ from, to, isReadOnly = false }) =>
        `mount --bind '${from}' "$0${to}"${isReadOnly ? ` && mount -o remount,bind,ro "$0${to}"` : ''}`,
    ),
    'mount -t proc proc "$0/proc"',
    'mount -t tmpfs -o mode=755 tmpfs "$0/dev"',
    ...DEVICES.map((each) => `touch "$0/dev/${each}" && mount --bind /dev/${each} "$0/dev/${each}"`),
    'mount -o remount,bind,ro "$0/dev"',
    `exec setpriv --no-new-privs chroot --groups= --userspec=${user ?? given(file, stage, 'USER').at(-1)} "$0" "$@"`,
  ];
  return [
    ...['--mount', '--pid', '--ipc', '--uts', ...(network === 'none' ? ['--net'] : [])],
    ...['--propagation', 'private', '--fork', '--kill-child', 'sh', '-ec', steps.join('\n'), root],
    ...['/usr/bin/env', '-i', '-C', workdir, `PATH=${PATH}`, ...variables],
    ...(entry ?? listOf(given(file, stage, 'ENTRYPOINT').at(-1))),
    ...args,
  ];
}

interface Process {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
}

/** Of this machine (proc(5)). */
function allProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const [, state = '', parent = ''] =
          /\) (\S) (\d+) /.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [{ pid: Number(name), state, parent: Number(parent) }];
      } catch {
        return [];
      }
    });
}

function childrenOf(pid: number): readonly number[] {
  return allProcesses()
    .filter(({ parent }) => parent === pid)
    .map((each) => each.pid);
}

function ancestorsOf(pid: number): readonly number[] {
  const all = new Map(allProcesses().map((each) => [each.pid, each.parent]));
  const found: number[] = [];
  for (let at = all.get(pid); at !== undefined && at !== 0; at = all.get(at)) found.push(at);
  return found;
}
