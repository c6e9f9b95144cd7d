import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { GeneratedSet } from './set/generate.ts';

/** What programs of others say of outputs, where they are installed: dciodvfy (dicom3tools) of IODs, dcmdump (DCMTK) of whether it reads a file. */
export interface Outside {
  /** Paired outputs with an error that their source has not; null: dciodvfy is not here. */
  readonly worseIods: number | null;
  /** Outputs that dcmdump does not read; null: it is not here. */
  readonly unreadable: number | null;
}

/** The errors of sources, which are the same for every tool. */
const SOURCES = new WeakMap<GeneratedSet, Map<string, ReadonlySet<string>>>();

/** `pairs`: the paths of sources and of their outputs below their folders. */
export function outsideOf(
  set: GeneratedSet,
  sourceFolder: string,
  outputFolder: string,
  pairs: ReadonlyMap<string, string>,
): Outside {
  const known = SOURCES.get(set) ?? new Map<string, ReadonlySet<string>>();
  SOURCES.set(set, known);
  let [worseIods, unreadable] = [0, 0];
  for (const [source, output] of pairs) {
    const path = join(outputFolder, output);
    if (isHere('dcmdump') && spawnSync('dcmdump', ['-q', path], { stdio: 'ignore' }).status !== 0)
      unreadable += 1;
    if (!isHere('dciodvfy')) continue;
    const before = known.get(source) ?? iodErrors(join(sourceFolder, source));
    known.set(source, before);
    if ([...iodErrors(path)].some((error) => !before.has(error))) worseIods += 1;
  }
  return {
    worseIods: isHere('dciodvfy') ? worseIods : null,
    unreadable: isHere('dcmdump') ? unreadable : null,
  };
}

/** Its errors without values: what stands in quotes or brackets is of the file. */
function iodErrors(path: string): ReadonlySet<string> {
  const { stderr } = spawnSync('dciodvfy', [path], { encoding: 'latin1', maxBuffer: 1 << 26 });
  return new Set(
    stderr
      .split('\n')
      .filter((line) => line.startsWith('Error'))
      .map((line) => line.replace(/"[^"]*"|\[[^\]]*\]|'[^']*'/g, '')),
  );
}

const here = new Map<string, boolean>();

function isHere(program: string): boolean {
  const known =
    here.get(program) ?? spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
  here.set(program, known);
  return known;
}
