import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { containsCardNumber } from '../../../../core/text/card-numbers.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { cardNumberRefused } from '../../../../platform/block-kit/form.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { existingCustomer } from '../../find-customer.ts';
import { lockCustomer } from '../../store.ts';
import { type Contract, type ContractEntries, contractKeepers, contractProblems } from '../contract.ts';
import { contractInputs, readContract } from '../contract-form.ts';
import { contractChanged } from '../events.ts';
import { noticeByOf } from '../remind.ts';
import { insertContract } from '../store.ts';

/** Add contract, in the customer's window. CUS-9 */
export const addContractForm = (customerId: string, owner: string): ModalView =>
  modal({
    callback: 'contract.add',
    title: 'Add a contract',
    submit: 'Add',
    data: customerId,
    blocks: contractInputs({ owner }),
  });

/** @throws FieldErrors */
export const requireContract = (entries: ContractEntries): void => {
  const problems = {
    ...contractProblems(entries),
    ...(containsCardNumber(entries.number) ? { number: cardNumberRefused } : {}),
    ...(containsCardNumber(entries.parties ?? '') ? { parties: cardNumberRefused } : {}),
  };
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
};

/** What the log keeps of a contract. */
export const contractFacts = ({ startOn, endOn, renews, ...rest }: ContractEntries) => ({
  number: rest.number,
  startOn,
  endOn,
  termMonths: rest.termMonths,
  renewed: renews,
  noticeDays: rest.noticeDays,
  signedOn: rest.signedOn,
  owner: rest.owner,
});

export const addContract = (
  deps: Deps,
  by: By,
  { customerId, contract: entries }: { readonly customerId: string; readonly contract: ContractEntries },
): Promise<Contract> =>
  deps.transact(by, async (work) => {
    work.require(contractKeepers, 'keep contracts');
    requireContract(entries);
    if (!(await lockCustomer(work, customerId))) throw new NotFound('customer');
    const contract: Contract = { id: newId(), customerId, ...entries, notice: null };
    if (!(await insertContract(work, contract, noticeByOf(work, contract))))
      throw new FieldErrors({ number: 'The customer has a contract of this number already.' });
    work.audit({
      action: 'contract.added',
      subject: { type: 'contract', id: contract.id },
      customerId,
      after: { decision: contract.id, ...contractFacts(entries) },
    });
    await work.emit(contractChanged, { before: undefined, after: contract });
    return contract;
  });

export const addContractButton: Interaction = {
  id: 'contract.add',
  press: async (request) => {
    await requireEarly(request, contractKeepers, 'keep contracts');
    const customer = await existingCustomer(request.deps, request.value);
    return { modal: addContractForm(customer.id, request.userId) };
  },
  submit: async ({ deps, by, data, values }) => {
    const { id, number } = await addContract(deps, by, { customerId: data, contract: readContract(values) });
    const text = `The contract ${escapeMrkdwn(clip(number, 100))} is added.`;
    return { window: { type: 'contract', id }, say: decidedAnswer(text, 'contract.undo', id, id) };
  },
};
