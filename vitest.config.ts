import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A second, which is the default, is nothing on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    // Real databases, real sockets and a browser on a busy machine: slow is not broken.
    testTimeout: 120_000,
    hookTimeout: 300_000,
    globalSetup: 'test/support/embedded-template.ts',
    pool: 'forks',
    // Half of a test's time is waiting for a database, a browser or a child.
    maxWorkers: 4,
    projects: [
      // They keep nothing between files: loading the modules once for all of them saves a third of their time.
      { extends: true, test: { name: 'shared', include: ['test/{unit,flows}/**/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'alone', include: ['test/**/*.test.ts'], exclude: ['test/{unit,flows}/**'] } },
    ],
  },
});
