import type { WindowKind } from '../../../../platform/slice/slice.ts';
import type { SetupPart } from '../../setup/index.ts';
import { existingCharge } from './actions/edit-charge.ts';
import { chargeDoor } from './charge.ts';
import { chargeHead, chargesState, mostListed } from './charge-views.ts';
import { chargeById, countCharges, searchCharges } from './store.ts';

export const chargeWindow: WindowKind = {
  ...chargeDoor,
  find: async (tx, id) => ((await chargeById(tx, id)) ? {} : undefined),
  read: async ({ deps }, id) => chargeHead(await existingCharge(deps, id)),
};

export const chargesPart: SetupPart = {
  order: 30,
  title: 'Additional charges',
  read: async ({ deps: { db } }) => {
    const [found, count] = await Promise.all([searchCharges(db.prisma, '', mostListed), countCharges(db.prisma)]);
    return chargesState(
      found.filter(({ archivedAt }) => archivedAt === undefined),
      count,
    );
  },
};
