import { UserError } from '../../../../core/errors.ts';
import { selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { cardBrands } from '../details.ts';
import { readNumber, type Tab, tabInteraction } from '../tab.ts';

const months = Array.from({ length: 12 }, (_, index) => {
  const value = String(index + 1);
  return { text: value.padStart(2, '0'), value };
});

/** Payment information, in the customer's window: the card on file, never its number. CUS-1 */
export const cardTab: Tab<undefined> = {
  id: 'customer.edit_card',
  title: 'Payment information',
  around: async (_deps, { name, paymentMethod }) => {
    if (paymentMethod === 'credit_card') return undefined;
    throw new UserError(
      `${name} does not pay by credit card, so no card is kept. Set the payment method in Basic information first.`,
    );
  },
  keys: () => ['cardBrand', 'cardLast4', 'cardExpMonth', 'cardExpYear', 'cardToken'],
  inputs: (details) => [
    selectInput({
      name: 'card_brand',
      label: 'Credit card type',
      optional: true,
      choices: cardBrands.map((brand) => ({ text: brand, value: brand })),
      initial: details.cardBrand ?? undefined,
    }),
    textInput({
      name: 'card_last4',
      label: 'Last four digits',
      hint: 'No more of the number: Baton must never hold one.',
      optional: true,
      max: 4,
      initial: details.cardLast4 ?? undefined,
    }),
    selectInput({
      name: 'card_exp_month',
      label: 'Expires in month',
      optional: true,
      choices: months,
      initial: details.cardExpMonth?.toString(),
    }),
    textInput({
      name: 'card_exp_year',
      label: 'Of the year',
      hint: 'Such as 2028',
      optional: true,
      max: 4,
      initial: details.cardExpYear?.toString(),
    }),
    textInput({
      name: 'card_token',
      label: 'The gateway’s token for it',
      optional: true,
      initial: details.cardToken ?? undefined,
    }),
  ],
  read: (values) => ({
    cardBrand: values.option('card_brand') ?? null,
    cardLast4: values.text('card_last4') ?? null,
    cardExpMonth: readNumber(values.option('card_exp_month'), 'card_exp_month'),
    cardExpYear: readNumber(values.text('card_exp_year'), 'card_exp_year'),
    cardToken: values.text('card_token') ?? null,
  }),
};

export const editCard = tabInteraction(cardTab);
