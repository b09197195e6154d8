import { groupBy } from '../../../../core/group.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { type Contract, contractsOf, lastDay } from '../../../customers/index.ts';
import type { Part, ProjectState } from '../../../playbooks/index.ts';

/** The contracts of a project's customer. CUS-9 */
export const contractsPart: Part<readonly Contract[]> = {
  name: 'billing.contracts',
  none: [],
  read: async ({ tx }, projects) => {
    const found = groupBy(
      await contractsOf(tx, [...new Set(projects.map(({ customerId }) => customerId))]),
      ({ customerId }) => customerId,
    );
    return new Map(projects.map(({ id, customerId }) => [id, found.get(customerId) ?? []]));
  },
};

/** ONB-3, ONB-8: whether one holds, by whomever it was written down; one that had ended before the project began is another story. */
export const hasContract = (project: Pick<ProjectState, 'parts' | 'createdAt' | 'customer'>): boolean => {
  const begun = todayIn(project.customer.timeZone, project.createdAt);
  return project.parts.of(contractsPart).some((contract) => (lastDay(contract) ?? begun) >= begun);
};
