import type { KnownBlock, ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { context, fields, header, lookupInput, modal, section, textInput } from '../../platform/block-kit/blocks.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import type { WindowHead } from '../../platform/slice/slice.ts';
import type { Customer } from './customer.ts';
import { contactErasers } from './erase-contact.ts';

/** Which customer? Asks while typing. */
export const lookupModal = (source: string): ModalView =>
  modal({
    callback: 'customer.open',
    title: 'Open a customer',
    submit: 'Open',
    blocks: [lookupInput({ name: 'customer', label: 'Customer', source, placeholder: 'Type a part of the name' })],
  });

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

export const editCustomerModal = (customer: Customer): ModalView =>
  modal({
    callback: 'customer.edit',
    title: 'Edit customer',
    submit: 'Save',
    data: `${customer.id}:${customer.version}`,
    blocks: [
      section(`*${escapeMrkdwn(customer.name)}*`),
      textInput({ name: 'contact_name', label: 'Contact', optional: true, initial: customer.contactName }),
      textInput({ name: 'email', label: 'Email', optional: true, max: 254, initial: customer.email }),
      textInput({ name: 'phone', label: 'Phone', optional: true, initial: customer.phone }),
      textInput({ name: 'address', label: 'Address', optional: true, multiline: true, initial: customer.address }),
      textInput({ name: 'time_zone', label: 'Time zone', hint: 'Such as Europe/Rome', initial: customer.timeZone }),
      textInput({ name: 'reason', label: 'Why is it changed?', max: 500 }),
    ],
  });

/** ALL-7 */
export const eraseContactModal = (customer: Customer): ModalView =>
  modal({
    callback: 'customer.erase_contact',
    title: 'Erase contact data',
    submit: 'Erase',
    data: customer.id,
    blocks: [
      section(`*${escapeMrkdwn(customer.name)}*`),
      section(
        'The contact’s name, email, phone and address are erased here and in the activities of this customer. Nobody can bring them back. Bills, projects and the history stay.',
      ),
      textInput({
        name: 'reason',
        label: 'Why is it erased?',
        hint: 'The audit log keeps this for good: leave the person’s name and address out.',
        max: 500,
      }),
    ],
  });
