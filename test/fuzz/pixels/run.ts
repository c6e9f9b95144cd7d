import { parseArgs } from 'node:util';
import { openReader } from '../../../layers/pixels/openReader.ts';
import { codecsHere } from '../../support/frames.ts';
import { random } from '../mutate.ts';
import { type EncodedFrame, frames, mutant } from './mutants.ts';
import { verdictOn } from './verdict.ts';

/** `npm run fuzz:pixels -- --mutants N --seed S`: mutants of encoded frames of every syntax through the reader, one in four filled and written again. Exit code 1 if one is neither read nor refused by a code. */
const { values } = parseArgs({
  options: { mutants: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const all = frames(codecsHere());
// Hung calls are given up soon, or twenty of them would be the whole run.
const reader = openReader({ frame: { startMs: 4_000, msPerMegasample: 300 } });
const outcomes = new Map<string, number>();
const wrongs: string[] = [];
let [slowest, slowestSeed, most] = [0, 0, 0];
const started = performance.now();
for (let index = 0; index < Number(values.mutants); index++) {
  const seed = Number(values.seed) + index;
  const dice = random(seed);
  const pick = () => all[dice.below(all.length)] as EncodedFrame;
  const one = mutant(pick(), pick(), dice);
  const begun = performance.now();
  const outcome = await verdictOn(reader, one, seed % 4 === 0);
  const ms = performance.now() - begun;
  if (ms > slowest) [slowest, slowestSeed] = [ms, seed];
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  // The last one is of a reader that does not answer.
  if (
    ['PIXELS_NOT_AS_MEANT', 'PIXELS_WEIGHTS'].includes(outcome) ||
    !/^(decoded|written|PIXELS_[A-Z_]+)$/.test(outcome)
  )
    wrongs.push(`seed ${seed}, ${one.format.syntax}, ${one.changes.join('+')}: ${outcome}`);
  if (index % 16 === 0) most = Math.max(most, process.memoryUsage.rss());
}
await reader.close();
console.log(
  `${values.mutants} mutants of ${all.length} frames, ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
for (const [outcome, count] of [...outcomes].sort(([, one], [, other]) => other - one))
  console.log(`  ${outcome.padEnd(24)}${String(count).padStart(8)}`);
console.log(
  `  slowest: ${slowest.toFixed(0)} ms (seed ${slowestSeed}); most memory of the process that asks: ${(most / 1e6).toFixed(0)} MB`,
);
console.log(wrongs.length === 0 ? 'none crashed, hung or came out wrong' : `${wrongs.length} wrong`);
for (const wrong of wrongs.slice(0, 50)) console.log(`  ${wrong}`);
process.exitCode = wrongs.length === 0 ? 0 : 1;
