import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memorySource } from '../../../layers/dicom/byteSource.ts';
import { parseInstance } from '../../../layers/dicom/parse.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import { collected } from '../../../layers/dimse/messages.ts';
import { el, instance } from '../../support/build.ts';
import { keeping, type TestAcceptor } from '../../support/network/own.ts';
import { associated, type Desk, Listening, newDesk, type Sendable, sendable, stored } from './listening.ts';

/** A gateway under load that is killed again and again, and what came of every instance. */

/** What stands in the pixels of an instance, and so in whatever is made of it. */
const MARK = /instance-(\d{6});/;
const CT_STORAGE = '1.2.840.10008.5.1.4.1.1.2';

/** What was found in the end. All but the first three are to be empty. */
export interface Found {
  readonly acknowledged: number;
  /** Distinct instances at the receiver, and what came there twice with the same bytes. */
  readonly arrived: number;
  readonly again: number;
  /** Acknowledged, and neither at the receiver nor in the folder. */
  readonly lost: readonly number[];
  readonly truncated: readonly unknown[];
  readonly otherBytes: readonly number[];
  readonly leftInSpool: readonly string[];
}

export interface Round {
  readonly gateway: Listening;
  /** Instances that were acknowledged in this round. */
  acknowledged: number;
  /** Instances at the receiver, of all rounds. */
  readonly arrived: () => number;
}

export interface BurstOptions {
  readonly rounds: number;
  /** Pixels of an instance. */
  readonly pixelBytes: number;
  /** Begins with a round; resolves when its gateway is to be killed. */
  readonly untilKilled: (round: Round, index: number) => Promise<void>;
  /** Called after each answer. */
  readonly onAnswer?: (round: Round) => void;
}

/** What came of an instance somewhere. `number`: not a number where its mark is gone. */
interface Seen {
  readonly number: number;
  readonly digest: string;
  readonly isWhole: boolean;
}

function seen(data: Buffer): Seen {
  return {
    number: Number(MARK.exec(data.toString('latin1'))?.[1] ?? Number.NaN),
    digest: createHash('sha256').update(data).digest('hex'),
    isWhole: data.subarray(-32).toString('latin1').includes(';'),
  };
}

export class Burst {
  readonly desk: Desk = newDesk();
  readonly #arrived: Seen[] = [];
  readonly #options: BurstOptions;
  readonly #acknowledged = new Set<number>();
  #next = 0;

  constructor(options: BurstOptions) {
    this.#options = options;
  }

  async run(): Promise<Found> {
    const arrived = this.#arrived;
    const scp = await keeping({
      async *serve({ data }) {
        // Nothing that was cut short comes to its end here.
        arrived.push(seen(Buffer.from(await collected(data))));
        yield { status: 0 };
      },
    });
    try {
      const config = this.#configure(scp);
      for (let index = 0; index < this.#options.rounds; index += 1) await this.#round(config, index);
      const last = new Listening(['--config', config]);
      await last.line('listening');
      const status = await last.stop();
      if (status !== 0) throw new Error(`the last gateway ended with ${status}:\n${last.text}`);
      return await this.#found();
    } finally {
      await scp.close();
    }
  }

  #configure(scp: TestAcceptor): string {
    const { folder, spool, kept, key, audit } = this.desk;
    const config = join(folder, 'lethe.listen.json');
    const file = {
      listeners: [{ host: '127.0.0.1', port: 0 }],
      peers: { sender: { aet: 'TEST-SENDER', addresses: '127.0.0.1' } },
      routes: [{ rules: 'basic', deliveries: ['pacs', 'disk'] }],
      deliveries: {
        pacs: { kind: 'ae', aet: 'PACS', host: '127.0.0.1', port: scp.port },
        disk: { kind: 'folder', path: 'clean' },
      },
      spool: { folder: spool, leastFreeBytes: 0 },
      kept,
      key,
      audit: { file: audit },
      jobs: 1,
    };
    writeFileSync(config, JSON.stringify(file));
    return config;
  }

  async #round(config: string, index: number): Promise<void> {
    const gateway = new Listening(['--config', config]);
    const round: Round = { gateway, acknowledged: 0, arrived: () => this.#arrived.length };
    const killed = this.#options.untilKilled(round, index).then(() => gateway.kill('SIGKILL'));
    // Killed before it listened, it has no line.
    const line = await gateway.line('listening').catch(() => null);
    if (line !== null) await this.#load(Number(line.ports), round);
    await killed;
    await gateway.ended;
  }

  /** Sends until the gateway is gone. */
  async #load(port: number, round: Round): Promise<void> {
    try {
      const one = await this.#instance(this.#next);
      const association = await associated(port, [one]);
      for (;;) {
        const number = this.#next;
        this.#next += 1;
        const status = await stored(association, await this.#instance(number));
        if (status !== 0) throw new Error(`status ${status.toString(16)}`);
        this.#acknowledged.add(number);
        round.acknowledged += 1;
        this.#options.onAnswer?.(round);
      }
    } catch (error) {
      if (!(error instanceof DimseError)) throw error;
    }
  }

  #instance(number: number): Promise<Sendable> {
    const mark = `instance-${String(number).padStart(6, '0')};`;
    return sendable(
      instance({
        elements: [
          el(0x00080016, 'UI', CT_STORAGE),
          el(0x00080018, 'UI', `1.2.3.${number + 1}`),
          el(0x00080060, 'CS', 'CT'),
          el(0x00100010, 'PN', 'Zwieback^Oriane'),
          el(0x00100020, 'LO', `MRN-${number % 7}`),
          el(0x0020000d, 'UI', `1.2.4.${(number % 7) + 1}`),
          el(0x0020000e, 'UI', `1.2.5.${(number % 7) + 1}`),
          el(0x7fe00010, 'OW', Buffer.alloc(this.#options.pixelBytes, mark)),
        ],
      }),
    );
  }

  async #found(): Promise<Found> {
    const inFolder: Seen[] = [];
    for (const name of namesBelow(join(this.desk.folder, 'clean'))) {
      const bytes = readFileSync(name);
      const { bodyStart } = await parseInstance(memorySource(bytes));
      inFolder.push({ ...seen(bytes.subarray(bodyStart)), isWhole: name.endsWith('.dcm') });
    }
    const digests = new Map<number, Set<string>>();
    for (const { number, digest } of [...this.#arrived, ...inFolder])
      digests.set(number, (digests.get(number) ?? new Set()).add(digest));
    const [there, here] = [this.#arrived, inFolder].map((all) => new Set(all.map(({ number }) => number)));
    return {
      acknowledged: this.#acknowledged.size,
      arrived: there?.size ?? 0,
      again: this.#arrived.length - (there?.size ?? 0),
      lost: [...this.#acknowledged].filter((number) => !there?.has(number) || !here?.has(number)),
      truncated: [...this.#arrived, ...inFolder].filter(
        ({ number, isWhole }) => !isWhole || Number.isNaN(number),
      ),
      otherBytes: [...digests].filter(([, each]) => each.size > 1).map(([number]) => number),
      leftInSpool: namesBelow(this.desk.spool).filter((name) => /\.(?:dcm|part)$/.test(name)),
    };
  }
}

function namesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
