import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, section, textInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { eraseFromMessages } from '../../../platform/delivery/index.ts';
import { eraseRunFiles, runsWithFilesNaming } from '../../../platform/runs/index.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Customer, contactErasers, customerSubject } from '../customer.ts';
import type { CustomerDetails } from '../details/details.ts';
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
        'The contact’s name, phone, address, all email addresses and the additional information and the note in invoices are erased here, in the customer’s billing groups, contracts and activities. Nobody can bring them back. Bills, projects and the history stay: issued invoices and credit notes keep the company’s name, address and tax number, which they have to say, and lose the contact, the addresses and the note. An imported report that names the contact is kept no more.',
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

/** Words of notes and additional information stand in other customers' reports, too. */
const namesOf = (details: CustomerDetails): readonly string[] => {
  const { information: _information, invoiceNote: _note, ...who } = personalValues(details);
  return Object.values(who).flat();
};

/** Reads all reports that are kept: before anything is locked. */
const searchReports = async (deps: Deps, { userId }: By, customerId: string) => {
  const searched = await deps.transact({ userId }, async (work) => {
    work.require(contactErasers, 'erase contact data');
    const details = await detailsOf(work.tx, customerId);
    if (!details) throw new NotFound('customer');
    return namesOf(details);
  });
  return { searched, runs: await runsWithFilesNaming(deps, searched) };
};

/**
 * ALL-7: erases the contact's name, addresses and phone of a customer with its additional information, and the contact wherever
 * else it is kept, and takes them out of what is kept of messages; reports that name one of them are kept no more. Bills, projects
 * and the audit log refer to the customer by id; the log says who erased which fields, and why. Decision 0036
 *
 * @throws FieldErrors (`reason`) when it is missing or repeats a value, since the audit log keeps it for good; Conflict where the
 *   contact was changed while the reports were searched
 */
export const eraseContact = async (
  deps: Deps,
  by: By,
  input: { readonly customerId: string; readonly reason: string },
): Promise<void> => {
  if (input.reason.trim() === '') throw new FieldErrors({ reason: 'Say why it is erased.' });
  const { searched, runs } = await searchReports(deps, by, input.customerId);
  await deps.transact(by, async (work) => {
    work.require(contactErasers, 'erase contact data');
    const customer = await lockCustomer(work, input.customerId);
    if (!customer) throw new NotFound('customer');
    const details = await detailsOf(work.tx, customer.id);
    if (!details) throw new NotFound('customer');
    keepOutOfLog(input.reason, ...personsIn(details));
    if (namesOf(details).some((name) => !searched.includes(name)))
      throw new Conflict('Somebody changed the contact data meanwhile. Nothing was erased: press Erase again.');
    const personal = personalValues(details);
    const erased = Object.keys(personal);
    let elsewhere = 0;
    const alsoErased = (values: number): void => {
      elsewhere += values;
    };
    await work.emit(contactErased, { customerId: customer.id, alsoErased });
    if (erased.length === 0 && elsewhere === 0) throw nothingLeft(customer);
    const messages = await eraseFromMessages(work.tx, customer.id, Object.values(personal).flat());
    await eraseRunFiles(work.tx, runs);
    await clearContact(work, customer.id);
    work.audit({
      action: 'customer.contact_erased',
      subject: { type: 'customer', id: customer.id },
      customerId: customer.id,
      after: { erased, elsewhere, messages, reports: runs.length },
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
