import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { ledgerEditors } from '../../setup/index.ts';
import { type Seller, type SellerFields, sellerDoor, sellerProblems, tidySeller } from '../seller.ts';
import { readSeller, sellerInputs } from '../seller-form.ts';
import { defaultSeller, insertSeller, lockSellers, sellerByName } from '../store.ts';

/** Add seller, in the set-up. CUS-2 */
const addSellerForm = (timeZone: string): ModalView =>
  modal({
    callback: 'seller.add',
    title: 'Add a seller',
    submit: 'Add',
    blocks: sellerInputs({ timeZone }),
  });

const doing = 'add a seller';

/** @throws FieldErrors at what is wrong, and at a name that another seller has */
export const requireSeller = async (work: Work, entries: SellerFields, id?: string): Promise<SellerFields> => {
  const tidy = tidySeller(entries);
  const problems = sellerProblems(tidy);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  const same = await sellerByName(work.tx, tidy.name);
  if (same && same.id !== id) throw new FieldErrors({ name: `There is a seller called ${same.name} already.` });
  return tidy;
};

/** The first seller is the one that sells unless another is named. CUS-2 */
export const addSeller = (deps: Deps, by: By, entries: SellerFields): Promise<Seller> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    await lockSellers(work.tx);
    const tidy = await requireSeller(work, entries);
    const isDefault = (await defaultSeller(work.tx)) === undefined;
    const seller = await insertSeller(work.tx, tidy, { isDefault, createdBy: work.by.id, createdAt: work.now });
    work.audit({
      action: 'seller.added',
      subject: { type: sellerDoor.subject, id: seller.id },
      after: { ...tidy, isDefault },
    });
    return seller;
  });

export const addSellerButton: Interaction = {
  id: 'seller.add',
  press: opensForm({
    roles: ledgerEditors,
    doing,
    find: async (deps) => deps.timeZone,
    form: addSellerForm,
  }),
  submit: async ({ deps, by, values }) => {
    const seller = await addSeller(deps, by, readSeller(values));
    return { window: { type: sellerDoor.subject, id: seller.id } };
  },
};
