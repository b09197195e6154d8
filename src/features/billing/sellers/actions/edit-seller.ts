import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { changedMeanwhile, differenceOf, ledgerEditors } from '../../setup/index.ts';
import { type Seller, type SellerFields, sellerDoor } from '../seller.ts';
import { readSeller, sellerInputs } from '../seller-form.ts';
import { lockSellers, sellerById, updateSeller } from '../store.ts';
import { requireSeller } from './add-seller.ts';

/** Edit, in the seller's window. ALL-10 */
const editSellerForm = (seller: Seller): ModalView =>
  modal({
    callback: 'seller.edit',
    title: 'Edit a seller',
    submit: 'Save',
    data: `${seller.id}:${seller.version}`,
    blocks: [...sellerInputs(seller), textInput({ name: 'reason', label: 'Why is it changed?', max: 500 })],
  });

const doing = 'edit a seller';

export const existingSeller = async (deps: Deps, id: string): Promise<Seller> => {
  const seller = await sellerById(deps.db.prisma, id);
  if (!seller) throw new NotFound('seller');
  return seller;
};

export interface EditSeller {
  readonly sellerId: string;
  /** The version that was shown. ALL-3 */
  readonly version: number;
  readonly entries: SellerFields;
  readonly reason: string;
}

/** Changes what the documents from now on say of the seller; issued ones stay as they are. BIL-12 */
export const editSeller = (deps: Deps, by: By, { sellerId, version, entries, reason }: EditSeller): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    await lockSellers(work.tx);
    const before = await sellerById(work.tx, sellerId);
    if (!before) throw new NotFound('seller');
    const tidy = await requireSeller(work, entries, sellerId);
    const subject = { type: sellerDoor.subject, id: sellerId };
    if (!(await updateSeller(work.tx, sellerId, version, tidy))) throw await changedMeanwhile(work.tx, subject);
    const changed = differenceOf(before, tidy);
    work.audit({ action: 'seller.edited', subject, ...changed, reason: reason.trim() });
  });

export const editSellerButton: Interaction = {
  id: 'seller.edit',
  press: opensForm({ roles: ledgerEditors, doing, find: existingSeller, form: editSellerForm }),
  submit: async ({ deps, by, data, values }) => {
    const [sellerId = '', version = ''] = data.split(':');
    const reason = values.text('reason') ?? '';
    await editSeller(deps, by, { sellerId, version: Number(version), entries: readSeller(values), reason });
    return { window: { type: sellerDoor.subject, id: sellerId } };
  },
};
