import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { PixelReader } from '../../layers/pixels/reader.ts';
import { NotHere } from '../peers/python.ts';
import type { Tool, ToolCommand } from '../peers/tool.ts';
import { type Cost, costOf } from './cost.ts';
import { type Judgement, judge, outputOf } from './judge/judge.ts';
import type { Output } from './judge/pair.ts';
import { outsideOf } from './outside.ts';
import { type Group, grouped } from './page/misses.ts';
import type { Result, Row, Skipped, Tally } from './page/scorecard.ts';
import type { GeneratedSet } from './set/generate.ts';

/** Runs a tool over every set. Answers its row of the table, or why the tool was skipped. */
export async function scoreTool(
  tool: Tool,
  sets: readonly GeneratedSet[],
  reader: () => PixelReader,
): Promise<Row | Skipped> {
  const { name, configuration, how } = tool;
  const work = mkdtempSync(join(tmpdir(), 'lethe-scorecard-'));
  try {
    const version = tool.version();
    const command = tool.prepare(work);
    const judged: (readonly [Judgement & Pick<Result, 'worseIods' | 'unreadByOthers'>, Cost])[] = [];
    for (const set of sets) judged.push(await judgedRun(command, set, work, reader));
    return {
      tool: name,
      version,
      configuration,
      how,
      result: together(judged.map(([one]) => one)),
      cost: {
        seconds: sum(judged.map(([, { seconds }]) => seconds)),
        cpuSeconds: sum(judged.map(([, { cpuSeconds }]) => cpuSeconds)),
        peakBytes: Math.max(...judged.map(([, { peakBytes }]) => peakBytes)),
      },
    };
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    return { tool: name, configuration, how, skipped: error.message };
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function judgedRun(
  command: ToolCommand,
  set: GeneratedSet,
  work: string,
  reader: () => PixelReader,
): Promise<readonly [Judgement & Pick<Result, 'worseIods' | 'unreadByOthers'>, Cost]> {
  const [source, target] = [join(work, 'source'), join(work, 'target')];
  writeSet(set, source);
  mkdirSync(target);
  const cost = costOf(command(source, target), work);
  const outputs = outputsIn(target);
  const judgement = await judge(set, outputs, reader);
  const { worseIods, unreadable } = outsideOf(set, source, target, judgement.pairs);
  for (const folder of [source, target]) rmSync(folder, { recursive: true });
  rmSync(`${target}.kept`, { recursive: true, force: true });
  return [{ ...judgement, worseIods, unreadByOthers: unreadable }, cost];
}

export function writeSet({ files }: GeneratedSet, folder: string): void {
  for (const { name, bytes } of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
}

/** The DICOM objects that a tool wrote; reports beside them do not count. */
function outputsIn(folder: string): readonly Output[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:json|md|csv|log|txt|db)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => outputOf(relative(folder, path), readFileSync(path)));
}

/** Several sets as one. */
export function together(
  judged: readonly (Judgement & Pick<Result, 'worseIods' | 'unreadByOthers'>)[],
): Result {
  const add = (of: (one: Judgement) => Tally) => added(judged.map(of));
  const names = (of: (one: Judgement) => Readonly<Record<string, Tally>>) =>
    Object.fromEntries(
      [...new Set(judged.flatMap((one) => Object.keys(of(one))))]
        .sort()
        .map((name) => [name, added(judged.map((one) => of(one)[name] ?? { passed: 0, all: 0 }))]),
    );
  const known = (of: (one: (typeof judged)[number]) => number | null) =>
    judged.some((one) => of(one) === null) ? null : sum(judged.map((one) => of(one) ?? 0));
  const misses = judged.flatMap((one) => one.misses);
  const groups: readonly Group[] = grouped(misses);
  return {
    files: sum(judged.map(({ files }) => files)),
    lost: sum(judged.map(({ lost }) => lost)),
    unreadable: sum(judged.map(({ unreadable }) => unreadable)),
    unreadByOthers: known(({ unreadByOthers }) => unreadByOthers),
    worseIods: known(({ worseIods }) => worseIods),
    byAction: names(({ byAction }) => byAction),
    byCategory: names(({ byCategory }) => byCategory),
    leaks: add(({ leaks }) => leaks),
    intervals: add(({ intervals }) => intervals),
    misses: groups,
  };
}

function added(tallies: readonly Tally[]): Tally {
  return { passed: sum(tallies.map(({ passed }) => passed)), all: sum(tallies.map(({ all }) => all)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
