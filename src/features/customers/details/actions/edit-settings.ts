import { dateInput, peopleInput, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { type Tab, tabInteraction } from '../tab.ts';

const languageChoices = [
  { text: 'English', value: 'en' },
  { text: 'Italian', value: 'it' },
];

/** Additional settings, in the customer's window. CUS-1 */
export const settingsTab: Tab<undefined> = {
  id: 'customer.edit_settings',
  title: 'Additional settings',
  around: async () => undefined,
  keys: () => ['startOn', 'endOn', 'salespeople', 'invoiceNote', 'language', 'currency', 'timeZone'],
  inputs: (details) => [
    dateInput({ name: 'start_on', label: 'Start date', optional: true, initial: details.startOn ?? undefined }),
    dateInput({ name: 'end_on', label: 'End date', optional: true, initial: details.endOn ?? undefined }),
    peopleInput({ name: 'salespeople', label: 'Salespeople', optional: true, initial: details.salespeople }),
    textInput({
      name: 'invoice_note',
      label: 'Note in invoices',
      optional: true,
      multiline: true,
      max: 1000,
      initial: details.invoiceNote ?? undefined,
    }),
    selectInput({ name: 'language', label: 'Language', choices: languageChoices, initial: details.language }),
    textInput({
      name: 'currency',
      label: 'Currency',
      hint: 'It stays once anything is billed.',
      max: 3,
      initial: details.currency,
    }),
    textInput({ name: 'time_zone', label: 'Time zone', hint: 'Such as Europe/Rome', initial: details.timeZone }),
  ],
  read: (values) => ({
    startOn: values.day('start_on') ?? null,
    endOn: values.day('end_on') ?? null,
    salespeople: values.users('salespeople'),
    invoiceNote: values.text('invoice_note') ?? null,
    language: required(values.option('language'), 'language', 'Choose a language.'),
    currency: required(values.text('currency'), 'currency', 'Write its three letters, such as USD.').toUpperCase(),
    timeZone: required(values.text('time_zone'), 'time_zone', 'Enter a time zone, such as Europe/Rome.'),
  }),
};

export const editSettings = tabInteraction(settingsTab);
