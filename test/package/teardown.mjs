import { rmSync } from 'node:fs';

/** What `setup.mjs` made. */
// biome-ignore lint/style/noDefaultExport: jest calls it so.
export default function teardown() {
  if (process.env.LETHE_PACKED) rmSync(process.env.LETHE_PACKED, { recursive: true, force: true });
}
