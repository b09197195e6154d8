/** Which tax a line has: looked up in a table that people keep. No tax engine. BIL-14 */
import { type Day, formatDay } from '../../../core/time/calendar.ts';

/** How a line is taxed. All but `taxed` have a rate of 0 and a reason that stands on the document. */
export type TaxTreatment = 'taxed' | 'exempt' | 'reverse_charge' | 'out_of_scope';

/** What a line says of its tax. It is stored with the line, so that an issued document never changes with the table. */
export interface LineTax {
  readonly code: string;
  /** For people: `NY sales tax`. */
  readonly name: string;
  /** Millionths: 88_750 is 8.875 %. */
  readonly rate: number;
  readonly treatment: TaxTreatment;
  readonly reason?: string | undefined;
}

/** A row of the table of taxes. */
export interface TaxRule extends LineTax {
  /** What is sold, as plans and charges say it: `services`, `hardware`. */
  readonly category: string;
  /** Where the customer is: `US-NY`, all of `US`, or anywhere, `*`. */
  readonly jurisdiction: string;
  /** A seller's id, or `*` for each. */
  readonly seller: string;
  /** It holds from this day on, until a later one of the same place, seller and category. */
  readonly validFrom: Day;
}

/** What decides the tax of a line. */
export interface Taxable {
  readonly category: string;
  readonly seller: string;
  readonly customer: {
    /** ISO 3166: `US-NY`, `IT`. */
    readonly jurisdiction: string;
    /** That the customer is charged no tax, and why; it stands on the document. */
    readonly untaxed?: (Pick<LineTax, 'reason'> & { readonly treatment: 'exempt' | 'reverse_charge' }) | undefined;
  };
  /** The day of the supply. */
  readonly on: Day;
}

export type TaxChoice = { readonly ok: true; readonly value: LineTax } | { readonly ok: false; readonly error: string };

/**
 * BIL-14: the tax of a line as of its day. The narrowest rule wins: first by place (`US-NY` before `US` before `*`), then
 * by seller (its own before `*`), then the one that began last. What would be taxed is not where the customer is exempt, or
 * owes the tax itself.
 *
 * Example: services in US-NY on 2026-03-01, with rules for `US` at 0 and for `US-NY` at 8.875 %: 8.875 %.
 * @returns a sentence for the person where the table has no tax, or two; never silently nothing
 */
export const taxOf = (rules: readonly TaxRule[], line: Taxable): TaxChoice => {
  const [rule, rival] = rules.filter((each) => holdsFor(each, line)).sort(narrowestFirst);
  const { jurisdiction } = line.customer;
  if (!rule) {
    return {
      ok: false,
      error: `No tax is set for ${line.category} in ${jurisdiction} on ${formatDay(line.on)}. Add a row to the table of taxes, with a rate of 0 if none is due.`,
    };
  }
  if (rival && narrowestFirst(rule, rival) === 0) {
    return {
      ok: false,
      error: `Two taxes are set for ${line.category} in ${jurisdiction} from ${formatDay(rule.validFrom)} on: ${rule.name} and ${rival.name}. Remove one from the table of taxes.`,
    };
  }
  return { ok: true, value: { ...lineTaxOf(rule), ...untaxedOf(rule, line) } };
};

const holdsFor = (rule: TaxRule, { category, seller, customer, on }: Taxable): boolean =>
  rule.category === category &&
  rule.validFrom <= on &&
  (rule.seller === '*' || rule.seller === seller) &&
  (rule.jurisdiction === '*' || `${customer.jurisdiction}-`.startsWith(`${rule.jurisdiction}-`));

/** Among rules that hold for one line, of which the place that is written longer is the smaller one. */
const narrowestFirst = (a: TaxRule, b: TaxRule): number =>
  size(b.jurisdiction) - size(a.jurisdiction) ||
  size(b.seller) - size(a.seller) ||
  Date.parse(b.validFrom) - Date.parse(a.validFrom);

const size = (name: string): number => (name === '*' ? 0 : name.length);

const lineTaxOf = ({ code, name, rate, treatment, reason }: TaxRule): LineTax => ({
  code,
  name,
  rate: treatment === 'taxed' ? rate : 0,
  treatment,
  reason,
});

const untaxedOf = ({ treatment }: TaxRule, { customer }: Taxable): Partial<LineTax> =>
  customer.untaxed && treatment === 'taxed' ? { ...customer.untaxed, rate: 0 } : {};
