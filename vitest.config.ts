import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // A second, which is the default, is nothing on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    include: ['test/**/*.test.ts'],
    // Real databases, real sockets and a browser on a busy machine: slow is not broken.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
