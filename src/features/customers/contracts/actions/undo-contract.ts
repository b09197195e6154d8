import { Conflict } from '../../../../core/errors.ts';
import { requireUndoable, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { contractKeepers } from '../contract.ts';
import { contractChanged } from '../events.ts';
import { deleteContract, groupsOfContract, lockContract } from '../store.ts';
import { contractFacts } from './add-contract.ts';

/** Whoever added a contract takes it back within 10 minutes, while no group points to it; later it is corrected with a reason. ALL-10 */
export const undoContract = (deps: Deps, by: By, contractId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(contractKeepers, 'keep contracts');
    const contract = await lockContract(work, contractId);
    if (!contract) throw new Conflict('This contract was taken back already. Nothing was changed.');
    const subject = { type: 'contract', id: contractId };
    await requireUndoable(work, subject, contractId, ['contract.added']);
    const [group] = await groupsOfContract(work.tx, contractId);
    if (group)
      throw new Conflict(
        `This can’t be undone any more: the billing group ${group} points to this contract. Choose another for it first, with Edit.`,
      );
    await deleteContract(work.tx, contractId);
    work.audit({
      action: 'contract.taken_back',
      subject,
      customerId: contract.customerId,
      before: contractFacts(contract),
      reason: 'Undone: it was added by mistake.',
    });
    await work.emit(contractChanged, { before: contract, after: undefined });
  });

export const undoContractButton = undoButton('contract.undo', async (deps, by, { subjectId }) => {
  await undoContract(deps, by, subjectId);
  return 'Undone: the contract is gone.';
});
