/** What is due of one subscription, and with what it may share an invoice. */
import type { Day } from '../../../core/time/calendar.ts';
import type { BillingGroup, CustomerDetails } from '../../customers/index.ts';
import { type AssignedAsset, type Billed, billsOf, dueLines, type Item } from '../charging/index.ts';
import { accountOf, type Subscription } from '../subscriptions/index.ts';
import type { SheetLine, Stack } from './sheet.ts';

/** Whose terms, addressees, order number and seller hold: groups that differ in any of them share no invoice. CUS-3 @param sellerId who sells to it */
export const sharesOf = (
  customer: CustomerDetails,
  group: BillingGroup | undefined,
  sellerId: string | undefined,
): string =>
  customer.invoicePer === 'group' && group
    ? group.id
    : JSON.stringify([
        group?.termsId ?? customer.termsId,
        group?.purchaseOrder ?? customer.purchaseOrder,
        [...(group?.addressees ?? [])].sort(),
        sellerId ?? null,
      ]);

/** What decides what is due of it besides its own rows. */
interface History {
  readonly billed: readonly Billed[];
  /** Of its billing group. */
  readonly assets: readonly AssignedAsset[];
  /** What other subscriptions of the group charge for them. CUS-4 */
  readonly rivals: readonly Item[];
}

/** The bills of one subscription that are due as of a day, their lines with how they are booked and taxed. */
export const stackOf = (
  subscription: Subscription,
  { billed, assets, rivals }: History,
  { asOf, usualCategory }: { readonly asOf: Day; readonly usualCategory: string },
  shares: string,
): Stack => {
  const { id: subscriptionId, groupId, template } = subscription;
  const rows = new Map(subscription.items.map((row) => [row.id, row]));
  const metered = new Map(subscription.counts.map((count) => [count.id, rows.get(count.itemId)]));
  const account = accountOf(subscription, billed, assets, rivals);
  const firstMonth = {
    code: 'first-month',
    name: 'Tax of the first month',
    rate: template.creditTaxRate,
    treatment: 'taxed',
  } as const;
  const bills = billsOf(dueLines(account, asOf), account);
  return {
    shares,
    bills: bills.map((bill) => ({
      ...bill,
      lines: bill.lines.map((line): SheetLine => {
        const row = rows.get(line.itemId) ?? metered.get(line.itemId);
        return {
          ...line,
          subscriptionId,
          groupId,
          taxCategory: row?.taxCategory ?? usualCategory,
          account: row?.account,
          ownTax: line.itemId === template.id ? firstMonth : undefined,
        };
      }),
    })),
  };
};
