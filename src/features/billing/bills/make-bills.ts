import { Conflict, UserError } from '../../../core/errors.ts';
import { idSeries } from '../../../core/ids.ts';
import { formatMoney } from '../../../core/money/money.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { requireOpenPeriod } from '../closing/index.ts';
import { frostOf, type Invoice, invoiceRef } from '../invoices/index.ts';
import { afterBilling, type Subscription, schedulesMoved, storeBilled } from '../subscriptions/index.ts';
import { type Billable, lockBillables, only } from './billable.ts';
import { type Bill, makeInvoices } from './make-invoices.ts';
import { type BillPlan, type PlannedBill, planBills, type Reckoning } from './plan-bills.ts';
import { figuresOf, reckoningFor, requireAsOf } from './reckoning.ts';

/** A customer whose subscriptions are locked, with the bills that are due. */
export interface Planned {
  readonly billable: Billable;
  readonly plan: BillPlan;
}

export interface WriteBills {
  readonly reckoning: Reckoning;
  /** Issued at once; else drafts, which accounting issues. */
  readonly isIssued: boolean;
  /** Each has a message of its own. */
  readonly isShown: boolean;
  /** The run that makes them, and the day from which its drafts issue by themselves. BIL-2 */
  readonly run?: { readonly id: string; readonly issueFrom?: Day | undefined } | undefined;
}

/** What the document of a bill will say, and who issues it. @throws UserError where the accounting system numbers it */
const issuingOf = (
  { customer, groups }: Billable,
  { terms, standardTerms }: Reckoning,
  { draft, seller, issueOn: on }: PlannedBill,
): Bill['issuing'] => {
  if (!seller) {
    throw new UserError(
      'Invoices are numbered in the accounting system. Make drafts, or add a seller in `/bill setup` to have them numbered here.',
    );
  }
  const of = { seller, customer, groups, terms, standardTerms };
  const { currency, period, lines } = draft;
  return { ...frostOf(of, { currency, period, lines }, on), seller: seller.id, on };
};

/**
 * Makes planned bills, of one customer or of many, and advances the schedules: one way for a person and for a run. BIL-1, BIL-2
 * @throws UserError where they are issued and the period is closed, or a bill has no seller
 */
export const writeBills = async (
  work: Work,
  planned: readonly Planned[],
  { reckoning, isIssued, isShown, run }: WriteBills,
): Promise<readonly Invoice[]> => {
  const nextId = idSeries();
  const bills = planned.flatMap(({ billable, plan }) =>
    plan.bills.map((bill): Bill => {
      const { label, draft } = bill;
      const issuing = isIssued ? issuingOf(billable, reckoning, bill) : undefined;
      return {
        id: nextId(),
        customerId: billable.id,
        label,
        draft,
        issuing,
        runId: run?.id,
        issueFrom: run?.issueFrom,
      };
    }),
  );
  for (const on of new Set(bills.flatMap(({ issuing }) => issuing?.on ?? []))) await requireOpenPeriod(work, on);
  const made = await makeInvoices(work, bills, { isShown });
  const templates = planned
    .flatMap(({ billable }) => billable.subscriptions.map(({ template }) => template))
    .filter(({ armed }) => armed);
  await storeBilled(
    work,
    templates.map((template) => ({ id: template.id, ...afterBilling(template, reckoning.asOf) })),
  );
  await work.emit(
    schedulesMoved,
    planned.flatMap(({ billable }) => billable.subscriptions.map(({ id }) => id)),
  );
  return made;
};

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
  requireAsOf(asOf, work.today);
  const billable = only(await lockBillables(work, [customerId]));
  const reckoning = await reckoningFor(work, work, { asOf, today: work.today });
  const plan = planBills(billable, reckoning);
  if (plan.bills.length === 0) {
    const last = lastBilled(billable.subscriptions);
    const first = last ? ` ${person(last.by)} made the last bill ${moment(last.at)}.` : '';
    throw new Conflict(`Nothing is left to bill as of ${formatDay(asOf)}.${first}`);
  }
  if (shown !== undefined && shown !== figuresOf(plan)) {
    throw new Conflict('The figures have changed since you were shown them. Open the preview again and check them.');
  }
  const made = await writeBills(work, [{ billable, plan }], { reckoning, isIssued, isShown: true });
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
