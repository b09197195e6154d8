import { groupBy } from '../../../core/group.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { detailsAfter, detailsOf } from '../details/store.ts';
import { groupsOfCustomers } from '../groups/store.ts';
import { termsPolicy } from '../terms/policy.ts';
import { parseTerms } from '../terms/terms.ts';
import { findingsOf } from './customer-findings.ts';
import {
  type CheckedCustomer,
  type CommonFinding,
  type CustomerCheck,
  commonChecks,
  customerChecks,
  type Finding,
} from './finding.ts';

/** What customers and their groups say by themselves. */
export const ownCheck: CustomerCheck = async (deps, customers, today) => {
  const [groups, { standard }] = await Promise.all([
    groupsOfCustomers(
      deps.db.prisma,
      customers.map(({ id }) => id),
    ),
    deps.policy(termsPolicy),
  ]);
  const mine = groupBy(groups, ({ customerId }) => customerId);
  const hasStandardTerms = parseTerms(standard) !== undefined;
  return customers.flatMap((customer) =>
    findingsOf(customer, { groups: mine.get(customer.id) ?? [], hasStandardTerms, today }),
  );
};

export interface NamedFindings {
  readonly customer: { readonly id: string; readonly name: string };
  readonly findings: readonly Finding[];
}

/** Every slice's checks of these customers, in the customers' order; those without a finding are left out. */
const check = async (deps: Deps, customers: readonly CheckedCustomer[]): Promise<readonly NamedFindings[]> => {
  const today = todayIn(deps.timeZone, deps.clock.now());
  const found: Finding[] = [];
  for (const each of deps.contributions.to(customerChecks)) found.push(...(await each(deps, customers, today)));
  const byCustomer = groupBy(found, ({ customerId }) => customerId);
  return customers.flatMap(({ id, name }) => {
    const findings = byCustomer.get(id);
    return findings ? [{ customer: { id, name }, findings }] : [];
  });
};

export interface FindingsPage {
  /** What is nobody's in particular; on the first page of all. */
  readonly common: readonly CommonFinding[];
  readonly found: readonly NamedFindings[];
  /** The customer after whom the next page begins, if there is one. */
  readonly next?: string | undefined;
}

export const checkOne = async (deps: Deps, customerId: string): Promise<FindingsPage> => {
  const details = await detailsOf(deps.db.prisma, customerId);
  return { common: [], found: details ? await check(deps, [{ id: customerId, ...details }]) : [] };
};

/** What slices find wrong in common. CUS-5 */
export const checkCommon = async (deps: Deps): Promise<readonly CommonFinding[]> => {
  const today = todayIn(deps.timeZone, deps.clock.now());
  return (await Promise.all(deps.contributions.to(commonChecks).map((each) => each(deps, today)))).flat();
};

const batch = 1000;
const aPage = 20;

/**
 * The findings about all customers, a page at a time, by the customers' names. Each thousand customers cost a few statements,
 * whatever is found. CUS-5
 * @param after the customer after whom the page begins
 */
export const checkAll = async (deps: Deps, after?: string): Promise<FindingsPage> => {
  const common = after === undefined ? await checkCommon(deps) : [];
  const found: NamedFindings[] = [];
  let count = 0;
  for (let cursor = after; ; ) {
    const customers = await detailsAfter(deps.db.prisma, cursor, batch);
    for (const each of await check(deps, customers)) {
      if (count > 0 && count + each.findings.length > aPage) return { common, found, next: found.at(-1)?.customer.id };
      found.push(each);
      count += each.findings.length;
    }
    if (customers.length < batch) return { common, found };
    cursor = customers.at(-1)?.id;
  }
};
