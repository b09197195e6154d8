import type { KnownBlock, ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { type Day, formatDay } from '../../core/time/calendar.ts';
import { dateInput, modal, section, selectInput, textInput, ticksInput } from '../../platform/block-kit/blocks.ts';
import type { Instructions } from './admin/license-admin.ts';
import type { ExpiryAction } from './expiry/expiry-action.ts';
import { proposedDate } from './expiry/move-date.ts';
import type { License } from './licenses/license.ts';

const short = (text: string, max = 150): string => escapeMrkdwn(clip(text, max));

const ticks = (action: ExpiryAction, instructions: Instructions): readonly KnownBlock[] =>
  instructions.ticks.length === 0
    ? []
    : [
        ticksInput({
          name: 'ticks',
          label: 'Set in the product’s administration',
          choices: instructions.ticks.map((tick) => ({ text: tick.text, value: tick.key })),
          initial: [...(action.isExpired ? ['is_expired'] : []), ...(action.forceful ? ['forceful'] : [])],
        }),
      ];

export const ticksModal = (action: ExpiryAction, instructions: Instructions, then: 'save' | 'confirm'): ModalView =>
  modal({
    callback: then === 'save' ? 'expiry.ticks' : 'expiry.confirm',
    title: then === 'save' ? 'What is set' : 'Confirm the expiry',
    submit: then === 'save' ? 'Save' : 'Confirm',
    data: action.id,
    blocks: ticks(action, instructions),
  });

export const moveModal = (action: ExpiryAction, license: License, instructions: Instructions, today: Day): ModalView =>
  modal({
    callback: 'expiry.confirm',
    title: 'New expiry date',
    submit: 'Confirm',
    data: action.id,
    blocks: [
      section(
        `${short(license.product)} · ${short(license.key)}: the present date is *${formatDay(license.expiresOn)}*.`,
      ),
      dateInput({
        name: 'new_expires_on',
        label: 'The date you have set',
        initial: proposedDate(action, license, today),
      }),
      ...ticks(action, instructions),
    ],
  });

export const refuseModal = (actionId: string): ModalView =>
  modal({
    callback: 'expiry.refuse',
    title: 'Refuse this task',
    submit: 'Refuse',
    data: actionId,
    blocks: [textInput({ name: 'reason', label: 'Why?', multiline: true, max: 1000 })],
  });

const licenseFields = (of?: License): readonly KnownBlock[] => {
  const initial = (text: string | undefined) => (text === undefined ? {} : { initial: text });
  return [
    textInput({ name: 'product', label: 'Product', max: 100, ...initial(of?.product) }),
    textInput({
      name: 'key',
      label: 'Key or account',
      hint: 'As the product’s administration knows it',
      max: 100,
      ...initial(of?.key),
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
    dateInput({ name: 'expires_on', label: 'Expiry date', ...initial(of?.expiresOn) }),
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
      ...initial(of?.gatewaySubscription),
    }),
  ];
};

export const addLicenseModal = (customerId: string): ModalView =>
  modal({
    callback: 'license.add',
    title: 'Add a license',
    submit: 'Add',
    data: customerId,
    blocks: licenseFields(),
  });

/** ALL-10 */
export const correctLicenseModal = (of: License): ModalView =>
  modal({
    callback: 'license.correct',
    title: 'Correct a license',
    submit: 'Correct',
    data: of.id,
    blocks: [...licenseFields(of), textInput({ name: 'reason', label: 'Why is it corrected?', max: 500 })],
  });
