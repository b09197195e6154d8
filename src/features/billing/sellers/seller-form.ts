/** The fields of a seller, when it is entered and when it is changed. */
import type { KnownBlock } from '@slack/types';
import { textInput } from '../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../platform/block-kit/form.ts';
import type { SellerFields } from './seller.ts';

export const sellerInputs = (of: Partial<SellerFields>): readonly KnownBlock[] => [
  textInput({ name: 'name', label: 'Name', hint: 'As documents print it', initial: of.name }),
  textInput({ name: 'address', label: 'Address', multiline: true, max: 500, initial: of.address }),
  textInput({ name: 'country', label: 'Country', hint: 'Two letters, such as US or IT', max: 2, initial: of.country }),
  textInput({ name: 'tax_number', label: 'Tax number', optional: true, max: 40, initial: of.taxNumber }),
  textInput({ name: 'email', label: 'Email', hint: 'Bills come from here', max: 254, initial: of.email }),
  textInput({
    name: 'reply_to',
    label: 'Where replies go',
    hint: 'To the same address unless said',
    optional: true,
    max: 254,
    initial: of.replyTo,
  }),
  textInput({
    name: 'bounce_to',
    label: 'Where mail that cannot be delivered goes',
    hint: 'To the same address unless said',
    optional: true,
    max: 254,
    initial: of.bounceTo,
  }),
  textInput({ name: 'iban', label: 'IBAN', optional: true, max: 42, initial: of.iban }),
  textInput({
    name: 'pay_url',
    label: 'Where it can be paid online',
    hint: 'Printed on invoices, as a code to scan where no bank’s app takes the transfer',
    optional: true,
    max: 300,
    initial: of.payUrl,
  }),
  textInput({
    name: 'time_zone',
    label: 'Time zone',
    hint: 'Documents are dated by its calendar; such as Europe/Rome',
    initial: of.timeZone,
  }),
];

export const readSeller = (values: FormValues): SellerFields => ({
  name: values.text('name') ?? '',
  address: values.text('address') ?? '',
  country: values.text('country') ?? '',
  taxNumber: values.text('tax_number'),
  email: values.text('email') ?? '',
  replyTo: values.text('reply_to'),
  bounceTo: values.text('bounce_to'),
  iban: values.text('iban'),
  payUrl: values.text('pay_url'),
  timeZone: values.text('time_zone') ?? '',
});
