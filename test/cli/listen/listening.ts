import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { PREFIX_END, parseInstance } from '../../../layers/dicom/parse.ts';
import { asTag } from '../../../layers/dicom/tag.ts';
import { rootText } from '../../../layers/dicom/values.ts';
import type { Association } from '../../../layers/dimse/association.ts';
import { type AssociateOptions, associate } from '../../../layers/dimse/requestor.ts';

const LETHE = fileURLToPath(new URL('../../../cli/lethe.mjs', import.meta.url));

/** One line of its log. */
export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** Where a gateway of a test has everything. */
export interface Desk {
  readonly folder: string;
  readonly out: string;
  readonly kept: string;
  readonly spool: string;
  readonly audit: string;
  readonly key: string;
}

export function newDesk(): Desk {
  const folder = mkdtempSync(join(tmpdir(), 'lethe-listen-'));
  const out = join(folder, 'clean');
  const at = (name: string) => join(folder, name);
  return {
    folder,
    out,
    kept: `${out}.kept`,
    spool: `${out}.spool`,
    audit: at('audit.jsonl'),
    key: at('key'),
  };
}

export function removeDesk({ folder }: Desk): void {
  rmSync(folder, { recursive: true, force: true });
}

const started = new Set<Listening>();

/** Of tests that failed before they stopped theirs. */
export function killAll(): void {
  for (const each of started) each.kill('SIGKILL');
}

/** `lethe listen` in a process of its own. */
export class Listening {
  readonly log: LogLine[] = [];
  /** All that it wrote. */
  text = '';
  readonly ended: Promise<{ readonly status: number | null; readonly signal: string | null }>;
  readonly #child: ChildProcess;
  #heard: (() => void)[] = [];

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [LETHE, 'listen', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.text += chunk.toString();
    });
    const lines = createInterface({ input: this.#child.stderr as NodeJS.ReadableStream });
    lines.on('line', (line) => {
      this.text += `${line}\n`;
      if (line.startsWith('{')) this.log.push(JSON.parse(line) as LogLine);
      this.#wake();
    });
    started.add(this);
    this.ended = new Promise((resolve) => {
      this.#child.on('close', (status, signal) => {
        started.delete(this);
        resolve({ status, signal });
        this.#wake();
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** The first line of an event, or the first that a test wants. Rejects where the process ends without one. */
  async line(event: string, isWanted: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    for (;;) {
      const found = this.log.find((line) => line.event === event && isWanted(line));
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null || this.#child.signalCode !== null)
        throw new Error(`no line ${event}:\n${this.text}`);
      await new Promise<void>((resolve) => this.#heard.push(resolve));
    }
  }

  async port(): Promise<number> {
    return (await this.line('listening')).port as number;
  }

  /** SIGTERM, and what it ended with. */
  async stop(): Promise<number | null> {
    this.kill('SIGTERM');
    return (await this.ended).status;
  }

  #wake(): void {
    for (const wake of this.#heard.splice(0)) wake();
  }
}

export function listenTo(desk: Desk, more: readonly string[] = []): Listening {
  return new Listening([
    ...['--port', '0', '--aet', 'LETHE', '--out', desk.out],
    ...['--audit', desk.audit, '--key', desk.key, '--jobs', '1', ...more],
  ]);
}

/** An instance as it is sent. */
export interface Sendable {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly data: Uint8Array;
}

/** Of a Part 10 file: its data set, as it is. */
export async function sendable(file: Uint8Array): Promise<Sendable> {
  const instance = await parseInstance(memorySource(file));
  if (instance.bodyStart <= PREFIX_END) throw new Error('a file without meta information');
  return {
    sopClassUid: rootText(instance, asTag(0x00080016)),
    sopInstanceUid: rootText(instance, asTag(0x00080018)),
    transferSyntaxUid: instance.transferSyntax.uid,
    data: file.subarray(instance.bodyStart),
  };
}

export function associated(
  port: number,
  instances: readonly Sendable[],
  more: Partial<AssociateOptions> = {},
): Promise<Association> {
  const kinds = new Map(
    instances.map(({ sopClassUid, transferSyntaxUid }) => [
      `${sopClassUid} ${transferSyntaxUid}`,
      { sopClassUid, transferSyntaxUid },
    ]),
  );
  return associate({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'TEST-SENDER',
    calledAeTitle: 'LETHE',
    contexts: [...kinds.values()].map(({ sopClassUid, transferSyntaxUid }) => ({
      abstractSyntax: sopClassUid,
      transferSyntaxes: [transferSyntaxUid],
    })),
    ...more,
  });
}

/** Sends instances over one association; answers the statuses. */
export async function send(
  port: number,
  instances: readonly Sendable[],
  more: Partial<AssociateOptions> = {},
): Promise<readonly number[]> {
  const association = await associated(port, instances, more);
  const statuses: number[] = [];
  for (const each of instances) statuses.push(await stored(association, each));
  await association.release();
  return statuses;
}

export async function stored(association: Association, instance: Sendable): Promise<number> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, data } = instance;
  const context = association.contextFor(sopClassUid, transferSyntaxUid);
  if (context === null) throw new Error('the context was not accepted');
  return (await association.store({ context, sopClassUid, sopInstanceUid, data })).status;
}
