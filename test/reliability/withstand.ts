import { type HeldClock, onHeldClock } from '../support/clock.ts';
import type { Call, Interference } from './cloud/interference.ts';
import { type Deployment, deploy, type Looks, type Sent } from './deployment.ts';
import { mixture, type Planted } from './instances.ts';
import { type Delivered, deliver, type Mapping } from './queue.ts';
import { coldStart, listening, type Sandbox } from './sandbox.ts';
import { FLAWLESS, judge, type Verdict } from './verdict.ts';

export interface Trial extends Mapping {
  readonly interference: Interference;
  /** Six objects of two patients, two of them poison, unless given. */
  readonly objects?: readonly Planted[];
  /** What is put on the queue; unless given, the event of each object. */
  readonly events?: (sent: readonly Sent[]) => readonly string[];
  /** Of one invocation. */
  readonly timeMs?: number;
  /** Everything that waits is another process, on the machine's own time. Else the trial runs on a held clock. */
  readonly isLived?: true;
  /** Time that passes, once, when this is so: asked after each call. Else no more passes than pauses and delays take. */
  readonly passes?: { readonly ms: number; readonly once: (deployment: Deployment) => boolean };
  /** With rules about pixels, and a queue and a function for them. */
  readonly looks?: Looks;
  /** Execution environments at a time. */
  readonly sandboxes?: number;
  /** Starts one. Unless given, in this process. */
  readonly start?: (deployment: Deployment, output: string[]) => Promise<Sandbox>;
  /** Calls that the fault must have struck, at least. */
  readonly strikes?: number;
  /** What cannot be helped: an upload whose id never came. */
  readonly openUploads?: number;
  /** What the log must say. */
  readonly says?: string;
  /** Messages that become dead letters while the fault lasts. */
  readonly dead?: number;
  /** Before anything is delivered. */
  readonly before?: (deployment: Deployment) => void;
  /** After the fault, before it is made good. */
  readonly meanwhile?: (
    deployment: Deployment,
    sent: readonly Sent[],
    clock: HeldClock | null,
  ) => void | Promise<void>;
}

/**
 * Runs the real handler over objects while calls are interfered with, until each message is done or a dead letter; then the fault is over, dead letters are sent
 * again, and every event once more. At the end nothing may be lost, twice, half-written or told.
 */
export function withstand(trial: Trial): Promise<Delivered> {
  return trial.isLived ? withstandOn(null, trial) : onHeldClock((clock) => withstandOn(clock, trial));
}

async function withstandOn(clock: HeldClock | null, trial: Trial): Promise<Delivered> {
  const deployment = await deploy('random', clock, trial.looks);
  const { aws, facts } = deployment;
  const queue = { sqs: aws.sqs, url: facts.queueUrl };
  const output: string[] = [];
  try {
    const sent = await putAll(deployment, trial.objects ?? mixture(6, 3, 2));
    trial.before?.(deployment);
    const struck = interfere(deployment, trial.interference);
    letPass(clock, deployment, trial.passes);
    const start = trial.start ?? (() => coldStart(deployment, trial.timeMs));
    const { delivered, sandboxes } = await listening(output, async () => {
      const starting = Array.from({ length: trial.sandboxes ?? 1 }, () => start(deployment, output));
      const sandboxes = await Promise.all(starting);
      const events = trial.events?.(sent) ?? eventsOf(sent);
      return { delivered: await deliver(events, sandboxes, { ...trial, queue }), sandboxes };
    });
    await trial.meanwhile?.(deployment, sent, clock);
    expect(struck()).toBeGreaterThanOrEqual(trial.strikes ?? 1);
    expect(delivered.dead).toHaveLength(trial.dead ?? 0);
    if (trial.says !== undefined) expect(output.join('')).toContain(trial.says);

    aws.interference = () => null;
    const again = [...delivered.dead, ...eventsOf(sent)];
    const { dead } = await listening(output, () =>
      deliver(again, sandboxes, { ...trial, queue, maxReceives: 20 }),
    );
    expect(dead).toEqual([]);
    const expected: Verdict = { ...FLAWLESS, openUploads: trial.openUploads ?? 0 };
    expect(await judge(deployment, sent, output)).toEqual(expected);
    return delivered;
  } finally {
    await deployment.stop();
  }
}

/** Of the six objects that a trial has unless it says otherwise, all but one have come to their outcome, and are marked with it. */
export function othersAreDone({ aws, facts }: Deployment): boolean {
  const outcomes = aws.logs.events(facts.auditLog).length;
  const marks = aws.count('PutObjectTagging') + aws.count('DeleteObject');
  return outcomes === 5 && marks === outcomes;
}

function letPass(clock: HeldClock | null, deployment: Deployment, passes: Trial['passes']): void {
  if (passes === undefined) return;
  deployment.aws.noticed = () => {
    if (!passes.once(deployment)) return;
    deployment.aws.noticed = () => {};
    clock?.advance(passes.ms);
  };
}

/** Answers how often the interference has struck. */
export function interfere({ aws }: Deployment, interference: Interference): () => number {
  let strikes = 0;
  aws.interference = (call: Call) => {
    const fault = interference(call);
    if (fault !== null) strikes += 1;
    return fault;
  };
  return () => strikes;
}

export async function putAll(deployment: Deployment, objects: readonly Planted[]): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const object of objects) sent.push(await deployment.put(object));
  return sent;
}

export function eventsOf(sent: readonly Sent[]): readonly string[] {
  return sent.map(({ event }) => event);
}
