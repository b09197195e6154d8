import { NotFound, UserError } from '../../../../core/errors.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { ledgerEditors } from '../../setup/index.ts';
import { sellerDoor } from '../seller.ts';
import { defaultSeller, lockSellers, sellerById, setDefaultSeller } from '../store.ts';

/** The seller of every bill whose group names no other. CUS-2 */
export const makeDefault = (deps: Deps, by: By, sellerId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, 'choose who sells');
    await lockSellers(work.tx);
    const seller = await sellerById(work.tx, sellerId);
    if (!seller) throw new NotFound('seller');
    if (seller.isDefault) throw new UserError(`${seller.name} is the one that sells already.`);
    const before = await defaultSeller(work.tx);
    await setDefaultSeller(work.tx, sellerId);
    work.audit({
      action: 'seller.made_default',
      subject: { type: sellerDoor.subject, id: sellerId },
      before: { name: before?.name ?? null },
      after: { name: seller.name },
    });
  });

export const makeDefaultButton: Interaction = {
  id: 'seller.make_default',
  press: async ({ deps, by, value }) => {
    await makeDefault(deps, by, value);
    return { window: { type: sellerDoor.subject, id: value } };
  },
};
