import base from '../../jest.config.mjs';

/** The tests that want a deployment: run by run.ts, which brings it up and says where it is. */
// biome-ignore lint/style/noDefaultExport: jest reads its configuration so.
export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/test/cloud'],
  testMatch: ['**/*.cloud.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    // About the emulator that run.ts starts, its record, and what it does not ask; not about one that was named to it.
    ...(process.env.LETHE_CLOUD_ENDPOINT === undefined
      ? []
      : ['/(emulator|requests|backfill|firstBucket)\\.cloud\\.test\\.ts$']),
    // About what all others did: run.ts runs it by itself, after them.
    ...(process.env.LETHE_CLOUD_CALLS === undefined ? ['/permissions\\.cloud\\.test\\.ts$'] : []),
    // Lambda's runtime client could not be built here: run.ts says why.
    ...(process.env.LETHE_RUNTIME_CLIENT === undefined ? ['/runtime\\.cloud\\.test\\.ts$'] : []),
  ],
  testSequencer: '<rootDir>/test/cloud/sequencer.mjs',
  testTimeout: 120_000,
};
