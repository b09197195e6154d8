import { selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { type Tab, tabInteraction } from '../tab.ts';

const treatmentChoices = [
  { text: 'Taxed', value: 'taxable' },
  { text: 'Exempt', value: 'exempt' },
  { text: 'Reverse charge', value: 'reverse_charge' },
];

/** Tax, in the customer's window. CUS-1 */
export const taxTab: Tab<undefined> = {
  id: 'customer.edit_tax',
  title: 'Tax',
  around: async () => undefined,
  keys: () => ['taxNumber', 'taxJurisdiction', 'taxTreatment', 'taxReason'],
  inputs: (details) => [
    textInput({
      name: 'tax_number',
      label: 'Tax number',
      optional: true,
      max: 40,
      initial: details.taxNumber ?? undefined,
    }),
    textInput({
      name: 'tax_jurisdiction',
      label: 'Jurisdiction',
      hint: 'The country, and the state where it matters: US-NY, IT',
      optional: true,
      max: 6,
      initial: details.taxJurisdiction ?? undefined,
    }),
    selectInput({ name: 'tax_treatment', label: 'Tax', choices: treatmentChoices, initial: details.taxTreatment }),
    textInput({
      name: 'tax_reason',
      label: 'Why no tax is charged',
      hint: 'For exempt customers and reverse charge: the certificate or the rule, as printed on the invoice.',
      optional: true,
      initial: details.taxReason ?? undefined,
    }),
  ],
  read: (values) => ({
    taxNumber: values.text('tax_number') ?? null,
    taxJurisdiction: values.text('tax_jurisdiction')?.toUpperCase() ?? null,
    taxTreatment: required(values.option('tax_treatment'), 'tax_treatment', 'Choose how the customer is taxed.'),
    taxReason: values.text('tax_reason') ?? null,
  }),
};

export const editTax = tabInteraction(taxTab);
