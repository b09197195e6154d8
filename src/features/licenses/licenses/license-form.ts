/** The fields of a license, when it is entered and when it is corrected. */
import type { KnownBlock } from '@slack/types';
import { FieldErrors } from '../../../core/errors.ts';
import { dateInput, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import { usualGateway } from '../../gateways.ts';
import type { License } from './license.ts';
import type { LicenseFields } from './new-license.ts';

export const licenseInputs = (of?: License): readonly KnownBlock[] => [
  textInput({ name: 'product', label: 'Product', max: 100, initial: of?.product }),
  textInput({
    name: 'key',
    label: 'Key or account',
    hint: 'As the product’s administration knows it',
    max: 100,
    initial: of?.key,
  }),
  selectInput({
    name: 'policy',
    label: 'Who expires it',
    choices: [
      { text: 'Support, by hand', value: 'manual' },
      { text: 'The product, by itself', value: 'automatic' },
    ],
    initial: of?.policy ?? 'manual',
  }),
  dateInput({ name: 'expires_on', label: 'Expiry date', initial: of?.expiresOn }),
  textInput({
    name: 'period_months',
    label: 'Months that one payment pays for',
    initial: String(of?.periodMonths ?? 12),
    max: 3,
  }),
  textInput({
    name: 'gateway_subscription',
    label: 'Subscription at the gateway',
    optional: true,
    hint: 'So that failed charges find this license',
    max: 100,
    initial: of?.gatewaySubscription,
  }),
];

/** @throws FieldErrors */
export const readLicense = (values: FormValues): LicenseFields => {
  const policy = values.option('policy');
  if (policy !== 'manual' && policy !== 'automatic') throw new FieldErrors({ policy: 'Choose who expires it.' });
  return {
    product: values.text('product') ?? '',
    key: values.text('key') ?? '',
    policy,
    expiresOn: required(values.day('expires_on'), 'expires_on', 'Choose the expiry date.'),
    periodMonths: Number(values.text('period_months') ?? ''),
    gateway: usualGateway,
    gatewaySubscription: values.text('gateway_subscription'),
  };
};
