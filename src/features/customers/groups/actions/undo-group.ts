import { Conflict } from '../../../../core/errors.ts';
import { requireUndoable, undoButton } from '../../../../platform/slice/undo.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { groupEditors } from '../group.ts';
import { deleteGroup, lockGroup } from '../store.ts';
import { groupUses } from '../uses.ts';
import { groupFacts, namesOf } from '../write-group.ts';

/** @throws Conflict where something is billed with it by now */
const refuseUsed = async (work: Work, groupId: string): Promise<void> => {
  for (const usedBy of work.contributions.to(groupUses)) {
    const what = await usedBy(work.tx, groupId);
    if (what)
      throw new Conflict(
        `This can’t be undone any more: ${what} is billed with this group. End that first, and give the group a last day with Edit.`,
      );
  }
};

/** Whoever added a billing group takes it back within 10 minutes, while nothing is billed with it; later it gets a last day. ALL-10 */
export const undoGroup = (deps: Deps, by: By, groupId: string): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(groupEditors, 'set up billing groups');
    const group = await lockGroup(work, groupId);
    if (!group) throw new Conflict('This billing group was taken back already. Nothing was changed.');
    const subject = { type: 'group', id: groupId };
    await requireUndoable(work, subject, groupId, ['group.added']);
    await refuseUsed(work, groupId);
    const names = await namesOf(work, group.customerId, group);
    await deleteGroup(work.tx, groupId);
    work.audit({
      action: 'group.taken_back',
      subject,
      customerId: group.customerId,
      before: groupFacts(group, names),
      reason: 'Undone: it was added by mistake.',
    });
    return group.name;
  });

export const undoGroupButton = undoButton('group.undo', async (deps, by, { subjectId }) => {
  await undoGroup(deps, by, subjectId);
  return 'Undone: the billing group is gone.';
});
