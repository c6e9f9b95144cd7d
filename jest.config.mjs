/** ESM and TypeScript as Node runs them: esbuild strips the types, nothing else is transformed. */
// biome-ignore lint/style/noDefaultExport: jest reads its configuration so.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/cloud/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/test/support/esbuildTransform.mjs' },
};
