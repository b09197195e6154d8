import { FieldErrors, NotFound } from '../../../core/errors.ts';
import type { Work } from '../../../platform/work/work.ts';
import { subscriptionById, updateCoverage } from './agreements/store.ts';

/** Writes the help-desk coverage and the SLA. ONB-8 */
export const writeCoverage = async (
  work: Work,
  input: { readonly subscriptionId: string; readonly coverage: string; readonly sla: string },
): Promise<void> => {
  const coverage = input.coverage.trim();
  const sla = input.sla.trim();
  if (coverage === '') throw new FieldErrors({ coverage: 'Describe the help-desk coverage.' });
  if (sla === '') throw new FieldErrors({ sla: 'Write the SLA as the contract has it.' });
  const before = await subscriptionById(work.tx, input.subscriptionId);
  if (!before) throw new NotFound('subscription');
  await updateCoverage(work, before.id, coverage, sla);
  work.audit({
    action: 'subscription.coverage_written',
    subject: before.subject ?? { type: 'subscription', id: before.id },
    customerId: before.customerId,
    before: { coverage: before.coverage ?? null, sla: before.sla ?? null },
    after: { coverage, sla },
  });
};
