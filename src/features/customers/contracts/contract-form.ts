import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { dateInput, personInput, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { tidyName } from '../customer.ts';
import { readNumber, yesNoChoices, yesOrNo } from '../details/tab.ts';
import { type Contract, type ContractEntries, endOfTerm, mostTermMonths } from './contract.ts';

export const contractInputs = (offer: Partial<Contract>): readonly KnownBlock[] => [
  textInput({ name: 'number', label: 'Number', max: 100, initial: offer.number }),
  textInput({
    name: 'parties',
    label: 'Parties and programs',
    optional: true,
    multiline: true,
    max: 1000,
    initial: offer.parties ?? undefined,
  }),
  dateInput({ name: 'start_on', label: 'Start', initial: offer.startOn }),
  textInput({
    name: 'term_months',
    label: 'Term in months',
    hint: 'It is renewed for as long.',
    max: 3,
    initial: offer.termMonths?.toString() ?? '12',
  }),
  dateInput({
    name: 'end_on',
    label: 'Last day of the first term',
    hint: 'None: as the term says.',
    optional: true,
    initial: offer.endOn,
  }),
  selectInput({
    name: 'renews',
    label: 'Is it renewed unless notice is given?',
    choices: yesNoChoices,
    initial: yesOrNo(offer.renews ?? true),
  }),
  textInput({
    name: 'notice_days',
    label: 'Days of notice',
    hint: 'Before the last day of a term',
    max: 3,
    initial: offer.noticeDays?.toString() ?? '90',
  }),
  dateInput({ name: 'signed_on', label: 'Signed on', optional: true, initial: offer.signedOn ?? undefined }),
  personInput({
    name: 'owner',
    label: 'Owner',
    hint: 'Reminded before the last day to give notice',
    initial: offer.owner,
  }),
];

/** @throws FieldErrors */
export const readContract = (values: FormValues): ContractEntries => {
  const startOn = required(values.day('start_on'), 'start_on', 'Choose the day it starts.');
  const termMonths = readNumber(values.text('term_months'), 'term_months') ?? 0;
  if (termMonths < 1 || termMonths > mostTermMonths)
    throw new FieldErrors({ term_months: `Write the months of a term, from 1 to ${mostTermMonths}.` });
  return {
    number: tidyName(required(values.text('number'), 'number', 'Write the contract’s number.')),
    parties: values.text('parties') ?? null,
    startOn,
    endOn: values.day('end_on') ?? endOfTerm(startOn, termMonths),
    termMonths,
    renews: values.option('renews') !== 'no',
    noticeDays: readNumber(values.text('notice_days'), 'notice_days') ?? 0,
    signedOn: values.day('signed_on') ?? null,
    owner: required(values.user('owner'), 'owner', 'Choose who owns it.'),
  };
};
