import { onHeldClock } from '../support/clock.ts';
import { shuffled, weather } from './cloud/interference.ts';
import { deploy } from './deployment.ts';
import { mixture } from './instances.ts';
import { deliver } from './queue.ts';
import { coldStart, listening } from './sandbox.ts';
import { judge, type Verdict } from './verdict.ts';
import { eventsOf, interfere, putAll } from './withstand.ts';

/** Every so many objects one is poison, one event comes twice, and one patient has so many instances. */
const POISON_EVERY = 50;
const TWICE_EVERY = 20;
const INSTANCES_OF_A_PATIENT = 25;
/** Calls of a thousand that something is done to. */
const FAULTS_PER_MILLE = 30;
/** Execution environments at a time. */
const SANDBOXES = 8;
/** Of the queue: six times the timeout of the function. */
const VISIBILITY_SECONDS = 1800;

export interface Burst {
  readonly objects: number;
  readonly events: number;
  /** Messages handed over, repetitions included. */
  readonly deliveries: number;
  /** Messages that there was too little time for. */
  readonly postponed: number;
  /** That a message had to wait after an attempt that failed. */
  readonly longestWaitSeconds: number;
  readonly calls: number;
  readonly faults: number;
  readonly deadLetters: number;
  readonly seconds: number;
  readonly verdict: Verdict;
}

/** So many objects at once: poison among them, events twice and out of order, faults in 3 % of all calls. */
export function burst(objects: number): Promise<Burst> {
  return onHeldClock(() => burstOf(objects));
}

async function burstOf(objects: number): Promise<Burst> {
  const deployment = await deploy('keyed');
  const output: string[] = [];
  try {
    const sent = await putAll(
      deployment,
      mixture(objects, POISON_EVERY, Math.ceil(objects / INSTANCES_OF_A_PATIENT)),
    );
    const once = eventsOf(sent);
    const events = shuffled([...once, ...once.filter((_event, index) => index % TWICE_EVERY === 0)]);
    const faults = interfere(deployment, weather(objects, FAULTS_PER_MILLE));
    const started = performance.now();
    const { dead, deliveries, waits, postponed } = await listening(output, async () => {
      const starting = Array.from({ length: SANDBOXES }, () => coldStart(deployment));
      const queue = { sqs: deployment.aws.sqs, url: deployment.facts.queueUrl };
      return deliver(events, await Promise.all(starting), { queue });
    });
    return {
      objects,
      events: events.length,
      deliveries,
      postponed,
      longestWaitSeconds: Math.max(0, ...waits.map((seconds) => seconds ?? VISIBILITY_SECONDS)),
      calls: deployment.aws.calls.length,
      faults: faults(),
      deadLetters: dead.length,
      seconds: Math.round((performance.now() - started) / 100) / 10,
      verdict: await judge(deployment, sent, output),
    };
  } finally {
    await deployment.stop();
  }
}
