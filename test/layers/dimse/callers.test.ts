import { GivenTimers } from '../../support/givenTimers.ts';
import { keeping, type TestAcceptor } from '../../support/network/own.ts';
import { associateRq, rawPeer } from '../../support/network/raw.ts';

/** Who opens connections and asks for nothing. Time stands still: no connection is closed for its age. */

const ASSOCIATE_AC = 2;
const ASSOCIATE_RJ = 3;

const open: TestAcceptor[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** An acceptor for `associations` at a time, on which `isPeer` tells whose the next connections are. */
async function acceptor(associations: number) {
  const calling = { isPeer: true };
  const scp = await keeping({
    timers: new GivenTimers(),
    limits: { associations },
    isKnown: () => calling.isPeer,
    admit: () => ({ accepts: ({ transferSyntaxes }) => transferSyntaxes[0] ?? null }),
  });
  open.push(scp);
  /** Connections that ask for nothing, in their order, each seen by the acceptor: a later one has been answered. */
  const silent = async (count: number, isPeer: boolean) => {
    calling.isPeer = isPeer;
    const peers = [];
    for (let number = 0; number < count; number += 1) peers.push(await rawPeer(scp.port));
    return peers;
  };
  const asked = async (isPeer: boolean) => {
    calling.isPeer = isPeer;
    const peer = await rawPeer(scp.port);
    peer.write(associateRq());
    return { peer, answer: (await peer.next())[0] };
  };
  return { scp, silent, asked };
}

it('strangers that ask for nothing keep no peer out, however many they are', async () => {
  const { silent, asked } = await acceptor(4);
  const strangers = await silent(40, false);
  expect((await asked(true)).answer).toBe(ASSOCIATE_AC);
  for (const each of strangers.slice(0, 32)) await each.closed;
  expect(strangers.slice(32).map((each) => each.isClosed())).toEqual(Array(8).fill(false));
});

it('a stranger is still told that it gets no association', async () => {
  const scp = await keeping({
    isKnown: () => false,
    admit: () => ({ rejects: { result: 1, source: 1, reason: 3 } }),
  });
  open.push(scp);
  const peer = await rawPeer(scp.port);
  peer.write(associateRq());
  expect((await peer.next())[0]).toBe(ASSOCIATE_RJ);
});

it('of peers that ask for nothing the one that has waited longest is closed for the next', async () => {
  const { scp, silent, asked } = await acceptor(3);
  const [first, ...others] = await silent(3, true);
  expect((await asked(true)).answer).toBe(ASSOCIATE_AC);
  await first?.closed;
  expect(others.map((each) => each.isClosed())).toEqual([false, false]);
  expect((await scp.event('dropped')).error.code).toBe('PEER_UNREACHABLE');
});

it('an association is not ended by who comes later', async () => {
  const { scp, silent, asked } = await acceptor(3);
  const { peer } = await asked(true);
  await scp.event('opened');
  const later = await silent(6, true);
  await later[2]?.closed;
  expect([peer.isClosed(), scp.associations.length]).toEqual([false, 1]);
});
