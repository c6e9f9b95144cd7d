import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Outbox, type OutboxEvent, pageOfFile, retryInFile } from '../../../../cli/listen/outbox/outbox.ts';
import {
  type Delivery,
  type DeliveryCode,
  DeliveryError,
  type Kind,
  type OutgoingInstance,
} from '../../../../cli/listen/outbox/outgoing.ts';
import { expectRights } from '../../../support/posix.ts';
import { GivenTime, turns } from '../givenTime.ts';

let folder: string;
let time: GivenTime;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lethe-outbox-'));
  time = new GivenTime();
});
afterEach(() => rmSync(folder, { recursive: true }));

const instanceNumber = (number: number, series = 1): OutgoingInstance => ({
  path: `/spool/${number}.dcm`,
  sopClassUid: '1.2.840.10008.5.1.4.1.1.2',
  sopInstanceUid: `2.25.${1000 + number}`,
  transferSyntaxUid: '1.2.840.10008.1.2.1',
  studyInstanceUid: '2.25.1',
  seriesInstanceUid: `2.25.${series}`,
  sizeBytes: 1000,
  receipt: `receipt-${number}`,
});
const numberOf = ({ path }: OutgoingInstance): number => Number(/(\d+)\.dcm$/.exec(path)?.[1]);

/** Answers as it is told: nothing, a code, or a promise that the test settles. */
class Told implements Delivery {
  readonly name: string;
  readonly atOnce: number;
  readonly isInOrder: boolean;
  readonly tried: number[] = [];
  readonly delivered: number[] = [];
  kinds: readonly Kind[] | null = null;
  mostAtOnce = 0;
  closed = false;
  #underWay = 0;
  answer: (number: number) => DeliveryCode | null | Promise<null>;

  constructor(name: string, answer: Told['answer'] = () => null, atOnce = 1, isInOrder = true) {
    this.name = name;
    this.answer = answer;
    this.atOnce = atOnce;
    this.isInOrder = isInOrder;
  }

  async deliver(
    instance: OutgoingInstance,
    signal: AbortSignal,
    ahead: () => readonly Kind[],
  ): Promise<void> {
    const number = numberOf(instance);
    this.tried.push(number);
    this.kinds ??= ahead();
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DeliveryError('DELIVERY_CUT', 'Stopped', 'Wait')));
    });
    try {
      const code = await Promise.race([this.answer(number), aborted]);
      if (code !== null) throw new DeliveryError(code, 'It was told so', 'Tell it otherwise');
      this.delivered.push(number);
    } finally {
      this.#underWay -= 1;
    }
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

async function opened(...deliveries: readonly Told[]) {
  const settled: number[] = [];
  const events: OutboxEvent[] = [];
  const outbox = await Outbox.open({
    file: join(folder, 'outbox.sqlite'),
    clock: time,
    timers: time,
    random: () => 0,
    deliveries,
    onSettled: (instance) => void settled.push(numberOf(instance)),
    onEvent: (event) => void events.push(event),
  });
  return { outbox, settled, events };
}

/** A promise and what resolves it. */
function gate(): { readonly passed: Promise<null>; readonly open: () => void } {
  let open = () => {};
  const passed = new Promise<null>((resolve) => {
    open = () => resolve(null);
  });
  return { passed, open };
}

describe('an outbox', () => {
  it('delivers to everybody, and settles an instance once, when the last has it', async () => {
    const slow = gate();
    const [one, other] = [new Told('one'), new Told('other', (n) => (n === 2 ? slow.passed : null))];
    const { outbox, settled, events } = await opened(one, other);
    outbox.run();
    outbox.add(instanceNumber(1), ['one', 'other']);
    outbox.add(instanceNumber(2), ['one', 'other']);
    outbox.add(instanceNumber(3), ['one']);
    outbox.add(instanceNumber(4), []);
    outbox.add(instanceNumber(1), ['one', 'other']);
    await turns();
    expect(settled.toSorted()).toEqual([4]);
    await time.pass(100);
    expect(one.delivered).toEqual([1, 2, 3]);
    expect([outbox.has('/spool/2.dcm'), outbox.has('/spool/1.dcm')]).toEqual([true, false]);
    expect(settled.toSorted()).toEqual([1, 3, 4]);
    expect(outbox.waiting().deliveries).toEqual([
      {
        delivery: 'other',
        waiting: 1,
        held: 0,
        oldestMs: 1_000_000,
        pausedUntilMs: null,
        isConfigured: true,
      },
    ]);
    slow.open();
    await outbox.drain();
    expect(settled.toSorted()).toEqual([1, 2, 3, 4]);
    expect(outbox.waiting()).toEqual({ deliveries: [], troubled: [] });
    expect(events.map(({ kind }) => kind)).toEqual(Array(5).fill('delivered'));
    await outbox.close();
    expect([one.closed, other.closed]).toEqual([true, true]);
  });

  it('keeps the order of a series, and has several series under way', async () => {
    const gates = new Map([1, 2, 3, 4, 5].map((n) => [n, gate()]));
    const told = new Told('pacs', (n) => gates.get(n)?.passed ?? null, 2);
    const { outbox } = await opened(told);
    outbox.run();
    for (const [number, series] of [
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 1],
      [5, 3],
    ] as const)
      outbox.add(instanceNumber(number, series), ['pacs']);
    await turns();
    expect(told.tried).toEqual([1, 3]);
    gates.get(3)?.open();
    await turns();
    expect(told.tried).toEqual([1, 3, 5]);
    for (const each of gates.values()) each.open();
    await outbox.drain();
    expect(told.tried).toEqual([1, 3, 5, 2, 4]);
    expect(told.mostAtOnce).toBe(2);
    await outbox.close();
  });

  it('waits for nobody where order does not count', async () => {
    const told = new Told('import', () => new Promise(() => {}), 3, false);
    const { outbox } = await opened(told);
    outbox.run();
    for (const number of [1, 2, 3, 4]) outbox.add(instanceNumber(number), ['import']);
    await turns();
    expect(told.tried).toEqual([1, 2, 3]);
    await outbox.close();
  });

  it('asks a receiver that is away by one instance, later and later, for ever, and then goes on in order', async () => {
    let isAway = true;
    const told = new Told('pacs', () => (isAway ? 'DELIVERY_UNREACHABLE' : null), 4);
    const { outbox, settled } = await opened(told);
    outbox.run();
    for (let number = 1; number <= 20; number += 1) outbox.add(instanceNumber(number, number % 5), ['pacs']);
    await turns();
    expect(told.tried).toEqual([1, 2, 3, 4]);
    await time.pass(999);
    expect(told.tried).toHaveLength(4);
    await time.pass(1);
    expect(told.tried.slice(4)).toEqual([1]);
    await time.pass(1_999);
    expect(told.tried).toHaveLength(5);
    await time.pass(60 * 60 * 1000);
    // At 1, 3, 7, ... 511 seconds, then every five minutes.
    expect(told.tried.slice(4)).toHaveLength(9 + Math.floor((3602.999 - 511) / 300));
    expect(new Set(told.tried.slice(4))).toEqual(new Set([1]));
    expect(outbox.waiting().deliveries[0]).toMatchObject({ waiting: 20, held: 0 });
    expect(outbox.waiting().deliveries[0]?.pausedUntilMs).toBeGreaterThan(time.now());
    expect(outbox.waiting().troubled).toHaveLength(4);
    expect(outbox.waiting().troubled[0]).toEqual({
      delivery: 'pacs',
      receipt: 'receipt-1',
      sopInstanceUid: '2.25.1001',
      isHeld: false,
      attempts: told.tried.length - 3,
      code: 'DELIVERY_UNREACHABLE',
      message: 'It was told so. Tell it otherwise',
      addedMs: 1_000_000,
    });
    isAway = false;
    await time.pass(300_000);
    await outbox.drain();
    for (const series of [0, 1, 2, 3, 4]) {
      const ofSeries = told.delivered.filter((number) => number % 5 === series);
      expect(ofSeries).toEqual(ofSeries.toSorted((a, b) => a - b));
    }
    expect(settled).toHaveLength(20);
    await outbox.close();
  });

  it('holds what is refused for good, says why, and goes on with the series; what is sent again goes', async () => {
    let refuses = true;
    const told = new Told('pacs', (n) => (n === 2 && refuses ? 'DELIVERY_NOT_ACCEPTED' : null));
    const { outbox, settled, events } = await opened(told);
    outbox.run();
    for (const number of [1, 2, 3]) outbox.add(instanceNumber(number), ['pacs']);
    await outbox.drain();
    expect(settled).toEqual([1, 3]);
    await time.pass(3_600_000);
    expect(told.tried).toEqual([1, 2, 3]);
    expect(events.map(({ kind }) => kind)).toEqual(['delivered', 'held', 'delivered']);
    expect(outbox.waiting().deliveries).toMatchObject([{ waiting: 0, held: 1 }]);
    expect(outbox.waiting().troubled).toMatchObject([{ isHeld: true, code: 'DELIVERY_NOT_ACCEPTED' }]);
    refuses = false;
    expect([outbox.retry('nobody'), outbox.retry('pacs'), outbox.retry()]).toEqual([0, 1, 0]);
    await outbox.drain();
    expect(settled).toEqual([1, 3, 2]);
    await outbox.close();
  });

  it('sees what another process wants to have sent again', async () => {
    let refuses = true;
    const told = new Told('pacs', () => (refuses ? 'DELIVERY_REFUSED' : null));
    const { outbox, settled } = await opened(told);
    outbox.run();
    outbox.add(instanceNumber(1), ['pacs']);
    await outbox.drain();
    refuses = false;
    expect(pageOfFile(join(folder, 'outbox.sqlite')).troubled).toMatchObject([{ isHeld: true }]);
    expect(retryInFile(join(folder, 'outbox.sqlite'), null)).toBe(1);
    await time.pass(2_000);
    await outbox.drain();
    expect(settled).toEqual([1]);
    await outbox.close();
  });

  it('holds what fails without a reason while the receiver takes others', async () => {
    const told = new Told('pacs', (n) => (n === 1 ? 'DELIVERY_FAILED' : null));
    const { outbox, settled } = await opened(told);
    outbox.run();
    for (const [number, series] of [
      [1, 1],
      [2, 1],
      [3, 2],
    ] as const)
      outbox.add(instanceNumber(number, series), ['pacs']);
    await turns();
    expect([told.tried, settled]).toEqual([[1], []]);
    await time.pass(1000);
    expect([told.tried, told.delivered]).toEqual([[1, 3], [3]]);
    await time.pass(60 * 60 * 1000);
    expect(told.tried.filter((number) => number === 1)).toHaveLength(10);
    expect(settled).toEqual([3, 2]);
    expect(outbox.waiting().troubled).toMatchObject([{ isHeld: true, attempts: 10 }]);
    await outbox.close();
  });

  it('holds nothing while a receiver fails over everything', async () => {
    let fails = true;
    const told = new Told('pacs', () => (fails ? 'DELIVERY_FAILED' : null));
    const { outbox, settled } = await opened(told);
    outbox.run();
    for (const number of [1, 2, 3, 4]) outbox.add(instanceNumber(number, number % 2), ['pacs']);
    await time.pass(24 * 60 * 60 * 1000);
    expect(outbox.waiting().deliveries).toMatchObject([{ waiting: 4, held: 0 }]);
    fails = false;
    await time.pass(10 * 60 * 1000);
    expect(settled.toSorted()).toEqual([1, 2, 3, 4]);
    await outbox.close();
  });

  it('lets an instance that cannot be read wait alone', async () => {
    const told = new Told('pacs', (n) => (n === 1 ? 'DELIVERY_SOURCE' : null));
    const { outbox, settled } = await opened(told);
    outbox.run();
    for (const number of [1, 2]) outbox.add(instanceNumber(number, number), ['pacs']);
    await turns();
    await time.pass(100);
    expect(settled).toEqual([2]);
    await outbox.close();
  });

  it('does not let an instance that ends every session keep the others', async () => {
    const told = new Told('pacs', (n) => (n === 1 ? 'DELIVERY_CUT' : null));
    const { outbox, settled } = await opened(told);
    outbox.run();
    for (const [number, series] of [
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
    ] as const)
      outbox.add(instanceNumber(number, series), ['pacs']);
    await time.pass(60_000);
    expect(settled).toEqual([3, 4]);
    expect(outbox.waiting().deliveries).toMatchObject([{ waiting: 2, held: 0 }]);
    await outbox.close();
  });

  it('sends again after a crash what was under way, and settles again what may not have been', async () => {
    const before = new Told('pacs', (n) => (n === 2 ? new Promise(() => {}) : null));
    const first = await opened(before);
    first.outbox.run();
    for (const number of [1, 2, 3]) first.outbox.add(instanceNumber(number), ['pacs']);
    first.outbox.add(instanceNumber(4, 9), ['gone']);
    await turns();
    // The process ends here: nothing is closed.
    const after = new Told('pacs');
    const second = await opened(after);
    second.outbox.run();
    await second.outbox.drain();
    expect(after.delivered).toEqual([2, 3]);
    expect([first.settled, second.settled]).toEqual([[], [1, 2, 3]]);
    expect(second.outbox.waiting().deliveries).toMatchObject([{ delivery: 'gone', isConfigured: false }]);
    await second.outbox.close();
    await first.outbox.close();
  });

  it('settles with the next that is added: what is durable with it needs no time of its own', async () => {
    const { outbox, settled } = await opened(new Told('pacs'));
    outbox.run();
    outbox.add(instanceNumber(1), ['pacs']);
    await turns();
    expect(settled).toEqual([]);
    outbox.add(instanceNumber(2), ['pacs']);
    await turns();
    expect(settled).toEqual([1]);
    await outbox.close();
    expect(settled).toEqual([1, 2]);
  });

  it('settles at the next start what could not be settled', async () => {
    const options = { file: join(folder, 'outbox.sqlite'), clock: time, timers: time, random: () => 0 };
    const told = new Told('pacs');
    const outbox = await Outbox.open({
      ...options,
      deliveries: [told],
      onSettled: () => Promise.reject(new Error('a full disk')),
    });
    outbox.run();
    outbox.add(instanceNumber(1), ['pacs']);
    await outbox.drain();
    await outbox.close();
    const next = await opened(new Told('pacs'));
    expect(next.settled).toEqual([1]);
    await next.outbox.close();
    const last = await opened(new Told('pacs'));
    expect(last.settled).toEqual([]);
    await last.outbox.close();
  });

  it('ends what is under way when it is closed, and counts that as no failure', async () => {
    const told = new Told('pacs', () => new Promise(() => {}));
    const { outbox } = await opened(told);
    outbox.run();
    outbox.add(instanceNumber(1), ['pacs']);
    await turns();
    const drained = outbox.drain();
    await outbox.close();
    await drained;
    expect(pageOfFile(join(folder, 'outbox.sqlite'))).toMatchObject({
      deliveries: [{ waiting: 1 }],
      troubled: [],
    });
  });

  it('tells deliveries that wait for more that nothing comes, once it is to be drained', async () => {
    let hurried = 0;
    const hurry = () => {
      hurried += 1;
    };
    const told = Object.assign(new Told('imaging'), { hurry });
    const { outbox } = await opened(told);
    outbox.run();
    expect(hurried).toBe(0);
    await outbox.drain();
    expect(hurried).toBe(1);
    await outbox.close();
  });

  it('stops waiting for what does not come when it is told to', async () => {
    const told = new Told('pacs', () => 'DELIVERY_UNREACHABLE');
    const { outbox } = await opened(told);
    outbox.run();
    outbox.add(instanceNumber(1), ['pacs']);
    const stop = new AbortController();
    const drained = outbox.drain(stop.signal);
    stop.abort();
    await drained;
    await outbox.close();
  });

  it('hands a delivery what it was given, the prefix of the route too', async () => {
    const given: OutgoingInstance[] = [];
    const told = new Told('pacs');
    const { outbox } = await opened(
      Object.assign(told, {
        deliver: async (instance: OutgoingInstance) => void given.push(instance),
      }),
    );
    const all = [instanceNumber(1), { ...instanceNumber(2), cleanPrefix: 'trial/' }];
    for (const each of all) outbox.add(each, ['pacs']);
    outbox.run();
    await outbox.drain();
    expect(given).toEqual(all);
    await outbox.close();
  });

  it('tells a delivery what kinds wait', async () => {
    const told = new Told('pacs');
    const { outbox } = await opened(told);
    outbox.add(instanceNumber(1), ['pacs']);
    outbox.add(instanceNumber(2), ['pacs']);
    outbox.add({ ...instanceNumber(3), transferSyntaxUid: '1.2.840.10008.1.2.4.50' }, ['pacs']);
    outbox.run();
    expect(told.kinds).toEqual([
      { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxUid: '1.2.840.10008.1.2.1' },
      { sopClassUid: '1.2.840.10008.5.1.4.1.1.2', transferSyntaxUid: '1.2.840.10008.1.2.4.50' },
    ]);
    await outbox.drain();
    await outbox.close();
  });

  it('goes through thousands of a series that waits without asking for each of them again', async () => {
    const told = new Told('pacs', (n) => (n === 1 ? 'DELIVERY_SOURCE' : null));
    const { outbox, settled } = await opened(told);
    for (let number = 1; number <= 600; number += 1) outbox.add(instanceNumber(number), ['pacs']);
    for (let number = 601; number <= 610; number += 1) outbox.add(instanceNumber(number, 2), ['pacs']);
    outbox.run();
    await turns(30);
    await time.pass(100);
    expect(settled).toEqual(Array.from({ length: 10 }, (_, index) => 601 + index));
    await time.pass(3_600_000);
    await outbox.drain();
    expect(told.delivered).toHaveLength(609);
    expect(outbox.waiting().deliveries).toMatchObject([{ waiting: 0, held: 1 }]);
    await outbox.close();
  });

  it('is a file of its owner’s alone, and holds nothing but what it was given', async () => {
    const { outbox } = await opened(new Told('pacs'));
    outbox.add(instanceNumber(1), ['pacs']);
    await outbox.close();
    expectRights(join(folder, 'outbox.sqlite'), 0o600);
    expect(readFileSync(join(folder, 'outbox.sqlite')).includes('receipt-1')).toBe(true);
  });
});
