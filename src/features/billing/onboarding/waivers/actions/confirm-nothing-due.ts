/** What was corrected to nothing is put before the reviewer, who confirms it. ONB-19 */
import { NotFound } from '../../../../../core/errors.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import type { Interaction, SlotKind } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { projectsOf, readerOf, requireActive } from '../../../../playbooks/index.ts';
import { chargeById } from '../../charges/charges-store.ts';
import { confirmOne, reviewer } from '../nothing-due.ts';
import { waiverMessage } from '../waiver-views.ts';

export const waiverSlotKind: SlotKind = {
  kind: 'waiver',
  render: async (deps, invoiceId) => {
    const charge = await chargeById(deps.db.prisma, invoiceId);
    if (!charge) return undefined;
    const [project] = await projectsOf(deps).loadMany(readerOf(deps), [charge.subject.id]);
    return project && waiverMessage(project, charge);
  },
};

/** The reviewer confirms that nothing is due for a charge. @throws Conflict naming who was first */
export const confirmNothingDue = (deps: Deps, by: By, input: { readonly invoiceId: string }): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require([reviewer], 'confirm that nothing is due');
    const charge = await chargeById(work.tx, input.invoiceId);
    if (!charge) throw new NotFound('invoice');
    requireActive(await projectsOf(work).load(work, charge.subject.id, { lock: true }));
    await confirmOne(work, charge);
  });

export const confirmNothingDueButton: Interaction = {
  id: 'waiver.confirm',
  press: async ({ deps, by, value }) => {
    await confirmNothingDue(deps, by, { invoiceId: value });
    return said('Confirmed: nothing is due.');
  },
};
