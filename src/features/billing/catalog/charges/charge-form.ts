import type { KnownBlock } from '@slack/types';
import { selectInput, textInput, ticksInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import { articleInputs, readArticle } from '../articles/article.ts';
import { amountsEntry, type ChargeFields, parseAmountsEntry } from './charge.ts';

export const chargeInputs = (of: ChargeFields | undefined, categories: readonly string[]): readonly KnownBlock[] => [
  ...articleInputs(of ?? {}, categories),
  selectInput({
    name: 'recurring',
    label: 'How often',
    choices: [
      { text: 'Every month', value: 'yes' },
      { text: 'Once', value: 'no' },
    ],
    initial: of?.isRecurring ? 'yes' : 'no',
  }),
  ticksInput({
    name: 'proratable',
    label: 'A part of a month',
    choices: [{ text: 'Is charged by its days', value: 'yes' }],
    initial: of?.isProratable ? ['yes'] : [],
  }),
  textInput({
    name: 'amounts',
    label: 'Usual amount',
    hint: 'Before tax, a line for each currency: USD 45.00. A prepayment is negative: USD -100.00',
    multiline: true,
    optional: true,
    max: 500,
    initial: of ? amountsEntry(of.amounts) : undefined,
  }),
];

/** @throws FieldErrors */
export const readCharge = (values: FormValues): ChargeFields => ({
  ...readArticle(values),
  isRecurring: values.option('recurring') === 'yes',
  isProratable: values.options('proratable').includes('yes'),
  amounts: parseAmountsEntry(values.text('amounts') ?? ''),
});
