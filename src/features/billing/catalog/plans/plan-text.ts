import { formatUnitPrice } from '../../../../core/money/unit-price.ts';
import type { Plan, PlanBilling, PlanFields, PlanProration, PriceFields } from './plan.ts';

export const billingNames: Readonly<Record<PlanBilling, string>> = {
  flat: 'Flat, by quantity',
  per_asset: 'For each asset',
  metered: 'Metered by hand',
};

export const prorationNames: Readonly<Record<PlanProration, string>> = {
  'by months': 'Broken months by their days',
  'by days': 'By the days of the period',
  never: 'In full where any day is served',
};

const perNames: Readonly<Record<Plan['perMonths'], string>> = { 1: 'a month', 3: 'a quarter', 12: 'a year' };
export const perText = ({ perMonths }: Pick<Plan, 'perMonths'>): string => perNames[perMonths];

/** `$45.00 a month, 1,000 included, $0.0035 above`. */
export const priceText = (plan: Pick<Plan, 'perMonths'>, { price, metering }: PriceFields): string => {
  const units = metering
    ? `, ${metering.included.toLocaleString('en-US')} included, ${formatUnitPrice(metering.above)} above`
    : '';
  return `${formatUnitPrice(price)} ${perText(plan)}${units}`;
};

/** What the audit log says of a plan. */
export const planText = (plan: PlanFields): object => ({
  code: plan.code,
  name: plan.name,
  description: plan.description,
  account: plan.account ?? null,
  taxCategory: plan.taxCategory,
  billing: plan.billing,
  perMonths: plan.perMonths,
  prorated: plan.prorated,
});

/** What the audit log says of a price. */
export const priceFacts = (plan: Pick<Plan, 'code' | 'perMonths'>, price: PriceFields): object => ({
  code: plan.code,
  price: priceText(plan, price),
  validFrom: price.validFrom,
});
