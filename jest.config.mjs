/** ESM and TypeScript as Node runs them: esbuild strips the types, nothing else is transformed. */
// biome-ignore lint/style/noDefaultExport: jest reads its configuration so.
export default {
  // `npm test` hands Node --no-compilation-cache. In V8's compilation cache the modules of each test file, and what they hold, outlive the file: a
  // worker grew by 3 to 90 MB with each, and no garbage collection took them (but one of the last resort, which empties that cache).
  testEnvironment: 'node',
  // A bound on hangs, not on slowness: a busy machine fails nothing. No test has one of its own.
  testTimeout: 900_000,
  // A core for each worker: what starts the tests only waits.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cloud/', '<rootDir>/test/package/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuildTransform.mjs' },
};
