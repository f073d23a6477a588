// Tests are ES modules, as the sources are: jest runs under --experimental-vm-modules (see package.json).
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' }, sourceMaps: 'inline' }],
  },
  cacheDirectory: '<rootDir>/.cache/jest',
  // jest leaves one processor to itself; here much of the time goes to waiting for git.
  maxWorkers: '100%',
  testTimeout: 60_000,
};
