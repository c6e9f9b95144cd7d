/** ESM and TypeScript as Node runs them: esbuild strips the types, nothing else is transformed. */
// biome-ignore lint/style/noDefaultExport: jest reads its configuration so.
export default {
  testEnvironment: 'node',
  // A bound on hangs, not on slowness: a busy machine fails nothing. No test has one of its own.
  testTimeout: 900_000,
  // A core for each worker: what starts the tests only waits.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cloud/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuildTransform.mjs' },
};
