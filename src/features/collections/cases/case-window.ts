import { NotFound } from '../../../core/errors.ts';
import type { WindowKind, WindowSection } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import { licenseById } from '../../licenses/index.ts';
import { caseHead, casesPanel, type Known } from './case-views.ts';
import { caseById, unpaidOf } from './store.ts';
import { type CollectionCase, caseDoor } from './table/case.ts';
import { collectionsPolicy } from './table/policy.ts';

/** Whose charge it is, as far as that is known. */
export const knownOf = async (deps: Deps, { customerId, licenseId }: CollectionCase): Promise<Known> => {
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

export const licenseSection: WindowSection = {
  subject: 'license',
  order: 20,
  title: 'Failed charges that are not paid',
  read: async (deps, licenseId) => ({ blocks: casesPanel(await unpaidOf(deps.db.prisma, licenseId)) }),
};
