import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { context, fields, header } from '../../platform/block-kit/blocks.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import type { WindowHead } from '../../platform/slice/slice.ts';
import { type Customer, contactErasers } from './customer.ts';

/** ALL-7 */
const erasedLine = ({ contactErased: erased }: Customer): readonly KnownBlock[] =>
  erased ? [context(`Contact data erased ${moment(erased.at)} by ${person(erased.by)}`)] : [];

/** Who the customer is. */
export const customerHead = (customer: Customer, details: readonly KnownBlock[] = []): WindowHead => {
  const shown = (text: string | undefined) => (text ? escapeMrkdwn(clip(text, 300)) : '–');
  return {
    title: 'Customer',
    blocks: [
      header(customer.name),
      fields([
        ['Contact', shown(customer.contactName)],
        ['Email', shown(customer.email)],
        ['Phone', shown(customer.phone)],
        ['Address', shown(customer.address)],
        ['Currency', customer.currency],
        ['Time zone', shown(customer.timeZone)],
      ]),
      ...details,
      ...(customer.active ? [] : [context('Not active: nothing is billed.')]),
      ...erasedLine(customer),
    ],
    buttons: [
      [
        { text: 'Basic information', action: 'customer.edit', value: customer.id },
        { text: 'Payment information', action: 'customer.edit_card', value: customer.id },
        { text: 'Information', action: 'customer.edit_information', value: customer.id },
        { text: 'Additional settings', action: 'customer.edit_settings', value: customer.id },
        { text: 'Invoicing', action: 'customer.edit_invoicing', value: customer.id },
        { text: 'Tax', action: 'customer.edit_tax', value: customer.id },
      ],
      [
        { text: 'Validate', action: 'customer.validate', value: customer.id },
        { text: 'History', action: 'customer.history', value: customer.id },
        {
          text: 'Erase contact data',
          action: 'customer.erase_contact',
          value: customer.id,
          style: 'danger',
          roles: contactErasers,
        },
      ],
    ],
  };
};
