/** What the forms of a project ask of what is due up front. Fields are named as in the use cases' FieldErrors. */
import type { KnownBlock } from '@slack/types';
import { textInput } from '../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../platform/block-kit/form.ts';
import { pickedUpOf } from '../../billing/invoices/index.ts';
import { chargeFields, pickUpField } from '../../billing/onboarding/index.ts';

export const amountInput = (
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

export const readChargeAmounts = (values: FormValues) => ({
  set_up: values.text(chargeFields.set_up),
  first_month: values.text(chargeFields.first_month),
  hardware: values.text(chargeFields.hardware),
});

export const readPickedUp = (values: FormValues) => ({
  set_up: pickedUpOf(values.option(pickUpField('set_up'))),
  first_month: pickedUpOf(values.option(pickUpField('first_month'))),
});
