import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { corpusFolder, readCorpus } from '../corpus/files.ts';
import { builtObjects } from './built.ts';
import { MUTATIONS, type Mutation, mutate, nameOf, random, type Seed } from './mutate.ts';
import type { PlanName } from './plans.ts';
import { seedOf } from './seed.ts';
import { BOUNDS, verdictOn } from './verdict.ts';

/**
 * `npm run fuzz -- --mutants N --seed S`: mutants of the files of LETHE_CORPUS, or of built objects without it, through the engine in memory.
 * Exit code 1 if one is neither released nor refused by a code, or takes longer than its size allows. `--save DIR` keeps such mutants.
 */

const MAX_FILE_BYTES = 300_000;

interface Tally {
  readonly outcomes: Map<string, number>;
  readonly mutations: Map<Mutation, number>;
  readonly wrongs: string[];
  slowest: { ms: number; sizeBytes: number; name: string };
  slowestPerByte: { msPerMegabyte: number; sizeBytes: number; name: string };
  bytes: number;
  peakHeapBytes: number;
}

async function fuzz(
  objects: readonly Seed[],
  mutants: number,
  seed: number,
  save: string | null,
): Promise<Tally> {
  const tally: Tally = {
    outcomes: new Map(),
    mutations: new Map(),
    wrongs: [],
    slowest: { ms: 0, sizeBytes: 0, name: '' },
    slowestPerByte: { msPerMegabyte: 0, sizeBytes: 0, name: '' },
    bytes: 0,
    peakHeapBytes: 0,
  };
  for (let index = 0; index < mutants; index++) {
    // Each by its own seed, so that one of them can be made again by itself.
    const dice = random(seed + index);
    const pick = () => objects[dice.below(objects.length)] as Seed;
    const mutant = mutate(pick(), pick(), dice);
    const { outcome, ms, wrong } = await verdictOn(mutant.bytes, planOf(seed + index));
    const sizeBytes = mutant.bytes.length;
    count(tally.outcomes, outcome ?? 'defect');
    for (const mutation of mutant.mutations) count(tally.mutations, mutation);
    tally.bytes += sizeBytes;
    if (ms > tally.slowest.ms) tally.slowest = { ms, sizeBytes, name: `seed ${seed + index}` };
    const msPerMegabyte = (ms * 1e6) / sizeBytes;
    if (sizeBytes > 50_000 && msPerMegabyte > tally.slowestPerByte.msPerMegabyte)
      tally.slowestPerByte = { msPerMegabyte, sizeBytes, name: `seed ${seed + index}` };
    if (index % 256 === 0) tally.peakHeapBytes = Math.max(tally.peakHeapBytes, process.memoryUsage().rss);
    if (wrong === null) continue;
    tally.wrongs.push(`seed ${seed + index}, ${sizeBytes} bytes, ${mutant.mutations.join('+')}: ${wrong}`);
    if (save !== null) writeFileSync(join(save, `${nameOf(mutant.bytes)}.dcm`), mutant.bytes);
  }
  return tally;
}

/** One mutant in five goes through the options. */
function planOf(index: number): PlanName {
  return index % 5 === 4 ? 'options' : 'basic';
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function print(tally: Tally, objects: readonly Seed[], mutants: number, seconds: number): void {
  const { outcomes, slowest, slowestPerByte, wrongs } = tally;
  console.log(
    `${mutants} mutants of ${objects.length} objects, ${(tally.bytes / 1e9).toFixed(2)} GB, ${seconds.toFixed(0)} s\n`,
  );
  for (const [outcome, times] of [...outcomes].sort(([, a], [, b]) => b - a))
    console.log(`  ${outcome.padEnd(30)}${String(times).padStart(8)}`);
  console.log(
    `\n  mutations: ${MUTATIONS.map((kind) => `${kind} ${tally.mutations.get(kind) ?? 0}`).join(', ')}`,
  );
  console.log(`  slowest: ${slowest.ms.toFixed(1)} ms of ${slowest.sizeBytes} bytes (${slowest.name})`);
  console.log(
    `  slowest by size, above 50 kB: ${slowestPerByte.msPerMegabyte.toFixed(0)} ms a megabyte, of ${slowestPerByte.sizeBytes} bytes (${slowestPerByte.name})`,
  );
  console.log(`  allowed: ${BOUNDS.startMs} ms and ${BOUNDS.msPerMegabyte} ms a megabyte`);
  console.log(`  most memory of the process: ${(tally.peakHeapBytes / 1e6).toFixed(0)} MB`);
  console.log(wrongs.length === 0 ? '\nnone crashed, hung or came out wrong' : `\n${wrongs.length} wrong`);
  for (const wrong of wrongs.slice(0, 50)) console.log(`  ${wrong}`);
}

/** Others are refused at once, whatever is changed in them. */
function isPart10(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(128, 132)).toString('latin1') === 'DICM';
}

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    save: { type: 'string' },
  },
});
const folder = corpusFolder();
const originals =
  folder === null
    ? builtObjects()
    : readCorpus(folder)
        .files.map((file) => new Uint8Array(readFileSync(join(folder, file))))
        .filter((bytes) => bytes.length <= MAX_FILE_BYTES && isPart10(bytes));
const objects = await Promise.all(originals.map(seedOf));
const save = values.save ?? null;
if (save !== null) mkdirSync(save, { recursive: true });
const mutants = Number(values.mutants);
const started = performance.now();
const tally = await fuzz(objects, mutants, Number(values.seed), save);
print(tally, objects, mutants, (performance.now() - started) / 1000);
process.exitCode = tally.wrongs.length === 0 ? 0 : 1;
