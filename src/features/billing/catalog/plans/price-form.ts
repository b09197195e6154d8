import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { isCurrency } from '../../../../core/money/money.ts';
import { parseUnitPrice, type UnitPrice } from '../../../../core/money/unit-price.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { dayProblem } from '../../../../core/time/day-range.ts';
import { dateInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../../platform/block-kit/form.ts';
import type { PlanBilling, PriceFields } from './plan.ts';

/** The fields of a price; those of the metering for metered plans only, or where the form asks which it is. */
export const priceInputs = (
  of: { readonly currency?: string; readonly validFrom: Day },
  isMetered: boolean | 'perhaps',
): readonly KnownBlock[] => [
  textInput({ name: 'currency', label: 'Currency', hint: 'Three letters, such as USD', max: 3, initial: of.currency }),
  textInput({ name: 'price', label: 'Price', hint: 'Before tax; may be finer than a cent, such as 0.0035', max: 24 }),
  dateInput({ name: 'valid_from', label: 'It holds from', initial: of.validFrom }),
  ...(isMetered
    ? [
        textInput({
          name: 'included',
          label: 'Units that it includes',
          ...(isMetered === 'perhaps' ? { hint: 'Of a metered plan', optional: true } : {}),
          max: 9,
        }),
        textInput({
          name: 'above',
          label: 'Price of each unit above them',
          ...(isMetered === 'perhaps' ? { hint: 'Of a metered plan', optional: true } : {}),
          max: 24,
        }),
      ]
    : []),
];

/** A price as it was typed in. */
export interface TypedPrice {
  readonly currency: string;
  readonly price: string;
  readonly validFrom: Day;
  readonly included?: string | undefined;
  readonly above?: string | undefined;
}

export const readPrice = (values: FormValues): TypedPrice => ({
  currency: values.text('currency') ?? '',
  price: values.text('price') ?? '',
  validFrom: required(values.day('valid_from'), 'valid_from', 'Choose the first day on which it holds.'),
  included: values.text('included'),
  above: values.text('above'),
});

type Metering = PriceFields['metering'];

const meteringOf = (
  { included, above }: TypedPrice,
  billing: PlanBilling,
  currency: string,
): { readonly metering?: Metering; readonly problems: Record<string, string> } => {
  if (billing !== 'metered') {
    const says = 'Only a metered plan includes units: leave this blank, or choose “metered”.';
    return {
      problems: {
        ...(included === undefined ? {} : { included: says }),
        ...(above === undefined ? {} : { above: says }),
      },
    };
  }
  const isWhole = /^\d{1,9}$/.test(included ?? '');
  const price = parseUnitPrice(above ?? '', currency);
  const problems = {
    ...(isWhole ? {} : { included: 'Write a whole number of units; 0 where each one costs.' }),
    ...(price.ok ? {} : { above: price.error }),
    ...(price.ok && price.value.tenThousandths < 0n ? { above: 'A price of a unit cannot be negative.' } : {}),
  };
  return price.ok ? { metering: { included: Number(included), above: price.value }, problems } : { problems };
};

const plainPrice = (text: string, currency: string): { readonly value?: UnitPrice; readonly error?: string } => {
  const parsed = parseUnitPrice(text, currency);
  if (!parsed.ok) return { error: parsed.error };
  // What a customer is owed is a charge of its own, never a plan's price.
  return parsed.value.tenThousandths < 0n ? { error: 'A plan’s price cannot be negative.' } : { value: parsed.value };
};

/** @throws FieldErrors at what cannot be a price */
export const checkedPrice = (typed: TypedPrice, billing: PlanBilling, today: Day): PriceFields => {
  const currency = typed.currency.trim().toUpperCase();
  if (!isCurrency(currency))
    throw new FieldErrors({ currency: 'This is not a currency. Write its three letters, such as USD.' });
  const { value: price, error } = plainPrice(typed.price, currency);
  const { metering, problems } = meteringOf(typed, billing, currency);
  const day = dayProblem(typed.validFrom, 'expiry', today);
  const found = { ...(error ? { price: error } : {}), ...problems, ...(day ? { valid_from: day } : {}) };
  if (!price || Object.keys(found).length > 0) throw new FieldErrors(found);
  return { validFrom: typed.validFrom, price, metering };
};
