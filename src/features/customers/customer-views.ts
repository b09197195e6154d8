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
export const customerHead = (customer: Customer): WindowHead => {
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
      ...erasedLine(customer),
    ],
    buttons: [
      [
        { text: 'Edit', action: 'customer.edit', value: customer.id },
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
