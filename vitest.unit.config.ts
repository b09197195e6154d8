import { defineConfig } from 'vitest/config';

/** The pure rules alone, for `npm run mutate`. */
export default defineConfig({
  test: {
    include: [
      'test/unit/{core,collections,onboarding,subscriptions,taxes,charging,changes,allocations,billing,credits}/*.test.ts',
    ],
    pool: 'forks',
  },
});
