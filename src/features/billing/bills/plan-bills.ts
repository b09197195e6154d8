/** What a bill of a customer would be, and is: preview and submit take it from here. BIL-1 */
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Money } from '../../../core/money/money.ts';
import type { Day } from '../../../core/time/calendar.ts';
import type { Period } from '../../../core/time/spans.ts';
import type { Tx } from '../../../platform/db/open.ts';
import {
  allTerms,
  type BillingGroup,
  type CustomerDetails,
  detailsOf,
  dueOn,
  groupsOfCustomers,
  isLive,
  type PaymentTerms,
  type TermsRule,
  termsThatHold,
} from '../../customers/index.ts';
import { assignedAssets } from '../assets/index.ts';
import { type Draft, type NewLine, previewDraft } from '../invoices/index.ts';
import { issueDay, type Seller, sellerFor } from '../sellers/index.ts';
import { billedFor, type Subscription, subscriptionsOfCustomer } from '../subscriptions/index.ts';
import { labelOf, servicePeriod } from './label.ts';
import { fitted, type SheetLine, sheetsOf, type TaxedSheet } from './sheet.ts';
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
  /** The groups whose lines stand on it, in order. */
  readonly groups: readonly BillingGroup[];
}

export interface BillPlan {
  readonly customer: CustomerDetails;
  readonly asOf: Day;
  /** Each has a seller: Baton numbers them. */
  readonly mayIssue: boolean;
  readonly bills: readonly PlannedBill[];
  /** Credits that exceed all of these bills; zero or negative. */
  readonly waits: Money;
  /** Nothing of these is billed: they are not armed. */
  readonly unarmed: readonly Subscription[];
}

export interface Asking {
  readonly customerId: string;
  readonly asOf: Day;
  /** The workspace's. */
  readonly today: Day;
  /** A bill that is issued now is dated by its seller's calendar. BIL-12 */
  readonly now: Date;
  readonly sellers: readonly Seller[];
  /** In which category of the table of taxes services are that name none. */
  readonly usualCategory: string;
  /** Where neither group nor customer have terms. */
  readonly standardTerms: TermsRule | undefined;
}

const newLine = ({ subscriptionId: _of, issueOn: _on, ownTax, ...line }: SheetLine): NewLine => ({
  ...line,
  tax: ownTax,
});

/** Group by group, charges before credits. */
const inOrder = (lines: readonly SheetLine[], groups: readonly BillingGroup[]): readonly SheetLine[] => {
  const place = ({ groupId }: SheetLine) => groups.findIndex(({ id }) => id === groupId);
  return [...lines].sort((a, b) => Number(a.net.amount < 0n) - Number(b.net.amount < 0n) || place(a) - place(b));
};

/** A line that charges what the other credits, so that a draft says how it is taxed. */
const asCharge = (line: SheetLine): NewLine => {
  const { amount, currency } = line.net;
  return { ...newLine(line), net: { amount: amount < 0n ? -amount : amount, currency } };
};

const dueOf = (
  customer: CustomerDetails,
  group: BillingGroup | undefined,
  terms: { readonly all: readonly PaymentTerms[]; readonly standard: TermsRule | undefined },
  { issuedOn, period }: { readonly issuedOn: Day; readonly period: Period | undefined },
): Day => {
  const ruleOf = (id: string | null | undefined) => terms.all.find((each) => each.id === id)?.rule;
  const rule = termsThatHold({ group: ruleOf(group?.termsId), customer: ruleOf(customer.termsId) }, terms.standard);
  return dueOn(rule ?? { kind: 'at_once' }, { issuedOn, serviceFrom: period?.first });
};

/**
 * BIL-1: the bills of a customer as of a day: one for each scheduled day that may share an invoice, several where several were
 * missed (BIL-16). It reads and makes nothing; asked again once they are made, it gives none.
 * @param subscriptions as they were locked, where they are
 * @throws NotFound; UserError where the table of taxes or a list has no answer
 */
export const planBills = async (tx: Tx, asking: Asking, subscriptions?: readonly Subscription[]): Promise<BillPlan> => {
  const { customerId, asOf, today, now, sellers } = asking;
  const [customer, mine, groups, terms] = await Promise.all([
    detailsOf(tx, customerId),
    subscriptions ?? subscriptionsOfCustomer(tx, customerId),
    groupsOfCustomers(tx, [customerId]),
    allTerms(tx),
  ]);
  if (!customer) throw new NotFound('customer');
  if (customer.paymentMethod === 'free') {
    throw new UserError(`${customer.name} is free: nothing is billed. Choose another payment method first.`);
  }
  const { currency } = customer;
  const [billed, assets] = await Promise.all([
    billedFor(tx, mine),
    assignedAssets(
      tx,
      mine.flatMap(({ groupId }) => groupId ?? []),
    ),
  ]);
  const groupOf = (id: string | undefined) => groups.find((group) => group.id === id);
  const sellerOf = (line: SheetLine | undefined) => {
    const group = groupOf(line?.groupId);
    return sellerFor(sellers, group ? [group] : groups.filter((each) => isLive(each, today)));
  };
  const sheets = sheetsOf(
    mine.map((each) => {
      const history = { billed: billed.get(each.id) ?? [], assets: assets.get(each.groupId ?? '') ?? [] };
      return stackOf(each, history, asking, sharesOf(customer, groupOf(each.groupId)));
    }),
  );
  const taxed: TaxedSheet[] = [];
  for (const sheet of sheets) {
    const lines = inOrder(sheet.lines, groups);
    const charged = await previewDraft(
      tx,
      { customerId, seller: sellerOf(lines[0])?.id, lines: lines.map(asCharge) },
      today,
    );
    const taxes = charged.lines.map(({ tax }) => tax);
    taxed.push({ ...sheet, lines: lines.flatMap((line, at) => (taxes[at] ? [{ ...line, tax: taxes[at] }] : [])) });
  }
  const { sheets: made, waits } = fitted(taxed, currency);
  const bills: PlannedBill[] = [];
  for (const sheet of made) {
    const period = servicePeriod(sheet.lines);
    const lines = sheet.lines.map(({ tax: _, ...line }) => newLine(line));
    const seller = sellerOf(sheet.lines[0]);
    const issueOn = seller ? issueDay(seller, now) : today;
    bills.push({
      label: labelOf(period),
      scheduledOn: sheet.scheduledOn,
      seller,
      issueOn,
      dueOn: dueOf(
        customer,
        groupOf(sheet.lines[0]?.groupId),
        { all: terms, standard: asking.standardTerms },
        { issuedOn: issueOn, period },
      ),
      lines,
      period,
      draft: await previewDraft(tx, { customerId, seller: seller?.id, lines, period }, today),
      groups: groups.filter(({ id }) => sheet.lines.some(({ groupId }) => groupId === id)),
    });
  }
  const mayIssue = bills.every(({ seller }) => seller !== undefined);
  return { customer, asOf, mayIssue, bills, waits, unarmed: mine.filter(({ template }) => !template.armed) };
};
