import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { runCrew, Taken } from '../../../cli/deid/crew.ts';
import type { FileQueue, Waiting } from '../../../cli/deid/fileQueue.ts';
import type { InputFile } from '../../../cli/deid/inputs.ts';
import type { ProcessorOptions } from '../../../cli/deid/processor.ts';
import { Edge, type EdgeEvent, type Receiver, type Way } from '../../../cli/listen/edge/edge.ts';
import type { SpoolEntry } from '../../../cli/listen/spool/entry.ts';
import { DEFAULT_BOUNDS } from '../../../cli/listen/spool/room.ts';
import { Spool } from '../../../cli/listen/spool/spool.ts';
import type { AuditRecord, Outcome } from '../../../layers/engine/audit/audit.ts';
import { FaultError } from '../../../layers/engine/faults.ts';
import { KeyFile } from '../../../layers/local/keyFile.ts';
import type { FileAudit } from '../../../layers/local/streamAudit.ts';
import { dataSet, el, encodingOf, TRANSFER_SYNTAX } from '../../support/build.ts';
import { CuttableFiles } from '../../support/cuttableFiles.ts';
import { GivenTimers } from '../../support/givenTimers.ts';
import { filled } from './spooling.ts';

const root = mkdtempSync(join(tmpdir(), 'lethe-edge-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const CT = '1.2.840.10008.5.1.4.1.1.2';
let spools = 0;

/** Hands the test what is given out, and takes what it says came of it. */
class Hands {
  readonly given: InputFile[] = [];
  #queue: FileQueue | null = null;
  #taken: Taken | null = null;
  #out = 0;
  readonly #over = Promise.withResolvers<void>();

  readonly crew: typeof runCrew = async (queue, _jobs, _options, _here, taken) => {
    [this.#queue, this.#taken] = [queue, taken];
    queue.coming?.onChange(() => this.pull());
    this.pull();
    await this.#over.promise;
  };

  pull(): void {
    const queue = this.#queue;
    if (queue === null) return;
    for (let batch = queue.batch(); batch.length > 0; batch = queue.batch()) {
      this.#out += batch.length;
      this.given.push(...batch.map(({ file }: Waiting) => file));
    }
    if (this.#out === 0 && queue.isEmpty() && queue.coming?.isOver() !== false) this.#over.resolve();
  }

  /** What a process answers; resolves when everything that follows of it has been done. */
  async answer(path: string, outcome: Outcome, code: string | null = null): Promise<void> {
    const file = this.given.find((each) => each.path === path);
    if (file === undefined) throw new Error(`${path} was not given out`);
    this.given.splice(this.given.indexOf(file), 1);
    await this.#taken?.record(recordOf(path, outcome, code), file);
    this.#out -= 1;
    this.#taken?.done(file);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    this.pull();
  }

  get names(): readonly string[] {
    return this.given.map(({ path }) => path);
  }
}

function recordOf(key: string, outcome: Outcome, code: string | null): AuditRecord {
  return {
    time: '2026-11-30T00:00:00.000Z',
    outcome,
    source: { key, sizeBytes: 1 },
    output: { key: outcome === 'released' ? `2.25.1/2.25.2/${key}` : null },
    reason: code === null ? null : { code, message: 'so', hint: 'do' },
    findings: [],
    plan: { name: 'plan', digest: 'digest' },
    engine: { version: '0', keyId: 'key' },
    actions: {},
    durationMs: 1,
  };
}

interface Rig {
  readonly spool: Spool;
  readonly edge: Edge;
  readonly hands: Hands;
  readonly timers: GivenTimers;
  readonly files: CuttableFiles;
  readonly taken: string[];
  readonly events: EdgeEvent[];
  readonly lines: AuditRecord[];
  readonly fails: { receiver: number; audit: number; has: number };
  readonly entries: SpoolEntry[];
  receive(number: number, series?: number): Promise<SpoolEntry>;
  /** No more comes; resolves when all is done. */
  end(): Promise<void>;
}

async function rig({
  isOver = true,
  has = [],
  way,
}: {
  isOver?: boolean;
  has?: readonly string[];
  way?: Way | null;
} = {}): Promise<Rig> {
  const files = new CuttableFiles();
  const timers = new GivenTimers();
  const spool = await Spool.open({
    folder: join(root, `spool-${spools++}`),
    files,
    bounds: { ...DEFAULT_BOUNDS, leastFreeBytes: 0 },
    keys: new KeyFile(join(root, 'key')),
    clock: { now: () => 1_000 },
    timers,
  });
  const [taken, events, lines]: [string[], EdgeEvent[], AuditRecord[]] = [[], [], []];
  const fails = { receiver: 0, audit: 0, has: 0 };
  const receiver: Receiver = {
    has: ({ name }) => {
      if (fails.has > 0) {
        fails.has -= 1;
        throw new Error('the state cannot be read');
      }
      return has.includes(name);
    },
    take: async ({ name }, cleanKey) => {
      if (fails.receiver > 0) {
        fails.receiver -= 1;
        throw Object.assign(new Error('busy'), { code: 'EBUSY' });
      }
      taken.push(`${name} ${cleanKey === null ? 'original' : 'clean'}`);
      return isOver;
    },
  };
  const audit = {
    record: async (line: AuditRecord) => {
      if (fails.audit > 0) {
        fails.audit -= 1;
        throw new FaultError('AUDIT_UNAVAILABLE', true, 'no', 'no');
      }
      lines.push(line);
    },
    sync: async () => {},
  } as unknown as FileAudit;
  const hands = new Hands();
  const edge = new Edge({
    spool,
    jobs: 1,
    processor: {} as ProcessorOptions,
    wayOf: () => (way === undefined ? { kind: 'edge', route: 0 } : way),
    receiver,
    audit,
    timers,
    clock: { now: () => 1_000 },
    onEvent: (event) => events.push(event),
    crew: hands.crew,
  });
  const entries: SpoolEntry[] = [];
  await spool.take(
    (entry) => {
      entries.push(entry);
      edge.add(entry);
    },
    () => {},
  );
  const running = edge.run();
  return {
    ...{ spool, edge, hands, timers, files, taken, events, lines, fails, entries },
    receive: async (number, series = 1) => {
      const data = dataSet(
        [
          el(0x00080016, 'UI', CT),
          el(0x00080018, 'UI', `2.25.${number}`),
          el(0x0020000e, 'UI', `2.25.9.${series}`),
          el(0x00280010, 'US', [1]),
        ],
        encodingOf(TRANSFER_SYNTAX.explicitLittleEndian),
      );
      return spool.receive(
        {
          sopClassUid: CT,
          sopInstanceUid: `2.25.${number}`,
          transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
          callingAeTitle: 'CT1',
          calledAeTitle: 'LETHE',
        },
        (async function* () {
          yield data;
        })(),
      );
    },
    end: async () => {
      edge.close();
      hands.pull();
      await running;
      spool.close();
    },
  };
}

const stateOf = ({ spool }: Rig, number: number) => spool.receipts.stateOf(`2.25.${number}`)?.state;
const left = ({ files, spool }: Rig) => filled(files, spool);

it('what nobody can say was taken before is worked on, and its sender is told success', async () => {
  const { receive, hands, fails, taken, end } = await rig();
  fails.has = 1;
  const { name } = await receive(1);
  await hands.answer(name, 'released');
  await end();
  expect(taken).toEqual([`${name} clean`]);
});

it('instances are handed on in the order of arrival within their series, whichever is ready first', async () => {
  const at = await rig();
  const [a, b, other, c] = [
    await at.receive(1),
    await at.receive(2),
    await at.receive(3, 2),
    await at.receive(4),
  ];
  if (a === undefined || b === undefined || c === undefined) throw new Error('not received');
  await at.hands.answer(c.name, 'released');
  await at.hands.answer(b.name, 'released');
  await at.hands.answer(other.name, 'released');
  expect(at.taken).toEqual([`${other.name} clean`]);
  await at.hands.answer(a.name, 'released');
  expect(at.taken.slice(1)).toEqual([a, b, c].map(({ name }) => `${name} clean`));
  await at.end();
  expect([left(at), at.edge.waiting, at.lines.length]).toEqual([[], 0, 4]);
});

it('the original goes once it is delivered, or kept, and its receipt says which', async () => {
  const at = await rig();
  const [a, b, c] = [await at.receive(1), await at.receive(2), await at.receive(3)];
  expect([1, 2, 3].map((number) => stateOf(at, number))).toEqual(['received', 'received', 'received']);
  await at.hands.answer(a.name, 'released');
  await at.hands.answer(b.name, 'held', 'DOUBTFUL');
  await at.hands.answer(c.name, 'quarantined', 'NOT_DICOM');
  expect([1, 2, 3].map((number) => stateOf(at, number))).toEqual(['delivered', 'held', 'quarantined']);
  expect(at.taken).toEqual([`${a.name} clean`]);
  await at.end();
  expect(left(at)).toEqual([]);
});

it('it stays while somebody has still to deliver it', async () => {
  const at = await rig({ isOver: false });
  const { name } = await at.receive(1);
  await at.hands.answer(name, 'released');
  await at.end();
  expect([left(at), at.edge.waiting]).toEqual([[name], 0]);
});

it('what an earlier process handed on is not worked on again', async () => {
  const at = await rig({ has: ['000000000001000.dcm'] });
  const { name } = await at.receive(1);
  expect(name).toBe('000000000001000.dcm');
  expect(at.hands.names).toEqual([]);
  await at.end();
  expect([left(at), at.taken]).toEqual([[name], []]);
});

it('a fault is tried again for ever, a second later and then twice as long, with one line in the audit', async () => {
  const at = await rig();
  const { name } = await at.receive(1);
  const waits: number[] = [];
  for (let attempt = 0; attempt < 9; attempt += 1) {
    await at.hands.answer(name, 'fault', 'IDENTITY_UNAVAILABLE');
    const fault = at.events.at(-1);
    waits.push(fault?.kind === 'fault' ? fault.waitMs : -1);
    expect(at.hands.names).toEqual([]);
    at.timers.advance(120_000);
    at.hands.pull();
    expect(at.hands.names).toEqual([name]);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  expect([at.edge.faulted, at.lines.length]).toEqual([1, 1]);
  await at.hands.answer(name, 'released');
  await at.end();
  expect([at.edge.faulted, at.lines.map(({ outcome }) => outcome), left(at)]).toEqual([
    0,
    ['fault', 'released'],
    [],
  ]);
});

it('after three faults in a row everything waits, until one is done', async () => {
  const at = await rig();
  const entries = await Promise.all([1, 2, 3, 4].map((number) => at.receive(number, number)));
  for (const { name } of entries.slice(0, 3)) await at.hands.answer(name, 'fault', 'STORE_UNAVAILABLE');
  const late = await at.receive(5, 5);
  at.hands.pull();
  expect(at.hands.names).not.toContain(late.name);
  at.timers.advance(1_000);
  at.hands.pull();
  expect(at.hands.names).toContain(late.name);
  await at.hands.answer(late.name, 'released');
  expect(at.taken).toEqual([`${late.name} clean`]);
  for (const { name } of entries) await at.hands.answer(name, 'released');
  await at.end();
  expect(left(at)).toEqual([]);
});

it('what fails all that is in work at once is waited for as briefly as what fails one', async () => {
  const at = await rig();
  const entries = await Promise.all(Array.from({ length: 12 }, (_, n) => at.receive(n + 1, n + 1)));
  for (const { name } of entries) await at.hands.answer(name, 'fault', 'STORE_UNAVAILABLE');
  at.timers.advance(1_000);
  at.hands.pull();
  expect(at.hands.names).not.toEqual([]);
  // Again and again: each wait is twice as long as the one before.
  const first = at.hands.names[0] ?? '';
  await at.hands.answer(first, 'fault', 'STORE_UNAVAILABLE');
  at.timers.advance(1_999);
  at.hands.pull();
  const waiting = at.hands.names.length;
  at.timers.advance(1);
  at.hands.pull();
  expect(at.hands.names.length).toBeGreaterThan(waiting);
  for (const { name } of entries) await at.hands.answer(name, 'released');
  await at.end();
  expect(left(at)).toEqual([]);
});

it('a later instance of a series waits for one that is tried again', async () => {
  const at = await rig();
  const [a, b] = [await at.receive(1), await at.receive(2)];
  await at.hands.answer(a.name, 'fault', 'IDENTITY_UNAVAILABLE');
  await at.hands.answer(b.name, 'released');
  expect(at.taken).toEqual([]);
  at.timers.advance(1_000);
  at.hands.pull();
  await at.hands.answer(a.name, 'released');
  expect(at.taken).toEqual([a, b].map(({ name }) => `${name} clean`));
  await at.end();
});

it('nothing is handed on, and no original goes, while the audit cannot be written or the receiver is busy', async () => {
  const at = await rig();
  at.fails.audit = 1;
  at.fails.receiver = 1;
  const { name } = await at.receive(1);
  for (const code of ['AUDIT_UNAVAILABLE', 'EBUSY']) {
    await at.hands.answer(name, 'released');
    expect(at.events.at(-1)).toMatchObject({ kind: 'fault', code });
    expect([at.taken, left(at), stateOf(at, 1)]).toEqual([[], [name], 'received']);
    at.timers.advance(10_000);
    at.hands.pull();
  }
  await at.hands.answer(name, 'released');
  await at.end();
  expect([at.taken, left(at)]).toEqual([[`${name} clean`], []]);
});

it('while it is to end it still waits for what is tried again', async () => {
  const at = await rig();
  const { name } = await at.receive(1);
  await at.hands.answer(name, 'fault', 'IDENTITY_UNAVAILABLE');
  let isOver = false;
  const ended = at.end().then(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(isOver).toBe(false);
  at.timers.advance(1_000);
  at.hands.pull();
  await at.hands.answer(name, 'released');
  await ended;
  expect(at.timers.waiting).toEqual([]);
});

it('originals for the cloud are handed on as they are, in their order', async () => {
  const at = await rig({ way: { kind: 'original' } });
  at.fails.receiver = 1;
  const [a, b] = [await at.receive(1), await at.receive(2)];
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(at.taken).toEqual([]);
  at.timers.advance(1_000);
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(at.taken).toEqual([a, b].map(({ name }) => `${name} original`));
  expect(at.hands.names).toEqual([]);
  await at.end();
});

it('what no route takes any more is quarantined by the processor, not dropped', async () => {
  const at = await rig({ way: null });
  const { name } = await at.receive(1);
  expect(at.hands.given).toMatchObject([{ path: name, route: -1 }]);
  await at.hands.answer(name, 'quarantined', 'NO_ROUTE');
  expect(stateOf(at, 1)).toBe('quarantined');
  await at.end();
});
