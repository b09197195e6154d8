import { Conflict, FieldErrors, NotFound } from '../../core/errors.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import type { By, Deps } from '../../platform/work/work.ts';
import { customerProblems } from './customer.ts';
import { keepOutOfLog } from './keep-out-of-log.ts';
import { customerById, lastEdit, updateCustomer } from './store.ts';

/** Who may correct a customer's contact data. */
export const customerEditors = ['sales', 'billing', 'accounting', 'project_manager', 'admin'] as const;

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
