import type { ModalView } from '@slack/types';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { ActionRequest, Interaction, ListKind, SlackRequest } from '../../../../platform/slice/slice.ts';
import { browseModal, browsePageSize } from '../list-views.ts';
import { waitingCases } from '../store.ts';
import { caseRoles } from '../table/case.ts';

/** @param at `all:0`, or the import's id and the page: `0198…:2` */
const browse = async (request: SlackRequest, at: string): Promise<ModalView> => {
  await requireEarly(request, caseRoles, 'browse failed charges');
  const [scope = 'all', number = '0'] = at.split(':');
  const page = /^\d{1,6}$/.test(number) ? Number(number) : 0;
  const filter = scope === 'all' ? {} : { importId: scope };
  const { prisma } = request.deps.db;
  const { cases, total } = await waitingCases(prisma, filter, page * browsePageSize, browsePageSize);
  return browseModal(cases, total, scope, page);
};

const turned = async (request: ActionRequest) => ({ replace: await browse(request, request.value) });

/** Pages through the failed charges that wait: all, or those of one import. COL-2 */
export const browseButtons: readonly Interaction[] = [
  { id: 'case.browse', press: async (request) => ({ modal: await browse(request, request.value) }) },
  { id: 'case.browse_previous', press: turned },
  { id: 'case.browse_next', press: turned },
];

export const browseList: ListKind = { callback: 'case.browse', read: browse };
