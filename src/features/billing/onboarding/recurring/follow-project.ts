/** How recurring billing follows a project as a whole. ONB-16, ONB-19 */
import { type Follow, projectSubject } from '../../../playbooks/index.ts';
import { disarmRecurring } from '../../subscriptions/index.ts';
import { subscriptionOf, subscriptionPart } from './subscription-part.ts';

const arms = ({ actions }: { readonly actions: readonly string[] }): boolean => actions.includes('recurring.arm');

export const recurringFollow: Follow = {
  reads: [subscriptionPart],
  // ONB-16: the credit was computed from the day of going live.
  dateStands: (project, date) =>
    date === 'wentLiveOn' && subscriptionOf(project)?.template.armed
      ? 'Recurring billing was armed from the day the customer went live. Disarm it first, then correct the day.'
      : undefined,
  foretells: ({ playbook }) =>
    playbook.stages.some(arms) ? [{ place: 10, text: 'recurring billing is disarmed' }] : [],
  onCancel: async (work, project, reason) => {
    if (!subscriptionOf(project)?.template.armed) return [];
    await disarmRecurring(work, { subject: projectSubject(project.id), reason });
    return [{ place: 10, text: 'recurring billing is disarmed' }];
  },
  // Behind the stage that arms it, nobody would see that nothing is billed.
  goesOnAt: (project) =>
    subscriptionOf(project)?.template.armed === false ? project.playbook.stages.findLast(arms)?.key : undefined,
  onReopen: async (_work, project) => {
    const subscription = subscriptionOf(project);
    return subscription && !subscription.template.armed ? [{ place: 50, text: 'recurring billing is not armed' }] : [];
  },
};
