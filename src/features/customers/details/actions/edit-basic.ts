import { section, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { type ContractType, contractTypesOffered } from '../../contract-types/contract-type.ts';
import { allContractTypes } from '../../contract-types/store.ts';
import { readAddresses, type Tab, tabInteraction, yesNoChoices, yesOrNo } from '../tab.ts';

export const methodChoices = [
  { text: 'Free', value: 'free' },
  { text: 'Invoice', value: 'invoice' },
  { text: 'Credit card', value: 'credit_card' },
] as const;

/** Basic information, in the customer's window. CUS-1 */
export const basicTab: Tab<readonly ContractType[]> = {
  id: 'customer.edit',
  title: 'Basic information',
  around: async ({ db }, { contractTypeId }) => contractTypesOffered(await allContractTypes(db.prisma), contractTypeId),
  keys: (types) => [
    'name',
    'contactName',
    'email',
    'extraEmails',
    'phone',
    'address',
    ...(types.length > 0 ? (['contractTypeId'] as const) : []),
    'active',
    'paymentMethod',
  ],
  inputs: (details, types) => [
    textInput({ name: 'name', label: 'Company', initial: details.name }),
    textInput({ name: 'contact_name', label: 'Contact', optional: true, initial: details.contactName ?? undefined }),
    textInput({
      name: 'email',
      label: 'Email',
      hint: 'It receives the invoices.',
      optional: true,
      max: 254,
      initial: details.email ?? undefined,
    }),
    textInput({
      name: 'extra_emails',
      label: 'Additional addresses',
      hint: 'They receive invoices too. One a line.',
      optional: true,
      multiline: true,
      initial: details.extraEmails.join('\n'),
    }),
    textInput({ name: 'phone', label: 'Phone', optional: true, max: 60, initial: details.phone ?? undefined }),
    textInput({
      name: 'address',
      label: 'Address',
      optional: true,
      multiline: true,
      initial: details.address ?? undefined,
    }),
    ...(types.length > 0
      ? [
          selectInput({
            name: 'contract_type_id',
            label: 'Contract type',
            hint: 'It never changes a bill.',
            optional: true,
            choices: types.map(({ id, name }) => ({ text: name, value: id })),
            initial: details.contractTypeId ?? undefined,
          }),
        ]
      : [section('_No contract types are set up yet: `/bill setup` adds them._')]),
    selectInput({ name: 'active', label: 'Active', choices: yesNoChoices, initial: yesOrNo(details.active) }),
    selectInput({
      name: 'payment_method',
      label: 'Payment method',
      hint: 'A card on file is forgotten once the customer no longer pays by card.',
      choices: methodChoices,
      initial: details.paymentMethod,
    }),
  ],
  read: (values) => ({
    name: required(values.text('name'), 'name', 'Enter the customer’s name.'),
    contactName: values.text('contact_name') ?? null,
    email: values.text('email') ?? null,
    extraEmails: readAddresses(values.text('extra_emails')),
    phone: values.text('phone') ?? null,
    address: values.text('address') ?? null,
    contractTypeId: values.option('contract_type_id') ?? null,
    active: values.option('active') !== 'no',
    paymentMethod: required(values.option('payment_method'), 'payment_method', 'Choose how the customer pays.'),
  }),
};

export const editBasic = tabInteraction(basicTab);
