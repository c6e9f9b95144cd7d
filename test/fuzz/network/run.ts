import { parseArgs } from 'node:util';
import { fuzzAcceptor, fuzzRequestor, type NetworkFuzz } from './verdict.ts';

/**
 * `npm run fuzz:network -- --mutants N --seed S`: mutants of PDUs and DIMSE messages over real connections, three in four against our acceptor, the rest
 * against our requestor; time is given. Exit code 1 if a connection stays open, a request is not settled, or memory grows by more than 10 MB; whatever
 * is thrown ends it.
 */

const MOST_GROWTH_BYTES = 10e6;
/** What the engine compiles and keeps is there after so many. */
const WARM_UP = 3_000;
/** Memory is looked at after so many. */
const STEP = 5_000;

const { values } = parseArgs({
  options: { mutants: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const mutants = Number(values.mutants);
const wrongs: string[] = [];
const outcomes = new Map<string, number>();

function add(side: string, fuzz: NetworkFuzz): void {
  wrongs.push(...fuzz.wrongs);
  for (const [outcome, times] of fuzz.outcomes) {
    const key = `${side}: ${outcome}`;
    outcomes.set(key, (outcomes.get(key) ?? 0) + times);
    if (outcome.endsWith('DEFECT')) wrongs.push(key);
  }
}

async function both(seed: number, count: number): Promise<void> {
  const ofAcceptor = Math.round(count * 0.75);
  add('acceptor', await fuzzAcceptor(seed, ofAcceptor));
  add('requestor', await fuzzRequestor(seed, count - ofAcceptor));
}

/** What is held when everything is collected that can be: buffers are let go of beside the collection, some time after it. */
async function heldBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round += 1) {
    globalThis.gc?.();
    await new Promise(setImmediate);
    const { heapUsed, external } = process.memoryUsage();
    least = Math.min(least, heapUsed + external);
  }
  return least;
}

const started = performance.now();
await both(Number(values.seed), WARM_UP);
const before = await heldBytes();
let most = before;
for (let done = 0; done < mutants; done += STEP) {
  await both(Number(values.seed) + WARM_UP + done, Math.min(STEP, mutants - done));
  most = Math.max(most, await heldBytes());
}
const growth = most - before;
if (growth > MOST_GROWTH_BYTES) wrongs.push(`memory grew by ${(growth / 1e6).toFixed(1)} MB`);
console.log(
  `${WARM_UP + mutants} mutants of conversations, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
for (const [outcome, times] of [...outcomes].sort(([, one], [, other]) => other - one))
  console.log(`  ${outcome.padEnd(40)}${String(times).padStart(8)}`);
console.log(
  `  memory held: ${(before / 1e6).toFixed(1)} MB before, ${(most / 1e6).toFixed(1)} MB at most after ${STEP} each; of the process at most ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`,
);
console.log(wrongs.length === 0 ? 'none crashed, hung or stayed open' : `${wrongs.length} wrong`);
for (const wrong of wrongs.slice(0, 50)) console.log(`  ${wrong}`);
process.exitCode = wrongs.length === 0 ? 0 : 1;
