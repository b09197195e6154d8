/** What the forms of a project ask of what is due up front. */
import type { KnownBlock } from '@slack/types';
import { amountText, formatMoney } from '../../../../core/money/money.ts';
import { textInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';
import type { ProjectState } from '../../../playbooks/index.ts';
import {
  type ChargeTexts,
  chargeFields,
  chargeInvoice,
  chargeKinds,
  chargeLabels,
  type PickedUpByCharge,
  pickUpField,
  pickUpKinds,
  taxRateText,
  voidedCharge,
} from '../charges/charges.ts';
import { invoicesOf } from '../charges/charges-part.ts';
import { pickedUpInput, readPickUp } from '../collecting/picked-up.ts';

export const taxRateField = 'tax_rate';
export const hardwareTextField = 'hardware_text';

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

/** ONB-1: an amount for each charge, its tax, and what sales has picked up for it. */
export const newChargeInputs: readonly KnownBlock[] = [
  ...chargeKinds.map((kind) => amountInput(chargeFields[kind], chargeLabels[kind], 'in that currency')),
  textInput({ name: hardwareTextField, label: 'Which hardware', optional: true, multiline: true, max: 1000 }),
  textInput({
    name: taxRateField,
    label: 'Tax in percent',
    hint: 'Such as 8.25. Blank: no tax.',
    optional: true,
    max: 8,
  }),
  pickedUpInput(pickUpField('set_up'), 'Picked up for the set-up fee', 'nothing'),
  pickedUpInput(pickUpField('first_month'), 'Picked up for the first month', 'nothing'),
];

const correctedAmountInput = (project: ProjectState, kind: (typeof chargeKinds)[number]): KnownBlock => {
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
};

/** What was picked up for the charges that are open. ONB-19 */
const pickUpInputs = (project: ProjectState): readonly KnownBlock[] =>
  pickUpKinds.flatMap((kind) => {
    const invoice = chargeInvoice(invoicesOf(project), kind);
    if (!invoice || invoice.open.amount === 0n) return [];
    return [pickedUpInput(pickUpField(kind), `Picked up for: ${chargeLabels[kind]}`, invoice.pickedUp)];
  });

/** Amounts prefilled as they are; a blank one takes the charge away, once the reviewer has confirmed that. ONB-19 */
export const correctedChargeInputs = (project: ProjectState): readonly KnownBlock[] => {
  const rate = invoicesOf(project).find((each) => each.state !== 'void')?.taxRate ?? 0;
  return [
    ...chargeKinds.map((kind) => correctedAmountInput(project, kind)),
    ...pickUpInputs(project),
    textInput({
      name: taxRateField,
      label: 'Tax in percent, for a charge that is added',
      optional: true,
      max: 8,
      ...(rate > 0 ? { initial: taxRateText(rate) } : {}),
    }),
  ];
};

export const readChargeAmounts = (values: FormValues): ChargeTexts['amounts'] => ({
  set_up: values.text(chargeFields.set_up),
  first_month: values.text(chargeFields.first_month),
  hardware: values.text(chargeFields.hardware),
});

export const readPickedUp = (values: FormValues): PickedUpByCharge => ({
  set_up: readPickUp(values.option(pickUpField('set_up'))),
  first_month: readPickUp(values.option(pickUpField('first_month'))),
});
