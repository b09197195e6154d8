import { addDays, type Day, day, firstOfNextMonth, formatDay } from '../../../core/time/calendar.ts';
import type { ButtonSpec } from '../../../platform/block-kit/blocks.ts';
import type { CustomerDetails } from '../details/details.ts';
import { type BillingGroup, isLive } from '../groups/group.ts';
import type { CheckedCustomer, Finding } from './finding.ts';

type Wrong = Omit<Finding, 'customerId'>;

/** The last day on which a card can be charged: that of the month which is printed on it. Example: 2/2028 → 2028-02-29. */
export const lastDayOfCard = (month: number, year: number): Day =>
  addDays(firstOfNextMonth(day(`${year}-${String(month).padStart(2, '0')}-01`)), -1);

const cardFinding = (customer: CustomerDetails, mend: ButtonSpec, today: Day): readonly Wrong[] => {
  const { paymentMethod, cardLast4, cardExpMonth, cardExpYear } = customer;
  if (paymentMethod !== 'credit_card') return [];
  if (cardLast4 === null || cardExpMonth === null || cardExpYear === null)
    return [{ code: 'no_card', sentence: 'It pays by credit card, and no card is on file.', mend }];
  const last = lastDayOfCard(cardExpMonth, cardExpYear);
  if (last < today)
    return [{ code: 'card_expired', sentence: `The card ending in ${cardLast4} expired on ${formatDay(last)}.`, mend }];
  const next = firstOfNextMonth(today);
  return last < next
    ? [
        {
          code: 'card_expires',
          sentence: `The card ending in ${cardLast4} expires on ${formatDay(last)}, before the next charge on ${formatDay(next)}.`,
          mend,
        },
      ]
    : [];
};

/** Bills by mail that nobody would receive. */
const addressFinding = (
  customer: CustomerDetails,
  groups: readonly BillingGroup[],
  mend: ButtonSpec,
): readonly Wrong[] => {
  const { paymentMethod, presentation, email, extraEmails } = customer;
  if (paymentMethod === 'free' || presentation !== 'mail' || email !== null || extraEmails.length > 0) return [];
  const without = groups.filter(({ addressees }) => addressees.length === 0);
  return groups.length > 0 && without.length === 0
    ? []
    : [{ code: 'no_address', sentence: 'Its invoices go by mail, and it has no email address.', mend }];
};

export interface FindingFacts {
  /** All of the customer's. */
  readonly groups: readonly BillingGroup[];
  /** Terms hold where neither customer nor group have any. */
  readonly hasStandardTerms: boolean;
  readonly today: Day;
}

const inactiveFindings = (groups: readonly BillingGroup[]): readonly Wrong[] =>
  groups.map((group) => ({
    code: 'inactive_with_group',
    sentence: `It is not active, and its billing group ${group.name} has not ended.`,
    mend: { text: 'End the group', action: 'group.edit', value: group.id },
  }));

/**
 * What would stop or spoil the bill of one customer, as far as customer and groups say it; in the order in which it is mended.
 * CUS-5
 *
 * Example: active, by invoice, with an address and terms but without a group → one finding, `no_group`.
 */
export const findingsOf = (customer: CheckedCustomer, facts: FindingFacts): readonly Finding[] => {
  const { id: value } = customer;
  const { today } = facts;
  const live = facts.groups.filter((group) => isLive(group, today));
  const basic = { text: 'Basic information', action: 'customer.edit', value };
  const invoicing = { text: 'Invoicing', action: 'customer.edit_invoicing', value };
  const card = { text: 'Payment information', action: 'customer.edit_card', value };
  const found: readonly Wrong[] = customer.active
    ? [
        ...(live.length === 0
          ? [
              {
                code: 'no_group',
                sentence:
                  facts.groups.length === 0 ? 'It has no billing group.' : 'All of its billing groups have ended.',
                mend: { text: 'Add billing group', action: 'group.add', value },
              },
            ]
          : []),
        ...addressFinding(customer, live, basic),
        ...(customer.paymentMethod === 'invoice' &&
        !facts.hasStandardTerms &&
        customer.termsId === null &&
        (live.length === 0 || live.some(({ termsId }) => termsId === null))
          ? [{ code: 'no_terms', sentence: 'It pays by invoice, and has no payment terms.', mend: invoicing }]
          : []),
        ...cardFinding(customer, card, today),
        ...(customer.purchaseOrderRequired &&
        customer.purchaseOrder === null &&
        (live.length === 0 || live.some(({ purchaseOrder }) => purchaseOrder === null))
          ? [
              {
                code: 'no_order_number',
                sentence: 'It refuses invoices without a purchase-order number, and there is none.',
                mend: invoicing,
              },
            ]
          : []),
        ...(customer.endOn !== null && customer.endOn < today
          ? [
              {
                code: 'ended_but_active',
                sentence: `It ended on ${formatDay(customer.endOn)}, and is still active.`,
                mend: basic,
              },
            ]
          : []),
      ]
    : inactiveFindings(live);
  return found.map((each) => ({ customerId: value, ...each }));
};
