import { FieldErrors } from '../../src/core/errors.ts';
import { addSeller, type SellerFields } from '../../src/features/billing/sellers/index.ts';
import type { Press } from '../../src/features/papers/index.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { featureSlices } from '../../src/features/slices.ts';
import type { Engine } from '../../src/platform/db/open.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { system } from '../../src/platform/work/work.ts';
import { noFiles } from './files.ts';
import { createHarness, type Harness, type HarnessOptions } from './harness.ts';

/** All slices on a real database, and more of a test's own. */
export const billingHarness = async (
  engine: Engine,
  {
    slices = [],
    press,
    openFile = noFiles,
    ...options
  }: Partial<HarnessOptions> & {
    readonly slices?: readonly Slice[];
    readonly press?: Press;
    readonly openFile?: typeof noFiles;
  } = {},
): Promise<Harness> => {
  const all = featureSlices({
    playbooks: await loadPlaybooks(),
    reportFormats: [],
    openFile,
    wakeRuns: () => {},
    publicUrl: 'https://baton.example',
    cardUpdateUrl: 'https://gateway.example/card',
    ...(press ? { press } : {}),
  });
  return createHarness({ engine, slices: [...all, ...slices], ...options });
};

export const aSeller: SellerFields = {
  name: 'Harbor Services Inc.',
  address: '1 Harbor Street\nBoston',
  country: 'US',
  email: 'billing@harbor.example',
  timeZone: 'America/New_York',
};

export const makeSeller = (h: Harness, entries: Partial<SellerFields> = {}) =>
  addSeller(h.deps, system, { ...aSeller, ...entries });

/** What a form would show at its fields. */
export const problemsOf = async (promise: Promise<unknown>): Promise<Readonly<Record<string, string>>> =>
  promise.then(
    () => ({}),
    (error: unknown) => (error instanceof FieldErrors ? error.fields : { threw: String(error) }),
  );
