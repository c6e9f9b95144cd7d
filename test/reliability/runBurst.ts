import { burst } from './burst.ts';
import { FLAWLESS } from './verdict.ts';

/** `npm run burst`: 10,000 objects, or as many as are asked for; fails if a promise was broken. */
const figures = await burst(Number(process.argv[2] ?? 10_000));
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
const isFlawless = JSON.stringify(figures.verdict) === JSON.stringify(FLAWLESS) && figures.deadLetters === 0;
process.exitCode = isFlawless ? 0 : 1;
