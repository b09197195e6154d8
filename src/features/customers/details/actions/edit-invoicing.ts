import { section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { allTerms } from '../../terms/store.ts';
import type { PaymentTerms } from '../../terms/terms.ts';
import { termsChoices, termsOffered } from '../../terms/terms-form.ts';
import { type Tab, tabInteraction, yesNoChoices, yesOrNo } from '../tab.ts';

const presentationChoices = [
  { text: 'By mail', value: 'mail' },
  { text: 'On the web', value: 'web' },
  { text: 'On paper', value: 'paper' },
  { text: 'In the customer’s own portal', value: 'portal' },
];

/** Invoicing, in the customer's window: terms, the numbers that are printed, and how bills are presented. CUS-1, BIL-16 */
export const invoicingTab: Tab<readonly PaymentTerms[]> = {
  id: 'customer.edit_invoicing',
  title: 'Invoicing',
  around: async ({ db }, { termsId }) => termsOffered(await allTerms(db.prisma), termsId),
  keys: (terms) => [
    ...(terms.length > 0 ? (['termsId'] as const) : []),
    'purchaseOrder',
    'purchaseOrderRequired',
    'invoicePer',
    'vendorNumber',
    'presentation',
  ],
  inputs: (details, terms) => [
    terms.length > 0
      ? selectInput({
          name: 'terms_id',
          label: 'Payment terms',
          hint: 'A billing group may have others.',
          optional: true,
          choices: termsChoices(terms),
          initial: details.termsId ?? undefined,
        })
      : section('_No payment terms are set up yet: `/bill setup` adds them._'),
    textInput({
      name: 'purchase_order',
      label: 'Purchase-order number',
      hint: 'Printed on invoices; a billing group may have its own.',
      optional: true,
      max: 60,
      initial: details.purchaseOrder ?? undefined,
    }),
    selectInput({
      name: 'purchase_order_required',
      label: 'Does the customer refuse invoices without one?',
      choices: yesNoChoices,
      initial: yesOrNo(details.purchaseOrderRequired),
    }),
    selectInput({
      name: 'invoice_per',
      label: 'Invoices of its billing groups',
      hint: 'Groups with other terms, addressees or order numbers get invoices of their own anyway.',
      choices: [
        { text: 'Together on one', value: 'customer' },
        { text: 'One for each group', value: 'group' },
      ],
      initial: details.invoicePer,
    }),
    textInput({
      name: 'vendor_number',
      label: 'Our vendor number there',
      optional: true,
      max: 60,
      initial: details.vendorNumber ?? undefined,
    }),
    selectInput({
      name: 'presentation',
      label: 'How it wants its bills',
      choices: presentationChoices,
      initial: details.presentation,
    }),
  ],
  read: (values) => ({
    termsId: values.option('terms_id') ?? null,
    purchaseOrder: values.text('purchase_order') ?? null,
    purchaseOrderRequired: values.option('purchase_order_required') === 'yes',
    invoicePer: values.option('invoice_per') ?? 'customer',
    vendorNumber: values.text('vendor_number') ?? null,
    presentation: required(values.option('presentation'), 'presentation', 'Choose how it wants its bills.'),
  }),
};

export const editInvoicing = tabInteraction(invoicingTab);
