import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf, type Cohort } from './cohort.ts';
import type { Done, Faulted, Place, WorkerOptions } from './worker.ts';

export interface CrewOptions {
  readonly place: Place;
  readonly cohort: Cohort;
  readonly folder: string;
  readonly output: string;
  readonly processes: number;
  /** Instances at a time in each process. */
  readonly lanes: number;
  /** How often a process is killed, and another takes its place. */
  readonly kills: number;
  /** How often each instance is handed out, as a queue does that delivers at least once. */
  readonly deliveries: number;
}

export interface CrewReport {
  readonly done: readonly Done[];
  readonly killed: number;
  /** Instances that a killed process had in hand. */
  readonly interrupted: number;
  /** How often an instance came again because of a fault of the surroundings that passed. */
  readonly faults: number;
  readonly seconds: number;
  readonly processes: number;
}

const WORKER = join(import.meta.dirname, 'worker.ts');

/** Writes the cohort's instances where workers look for them. */
export function writeCohort(folder: string, cohort: Cohort): void {
  mkdirSync(join(folder, 'in'), { recursive: true });
  for (let index = 0; index < cohort.instances; index++)
    writeFileSync(join(folder, 'in', `${index}.dcm`), bytesOf(index, cohort));
}

/**
 * Takes a cohort through many processes at once. Processes are killed (SIGKILL) while they work, one drawn each time that so many instances are done;
 * what one had in hand goes to others.
 * Rejects if a process ends that nobody killed.
 */
export async function runCrew(options: CrewOptions): Promise<CrewReport> {
  const { cohort, processes, lanes, kills, deliveries } = options;
  const started = performance.now();
  const queue = shuffled(
    Array.from({ length: cohort.instances * deliveries }, (_, index) => index % cohort.instances),
  );
  const total = queue.length;
  const done: Done[] = [];
  const crew = new Set<Member>();
  let killed = 0;
  let interrupted = 0;
  let faults = 0;

  const enlist = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const member = new Member(options);
      crew.add(member);
      const leave = () => {
        crew.delete(member);
        member.child.disconnect();
        resolve();
      };
      const give = () => {
        while (member.isReady && member.inHand.length < lanes) {
          const index = queue.pop();
          if (index === undefined) break;
          member.inHand.push(index);
          // Where it is gone already, its exit gives back what it had in hand.
          member.child.send(index, () => {});
        }
        // What is in others' hands may come back.
        if (done.length === total) for (const each of crew) each.child.emit('finished');
      };
      member.child.on('finished', leave);
      member.child.on('message', (message: Done | Faulted | 'ready' | 'more') => {
        if (message === 'ready') member.isReady = true;
        else if (message !== 'more') {
          member.inHand.splice(member.inHand.indexOf(message.index), 1);
          if ('fault' in message) {
            faults += 1;
            queue.unshift(message.index);
          } else {
            done.push(message);
            killOneInAWhile();
          }
        }
        give();
      });
      member.child.on('exit', (code, signal) => {
        if (!crew.delete(member)) return;
        if (signal !== 'SIGKILL') {
          reject(new Error(`a worker ended by itself: ${code ?? signal}`));
          return;
        }
        interrupted += member.inHand.length;
        queue.push(...member.inHand);
        for (const each of crew) each.child.emit('message', 'more');
        enlist().then(resolve, reject);
      });
    });

  const killOneInAWhile = (): void => {
    if (killed >= kills || done.length < ((killed + 1) * total) / (kills + 1)) return;
    // One that works: to kill one that is just starting would show nothing.
    const working = [...crew].filter(({ inHand }) => inHand.length > 0);
    const victim = working[Math.floor(Math.random() * working.length)];
    if (victim?.child.kill('SIGKILL')) killed += 1;
  };
  await Promise.all(Array.from({ length: processes }, enlist));
  return { done, killed, interrupted, faults, seconds: (performance.now() - started) / 1000, processes };
}

class Member {
  readonly child: ChildProcess;
  readonly inHand: number[] = [];
  isReady = false;

  constructor({ place, folder, output, lanes }: CrewOptions) {
    const told: WorkerOptions = { place, folder, output, lanes };
    this.child = fork(WORKER, [JSON.stringify(told)], { execArgv: ['--no-warnings'] });
  }
}

function shuffled<T>(items: readonly T[]): T[] {
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
