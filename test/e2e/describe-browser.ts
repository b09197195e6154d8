import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';
import { chromiumPath } from './sandbox.ts';

/** A suite that needs Chromium. Without it the suite is skipped aloud; in CI it fails. */
export const describeBrowser = (name: string, suite: () => void): void => {
  if (existsSync(chromiumPath)) {
    describe(name, suite);
  } else if (process.env.CI) {
    test(name, () => {
      throw new Error(`There is no Chromium at ${chromiumPath} (CHROMIUM); in CI these tests must run.`);
    });
  } else {
    console.warn(`\n*** SKIPPED: "${name}": there is no Chromium at ${chromiumPath} (CHROMIUM) ***\n`);
    describe.skip(name, suite);
  }
};
