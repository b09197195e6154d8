import { NotFound } from '../../../core/errors.ts';
import type { HomeSection, SlotKind, WindowKind, WindowSection } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { licenseById } from '../../licenses/index.ts';
import { caseHead, caseMessage, caseRows, type Known } from './case-views.ts';
import { browseButton, waitingRows } from './list-views.ts';
import { caseById, casesOf, unpaidOf, waitingCases } from './store.ts';
import { type CollectionCase, caseDoor } from './table/case.ts';
import { collectionsPolicy } from './table/policy.ts';

/** Whose charge it is, as far as that is known. */
const knownOf = async (deps: Deps, { customerId, licenseId }: CollectionCase): Promise<Known> => {
  const { prisma } = deps.db;
  const [customer, license] = await Promise.all([
    customerId === undefined ? undefined : customerById(prisma, customerId),
    licenseId === undefined ? undefined : licenseById(prisma, licenseId),
  ]);
  return { customer, license };
};

/** The failed charge as its message shows it, with the same buttons for accounting. WRK-1 */
export const caseWindow: WindowKind = {
  ...caseDoor,
  find: async (tx, id) => ((await caseById(tx, id)) ? { message: { kind: 'case', subjectId: id } } : undefined),
  read: async ({ deps }, id) => {
    const found = await caseById(deps.db.prisma, id);
    if (!found) throw new NotFound('failed charge');
    const [known, policy] = await Promise.all([knownOf(deps, found), deps.policy(collectionsPolicy)]);
    return caseHead(found, known, policy);
  },
};

/** In a license's window. */
export const licenseCases: WindowSection = {
  subject: 'license',
  order: 20,
  title: 'Failed charges that are not paid',
  rows: async ({ deps }, licenseId) => caseRows(await unpaidOf(deps.db.prisma, licenseId)),
};

/** The alert in accounting's channel. COL-2 */
export const caseSlot: SlotKind = {
  kind: 'case',
  render: async (deps, id) => {
    const found = await caseById(deps.db.prisma, id);
    if (!found) return undefined;
    return caseMessage(found, await knownOf(deps, found), await deps.policy(collectionsPolicy));
  },
};

const shown = 10;

/** What waits for accounting. WRK-3 */
export const casesHome: HomeSection = {
  order: 30,
  title: 'Failed charges that wait',
  waits: true,
  render: async ({ deps, roles }) => {
    if (!(await roles()).has('accounting')) return [];
    const { cases, total } = await waitingCases(deps.db.prisma, {}, 0, shown);
    return [...waitingRows(cases), ...(total > shown ? [browseButton(total)] : [])];
  },
};

/** In a customer's window. CUS-7 */
export const customerCases: WindowSection = {
  subject: 'customer',
  order: 30,
  title: 'Failed charges',
  rows: async ({ deps }, customerId, page) => caseRows(await casesOf(deps.db.prisma, customerId, page)),
};

/** In the window of a report's import: what it opened or was the latest to tell of, and what still waits. */
export const reportCases: WindowSection = {
  subject: 'run',
  order: 20,
  title: 'Failed charges that wait',
  rows: async ({ deps }, importId, { skip, take }) =>
    caseRows((await waitingCases(deps.db.prisma, { importId }, skip, take)).cases),
};
