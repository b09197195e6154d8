import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import type { Day } from '../../../core/time/calendar.ts';
import { dateInput, modal, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import type { Seller } from '../sellers/index.ts';
import type { TaxTreatment } from './tax.ts';
import { parseRate, rateEntry, type TaxFields, taxTreatments } from './tax-row.ts';

export const treatmentNames: Readonly<Record<TaxTreatment, string>> = {
  taxed: 'Taxed',
  exempt: 'Exempt',
  reverse_charge: 'Reverse charge',
  out_of_scope: 'Out of scope',
};

export const rateProblem = 'Write the rate in per cent, such as 22 or 8.875.';

/** A row of the table; with one before it, its newer one. */
export const taxForm = (sellers: readonly Seller[], of: Partial<TaxFields>, validFrom: Day): ModalView =>
  modal({
    callback: 'tax.add',
    title: of.code ? 'New rate' : 'Add a tax',
    submit: 'Add',
    blocks: [
      textInput({ name: 'code', label: 'Code', max: 40, placeholder: 'IVA22', initial: of.code }),
      textInput({ name: 'name', label: 'Name', hint: 'Printed on the document', initial: of.name }),
      selectInput({
        name: 'treatment',
        label: 'Treatment',
        choices: taxTreatments.map((value) => ({ text: treatmentNames[value], value })),
        initial: of.treatment ?? 'taxed',
      }),
      textInput({
        name: 'rate',
        label: 'Rate in per cent',
        hint: '0 for what is not taxed',
        max: 10,
        initial: of.rate === undefined ? undefined : rateEntry(of.rate),
      }),
      textInput({
        name: 'reason',
        label: 'Reason',
        hint: 'Of what is not taxed; printed on the document',
        optional: true,
        max: 300,
        initial: of.reason,
      }),
      textInput({
        name: 'category',
        label: 'Tax category',
        hint: 'As plans and charges name it, such as services',
        max: 40,
        initial: of.category,
      }),
      textInput({
        name: 'jurisdiction',
        label: 'Where the customer is',
        hint: 'Such as IT, US or US-NY; the narrower place wins. Blank: everywhere',
        optional: true,
        max: 6,
        initial: of.jurisdiction === '*' ? undefined : of.jurisdiction,
      }),
      selectInput({
        name: 'seller',
        label: 'Seller',
        choices: [{ text: 'Each', value: '*' }, ...sellers.map(({ id, name }) => ({ text: name, value: id }))],
        initial: of.seller ?? '*',
      }),
      dateInput({ name: 'valid_from', label: 'It holds from', initial: validFrom }),
    ],
  });

/** @throws FieldErrors */
export const readTax = (values: FormValues): TaxFields => {
  const rate = parseRate(values.text('rate') ?? '');
  const treatment = taxTreatments.find((each) => each === values.option('treatment'));
  if (rate === undefined) throw new FieldErrors({ rate: rateProblem });
  if (!treatment) throw new FieldErrors({ treatment: 'Choose how it is taxed.' });
  return {
    code: values.text('code') ?? '',
    name: values.text('name') ?? '',
    rate,
    treatment,
    reason: values.text('reason'),
    category: values.text('category') ?? '',
    jurisdiction: values.text('jurisdiction') ?? '*',
    seller: values.option('seller') ?? '*',
    validFrom: required(values.day('valid_from'), 'valid_from', 'Choose the first day on which it holds.'),
  };
};
