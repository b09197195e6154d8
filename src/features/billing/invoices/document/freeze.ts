/** What is written into an invoice when it is issued, and never changes after that. BIL-12 */
import { NotFound } from '../../../../core/errors.ts';
import type { Money } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Period } from '../../../../core/time/spans.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  allTerms,
  type BillingGroup,
  type CustomerDetails,
  detailsOf,
  dueOn,
  groupsOfCustomers,
  holdDetails,
  type PaymentTerms,
  parseTerms,
  ruleText,
  type TermsRule,
  termsPolicy,
  termsThatHold,
} from '../../../customers/index.ts';
import type { Seller } from '../../sellers/index.ts';
import { type LineTax, taxTotals } from '../../taxes/index.ts';
import type { Frozen } from './frozen.ts';
import type { InvoiceLine } from './line.ts';
import { storedLines } from './line-store.ts';

/** In what groups may differ, besides who sells to them: those that do have invoices of their own. BIL-20 */
const ownOf = (group: BillingGroup | undefined): string =>
  JSON.stringify([group?.termsId ?? null, group?.purchaseOrder ?? null, [...(group?.addressees ?? [])].sort()]);

/** The group that all lines are of, or one of several that agree; what differs from its customer holds. CUS-3 */
const groupOf = (groups: readonly BillingGroup[], lines: readonly Pick<InvoiceLine, 'groupId'>[]) => {
  const ids = [...new Set(lines.map((line) => line.groupId))];
  const found = ids.map((id) => groups.find((group) => group.id === id));
  return new Set(found.map(ownOf)).size === 1 ? found[0] : undefined;
};

/** By what an invoice is due. */
interface Terms {
  readonly customer: CustomerDetails;
  /** The customer's. */
  readonly groups: readonly BillingGroup[];
  readonly terms: readonly PaymentTerms[];
  readonly standardTerms: TermsRule | undefined;
}

/** What is frozen, as it is now. */
export interface Freezing extends Terms {
  readonly seller: Seller;
}

/** The group's terms, else the customer's, else the standard; without any it is due at once. BIL-16 */
const termsFor = ({ customer, terms, standardTerms }: Terms, group: BillingGroup | undefined): TermsRule => {
  const ruleOf = (id: string | null | undefined) => terms.find((each) => each.id === id)?.rule;
  const found = termsThatHold({ group: ruleOf(group?.termsId), customer: ruleOf(customer.termsId) }, standardTerms);
  return found ?? { kind: 'at_once' };
};

/** `Sales tax 8.25 %`, `Reverse charge: Art. 194`. */
const taxText = ({ name, rate, treatment, reason }: LineTax): string => {
  const rated = treatment === 'taxed' ? `${name} ${rate / 10_000} %` : name;
  return reason ? `${rated}: ${reason}` : rated;
};

const sellerText = ({ name, address, country, taxNumber, email, iban, ...of }: Seller): Frozen['seller'] => ({
  name,
  address,
  country,
  email,
  taxNumber: taxNumber ?? null,
  iban: iban ?? null,
  ...(of.payUrl ? { payUrl: of.payUrl } : {}),
  ...(of.colour ? { colour: of.colour } : {}),
  ...(of.logo ? { logo: of.logo } : {}),
});

const customerText = (of: CustomerDetails, group: BillingGroup | undefined): Frozen['customer'] => ({
  name: of.name,
  contactName: of.contactName,
  address: of.address,
  emails:
    group && group.addressees.length > 0 ? [...group.addressees] : [...(of.email ? [of.email] : []), ...of.extraEmails],
  taxNumber: of.taxNumber,
  purchaseOrder: group?.purchaseOrder ?? of.purchaseOrder,
  vendorNumber: of.vendorNumber,
  language: of.language,
});

/** What of an invoice decides what its document says. */
export interface ToFreeze {
  readonly currency: string;
  readonly dueOn?: Day | undefined;
  readonly period?: Period | undefined;
  readonly lines: readonly Omit<InvoiceLine, 'id'>[];
}

export interface Frost {
  readonly frozen: Frozen;
  readonly dueOn: Day;
}

const dueBy = (rule: TermsRule, invoice: Pick<ToFreeze, 'dueOn' | 'period'>, on: Day): Day =>
  invoice.dueOn ?? dueOn(rule, { issuedOn: on, serviceFrom: invoice.period?.first });

/** What an invoice that is issued on a day says of seller, customer, terms and taxes, and when it is due. BIL-12, BIL-16 */
export const frostOf = (of: Freezing, { currency, lines, period, ...invoice }: ToFreeze, on: Day): Frost => {
  const { seller, customer } = of;
  const group = groupOf(of.groups, lines);
  const rule = termsFor(of, group);
  const frozen: Frozen = {
    seller: sellerText(seller),
    customer: customerText(customer, group),
    terms: ruleText(rule),
    note: customer.invoiceNote,
    taxes: taxTotals(lines, currency).taxes.map(({ tax }) => taxText(tax)),
  };
  return { frozen, dueOn: dueBy(rule, { ...invoice, period }, on) };
};

/** What is issued, as far as its document says it. */
interface Issued {
  readonly customerId: string;
  readonly net: Money;
  readonly period?: Period;
  readonly dueOn?: Day;
}

const termsNow = async (
  tx: Tx,
  policy: Work['policy'],
  customerId: string,
  customer: CustomerDetails,
): Promise<Terms> => {
  const groups = await groupsOfCustomers(tx, [customerId]);
  const terms = await allTerms(tx);
  const { standard } = await policy(termsPolicy);
  return { customer, groups, terms, standardTerms: parseTerms(standard) };
};

/** When an invoice would be due if it were issued on a day. BIL-16 */
export const dueIfIssued = async (
  tx: Tx,
  policy: Work['policy'],
  invoice: Issued & { readonly id: string },
  on: Day,
): Promise<Day | undefined> => {
  const customer = await detailsOf(tx, invoice.customerId);
  if (!customer) return undefined;
  const of = await termsNow(tx, policy, invoice.customerId, customer);
  const lines = await storedLines(tx, invoice.id, invoice.net.currency);
  return dueBy(termsFor(of, groupOf(of.groups, lines)), invoice, on);
};

/** Who receives an invoice, as it is now: its group's addressees, else its customer's addresses. CUS-1, CUS-3 */
export const addresseesOf = async (
  tx: Tx,
  { id, customerId, net }: Pick<Issued, 'customerId' | 'net'> & { readonly id: string },
): Promise<readonly string[]> => {
  const customer = await detailsOf(tx, customerId);
  if (!customer) return [];
  const groups = await groupsOfCustomers(tx, [customerId]);
  return customerText(customer, groupOf(groups, await storedLines(tx, id, net.currency))).emails;
};

/** As `frostOf`, of an invoice that is there. */
export const freeze = async (
  work: Work,
  invoice: Issued,
  { seller, lines, on }: { readonly seller: Seller; readonly lines: readonly InvoiceLine[]; readonly on: Day },
): Promise<Frost> => {
  const { customerId, net, dueOn, period } = invoice;
  const customer = await holdDetails(work, customerId);
  if (!customer) throw new NotFound('customer');
  const of = { seller, ...(await termsNow(work.tx, work.policy, customerId, customer)) };
  return frostOf(of, { currency: net.currency, dueOn, period, lines }, on);
};
