/** What a bill of a customer would be, and is: preview and submit take it from here. BIL-1 */
import { UserError } from '../../../core/errors.ts';
import { type Money, zero } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import {
  type BillingGroup,
  type CustomerDetails,
  dueOn,
  isLive,
  type PaymentTerms,
  type TermsRule,
  termsThatHold,
} from '../../customers/index.ts';
import { type SettlingPolicy, tolerancesOf, usedByBills } from '../balance/index.ts';
import { type Draft, draftOf, type NewLine, taxOfSale } from '../invoices/index.ts';
import { type Seller, sellerFor } from '../sellers/index.ts';
import { rivalsOf, type Subscription } from '../subscriptions/index.ts';
import type { TaxRule } from '../taxes/index.ts';
import type { Billable } from './billable.ts';
import { labelOf, servicePeriod } from './label.ts';
import { fitted, type SheetLine, sheetsOf, type TaxedSheet, type TaxedSheetLine } from './sheet.ts';
import { sharesOf, stackOf } from './stack.ts';

/** A bill to make, as its invoice will be. */
export interface PlannedBill {
  readonly label: string;
  readonly scheduledOn?: Day | undefined;
  /** Who issues it: the one that its groups name, else the default; none where the accounting system numbers it. BIL-12 */
  readonly seller?: Seller | undefined;
  readonly issueOn: Day;
  readonly dueOn: Day;
  readonly lines: readonly NewLine[];
  readonly period?: Period | undefined;
  readonly draft: Draft;
  /** What of the customer's balance pays it by itself when it is issued. BIL-15 */
  readonly balanceUsed: Money;
  /** The groups whose lines stand on it, in order. */
  readonly groups: readonly BillingGroup[];
}

export interface BillPlan {
  readonly customerId: string;
  readonly customer: CustomerDetails;
  readonly asOf: Day;
  /** Each has a seller: Baton numbers them. */
  readonly mayIssue: boolean;
  readonly bills: readonly PlannedBill[];
  /** Credits that exceed all of these bills; zero or negative. */
  readonly waits: Money;
  /** Their lines. */
  readonly waiting: readonly NewLine[];
  /** Nothing of these is billed: they are not armed. */
  readonly unarmed: readonly Subscription[];
}

/** The tables, settings and days by which bills are reckoned, for any customer. */
export interface Reckoning {
  readonly asOf: Day;
  /** The workspace's. */
  readonly today: Day;
  readonly sellers: readonly Seller[];
  /** A bill that is issued now is dated by its seller's calendar: the day, by seller. BIL-12 */
  readonly issueDays: ReadonlyMap<string, Day>;
  /** In which category of the table of taxes services are that name none. */
  readonly usualCategory: string;
  /** The table of taxes. */
  readonly taxRules: readonly TaxRule[];
  readonly terms: readonly PaymentTerms[];
  /** Where neither group nor customer have terms. */
  readonly standardTerms: TermsRule | undefined;
  readonly settling: SettlingPolicy;
}

/** Its tax is found already. */
const newLine = ({ subscriptionId: _of, issueOn: _on, ownTax: _own, ...line }: TaxedSheetLine): NewLine => line;

/** Group by group, charges before credits. */
const inOrder = (lines: readonly SheetLine[], groups: readonly BillingGroup[]): readonly SheetLine[] => {
  const place = ({ groupId }: SheetLine) => groups.findIndex(({ id }) => id === groupId);
  return [...lines].sort((a, b) => Number(a.net.amount < 0n) - Number(b.net.amount < 0n) || place(a) - place(b));
};

const dueOf = (
  customer: CustomerDetails,
  group: BillingGroup | undefined,
  { terms, standardTerms }: Reckoning,
  { issuedOn, period }: { readonly issuedOn: Day; readonly period: Period | undefined },
): Day => {
  const ruleOf = (id: string | null | undefined) => terms.find((each) => each.id === id)?.rule;
  const rule = termsThatHold({ group: ruleOf(group?.termsId), customer: ruleOf(customer.termsId) }, standardTerms);
  return dueOn(rule ?? { kind: 'at_once' }, { issuedOn, serviceFrom: period?.first });
};

type Unpaid = Omit<PlannedBill, 'balanceUsed'>;

/** BIL-15: what is left over pays bills by itself where the setting says so, in the order in which they are issued. */
const withBalance = (
  bills: readonly Unpaid[],
  { customer: { currency }, leftOver }: Billable,
  { settling }: Reckoning,
): readonly PlannedBill[] => {
  const targets = bills.map(({ label, dueOn: on, draft }, at) => ({
    id: `${at}`,
    name: label,
    dueOn: on,
    open: draft.total,
  }));
  const used = settling.usesBalance ? usedByBills(leftOver, targets, tolerancesOf(settling)) : [];
  return bills.map((each, at) => ({ ...each, balanceUsed: used[at] ?? zero(currency) }));
};

/**
 * BIL-1: the bills of a customer as of a day: one for each scheduled day that may share an invoice, several where several were
 * missed (BIL-16). Pure: a preview, what is made and a run of all customers are this; asked again once they are made, it gives none.
 * @param isBilled which subscriptions are; what the others charge for is theirs all the same (CUS-4)
 * @throws UserError where the table of taxes or a list has no answer
 */
export const planBills = (
  billable: Billable,
  reckoning: Reckoning,
  isBilled: (subscription: Subscription) => boolean = () => true,
): BillPlan => {
  const { id: customerId, customer, groups } = billable;
  const subscriptions = billable.subscriptions.filter(isBilled);
  const { asOf, issueDays, sellers, today, taxRules: rules } = reckoning;
  if (customer.paymentMethod === 'free') {
    throw new UserError(`${customer.name} is free: nothing is billed. Choose another payment method first.`);
  }
  const groupOf = (id: string | undefined) => groups.find((group) => group.id === id);
  const sellerOf = (groupId: string | undefined): Seller | undefined => {
    const group = groupOf(groupId);
    return sellerFor(sellers, group ? [group] : groups.filter((each) => isLive(each, today)));
  };
  const sheets = sheetsOf(
    subscriptions.map((each) => {
      const history = {
        billed: billable.billed.get(each.id) ?? [],
        assets: billable.assets.get(each.groupId ?? '') ?? [],
        rivals: rivalsOf(each, billable.subscriptions),
      };
      return stackOf(each, history, reckoning, sharesOf(customer, groupOf(each.groupId), sellerOf(each.groupId)?.id));
    }),
  );
  const taxed = sheets.map((sheet): TaxedSheet => {
    const lines = inOrder(sheet.lines, groups);
    const seller = sellerOf(lines[0]?.groupId)?.id;
    const taxOf = ({ ownTax, taxCategory: category, period: { first: on } }: SheetLine) =>
      ownTax ?? taxOfSale(rules, { category, seller, customer, on });
    return { ...sheet, lines: lines.map((line) => ({ ...line, tax: taxOf(line) })) };
  });
  const { sheets: made, waiting, waits } = fitted(taxed, customer.currency);
  const unpaid = made.map((sheet): Unpaid => {
    const period = servicePeriod(sheet.lines);
    const lines = sheet.lines.map(newLine);
    const seller = sellerOf(sheet.lines[0]?.groupId);
    const issueOn = (seller && issueDays.get(seller.id)) ?? today;
    return {
      label: labelOf(period),
      scheduledOn: sheet.scheduledOn,
      seller,
      issueOn,
      dueOn: dueOf(customer, groupOf(sheet.lines[0]?.groupId), reckoning, { issuedOn: issueOn, period }),
      lines,
      period,
      draft: draftOf({ customer, rules, sellerId: seller?.id, today }, { lines, period }),
      groups: groups.filter(({ id }) => sheet.lines.some(({ groupId }) => groupId === id)),
    };
  });
  const unarmed = subscriptions.filter(({ template }) => !template.armed);
  const bills = withBalance(unpaid, billable, reckoning);
  const mayIssue = bills.every(({ seller }) => seller !== undefined);
  return {
    customerId,
    customer,
    asOf,
    mayIssue,
    bills,
    waits,
    waiting: waiting.map(newLine),
    unarmed,
  };
};
