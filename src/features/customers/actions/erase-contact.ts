import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, section, textInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { eraseFromMessages } from '../../../platform/delivery/index.ts';
import { eraseFromRunFiles } from '../../../platform/runs/index.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Customer, contactErasers, customerSubject } from '../customer.ts';
import { personalValues, personsIn } from '../details/persons.ts';
import { detailsOf } from '../details/store.ts';
import { contactErased } from '../events.ts';
import { existingCustomer } from '../find-customer.ts';
import { keepOutOfLog } from '../keep-out-of-log.ts';
import { clearContact, lockCustomer } from '../store.ts';

/** Erase contact data, in the customer's window. ALL-7 */
export const eraseContactForm = (customer: Customer): ModalView =>
  modal({
    callback: 'customer.erase_contact',
    title: 'Erase contact data',
    submit: 'Erase',
    data: customer.id,
    blocks: [
      section(`*${escapeMrkdwn(customer.name)}*`),
      section(
        'The contact’s name, phone, address, all email addresses and the additional information and the note in invoices are erased here, in the customer’s billing groups, contracts and activities. Nobody can bring them back. Bills, projects and the history stay.',
      ),
      textInput({
        name: 'reason',
        label: 'Why is it erased?',
        hint: 'The audit log keeps this for good: leave the person’s name and address out.',
        max: 500,
      }),
    ],
  });

const nothingLeft = ({ contactErased: before }: Customer): Conflict =>
  new Conflict(
    before
      ? `${person(before.by)} erased the contact data ${moment(before.at)}. None was entered since.`
      : 'There is no contact data of this customer to erase.',
  );

/**
 * ALL-7: erases the contact's name, addresses and phone of a customer with its additional information, and the contact wherever
 * else it is kept, and takes them out of what is kept of messages; reports that name one of them are kept no more. Bills, projects
 * and the audit log refer to the customer by id and stay as they are; the log says who erased which fields, and why.
 *
 * @throws FieldErrors (`reason`) when it is missing or repeats a value, since the audit log keeps it for good
 */
export const eraseContact = async (
  deps: Deps,
  by: By,
  input: { readonly customerId: string; readonly reason: string },
): Promise<void> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is erased.' });
  await deps.transact(by, async (work) => {
    work.require(contactErasers, 'erase contact data');
    const customer = await lockCustomer(work, input.customerId);
    if (!customer) throw new NotFound('customer');
    const details = await detailsOf(work.tx, customer.id);
    if (!details) throw new NotFound('customer');
    keepOutOfLog(input.reason, ...personsIn(details));
    const personal = personalValues(details);
    const erased = Object.keys(personal);
    let elsewhere = 0;
    const alsoErased = (values: number): void => {
      elsewhere += values;
    };
    await work.emit(contactErased, { customerId: customer.id, alsoErased });
    if (erased.length === 0 && elsewhere === 0) throw nothingLeft(customer);
    const messages = await eraseFromMessages(work.tx, customer.id, Object.values(personal).flat());
    // Words of notes and additional information stand in other customers' reports, too.
    const { information: _information, invoiceNote: _note, ...who } = personal;
    const reports = await eraseFromRunFiles(work.tx, Object.values(who).flat());
    await clearContact(work, customer.id);
    work.audit({
      action: 'customer.contact_erased',
      subject: { type: 'customer', id: customer.id },
      customerId: customer.id,
      after: { erased, elsewhere, messages, reports },
      reason: input.reason,
    });
  });
};

export const eraseContactButton: Interaction = {
  id: 'customer.erase_contact',
  press: opensForm({
    roles: contactErasers,
    doing: 'erase contact data',
    find: existingCustomer,
    form: eraseContactForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why it is erased.');
    await eraseContact(deps, by, { customerId: data, reason });
    return { window: customerSubject(data) };
  },
};
