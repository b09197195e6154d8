import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { modal, section, textInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { type Customer, customerEditors, customerProblems, customerSubject } from '../customer.ts';
import { existingCustomer } from '../find-customer.ts';
import { keepOutOfLog } from '../keep-out-of-log.ts';
import { customerById, lastEdit, updateCustomer } from '../store.ts';

/** Edit, in the customer's window. CUS-1 */
export const editCustomerForm = (customer: Customer): ModalView =>
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

export interface EditCustomer {
  readonly customerId: string;
  /** The version that was shown: edits of others in between are not overwritten. */
  readonly version: number;
  readonly contactName?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly address?: string | undefined;
  readonly timeZone: string;
  readonly reason: string;
}

/** Corrects contact data and time zone, with a reason. CUS-1, ALL-2, ALL-3 */
export const editCustomer = async (deps: Deps, by: By, input: EditCustomer): Promise<void> => {
  const problems = customerProblems({ email: input.email, timeZone: input.timeZone });
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  await deps.transact(by, async (work) => {
    work.require(customerEditors, 'edit customers');
    const before = await customerById(work.tx, input.customerId);
    if (!before) throw new NotFound('customer');
    const entries = {
      contactName: input.contactName ?? null,
      email: input.email ?? null,
      phone: input.phone ?? null,
      address: input.address ?? null,
      timeZone: input.timeZone,
    };
    keepOutOfLog(input.reason, before, entries);
    if (!(await updateCustomer(work, before.id, input.version, entries))) {
      const last = await lastEdit(work.tx, before.id);
      const first = last
        ? `${person(last.by)} edited this customer ${moment(last.at)}.`
        : 'Somebody edited this customer.';
      throw new Conflict(`${first} Open it again to see the entries as they are now.`);
    }
    // Personal values stay in the customer's row, which can be erased; the log says which fields changed. DESIGN §7
    const changed = ([...Object.keys(entries)] as (keyof typeof entries)[]).filter(
      (field) => (before[field] ?? null) !== entries[field],
    );
    work.audit({
      action: 'customer.edited',
      subject: { type: 'customer', id: before.id },
      customerId: before.id,
      before: { timeZone: before.timeZone },
      after: { timeZone: input.timeZone, changed },
      reason: input.reason,
    });
  });
};

export const editCustomerButton: Interaction = {
  id: 'customer.edit',
  press: opensForm({ roles: customerEditors, doing: 'edit customers', find: existingCustomer, form: editCustomerForm }),
  submit: async ({ deps, by, data, values }) => {
    const [customerId = '', version = ''] = data.split(':');
    await editCustomer(deps, by, {
      customerId,
      version: Number(version),
      contactName: values.text('contact_name'),
      email: values.text('email'),
      phone: values.text('phone'),
      address: values.text('address'),
      timeZone: required(values.text('time_zone'), 'time_zone', 'Enter a time zone, such as Europe/Rome.'),
      reason: required(values.text('reason'), 'reason', 'Say why it is changed.'),
    });
    return { window: customerSubject(customerId) };
  },
};
