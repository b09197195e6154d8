/** The tax of a customer's lines. BIL-14 */
import { UserError } from '../../../../core/errors.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { type LineTax, type Taxable, type TaxRule, taxOf } from '../../taxes/index.ts';

/** What of a customer decides the tax. */
export interface TaxedCustomer {
  readonly name: string;
  /** Such as `US-NY`; null where nobody has entered it. */
  readonly taxJurisdiction: string | null;
  /** `taxable`, `exempt` or `reverse_charge`. */
  readonly taxTreatment: string;
  readonly taxReason: string | null;
}

export interface TaxedSale {
  readonly category: string;
  /** The seller's id; none where numbers are kept elsewhere. */
  readonly seller?: string | undefined;
  readonly customer: TaxedCustomer;
  /** The day of the supply. */
  readonly on: Day;
}

const differsByPlace = (rules: readonly TaxRule[], category: string): boolean =>
  rules.some((rule) => rule.category === category && rule.jurisdiction !== '*');

/**
 * BIL-14: the tax that the table has for a line, as the customer is treated: an exempt customer's is exempt, one with reverse
 * charge pays it itself; both with the customer's reason.
 *
 * Example: services at 22 % for a customer in IT → 22 %; with reverse charge → 0, and the document says why.
 * @throws UserError where the table says nothing, or asks for a place that the customer has not
 */
export const taxOfSale = (rules: readonly TaxRule[], { category, seller, customer, on }: TaxedSale): LineTax => {
  const { name, taxJurisdiction, taxTreatment, taxReason } = customer;
  if (taxJurisdiction === null && differsByPlace(rules, category)) {
    throw new UserError(
      `The tax of ${category} depends on the place, and ${name} has none. Enter it with “Tax” in the customer’s window.`,
    );
  }
  const untaxed: Taxable['customer']['untaxed'] =
    taxTreatment === 'exempt' || taxTreatment === 'reverse_charge'
      ? { treatment: taxTreatment, reason: taxReason ?? undefined }
      : undefined;
  const choice = taxOf(rules, {
    category,
    seller: seller ?? '*',
    customer: { jurisdiction: taxJurisdiction ?? 'any place', untaxed },
    on,
  });
  if (!choice.ok) throw new UserError(choice.error);
  return choice.value;
};
