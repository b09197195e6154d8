/** The forms of a project as a whole. Fields are named as in the use cases' FieldErrors. */

import type { KnownBlock, ModalView } from '@slack/types';
import { amountText, formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import {
  dateInput,
  lookupInput,
  modal,
  personInput,
  section,
  selectInput,
  textInput,
} from '../../../platform/block-kit/blocks.ts';
import { pickedUpInput } from '../../billing/invoices/index.ts';
import {
  chargeFields,
  chargeInvoice,
  chargeKinds,
  chargeLabels,
  invoicesOf,
  pickUpField,
  pickUpKinds,
  taxRateText,
  voidedCharge,
} from '../../billing/onboarding/index.ts';
import { customerLookup } from '../../customers/index.ts';
import { type Playbook, type ProjectState, projectRef } from '../../playbooks/index.ts';

const reasonInput = (hint: string): KnownBlock =>
  textInput({ name: 'reason', label: 'Reason', hint, multiline: true, max: 1000 });

const amountInput = (
  name: string,
  label: string,
  currency: string,
  initial?: string,
  hint = 'Blank: none.',
): KnownBlock =>
  textInput({
    name,
    label: `${label} (${currency}, before tax)`,
    hint,
    optional: true,
    ...(initial ? { initial } : {}),
  });

/** ONB-1. @param owner who asks: the owner, unless another is chosen */
export const newProjectForm = (
  playbooks: readonly Playbook[],
  owner: string,
  currency: string,
  customer?: string,
): ModalView =>
  modal({
    callback: 'project.create',
    title: 'New project',
    submit: 'Create',
    blocks: [
      lookupInput({ name: 'existing_customer', label: 'Customer Baton knows', source: customerLookup, optional: true }),
      textInput({
        name: 'customer',
        label: 'Or a new customer’s name',
        hint: 'A customer of exactly this name is taken, if there is one.',
        optional: true,
        ...(customer ? { initial: customer } : {}),
      }),
      textInput({ name: 'contact_name', label: 'Contact', optional: true }),
      textInput({ name: 'email', label: 'Email for invoices', optional: true, max: 254 }),
      textInput({ name: 'phone', label: 'Phone', optional: true, max: 60 }),
      selectInput({
        name: 'playbook',
        label: 'Playbook',
        choices: playbooks.map((each) => ({ text: each.name, value: each.key })),
        initial: playbooks[0]?.key ?? '',
      }),
      personInput({ name: 'owner', label: 'Owner (Sales)', initial: owner }),
      personInput({ name: 'project_manager', label: 'Project manager' }),
      textInput({ name: 'currency', label: 'Currency', initial: currency, max: 3 }),
      ...chargeKinds.map((kind) => amountInput(chargeFields[kind], chargeLabels[kind], 'in that currency')),
      textInput({ name: 'hardware_text', label: 'Which hardware', optional: true, multiline: true, max: 1000 }),
      textInput({
        name: 'tax_rate',
        label: 'Tax in percent',
        hint: 'Such as 8.25. Blank: no tax.',
        optional: true,
        max: 8,
      }),
      pickedUpInput(pickUpField('set_up'), 'Picked up for the set-up fee', 'nothing'),
      pickedUpInput(pickUpField('first_month'), 'Picked up for the first month', 'nothing'),
      dateInput({ name: 'target_go_live', label: 'Target go-live', optional: true }),
    ],
  });

export const statusVerbs = {
  'project.hold': { title: 'Hold', hint: 'Nobody decides and nobody is reminded until it is resumed.' },
  'project.resume': { title: 'Resume', hint: 'The desk that had it has it again.' },
  'project.cancel': {
    title: 'Cancel project',
    hint: 'Recurring billing is disarmed, activities end, and accounting is asked whether open invoices are void.',
  },
  'project.reopen': { title: 'Re-open', hint: 'The desk that had it last has it again.' },
} as const;
export type StatusVerb = keyof typeof statusVerbs;

export const statusForm = (project: ProjectState, verb: StatusVerb): ModalView => {
  const { title, hint } = statusVerbs[verb];
  return modal({
    callback: verb,
    title: `${title} ${projectRef(project)}`,
    submit: title,
    close: 'Back',
    data: project.id,
    blocks: [section(`*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`), reasonInput(hint)],
  });
};

export const teamForm = (project: ProjectState): ModalView =>
  modal({
    callback: 'project.team',
    title: `Team of ${projectRef(project)}`,
    submit: 'Change',
    data: project.id,
    blocks: [
      personInput({ name: 'owner', label: 'Owner (Sales)', initial: project.ownerId }),
      personInput({ name: 'project_manager', label: 'Project manager', initial: project.managerId }),
      reasonInput('Kept with the project.'),
    ],
  });

/** What was picked up for the charges that are open. ONB-19 */
const pickUpInputs = (project: ProjectState): readonly KnownBlock[] =>
  pickUpKinds.flatMap((kind) => {
    const invoice = chargeInvoice(invoicesOf(project), kind);
    if (!invoice || invoice.open.amount === 0n) return [];
    return [pickedUpInput(pickUpField(kind), `Picked up for: ${chargeLabels[kind]}`, invoice.pickedUp)];
  });

/** Amounts prefilled as they are; a blank one takes the charge away, once the reviewer has confirmed that. */
export const correctForm = (project: ProjectState): ModalView => {
  const rate = invoicesOf(project).find((each) => each.state !== 'void')?.taxRate ?? 0;
  return modal({
    callback: 'project.correct',
    title: `Amounts of ${projectRef(project)}`,
    submit: 'Correct',
    data: project.id,
    blocks: [
      section(
        `*${escapeMrkdwn(project.customer.name)}*: what is due up front, before tax. Gates follow what is paid of it.`,
      ),
      ...chargeKinds.map((kind) => {
        const invoice = chargeInvoice(invoicesOf(project), kind);
        const voided = voidedCharge(invoicesOf(project), kind);
        return amountInput(
          chargeFields[kind],
          chargeLabels[kind],
          project.currency,
          invoice && amountText(invoice.net),
          voided &&
            `Its invoice of ${formatMoney(voided.net)} was voided: write what is due, or leave it blank if nothing is.`,
        );
      }),
      ...pickUpInputs(project),
      textInput({
        name: 'tax_rate',
        label: 'Tax in percent, for a charge that is added',
        optional: true,
        max: 8,
        ...(rate > 0 ? { initial: taxRateText(rate) } : {}),
      }),
      reasonInput('Kept with the project and its invoices.'),
    ],
  });
};
