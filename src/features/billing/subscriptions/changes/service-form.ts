/** The fields by which a service is chosen or typed. BIL-6, CUS-4 */
import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { parseUnitPrice } from '../../../../core/money/unit-price.ts';
import { lookupInput, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { type Charge, chargeById, chargeLookup, type Plan, planById, planLookup } from '../../catalog/index.ts';
import type { SoldService } from './service-change.ts';

const perChoices = [
  { text: 'a month', value: '1' },
  { text: 'a quarter', value: '3' },
  { text: 'a year', value: '12' },
  { text: 'once', value: 'once' },
];

export const soldInputs = (currency: string): readonly KnownBlock[] => [
  lookupInput({ name: 'plan', label: 'Plan', source: planLookup, optional: true, placeholder: 'Code or name' }),
  lookupInput({ name: 'charge', label: 'or an additional charge', source: chargeLookup, optional: true }),
  textInput({
    name: 'description',
    label: 'As the bill prints it',
    hint: 'Alone: a service that is typed. With a plan or charge: another description',
    optional: true,
    max: 200,
  }),
  textInput({
    name: 'price',
    label: `Price of one, in ${currency} before tax`,
    hint: 'Blank: the plan’s list price, or the charge’s usual amount',
    optional: true,
    max: 24,
  }),
  selectInput({
    name: 'per',
    label: 'The price is for',
    hint: 'Of a service that is typed; plans and charges say it themselves',
    choices: perChoices,
    initial: '1',
  }),
];

const ownPrice = (text: string | undefined, currency: string): string | undefined => {
  if (text === undefined) return undefined;
  const parsed = parseUnitPrice(text, currency);
  if (!parsed.ok) throw new FieldErrors({ price: parsed.error });
  return `${parsed.value.tenThousandths}`;
};

const oneOf = (values: FormValues): 'plan' | 'charge' | 'description' => {
  const [plan, charge] = [values.option('plan'), values.option('charge')];
  if (plan !== undefined && charge !== undefined)
    throw new FieldErrors({ charge: 'Only one of them can be sold: clear the plan or the charge.' });
  if (plan !== undefined) return 'plan';
  if (charge !== undefined) return 'charge';
  if (values.text('description') !== undefined) return 'description';
  throw new FieldErrors({ plan: 'Choose a plan or a charge, or write the service as the bill prints it.' });
};

const planSold = async (tx: Tx, id: string, own: string | undefined): Promise<SoldService> => {
  const plan = await planById(tx, id);
  if (!plan || plan.archivedAt) throw new FieldErrors({ plan: 'This plan is archived: nobody is given it any more.' });
  return soldOfPlan(plan, own);
};

/** @param own the customer's price, in 10,000ths of a minor unit */
export const soldOfPlan = (plan: Plan, own: string | undefined): SoldService => {
  const { name, perMonths, prorated, taxCategory, account, billing } = plan;
  return {
    plan: plan.id,
    description: name,
    per: perMonths,
    prorated,
    taxCategory,
    ...(own === undefined ? {} : { own }),
    ...(account ? { account } : {}),
    ...(billing === 'per_asset' ? { isForEachAsset: true } : {}),
  };
};

const chargeSold = async (tx: Tx, id: string, own: string | undefined, currency: string): Promise<SoldService> => {
  const charge = await chargeById(tx, id);
  if (!charge || charge.archivedAt) throw new FieldErrors({ charge: 'This charge is archived. Choose another.' });
  return soldOfCharge(charge, own, currency);
};

/** @throws FieldErrors where it has no usual amount and none is given */
export const soldOfCharge = (charge: Charge, own: string | undefined, currency: string): SoldService => {
  const usual = charge.amounts.find((each) => each.currency === currency);
  const price = own ?? (usual ? `${usual.tenThousandths}` : undefined);
  if (price === undefined)
    throw new FieldErrors({ price: `This charge has no usual amount in ${currency}. Enter one.` });
  const { name, isRecurring, isProratable, taxCategory, account } = charge;
  return {
    charge: charge.id,
    description: name,
    own: price,
    per: isRecurring ? 1 : 'once',
    prorated: isProratable ? 'by months' : 'never',
    taxCategory,
    ...(account ? { account } : {}),
  };
};

/** What is sold, from the fields above. @throws FieldErrors */
export const readSold = async (tx: Tx, values: FormValues, currency: string): Promise<SoldService> => {
  const own = ownPrice(values.text('price'), currency);
  const which = oneOf(values);
  const description = values.text('description');
  const called = description === undefined ? {} : { description };
  if (which === 'plan') return { ...(await planSold(tx, values.option('plan') ?? '', own)), ...called };
  if (which === 'charge') return { ...(await chargeSold(tx, values.option('charge') ?? '', own, currency)), ...called };
  if (own === undefined) throw new FieldErrors({ price: 'Enter the price of one.' });
  const per = values.option('per');
  return {
    description: description ?? '',
    own,
    per: per === 'once' ? 'once' : per === '3' ? 3 : per === '12' ? 12 : 1,
    prorated: per === 'once' ? 'never' : 'by months',
  };
};

/** A whole number from 1 on. @throws FieldErrors */
export const readQuantity = (values: FormValues): number => {
  const text = values.text('quantity') ?? '';
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new FieldErrors({ quantity: 'Write a whole number from 1 to 999999.' });
  return Number(text);
};
