import { Burst } from './bursting.ts';
import { removeDesk } from './listening.ts';

/** `npm run burst:network`: a gateway under load is killed 50 times at random moments, or as often as is asked for; fails if a promise was broken. */
const rounds = Number(process.argv[2] ?? 50);
/** A gateway listens after some 400 ms. */
const MOST_MS = 2_500;

const burst = new Burst({
  rounds,
  pixelBytes: 500_000,
  untilKilled: ({ gateway }, index) =>
    new Promise((resolve) => {
      setTimeout(() => {
        process.stderr.write(`round ${index + 1} of ${rounds}\n`);
        resolve();
      }, Math.random() * MOST_MS);
      void gateway.ended.then(() => resolve());
    }),
});
try {
  const found = await burst.run();
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  const { lost, truncated, otherBytes, leftInSpool } = found;
  process.exitCode = [lost, truncated, otherBytes, leftInSpool].every(({ length }) => length === 0) ? 0 : 1;
} finally {
  removeDesk(burst.desk);
}
