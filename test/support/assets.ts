import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { addServer } from '../../src/features/billing/assets/index.ts';
import { insertAssets } from '../../src/features/billing/assets/inventory/store.ts';
import { addGroup, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { featureSlices } from '../../src/features/slices.ts';
import type { Engine } from '../../src/platform/db/open.ts';
import { runsSlice } from '../../src/platform/runs/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { type Files, openerOf } from './files.ts';
import { createHarness, type Harness } from './harness.ts';

/** All slices, with runs that are worked through when the test says so. */
export const assetsHarness = async (engine: Engine, files: Files = {}): Promise<Harness> => {
  const all = featureSlices({
    playbooks: await loadPlaybooks(),
    reportFormats: [],
    openFile: openerOf(files),
    wakeRuns: () => {},
  });
  return createHarness({ engine, slices: [...all, runsSlice({ work: async () => {}, wake: () => {} })] });
};

/** A server with these lists on it, by name, such as `{ News: 'shop' }` at the site shop; the ids at the server are the names. */
export const serverWith = async (h: Harness, name: string, assets: Readonly<Record<string, string>>) => {
  const server = await addServer(h.deps, system, { name, comments: '' });
  const listed = Object.entries(assets).map(([called, site]) => ({ listedId: called, name: called, site }));
  const made = await insertAssets(h.db.prisma, server.id, listed, h.clock.now());
  return { ...server, idOf: (called: string) => made.find((each) => each.name === called)?.id ?? newId() };
};

/** A customer with one billing group since January 1, 2026. */
export const customerWithGroup = async (h: Harness, name: string, group = 'Hosting') => {
  const customer = await h.deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency: 'USD' }));
  const { id: groupId } = await addGroup(h.deps, system, {
    customerId: customer.id,
    group: {
      name: group,
      startOn: day('2026-01-01'),
      endOn: null,
      termsId: null,
      purchaseOrder: null,
      addressees: [],
      contractId: null,
      sellerId: null,
    },
  });
  return { ...customer, groupId };
};
