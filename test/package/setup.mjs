import { pack } from './packed.ts';

/** Once for all tests of this folder, before the first. Jest transforms no TypeScript here; Node reads it by itself. */
// biome-ignore lint/style/noDefaultExport: jest calls it so.
export default function setup() {
  process.env.LETHE_PACKED = pack();
}
