import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Answer, Interaction, ListKind, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import type { Role } from '../../../../platform/work/roles.ts';
import { readChecklist } from '../checklist.ts';
import { checklistModal } from '../checklist-views.ts';

const readers: readonly Role[] = ['billing', 'accounting', 'management', 'admin'];

const open = async (request: SlackRequest): Promise<Answer> => {
  await requireEarly(request, readers, 'read the billing checklist');
  return { modal: checklistModal(await readChecklist(request.deps)) };
};

export const openChecklist: Interaction = { id: 'checklist.open', press: open };

/** It is drawn anew once what it led to is mended. */
export const checklistList: ListKind = {
  callback: 'checklist.list',
  read: async ({ deps }) => checklistModal(await readChecklist(deps)),
};

/** `/bill checklist` */
export const checklistCommand: Subcommand = {
  command: '/bill',
  word: 'checklist',
  usage: '',
  help: 'shows what has to be so before bills are run, and leads to what is not',
  run: open,
};
