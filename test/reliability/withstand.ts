import type { Call, Interference } from './cloud/interference.ts';
import { type Deployment, deploy, type Sent } from './deployment.ts';
import { mixture, type Planted } from './instances.ts';
import { type Delivered, deliver, type Mapping } from './queue.ts';
import { coldStart } from './sandbox.ts';
import { FLAWLESS, judge, type Verdict } from './verdict.ts';

export interface Trial extends Mapping {
  readonly interference: Interference;
  /** Six objects of two patients, two of them poison, unless given. */
  readonly objects?: readonly Planted[];
  /** Of one invocation. */
  readonly timeMs?: number;
  /** Calls that the fault must have struck. */
  readonly strikes?: number;
  /** What cannot be helped: an upload whose id never came. */
  readonly openUploads?: number;
  /** What the log must say. */
  readonly says?: string;
  /** Messages that become dead letters while the fault lasts. */
  readonly dead?: number;
  /** After the fault, before it is made good. */
  meanwhile?(deployment: Deployment, sent: readonly Sent[]): void | Promise<void>;
}

export interface Outcome {
  readonly deployment: Deployment;
  readonly sent: readonly Sent[];
  readonly delivered: Delivered;
}

/**
 * Runs the real handler over objects while calls are interfered with, until each message is done or a dead letter; then the fault is over, dead letters are sent
 * again, and every event once more. At the end nothing may be lost, twice, half-written or told.
 */
export async function withstand(trial: Trial): Promise<Outcome> {
  const deployment = await deploy();
  const { aws } = deployment;
  try {
    const sent = await putAll(deployment, trial.objects ?? mixture(6, 3, 2));
    let strikes = 0;
    aws.interference = (call: Call) => {
      const fault = trial.interference(call);
      if (fault !== null) strikes += 1;
      return fault;
    };
    const sandbox = await coldStart(deployment, trial.timeMs);
    const delivered = await deliver(eventsOf(sent), [sandbox], trial);
    await trial.meanwhile?.(deployment, sent);
    expect({ strikes: Math.min(strikes, trial.strikes ?? 1), dead: delivered.dead.length }).toEqual({
      strikes: trial.strikes ?? 1,
      dead: trial.dead ?? 0,
    });
    if (trial.says !== undefined) expect(sandbox.output.join('')).toContain(trial.says);
    aws.interference = () => null;
    const redriven = await deliver([...delivered.dead, ...eventsOf(sent)], [sandbox], trial);
    expect(redriven.dead).toEqual([]);
    const expected: Verdict = { ...FLAWLESS, openUploads: trial.openUploads ?? 0 };
    expect(await judge(deployment, sent, sandbox.output)).toEqual(expected);
    return { deployment, sent, delivered };
  } finally {
    await deployment.stop();
  }
}

export async function putAll(deployment: Deployment, objects: readonly Planted[]): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  for (const object of objects) sent.push(await deployment.put(object));
  return sent;
}

export function eventsOf(sent: readonly Sent[]): readonly string[] {
  return sent.map(({ event }) => event);
}
