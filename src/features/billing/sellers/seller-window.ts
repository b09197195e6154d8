import type { WindowKind } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { SetupPart } from '../setup/index.ts';
import { existingSeller } from './actions/edit-seller.ts';
import { documentKinds } from './number-format.ts';
import { issueDay, type Seller, sellerDoor } from './seller.ts';
import { type ShownSeries, sellerHead, sellersState } from './seller-views.ts';
import { readSeries } from './series-store.ts';
import { allSellers, sellerById } from './store.ts';
import { yearOf } from './take-number.ts';

const seriesOf = (deps: Deps, seller: Seller, yearsAhead: readonly number[]): Promise<readonly ShownSeries[]> => {
  const year = yearOf(issueDay(seller, deps.clock.now()));
  const keys = yearsAhead.flatMap((ahead) =>
    documentKinds.map((kind) => ({ sellerId: seller.id, kind, year: year + ahead })),
  );
  return Promise.all(keys.map(async (key) => ({ key, series: await readSeries(deps.db.prisma, key) })));
};

export const sellerWindow: WindowKind = {
  ...sellerDoor,
  find: async (tx, id) => ((await sellerById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => {
    const seller = await existingSeller(deps, id);
    return sellerHead(seller, await seriesOf(deps, seller, [0, 1]));
  },
};

export const sellersPart: SetupPart = {
  order: 10,
  title: 'Sellers and numbers',
  read: async ({ deps }) => {
    const sellers = await allSellers(deps.db.prisma);
    return sellersState(
      await Promise.all(sellers.map(async (seller) => ({ seller, series: await seriesOf(deps, seller, [0]) }))),
    );
  },
};
