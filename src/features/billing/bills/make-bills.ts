import { Conflict } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { draftInvoice, type Invoice, invoiceRef, issue, presentInvoices } from '../invoices/index.ts';
import { afterBilling, lockSubscriptionsOf, type Subscription, storeBilled } from '../subscriptions/index.ts';
import { askingFor, figuresOf } from './asking.ts';
import { planBills } from './plan-bills.ts';

export interface MakeBills {
  readonly customerId: string;
  readonly asOf: Day;
  /** Issued at once; else drafts, which accounting issues. */
  readonly isIssued: boolean;
  /** The figures that somebody was shown. */
  readonly shown?: string | undefined;
}

/** Who made the last bill of these. ALL-3 */
const lastBilled = (subscriptions: readonly Subscription[]): Subscription['template']['billed'] =>
  subscriptions
    .flatMap(({ template }) => template.billed ?? [])
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1);

/**
 * BIL-1: makes the bills that the preview shows, by the same function, and advances the schedules. Whoever asks second for the
 * same finds nothing left. The caller decides who may. Lock order: the customer's subscriptions, then invoices and their series.
 * @throws Conflict where nothing is due, or the figures are no longer those that were shown
 */
export const makeBills = async (work: Work, input: MakeBills): Promise<readonly Invoice[]> => {
  const { customerId, asOf, isIssued, shown } = input;
  const subscriptions = await lockSubscriptionsOf(work, customerId);
  const asking = await askingFor(work, work, { customerId, asOf, today: work.today });
  const plan = await planBills(work.tx, asking, subscriptions);
  if (plan.bills.length === 0) {
    const last = lastBilled(subscriptions);
    const first = last ? ` ${person(last.by)} made the last bill ${moment(last.at)}.` : '';
    throw new Conflict(`Nothing is left to bill as of ${formatDay(asOf)}.${first}`);
  }
  if (shown !== undefined && shown !== figuresOf(plan)) {
    throw new Conflict('The figures have changed since you were shown them. Open the preview again and check them.');
  }
  const made: Invoice[] = [];
  for (const { label, lines, period, seller } of plan.bills) {
    const draft = await draftInvoice(work, { customerId, label, lines, period, seller: seller?.id });
    await presentInvoices(work, draft.subject);
    made.push(isIssued ? await issue(work, draft.id) : draft);
  }
  for (const { template } of subscriptions.filter((each) => each.template.armed))
    await storeBilled(work, template, afterBilling(template, asOf));
  work.audit({
    action: 'bill.made',
    subject: { type: 'customer', id: customerId },
    customerId,
    after: {
      asOf,
      issued: isIssued,
      invoices: made.map((invoice) => `${invoiceRef(invoice)} ${invoice.label} ${formatMoney(invoice.amount)}`),
    },
  });
  return made;
};
