import type { Money } from '../../../../core/money/money.ts';
import type { Tx } from '../../../../platform/db/open.ts';
import { onboardingPolicy, type Part, type ProjectState } from '../../../playbooks/index.ts';
import { netReceivedFor } from '../../payments/index.ts';
import type { ProjectCharge } from './charge.ts';
import { chargesOfProjects } from './charges-store.ts';

/** What a project collects up front. */
export interface Charges {
  /** Of each kind of charge the invoice that stands, or the void one that nothing replaced. */
  readonly invoices: readonly ProjectCharge[];
  /** By currency, minor units: strictly below it, tax included, a small amount keeps nobody waiting. ONB-7 */
  readonly freeBelow: Readonly<Record<string, string>>;
}

export const chargesPart: Part<Charges> = {
  name: 'billing.charges',
  none: { invoices: [], freeBelow: {} },
  read: async (from, projects) => {
    const ids = projects.map(({ id }) => id);
    const [found, { hardwareFreeBelow: freeBelow }] = await Promise.all([
      chargesOfProjects(from.tx, ids),
      from.policy(onboardingPolicy),
    ]);
    return new Map(ids.map((id) => [id, { invoices: found.get(id) ?? [], freeBelow }]));
  },
};

export const invoicesOf = (project: Pick<ProjectState, 'parts'>): readonly ProjectCharge[] =>
  project.parts.of(chargesPart).invoices;

/** BIL-9: what was actually paid for the first month, before tax, and by which rate it was taxed (millionths); undefined when nothing was charged. */
export const prepaidFor = async (
  tx: Tx,
  project: ProjectState,
): Promise<{ readonly prepaidNet: Money | undefined; readonly prepaidTaxRate: number }> => {
  const invoice = invoicesOf(project).find((each) => each.kind === 'first_month' && each.state !== 'void');
  if (!invoice) return { prepaidNet: undefined, prepaidTaxRate: 0 };
  return { prepaidNet: await netReceivedFor(tx, invoice.id), prepaidTaxRate: invoice.taxRate * 100 };
};
