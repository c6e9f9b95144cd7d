import type { KeyObject } from 'node:crypto';
import { memorySource } from '../layers/dicom/byteSource.ts';
import { parseInstance } from '../layers/dicom/parse.ts';
import { cleanInstance } from '../layers/engine/deidentify.ts';
import { Phi } from '../layers/engine/phi.ts';
import { purposeLabel } from '../layers/engine/ports.ts';
import type { Resolver } from '../layers/engine/resolve/answerer.ts';
import { answerUids } from '../layers/engine/resolve/answers/uid.ts';
import { ValueReader } from '../layers/engine/resolve/valueReader.ts';
import { sealPlan } from '../rules/plan.ts';
import { DEFAULT_PROFILE_SETTINGS } from '../rules/ps315/options.ts';
import { profileRules } from '../rules/ps315/profileRules.ts';
import { type EngineOnly, engineOnly } from './engineOnly.ts';
import { encapsulated, manyItems, manyReferences, multiFrameHeader, radiograph } from './objects.ts';
import { median, type Section } from './report.ts';

/** Elements of one item of `manyItems`. */
const ITEM_ELEMENTS = 9;
const RUNS = 7;
/** As many again are thrown away first. */
const ROUNDS_OF_UIDS = 100;

/**
 * What an element, a frame and a fragment cost in memory, in small objects and in large ones: a ratio of 1 is linear. No two objects of one
 * measurement share a UID, but runs on the same object do: the first is thrown away, and what is remembered of UIDs is less than one object has.
 */
export async function benchLinear(work: string): Promise<Section> {
  const engine = engineOnly(work);
  const items = async (count: number) => (await millisOf(manyItems(count), engine)) / (count * ITEM_ELEMENTS);
  const frames = async (count: number) => (await millisOf(multiFrameHeader(count, 0), engine)) / count;
  const fragments = async (count: number) =>
    (await millisOf(encapsulated(count, 64, 'empty'), engine)) / count;
  const warm = await items(500);
  const microsAUid = await microsOfUid(engine);
  const manyUids = await effortOfUids(engine);
  const [fewItems, manyElements] = [await items(1_200), await items(12_000)];
  const [fewFrames, manyFrames] = [await frames(1_000), await frames(100_000)];
  const [fewFragments, manyFragments] = [await fragments(1_000), await fragments(10_000)];
  return {
    title: 'Cost by size, in memory',
    rows: [
      {
        what: 'elements a second, one in nine a UID not seen before',
        value: 1000 / Math.min(manyElements, warm),
        goal: 400_000,
        wants: 'at least',
      },
      { what: 'a UID not seen before, µs', value: microsAUid, goal: 4 },
      { what: 'an instance of 400,000 references, ms of processor', value: manyUids, goal: 5_000 },
      { what: 'an element of 108,000, against one of 10,800', value: manyElements / fewItems, goal: 1.5 },
      { what: 'a frame of 100,000, against one of 1,000', value: manyFrames / fewFrames, goal: 1.5 },
      { what: 'a fragment of 10,000, against one of 1,000', value: manyFragments / fewFragments, goal: 1.5 },
    ],
  };
}

/** From requests to answers, a thousand at a time, as none of them was asked for before. */
async function microsOfUid({ keys, identities, entropy, keyScope }: EngineOnly): Promise<number> {
  const label = purposeLabel('uid', keyScope);
  const key = (await keys.subkeys([label])).get(label) as KeyObject;
  const source = memorySource(radiograph(0, 0));
  const resolver: Resolver = {
    identities,
    entropy,
    keyScope,
    lookups: new Map(),
    values: new ValueReader(await parseInstance(source), source),
    subkey: async () => key,
  };
  const times: number[] = [];
  for (let round = 0; round < 2 * ROUNDS_OF_UIDS; round++) {
    const requests = Array.from({ length: 1000 }, (_, index) => ({
      kind: 'uid' as const,
      method: 'keyed' as const,
      original: new Phi(`1.2.826.0.1.3680043.10.54321.${round}.${index * 7919}`),
    }));
    const started = performance.now();
    await answerUids(requests, resolver);
    if (round >= ROUNDS_OF_UIDS) times.push(performance.now() - started);
  }
  return median(times);
}

const MANY_UIDS = 400_000;

/** Of the whole process, its garbage collection included: once, as a run takes seconds. */
async function effortOfUids(services: EngineOnly): Promise<number> {
  const settings = { ...DEFAULT_PROFILE_SETTINGS, references: 'keep' as const };
  const plan = sealPlan({ ...services.plan, rules: profileRules(settings) });
  const source = memorySource(manyReferences(MANY_UIDS));
  const started = process.cpuUsage();
  const clean = await cleanInstance(source, { ...services, plan });
  const { user, system } = process.cpuUsage(started);
  if ('reason' in clean) throw new Error(`not released: ${clean.reason.code}`);
  return (user + system) / 1000;
}

async function millisOf(bytes: Uint8Array, services: EngineOnly): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    const clean = await cleanInstance(memorySource(bytes), services);
    if ('reason' in clean) throw new Error(`not released: ${clean.reason.code}`);
    if (run > 0) times.push(performance.now() - started);
  }
  return median(times);
}
