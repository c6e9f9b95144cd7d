import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Mutant, mutated } from './mutant.ts';
import type { JestAnswer } from './verdict.ts';

/** A copy of the tree that mutants are put into, one at a time. The tree that people work in is read, and never written. */
export class Tree {
  readonly root: string;
  readonly #folder: string;
  #worker: ChildProcess | null = null;
  /** How many lists of tests the worker has run: jest keeps something of each in memory. */
  #runs = 0;

  /** Copies what git knows or would take from `from`; packages are shared. */
  constructor(from: string) {
    this.#folder = mkdtempSync(join(tmpdir(), 'lethe-mutants-'));
    this.root = join(this.#folder, 'tree');
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: from,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    for (const file of listed.split('\0')) {
      if (file === '' || !existsSync(join(from, file))) continue;
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      copyFileSync(join(from, file), join(this.root, file));
    }
    symlinkSync(join(from, 'node_modules'), join(this.root, 'node_modules'), 'dir');
  }

  /** Whether the mutant's text is where it says. */
  has(mutant: Mutant): boolean {
    const path = join(this.root, mutant.file);
    return existsSync(path) && mutated(readFileSync(path, 'utf8'), mutant) !== null;
  }

  /** Runs `work` with the mutant in its file, which is as before afterwards. */
  async with<Result>(mutant: Mutant, work: () => Promise<Result>): Promise<Result> {
    const path = join(this.root, mutant.file);
    const before = readFileSync(path, 'utf8');
    const after = mutated(before, mutant);
    if (after === null) throw new RangeError(`${mutant.name}: its text is not once in ${mutant.file}`);
    writeFileSync(path, after);
    try {
      return await work();
    } finally {
      writeFileSync(path, before);
    }
  }

  /** What jest says of some test files; null: it took longer than `timeoutMs`, and was ended. It stops behind the first file that fails. */
  async test(files: readonly string[], timeoutMs: number): Promise<JestAnswer | null> {
    if (this.#runs >= MOST_RUNS) this.#end();
    const worker = this.#worker ?? this.#start();
    this.#runs += 1;
    const late = AbortSignal.timeout(timeoutMs);
    worker.send(files);
    try {
      const [answer] = await once(worker, 'message', { signal: late });
      return answer as JestAnswer;
    } catch {
      // It did not answer in time, or has ended: whatever the mutant did to it, the next one has another.
      this.#end();
      return null;
    }
  }

  /** Ends what runs in it, and takes it away. */
  remove(): void {
    this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(): ChildProcess {
    const worker = fork(join(this.root, 'test/mutants/worker.ts'), [this.root, join(this.#folder, 'cache')], {
      cwd: this.root,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // A group of its own: what the tests have started is ended with it.
      detached: true,
      execArgv: ['--no-compilation-cache', '--experimental-vm-modules', '--no-warnings'],
    });
    worker.once('exit', () => worker.emit('error', new Error('the worker has ended')));
    // Whoever waits for an answer hears of it.
    worker.on('error', () => {});
    this.#worker = worker;
    return worker;
  }

  #end(): void {
    const leader = this.#worker?.pid;
    this.#worker = null;
    this.#runs = 0;
    if (leader === undefined) return;
    try {
      process.kill(-leader, 'SIGKILL');
    } catch {
      // Nobody is left.
    }
  }
}

const MOST_RUNS = 40;
