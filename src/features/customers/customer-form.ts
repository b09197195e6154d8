import type { KnownBlock, ModalView } from '@slack/types';
import { modal, section, selectInput, textInput } from '../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../platform/block-kit/form.ts';
import type { NewCustomer } from './customer.ts';

export interface CustomerOffer {
  readonly name?: string | undefined;
  readonly currency?: string | undefined;
}

const languages = [
  { text: 'English', value: 'en' },
  { text: 'Italian', value: 'it' },
];

/** The fields by which a customer is entered, whoever asks for it. CUS-1 */
export const customerFields = (offer: CustomerOffer): readonly KnownBlock[] => [
  textInput({ name: 'customer', label: 'Company', initial: offer.name }),
  textInput({ name: 'contact_name', label: 'Contact', optional: true }),
  textInput({ name: 'email', label: 'Email for invoices', optional: true, max: 254 }),
  textInput({ name: 'phone', label: 'Phone', optional: true, max: 60 }),
  textInput({ name: 'address', label: 'Address', optional: true, multiline: true }),
  textInput({
    name: 'currency',
    label: 'Currency',
    hint: 'Three letters, such as USD',
    max: 3,
    initial: offer.currency,
  }),
  textInput({
    name: 'time_zone',
    label: 'Time zone',
    hint: 'Such as Europe/Rome. Blank: the workspace’s.',
    optional: true,
  }),
  selectInput({ name: 'language', label: 'Language', choices: languages, initial: 'en' }),
];

export const readCustomer = (values: FormValues): NewCustomer => ({
  name: required(values.text('customer'), 'customer', 'Enter the customer’s name.'),
  contactName: values.text('contact_name'),
  email: values.text('email'),
  phone: values.text('phone'),
  address: values.text('address'),
  currency: required(values.text('currency'), 'currency', 'Write its three letters, such as USD.').toUpperCase(),
  timeZone: values.text('time_zone'),
  language: values.option('language'),
});

/** For a charge whose customer Baton does not know: `callback` is who asks, `data` what for. */
export const customerOfModal = (callback: string, data: string, offer: CustomerOffer, about: string): ModalView =>
  modal({
    callback,
    title: 'New customer',
    submit: 'Create and link',
    data,
    blocks: [section(about), ...customerFields(offer)],
  });
