import type { AssociationEvent } from '../../../layers/dimse/acceptor.ts';
import { VERIFICATION } from '../../../layers/dimse/association.ts';
import { DimseError } from '../../../layers/dimse/errors.ts';
import { collected, type DimseRequest, type DimseResponse } from '../../../layers/dimse/messages.ts';
import type { Timers } from '../../../layers/dimse/timers.ts';
import { GivenTimers } from '../../support/givenTimers.ts';
import { asking, CT_STORAGE, IMPLICIT, keeping, MPPS, WORKLIST_FIND } from '../../support/network/own.ts';
import { type RawPeer, rawListener, rawPeer } from '../../support/network/raw.ts';
import { random } from '../mutate.ts';
import { ANSWERED, ASKED, type NetworkMutant, type NetworkMutation, networkMutant } from './conversations.ts';

/** How many conversations are under way at one time. */
const AT_ONCE = 32;
/** Within so much of given time every connection is closed, whatever its peer does. */
const MOST_MS = 30_000;
/** A peer that is silent between messages may be so for longer than that; here it may not. Two seconds are left for the turns between. */
const LIMITS = {
  idleMs: 18_000,
  messageMs: 18_000,
  replyMs: 18_000,
  maxPduBytes: 16_384,
  identifierBytes: 65_536,
  associations: 2 * AT_ONCE,
};
/** Turns for what was written to arrive. Sockets of this machine need few. */
const TURNS = 8;
/** Pieces after which nobody waits for answers any more. */
const FIRST = 8;
/** Turns for a socket to close that is being closed: more than any machine needs. */
const MOST_TURNS = 200_000;

export interface NetworkFuzz {
  readonly wrongs: readonly string[];
  readonly outcomes: ReadonlyMap<string, number>;
  readonly mutations: ReadonlySet<NetworkMutation>;
}

/** Mutants of what a requestor says, against our acceptor. */
export async function fuzzAcceptor(first: number, mutants: number): Promise<NetworkFuzz> {
  const time = new GivenTimers();
  const outcomes = new Map<string, number>();
  const wrongs: string[] = [];
  const mutations = new Set<NetworkMutation>();
  const scp = await keeping({
    timers: time,
    limits: LIMITS,
    serve: served,
    onEvent: (event) => count(outcomes, outcomeOf(event)),
  });
  for (let at = 0; at < mutants; at += AT_ONCE) {
    const batch: (Speaker & { readonly seed: number })[] = [];
    for (let index = at; index < Math.min(mutants, at + AT_ONCE); index += 1) {
      const seed = first + index;
      const mutant = networkMutant(ASKED, random(seed));
      for (const mutation of mutant.mutations) mutations.add(mutation);
      const peer = await rawPeer(scp.port);
      batch.push({ seed, peer, mutant });
    }
    await said(batch);
    await passed(time, batch);
    for (const { seed, peer } of batch)
      if (!(await closes(peer))) wrongs.push(`seed ${seed}: the connection stays open`);
    for (const { peer } of batch) peer.socket.destroy();
    scp.events.length = 0;
    scp.requests.length = 0;
    scp.kept.length = 0;
  }
  if (scp.associations.length > 0) wrongs.push(`${scp.associations.length} associations are left`);
  await scp.close();
  if (time.waiting.length > 0) wrongs.push(`${time.waiting.length} timers are left`);
  return { wrongs, outcomes, mutations };
}

/** Mutants of what an acceptor answers, against our requestor. */
export async function fuzzRequestor(first: number, mutants: number): Promise<NetworkFuzz> {
  const time = new GivenTimers();
  const outcomes = new Map<string, number>();
  const wrongs: string[] = [];
  const mutations = new Set<NetworkMutation>();
  let seed = first;
  const speakers: Speaker[] = [];
  const listener = await rawListener((peer) => {
    const mutant = networkMutant(ANSWERED, random(seed));
    seed += 1;
    for (const mutation of mutant.mutations) mutations.add(mutation);
    speakers.push({ peer, mutant });
  });
  for (let at = 0; at < mutants; at += AT_ONCE) {
    const settled: string[] = [];
    const size = Math.min(AT_ONCE, mutants - at);
    for (let index = 0; index < size; index += 1)
      void conversation(listener.port, time).then((outcome) => {
        settled.push(outcome);
        count(outcomes, outcome);
      });
    while (speakers.length < size) await turns(1);
    await said(speakers);
    await passed(time, speakers);
    for (const { peer } of speakers)
      if (!(await closes(peer))) wrongs.push(`seeds ${seed - size} to ${seed - 1}: a connection stays open`);
    await turns(TURNS);
    if (settled.length < size)
      wrongs.push(`seeds ${seed - size} to ${seed - 1}: ${size - settled.length} are not settled`);
    for (const outcome of settled)
      if (outcome.startsWith('defect')) wrongs.push(`seeds ${seed - size} to ${seed - 1}: ${outcome}`);
    for (const { peer } of speakers.splice(0)) peer.socket.destroy();
  }
  listener.close();
  if (time.waiting.length > 0) wrongs.push(`${time.waiting.length} timers are left`);
  return { wrongs, outcomes, mutations };
}

interface Speaker {
  readonly peer: RawPeer;
  readonly mutant: NetworkMutant;
}

/** All say what they have to say, each a piece at a time. */
async function said(speakers: readonly Speaker[]): Promise<void> {
  const most = Math.max(...speakers.map(({ mutant }) => mutant.writes.length));
  for (let index = 0; index <= most; index += 1) {
    for (const { peer, mutant } of speakers) {
      const bytes = mutant.writes[index];
      if (bytes !== undefined && !peer.isClosed()) peer.write(bytes);
      else if (index === mutant.writes.length && mutant.ends) peer.socket.end();
    }
    await turns(index < FIRST ? TURNS : 1);
  }
  await turns(TURNS);
}

async function conversation(port: number, timers: Timers): Promise<string> {
  try {
    const contexts = [VERIFICATION, CT_STORAGE, WORKLIST_FIND, MPPS].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: [IMPLICIT],
    }));
    const scu = await asking(port, contexts, { timers, limits: LIMITS });
    const store = scu.contextFor(CT_STORAGE);
    const find = scu.contextFor(WORKLIST_FIND);
    if (store !== null)
      await scu.store({
        context: store,
        sopClassUid: CT_STORAGE,
        sopInstanceUid: '1.2.3',
        data: Buffer.alloc(50_000),
      });
    if (find !== null)
      for await (const { data } of scu.find({ context: find, identifier: Buffer.alloc(100) })) void data;
    await scu.release();
    return 'released';
  } catch (error) {
    return error instanceof DimseError ? error.code : `defect: ${String(error)}`;
  }
}

async function* served(request: DimseRequest): AsyncGenerator<DimseResponse> {
  const data = await collected(request.data);
  if (request.command.commandField === 0x20)
    for (let match = 0; match < 5 && !request.isCancelled(); match += 1) yield { status: 0xff00, data };
  yield { status: 0 };
}

function outcomeOf(event: AssociationEvent): string {
  if (event.kind === 'aborted' || event.kind === 'dropped') return `${event.kind}: ${event.error.code}`;
  // Whatever a service throws here is of the association's end.
  if (event.kind === 'failed')
    return `failed: ${event.error instanceof DimseError ? event.error.code : 'DEFECT'}`;
  return event.kind;
}

/**
 * Time goes on by seconds, with turns between for what follows from it. Where the kernel brings something only while it does, as on a busy machine, its
 * time begins then: so it goes on once more for what is open still.
 */
async function passed(time: GivenTimers, speakers: readonly Speaker[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    for (let second = 0; second < MOST_MS / 1000; second += 1) {
      time.advance(1000);
      await turns(1);
    }
    await turns(TURNS);
    if (speakers.every(({ peer }) => peer.isClosed())) return;
  }
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
}

async function closes(peer: RawPeer): Promise<boolean> {
  for (let turn = 0; turn < MOST_TURNS && !peer.isClosed(); turn += 1) await turns(1);
  return peer.isClosed();
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
