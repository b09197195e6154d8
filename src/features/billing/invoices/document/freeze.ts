/** What is written into an invoice when it is issued, and never changes after that. BIL-12 */
import { NotFound } from '../../../../core/errors.ts';
import type { Money } from '../../../../core/money/money.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import type { Period } from '../../../../core/time/spans.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  type BillingGroup,
  type CustomerDetails,
  detailsOf,
  dueOn,
  groupById,
  parseTerms,
  ruleText,
  type TermsRule,
  termsById,
  termsPolicy,
  termsThatHold,
} from '../../../customers/index.ts';
import type { Seller } from '../../sellers/index.ts';
import { type LineTax, taxTotals } from '../../taxes/index.ts';
import type { Frozen } from './frozen.ts';
import type { InvoiceLine } from './line.ts';

const ruleOf = async (work: Work, termsId: string | null | undefined): Promise<TermsRule | undefined> =>
  termsId ? (await termsById(work.tx, termsId))?.rule : undefined;

/** In what groups may differ: those that do have invoices of their own. BIL-20 */
const ownOf = (group: BillingGroup | undefined): string =>
  JSON.stringify([
    group?.termsId ?? null,
    group?.purchaseOrder ?? null,
    [...(group?.addressees ?? [])].sort(),
    group?.sellerId ?? null,
  ]);

/** The group that all lines are of, or one of several that agree; what differs from its customer holds. CUS-3 */
const groupOf = async (work: Work, lines: readonly InvoiceLine[]): Promise<BillingGroup | undefined> => {
  const ids = [...new Set(lines.map((line) => line.groupId))];
  const groups = await Promise.all(ids.map((id) => (id ? groupById(work.tx, id) : undefined)));
  return new Set(groups.map(ownOf)).size === 1 ? groups[0] : undefined;
};

/** The group's terms, else the customer's, else the standard; without any it is due at once. BIL-16 */
const termsFor = async (work: Work, customer: CustomerDetails, group: BillingGroup | undefined): Promise<TermsRule> => {
  const { standard } = await work.policy(termsPolicy);
  const found = termsThatHold(
    { group: await ruleOf(work, group?.termsId), customer: await ruleOf(work, customer.termsId) },
    parseTerms(standard),
  );
  return found ?? { kind: 'at_once' };
};

/** `Sales tax 8.25 %`, `Reverse charge: Art. 194`. */
const taxText = ({ name, rate, treatment, reason }: LineTax): string => {
  const rated = treatment === 'taxed' ? `${name} ${rate / 10_000} %` : name;
  return reason ? `${rated}: ${reason}` : rated;
};

const sellerText = ({ name, address, country, taxNumber, email, iban }: Seller): Frozen['seller'] => ({
  name,
  address,
  country,
  email,
  taxNumber: taxNumber ?? null,
  iban: iban ?? null,
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

/** What is issued, as far as its document says it. */
interface Issued {
  readonly customerId: string;
  readonly net: Money;
  readonly period?: Period;
  readonly dueOn?: Day;
}

/** What an invoice that is issued on a day says of seller, customer, terms and taxes, and when it is due. BIL-12, BIL-16 */
export const freeze = async (
  work: Work,
  invoice: Issued,
  { seller, lines, on }: { readonly seller: Seller; readonly lines: readonly InvoiceLine[]; readonly on: Day },
): Promise<{ readonly frozen: Frozen; readonly dueOn: Day }> => {
  const customer = await detailsOf(work.tx, invoice.customerId);
  if (!customer) throw new NotFound('customer');
  const group = await groupOf(work, lines);
  const rule = await termsFor(work, customer, group);
  const frozen: Frozen = {
    seller: sellerText(seller),
    customer: customerText(customer, group),
    terms: ruleText(rule),
    note: customer.invoiceNote,
    taxes: taxTotals(lines, invoice.net.currency).taxes.map(({ tax }) => taxText(tax)),
  };
  return {
    frozen,
    dueOn: invoice.dueOn ?? dueOn(rule, { issuedOn: on, serviceFrom: invoice.period?.first }),
  };
};
