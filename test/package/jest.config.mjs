import main from '../../jest.config.mjs';

/** `npm run test:package`: the packages are built, packed and installed once, for all tests of this folder. */
// biome-ignore lint/style/noDefaultExport: jest reads its configuration so.
export default {
  ...main,
  rootDir: '../..',
  roots: ['<rootDir>/test/package'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Builds, installs and processes of their own take the other core.
  maxWorkers: 1,
  globalSetup: '<rootDir>/test/package/setup.mjs',
  globalTeardown: '<rootDir>/test/package/teardown.mjs',
};
