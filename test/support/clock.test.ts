import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { pause } from '../../layers/engine/pause.ts';
import { type HeldClock, holdClock } from './clock.ts';

let clock: HeldClock;
beforeEach(() => {
  clock = holdClock();
});
afterEach(() => clock.release());

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async (count: number) => {
  for (let at = 0; at < count; at += 1) await turn();
};

describe('a held clock', () => {
  it('runs what is due when the test moves it there, in its order, and nothing before', async () => {
    const ran: string[] = [];
    setTimeout((what: string) => ran.push(what), 200, 'late');
    setTimeout(() => ran.push('soon'), 100);
    const never = setTimeout(() => ran.push('never'), 150);
    clearTimeout(never);
    await turns(20);
    expect(ran).toEqual([]);
    clock.advance(99);
    expect(ran).toEqual([]);
    clock.advance(200);
    expect(ran).toEqual(['soon', 'late']);
    expect(clock.now()).toBe(299);
  });

  it('keeps nobody waiting who only waits; their time passes for all', async () => {
    const before = Date.now();
    let isDue = false;
    setTimeout(() => {
      isDue = true;
    }, 3_600_000);
    await Promise.all([pause(1_000_000), pause(2_000_000)]);
    expect([clock.now(), Date.now() - before, isDue]).toEqual([2_000_000, 2_000_000, false]);
    await pause(1_600_000);
    expect(isDue).toBe(true);
  });

  it('lets who waits for its own moment wait', async () => {
    let isThere = false;
    const reached = clock.reached(50).then(() => {
      isThere = true;
    });
    await turns(20);
    expect(isThere).toBe(false);
    clock.advance(50);
    await reached;
  });

  it('lets no socket tire', async () => {
    const server = createServer((socket) => socket.pipe(socket)).listen(0);
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port);
    socket.setTimeout(1, () => socket.destroy());
    await once(socket, 'connect');
    socket.write('there');
    expect(String((await once(socket, 'data'))[0])).toBe('there');
    clock.advance(10_000);
    expect(socket.destroyed).toBe(false);
    socket.destroy();
    server.close();
  });

  it('is given back', () => {
    const held = setTimeout;
    clock.release();
    expect(setTimeout).not.toBe(held);
    expect(/\[native code\]/.test(String(Date.now))).toBe(true);
  });
});
