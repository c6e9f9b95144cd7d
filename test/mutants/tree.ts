import { execFileSync, spawn } from 'node:child_process';
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
  /** Leads the processes that run tests now; null: none do. */
  #leader: number | null = null;

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

  /** What jest says of some test files; null: it took longer than `timeoutMs` and was ended. It stops at the first failure. */
  async test(files: readonly string[], timeoutMs: number): Promise<JestAnswer | null> {
    const output = join(this.#folder, 'answer.json');
    rmSync(output, { force: true });
    const child = spawn(
      process.execPath,
      [
        '--no-compilation-cache',
        '--experimental-vm-modules',
        '--no-warnings',
        'node_modules/jest/bin/jest.js',
        '--runInBand',
        '--bail',
        '--silent',
        '--reporters=<rootDir>/test/mutants/answer.mjs',
        `--cacheDirectory=${join(this.#folder, 'cache')}`,
        '--runTestsByPath',
        ...files,
      ],
      // A group of its own: what the tests have started is ended with them.
      {
        cwd: this.root,
        stdio: 'ignore',
        detached: true,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        env: { ...process.env, LETHE_MUTANT_ANSWER: output },
      },
    );
    this.#leader = child.pid ?? null;
    const [, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    if (signal !== null) this.#end();
    this.#leader = null;
    if (signal !== null) return null;
    if (!existsSync(output)) throw new Error(`jest said nothing of ${files.join(' ')}`);
    return JSON.parse(readFileSync(output, 'utf8')) as JestAnswer;
  }

  /** Ends what runs in it, and takes it away. */
  remove(): void {
    this.#end();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #end(): void {
    if (this.#leader === null) return;
    try {
      process.kill(-this.#leader, 'SIGKILL');
    } catch {
      // Nobody is left.
    }
  }
}
