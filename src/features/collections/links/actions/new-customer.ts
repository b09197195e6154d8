import type { ModalView } from '@slack/types';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  type Customer,
  customerOfModal,
  makeCustomer,
  type NewCustomer,
  offerFirstGroup,
  readCustomer,
} from '../../../customers/index.ts';
import { type CollectionCase, caseRoles, existingCase, opensCaseForm } from '../../cases/index.ts';
import { linkedText, linkTo } from '../link-cases.ts';

const form = (of: CollectionCase): ModalView =>
  customerOfModal(
    'case.new_customer',
    of.id,
    { name: of.reportedName, currency: of.amount.currency },
    `The customer of *C-${of.ref}*, as the gateway’s report names it. Its failed charges are linked to it.`,
  );

/** The customer of an unmatched case is entered, and the case is linked to it, both or neither. COL-1, CUS-1 */
export const linkNewCustomer = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly customer: NewCustomer },
): Promise<{ readonly count: number; readonly decision: string; readonly customer: Customer }> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'link a case');
    const found = await existingCase(work.tx, input.caseId);
    const customer = await makeCustomer(work, input.customer);
    return { ...(await linkTo(work, found, customer.id)), customer };
  });

export const newCustomer: Interaction = {
  id: 'case.new_customer',
  press: opensCaseForm('link a case', form),
  submit: async ({ deps, by, data, values }) => {
    const linked = await linkNewCustomer(deps, by, { caseId: data, customer: readCustomer(values) });
    const { customer, count, decision } = linked;
    const say = decidedAnswer(
      `${escapeMrkdwn(customer.name)} is entered. ${linkedText(count)}`,
      'case.undo',
      data,
      decision,
    );
    return { say: { ...say, blocks: [...(say.blocks ?? []), ...(await offerFirstGroup(deps, customer))] } };
  },
};
