import { createHash } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { FieldErrors, NotFound } from '../../../../core/errors.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { changedMeanwhile } from '../../../billing/setup/index.ts';
import { customerSubject } from '../../customer.ts';
import { groupEndMoved } from '../../events.ts';
import { keepOutOfLog } from '../../keep-out-of-log.ts';
import { customerById } from '../../store.ts';
import { type BillingGroup, type GroupEntries, groupEditors } from '../group.ts';
import { type GroupChoices, groupChoices, groupInputs, readGroup } from '../group-form.ts';
import { groupById, lockGroup, updateGroup } from '../store.ts';
import { groupFacts, namesOf, requireGroup } from '../write-group.ts';

/** What the group was when a form was opened, without saying what. */
export const seenGroup = (group: BillingGroup): string =>
  createHash('sha256').update(JSON.stringify(group)).digest('base64url').slice(0, 16);

/** Edit, at a group in the customer's window. It is never deleted: it gets a last day. CUS-3, ALL-10 */
export const editGroupForm = (group: BillingGroup, choices: GroupChoices): ModalView =>
  modal({
    callback: 'group.edit',
    title: 'Billing group',
    submit: 'Save',
    data: `${group.id}:${seenGroup(group)}`,
    blocks: [...groupInputs(group, choices), textInput({ name: 'reason', label: 'Why is it changed?', max: 500 })],
  });

export interface EditGroup {
  readonly groupId: string;
  /** What was seen, by `seenGroup`: a group that somebody else changed meanwhile is not overwritten. */
  readonly seen: string;
  readonly group: GroupEntries;
  readonly reason: string;
}

/** @throws FieldErrors; Conflict when somebody was first; NotFound */
export const editGroup = (
  deps: Deps,
  by: By,
  { groupId, seen, group: entries, reason }: EditGroup,
): Promise<BillingGroup> =>
  deps.transact(by, async (work) => {
    work.require(groupEditors, 'set up billing groups');
    if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is changed.' });
    requireGroup(entries);
    const before = await lockGroup(work, groupId);
    if (!before) throw new NotFound('billing group');
    if (seenGroup(before) !== seen) throw await changedMeanwhile(work.tx, { type: 'group', id: groupId });
    const { customerId } = before;
    const customer = await customerById(work.tx, customerId);
    keepOutOfLog(reason, customer ?? {}, ...[...before.addressees, ...entries.addressees].map((email) => ({ email })));
    const [was, is] = [await namesOf(work, customerId, before), await namesOf(work, customerId, entries)];
    const after = { id: groupId, customerId, ...entries };
    if (!(await updateGroup(work, after)))
      throw new FieldErrors({ name: 'The customer has another billing group of this name.' });
    work.audit({
      action: before.endOn === null && after.endOn !== null ? 'group.ended' : 'group.changed',
      subject: { type: 'group', id: groupId },
      customerId,
      before: groupFacts(before, was),
      after: groupFacts(entries, is),
      reason: reason.trim(),
    });
    if (after.endOn !== before.endOn) await work.emit(groupEndMoved, { groupId, customerId });
    return after;
  });

export const editGroupButton: Interaction = {
  id: 'group.edit',
  press: async (request) => {
    await requireEarly(request, groupEditors, 'set up billing groups');
    const { prisma } = request.deps.db;
    const group = await groupById(prisma, request.value);
    if (!group) throw new NotFound('billing group');
    return { modal: editGroupForm(group, await groupChoices(prisma, group.customerId, group)) };
  },
  submit: async ({ deps, by, data, values }) => {
    const [groupId = '', seen = ''] = data.split(':');
    const reason = values.text('reason') ?? '';
    const { customerId } = await editGroup(deps, by, { groupId, seen, group: readGroup(values), reason });
    return { window: customerSubject(customerId) };
  },
};
