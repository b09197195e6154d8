import { FieldErrors } from '../../../core/errors.ts';
import { formatMoney } from '../../../core/money/money.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { subscriptionOf } from '../../billing/onboarding/index.ts';
import { addItems, type NewItem, setUpSubscription, writeCoverage } from '../../billing/subscriptions/index.ts';
import { desksWith, projectSubject, requireActive, requireStageWith } from '../../playbooks/index.ts';
import { projectChanged } from '../engine/folder-message.ts';
import { loadProject } from '../engine/load.ts';
import { person } from '../words.ts';

export interface SubscriptionInput {
  readonly projectId: string;
  /** To set up with, or to add to the subscription that is there. */
  readonly services: readonly NewItem[];
  readonly coverage?: string | undefined;
  readonly sla?: string | undefined;
}

/**
 * ONB-6, ONB-8: billing makes the subscription with its services and its unarmed template, and writes the help-desk coverage
 * and the SLA; what comes later is added to it.
 */
export const setUpProjectSubscription = (deps: Deps, by: By, input: SubscriptionInput): Promise<void> =>
  deps.transact(by, async (work) => {
    const project = await loadProject(work, input.projectId, { lock: true });
    work.require(desksWith(project.playbook, 'subscription.set_up'), 'set up subscriptions');
    requireActive(project);
    requireStageWith(project, 'subscription.set_up');
    const { services, coverage, sla } = input;
    const { customerId, currency } = project;
    const subscription = subscriptionOf(project);
    const who = person(work.by.id);
    if (!subscription) {
      const subject = projectSubject(project.id);
      const made = await setUpSubscription(work, { customerId, subject, currency, items: services, coverage, sla });
      const note = `${who} has set up the subscription: ${formatMoney(made.template.amount)} a month, not armed.`;
      await projectChanged(work, project, { note });
      return;
    }
    if (services.length === 0 && !coverage && !sla) {
      throw new FieldErrors({ services: 'Nothing is filled in: add services, or write the coverage and the SLA.' });
    }
    const written = { coverage: coverage ?? subscription.coverage ?? '', sla: sla ?? subscription.sla ?? '' };
    const isNew = written.coverage !== (subscription.coverage ?? '') || written.sla !== (subscription.sla ?? '');
    if (services.length === 0 && !isNew) {
      throw new FieldErrors({ services: 'Nothing is different: add services, or change the coverage or the SLA.' });
    }
    if (services.length > 0) await addItems(work, { subscriptionId: subscription.id, items: services });
    if (isNew) await writeCoverage(work, { subscriptionId: subscription.id, ...written });
    await projectChanged(work, project, { note: `${who} has completed the subscription.` });
  });
