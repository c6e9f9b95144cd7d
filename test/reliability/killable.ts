import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Interference } from './cloud/interference.ts';
import type { Deployment } from './deployment.ts';
import { coldStart, type Message, type Sandbox } from './sandbox.ts';

/** A sandbox in a process of its own, and how to kill it at work. */
export interface Killable {
  /** What comes again after the kill goes to a fresh sandbox in this process. */
  readonly start: (deployment: Pick<Deployment, 'variables'>, output: string[]) => Promise<Sandbox>;
  /** Kills at the first call of this name: before the service has it, or after it did it. */
  readonly killAt: (name: string, when: 'before' | 'after') => Interference;
}

export function killable(name: 'ingest' | 'pixels' = 'ingest'): Killable {
  let child: ChildProcess | null = null;
  const untilKilled = async (
    messages: readonly Message[],
    { variables }: Pick<Deployment, 'variables'>,
    output: string[],
  ): Promise<never> => {
    child = fork(join(import.meta.dirname, 'worker.ts'), [name], {
      env: { PATH: process.env.PATH, ...variables },
      execArgv: ['--no-warnings'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => void output.push(chunk.toString('utf8')));
    child.send(messages);
    const [, signal] = await once(child, 'close');
    throw new Error(`the worker was ended by ${signal}`);
  };
  return {
    start: async (deployment, output) => {
      const next = await coldStart(deployment, undefined, name);
      return {
        invoke: (messages) =>
          child === null ? untilKilled(messages, deployment, output) : next.invoke(messages),
      };
    },
    killAt: (call, when) => {
      let hasKilled = false;
      return ({ name: called }) => {
        if (hasKilled || called !== call) return null;
        hasKilled = true;
        child?.kill('SIGKILL');
        return { kind: when === 'before' ? 'cut' : 'lost-answer' };
      };
    },
  };
}
