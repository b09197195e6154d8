import { UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { applyChange, lockForAccounting, stateAfter } from '../change-invoice.ts';
import { invoiceRef } from '../invoice.ts';

export interface TakeBack {
  readonly invoiceId: string;
  readonly what: 'sent' | 'permission';
  readonly reason: string;
}

/** It was not sent after all, or the customer withdrew the permission to charge. With a reason. ALL-5 */
export const takeBack = async (deps: Deps, by: By, input: TakeBack): Promise<void> => {
  await deps.transact(by, async (work) => {
    const invoice = await lockForAccounting(work, input.invoiceId, 'take back what was recorded');
    const { sent, permission } = invoice;
    const why = escapeMrkdwn(input.reason);
    if (input.what === 'sent') {
      if (!sent) throw new UserError(`Invoice ${invoiceRef(invoice)} is not marked as sent.`);
      const change = { sent: null, ...stateAfter(work, invoice, { sent: false }) };
      await applyChange(work, invoice, change, {
        what: 'taken back',
        before: { accountingNumber: sent.number, sentOn: sent.on },
        after: { sentOn: null },
        reason: input.reason,
        text: `${person(work.by.id)} took back that it was sent: ${why}`,
        broadcast: true,
      });
      return;
    }
    if (!permission) throw new UserError(`No permission is recorded for invoice ${invoiceRef(invoice)}.`);
    await applyChange(
      work,
      invoice,
      { permission: null },
      {
        what: 'taken back',
        before: { permission: permission.how, agreedOn: permission.on },
        after: { permission: null },
        reason: input.reason,
        text: `${person(work.by.id)} withdrew the permission to charge the card: ${why}`,
        broadcast: true,
      },
    );
  });
};
