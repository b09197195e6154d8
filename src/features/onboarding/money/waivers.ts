import { NotFound } from '../../../core/errors.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { said } from '../../answers.ts';
import { invoiceById } from '../../billing/invoices/index.ts';
import { confirmOne, reviewer } from '../../billing/onboarding/index.ts';
import { requireActive } from '../../playbooks/index.ts';
import { loadProject } from '../engine/load.ts';

/** The reviewer confirms that nothing is due for a charge. @throws Conflict naming who was first */
export const confirmNothingDue = (deps: Deps, by: By, input: { readonly invoiceId: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([reviewer], 'confirm that nothing is due');
    const invoice = await invoiceById(work.tx, input.invoiceId);
    if (invoice?.subject.type !== 'project') throw new NotFound('invoice');
    requireActive(await loadProject(work, invoice.subject.id, { lock: true }));
    await confirmOne(work, invoice);
  });

export const confirmNothingDueButton: Interaction = {
  id: 'waiver.confirm',
  press: async ({ deps, by, value }) => {
    await confirmNothingDue(deps, by, { invoiceId: value });
    return said('Confirmed: nothing is due.');
  },
};
