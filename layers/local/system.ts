import { randomBytes } from 'node:crypto';
import type { Clock, Entropy } from '../engine/ports.ts';

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
};

/** The operating system's cryptographic random source. */
export const systemEntropy: Entropy = {
  bytes: (count) => randomBytes(count),
};
