import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { lookupInput, modal } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { customerById, customerLookup } from '../../../customers/index.ts';
import { caseRoles, decided, existingCase, opensCaseForm } from '../../cases/index.ts';
import { linkedText, linkTo } from '../link-cases.ts';

const form = (id: string): ModalView =>
  modal({
    callback: 'case.link',
    title: 'Whose charge is this?',
    submit: 'Link',
    data: id,
    blocks: [lookupInput({ name: 'customer', label: 'Customer', source: customerLookup })],
  });

/**
 * Accounting says whose an unmatched case is. Baton remembers how the gateway names that customer, and links its other
 * unmatched cases too. COL-1
 */
export const linkCase = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly customerId: string },
): Promise<{ readonly count: number; readonly decision: string }> =>
  deps.transact(by, async (work) => {
    work.require(caseRoles, 'link a case');
    const found = await existingCase(work.tx, input.caseId);
    const customer = await customerById(work.tx, input.customerId);
    if (!customer) throw new FieldErrors({ customer: 'This customer does not exist any more.' });
    return linkTo(work, found, customer.id);
  });

export const linkCustomer: Interaction = {
  id: 'case.link',
  press: opensCaseForm('link a case', (of) => form(of.id)),
  submit: async ({ deps, by, data, values }) => {
    const customerId = required(values.option('customer'), 'customer', 'Choose the customer.');
    const linked = await linkCase(deps, by, { caseId: data, customerId });
    return decided(data, linked, linkedText(linked.count));
  },
};
