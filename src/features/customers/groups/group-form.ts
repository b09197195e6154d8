import type { KnownBlock } from '@slack/types';
import type { Day } from '../../../core/time/calendar.ts';
import { dateInput, section, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { allSellers, type Seller } from '../../billing/sellers/index.ts';
import type { Contract } from '../contracts/contract.ts';
import { contractsOf } from '../contracts/store.ts';
import { tidyName } from '../customer.ts';
import { readAddresses } from '../details/tab.ts';
import { allTerms } from '../terms/store.ts';
import type { PaymentTerms } from '../terms/terms.ts';
import { termsChoices, termsOffered } from '../terms/terms-form.ts';
import type { BillingGroup, GroupEntries } from './group.ts';

/** What a group's form offers to choose from. */
export interface GroupChoices {
  readonly terms: readonly PaymentTerms[];
  readonly contracts: readonly Contract[];
  readonly sellers: readonly Seller[];
}

export const groupChoices = async (tx: Tx, customerId: string, group?: BillingGroup): Promise<GroupChoices> => {
  const [terms, contracts, sellers] = await Promise.all([allTerms(tx), contractsOf(tx, [customerId]), allSellers(tx)]);
  return { terms: termsOffered(terms, group?.termsId ?? null), contracts, sellers };
};

/** What a new group of the customer begins with. */
export interface GroupOffer extends Partial<GroupEntries> {
  readonly startOn: Day;
}

/** A single seller that sells everything needs no choice. */
const asksForSeller = (sellers: readonly Seller[]): boolean => sellers.some(({ isDefault }) => !isDefault);

const usualSeller = (sellers: readonly Seller[]): string => {
  const usual = sellers.find(({ isDefault }) => isDefault);
  return usual ? `None: ${usual.name}.` : 'None: its invoices are numbered in the accounting system.';
};

export const groupInputs = (offer: GroupOffer, { terms, contracts, sellers }: GroupChoices): readonly KnownBlock[] => [
  textInput({
    name: 'name',
    label: 'Name',
    hint: 'Such as Hosting. It stands on the bill.',
    max: 100,
    initial: offer.name,
  }),
  dateInput({ name: 'start_on', label: 'Start', initial: offer.startOn }),
  dateInput({ name: 'end_on', label: 'Last day', optional: true, initial: offer.endOn ?? undefined }),
  terms.length > 0
    ? selectInput({
        name: 'terms_id',
        label: 'Payment terms',
        hint: 'None: the customer’s.',
        optional: true,
        choices: termsChoices(terms),
        initial: offer.termsId ?? undefined,
      })
    : section('_No payment terms are set up yet: `/bill setup` adds them._'),
  textInput({
    name: 'purchase_order',
    label: 'Purchase-order number',
    hint: 'None: the customer’s.',
    optional: true,
    max: 60,
    initial: offer.purchaseOrder ?? undefined,
  }),
  textInput({
    name: 'addressees',
    label: 'Who receives its invoices',
    hint: 'Email addresses, one a line. None: the customer’s.',
    optional: true,
    multiline: true,
    initial: offer.addressees?.join('\n'),
  }),
  ...(contracts.length > 0
    ? [
        selectInput({
          name: 'contract_id',
          label: 'Contract',
          optional: true,
          choices: contracts.map(({ id, number }) => ({ text: number, value: id })),
          initial: offer.contractId ?? undefined,
        }),
      ]
    : []),
  ...(asksForSeller(sellers)
    ? [
        selectInput({
          name: 'seller_id',
          label: 'Who issues its invoices',
          hint: usualSeller(sellers),
          optional: true,
          choices: sellers.map(({ id, name }) => ({ text: name, value: id })),
          initial: offer.sellerId ?? undefined,
        }),
      ]
    : []),
];

/** @throws FieldErrors */
export const readGroup = (values: FormValues): GroupEntries => ({
  name: tidyName(required(values.text('name'), 'name', 'Name the billing group.')),
  startOn: required(values.day('start_on'), 'start_on', 'Choose the day it starts.'),
  endOn: values.day('end_on') ?? null,
  termsId: values.option('terms_id') ?? null,
  purchaseOrder: values.text('purchase_order') ?? null,
  addressees: readAddresses(values.text('addressees')),
  contractId: values.option('contract_id') ?? null,
  sellerId: values.option('seller_id') ?? null,
});
