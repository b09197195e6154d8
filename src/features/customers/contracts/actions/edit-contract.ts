import { createHash } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { changedMeanwhile } from '../../../billing/setup/index.ts';
import { keepOutOfLog } from '../../keep-out-of-log.ts';
import { customerById } from '../../store.ts';
import { type Contract, type ContractEntries, contractKeepers } from '../contract.ts';
import { contractInputs, readContract } from '../contract-form.ts';
import { existingContract } from '../contract-window.ts';
import { contractChanged } from '../events.ts';
import { noticeByOf } from '../remind.ts';
import { lockContract, updateContract } from '../store.ts';
import { contractFacts, requireContract } from './add-contract.ts';

/** What the contract was when a form was opened, without saying what. */
export const seenContract = (contract: Contract): string =>
  createHash('sha256').update(JSON.stringify(contract)).digest('base64url').slice(0, 16);

/** Edit, in the contract's window. ALL-10 */
export const editContractForm = (contract: Contract): ModalView =>
  modal({
    callback: 'contract.edit',
    title: 'Contract',
    submit: 'Save',
    data: `${contract.id}:${seenContract(contract)}`,
    blocks: [...contractInputs(contract), textInput({ name: 'reason', label: 'Why is it changed?', max: 500 })],
  });

export interface EditContract {
  readonly contractId: string;
  /** By `seenContract`: what somebody else changed meanwhile is not overwritten. */
  readonly seen: string;
  readonly contract: ContractEntries;
  readonly reason: string;
}

/** @throws FieldErrors; Conflict when somebody was first; NotFound */
export const editContract = (
  deps: Deps,
  by: By,
  { contractId, seen, contract: entries, reason }: EditContract,
): Promise<Contract> =>
  deps.transact(by, async (work) => {
    work.require(contractKeepers, 'keep contracts');
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    requireContract(entries);
    const before = await lockContract(work, contractId);
    if (!before) throw new NotFound('contract');
    if (seenContract(before) !== seen) throw await changedMeanwhile(work.tx, { type: 'contract', id: contractId });
    keepOutOfLog(reason, (await customerById(work.tx, before.customerId)) ?? {});
    const after: Contract = { ...before, ...entries };
    if (!(await updateContract(work, after, noticeByOf(work, after))))
      throw new FieldErrors({ number: 'The customer has another contract of this number.' });
    work.audit({
      action: 'contract.changed',
      subject: { type: 'contract', id: contractId },
      customerId: before.customerId,
      before: contractFacts(before),
      after: contractFacts(entries),
      reason: reason.trim(),
    });
    await work.emit(contractChanged, { before, after });
    return after;
  });

export const editContractButton: Interaction = {
  id: 'contract.edit',
  press: opensForm({
    roles: contractKeepers,
    doing: 'keep contracts',
    find: ({ db }, id) => existingContract(db.prisma, id),
    form: editContractForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const [contractId = '', seen = ''] = data.split(':');
    const reason = values.text('reason') ?? '';
    await editContract(deps, by, { contractId, seen, contract: readContract(values), reason });
    return { window: { type: 'contract', id: contractId } };
  },
};
