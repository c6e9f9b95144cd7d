import { spawnSync } from 'node:child_process';
import { NotHere } from './python.ts';

/** What de-identifies a folder: the command line, or why it cannot be had here. */
export interface Tool {
  readonly name: string;
  /** As it is pinned, or as the installed program says it. Throws `NotHere`. */
  version(): string;
  /** `best`: what its documentation offers for a research collection. */
  readonly configuration: 'default' | 'best' | 'tcia';
  /** What is run, in words. */
  readonly how: string;
  /** Called once, before the first run; `work`: an empty folder. Throws `NotHere`. */
  prepare(work: string): ToolCommand;
}

/** The program and its arguments for a folder of inputs and an empty one for outputs. */
export type ToolCommand = (source: string, target: string) => readonly string[];

/** The version that a program of Debian's says of itself. */
export function versionOf(program: string, debianPackage: string): () => string {
  return () => {
    onPath(program, debianPackage);
    const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    return /\d+\.\d+(?:\.\d+)?/.exec(stdout + stderr)?.[0] ?? 'unknown';
  };
}

export function onPath(program: string, debianPackage: string): void {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined)
    throw new NotHere(`not installed (Debian: apt-get install ${debianPackage})`);
}
