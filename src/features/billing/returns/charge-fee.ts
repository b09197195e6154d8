import { money } from '../../../core/money/money.ts';
import { on, type Reaction } from '../../../platform/work/events.ts';
import type { Work } from '../../../platform/work/work.ts';
import { settlingPolicy } from '../balance/index.ts';
import { invoiceById, planInvoices, presentInvoices } from '../invoices/index.ts';
import { methodTexts, type PaymentCameBack, paymentCameBack } from '../payments/index.ts';

/** An invoice of its own: what the payment had paid is asked for again as it was. BIL-17 */
const chargeFee = async (work: Work, payment: PaymentCameBack): Promise<void> => {
  const { currency } = payment.amount;
  const fee = (await work.policy(settlingPolicy)).returnedFee[currency];
  if (fee === undefined || BigInt(fee) === 0n) return;
  const subject = { type: 'payment', id: payment.paymentId };
  const what = payment.reference ? `${methodTexts[payment.method]} ${payment.reference}` : methodTexts[payment.method];
  // By whom what it had paid was sold.
  const paid = payment.invoice && (await invoiceById(work.tx, payment.invoice.id));
  await planInvoices(work, {
    subject,
    seller: paid?.sellerId,
    customerId: payment.customerId,
    currency,
    charges: [
      {
        kind: 'returned_payment',
        label: `Fee for the returned ${what}`,
        net: money(BigInt(fee), currency),
        taxRate: 0,
      },
    ],
  });
  await presentInvoices(work, subject);
};

/** BIL-17: once for each payment, however many invoices it had paid; none for what was recorded by mistake. */
export const feeReaction: Reaction = on(paymentCameBack, async (work, all) => {
  const returned = new Map(all.filter(({ why }) => why === 'returned').map((each) => [each.paymentId, each]));
  for (const payment of returned.values()) await chargeFee(work, payment);
});
