import type { ModalView } from '@slack/types';
import { modal } from '../../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  aboutInvoice,
  type Invoice,
  moneyRoles,
  opensInvoiceForm,
  readReason,
  reasonInput,
  saidOfInvoice,
} from '../../../invoices/index.ts';
import { withdrawWith } from '../permission.ts';

const doing = 'withdraw the permission to charge';

/** Withdraw permission. ALL-5 */
export const withdrawForm = (invoice: Invoice): ModalView =>
  modal({
    callback: 'invoice.withdraw_permission',
    title: 'Withdraw permission',
    submit: 'Withdraw',
    data: invoice.id,
    blocks: [aboutInvoice(invoice), reasonInput('Why may the card not be charged?')],
  });

/** The customer withdrew the permission to charge, or it was recorded by mistake. With a reason. ALL-5 */
export const withdrawPermission = (
  deps: Deps,
  by: By,
  input: { readonly invoiceId: string; readonly reason: string },
): Promise<void> =>
  deps.transact(by, (work) => {
    work.require(moneyRoles, doing);
    return withdrawWith(work, input);
  });

export const withdrawPermissionButton: Interaction = {
  id: 'invoice.withdraw_permission',
  press: opensInvoiceForm(doing, withdrawForm),
  submit: async ({ deps, by, data, values }) => {
    await withdrawPermission(deps, by, { invoiceId: data, reason: readReason(values) });
    return saidOfInvoice(deps, data, 'may not be charged to the card any more');
  },
};
