import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { browseModal, browsePageSize } from '../list-views.ts';
import { waitingCases } from '../store.ts';
import { caseRoles } from '../table/case.ts';

/** Pages through the failed charges that wait: all, or those of one import. COL-2 */
export const browseCases: Interaction = {
  id: 'case.browse',
  press: async (request) => {
    await requireEarly(request, caseRoles, 'browse failed charges');
    const { deps, value, view } = request;
    const [scope = 'all', at = '0'] = value.split(':');
    const page = /^\d{1,6}$/.test(at) ? Number(at) : 0;
    const filter = scope === 'all' ? {} : { importId: scope };
    const { cases, total } = await waitingCases(deps.db.prisma, filter, page * browsePageSize, browsePageSize);
    const modal = browseModal(cases, total, scope, page);
    return view?.data === '' && page > 0 ? { replace: modal } : { modal };
  },
};
