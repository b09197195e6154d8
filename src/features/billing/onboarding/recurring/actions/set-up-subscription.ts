import type { KnownBlock, ModalView } from '@slack/types';
import { FieldErrors } from '../../../../../core/errors.ts';
import { formatMoney } from '../../../../../core/money/money.ts';
import { context, modal, section, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import {
  desksFor,
  factsChanged,
  folderName,
  type ProjectState,
  projectSubject,
  projectsOf,
  readerOf,
  requireActive,
  requireStageWith,
} from '../../../../playbooks/index.ts';
import { addItems, monthlyOf, type NewItem, setUpSubscription, writeCoverage } from '../../../subscriptions/index.ts';
import { invoicesOf } from '../../charges/charges-part.ts';
import { serviceLines } from '../service-views.ts';
import { parseServices, servicesText } from '../services-text.ts';
import { subscriptionOf, subscriptionPart } from '../subscription-part.ts';

const linesAtMost = 20;

const existingServices = (project: ProjectState): KnownBlock[] => {
  const subscription = subscriptionOf(project);
  if (!subscription) return [];
  const title = `*${formatMoney(monthlyOf(subscription))} a month*`;
  return [section([title, ...serviceLines(subscription, linesAtMost)].join('\n'))];
};

/** One line to begin with: the first month's amount, which is what the month costs. */
const suggestion = (project: ProjectState): string => {
  const first = invoicesOf(project).find((each) => each.kind === 'first_month' && each.state !== 'void');
  return first ? servicesText([{ description: 'Managed services', quantity: 1, unitAmount: first.net }]) : '';
};

/** ONB-6, ONB-8. With a subscription there, the same form adds to it. */
export const subscriptionForm = (project: ProjectState): ModalView => {
  const subscription = subscriptionOf(project);
  const services = {
    name: 'services',
    label: subscription ? 'Services to add' : 'Services',
    hint: `One on each line: description | quantity | price of one a month, in ${project.currency} before tax.`,
    multiline: true,
  };
  const text = (name: string, label: string, initial: string | undefined) =>
    textInput({ name, label, multiline: true, optional: true, ...(initial ? { initial } : {}) });
  return modal({
    callback: 'subscription.set_up',
    title: subscription ? 'Subscription' : 'Set up the subscription',
    submit: subscription ? 'Save' : 'Set up',
    data: project.id,
    blocks: [
      section(folderName(project)),
      ...existingServices(project),
      textInput(subscription ? { ...services, optional: true } : { ...services, initial: suggestion(project) }),
      text('coverage', 'Help-desk coverage', subscription?.coverage),
      text('sla', 'SLA, from the contract', subscription?.sla),
      context('Recurring billing stays unarmed until the customer is live.'),
    ],
  });
};

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
    const project = await projectsOf(work).load(work, input.projectId, { lock: true });
    work.require(desksFor(project, 'subscription.set_up'), 'set up subscriptions');
    requireActive(project);
    requireStageWith(project, 'subscription.set_up');
    const { services, coverage, sla } = input;
    const { customerId, currency } = project;
    const subscription = subscriptionOf(project);
    const who = person(work.by.id);
    if (!subscription) {
      const subject = projectSubject(project.id);
      const made = await setUpSubscription(work, { customerId, subject, currency, items: services, coverage, sla });
      const note = `${who} has set up the subscription: ${formatMoney(monthlyOf(made))} a month, not armed.`;
      const after = { ...project, parts: project.parts.with(subscriptionPart, made) };
      await work.emit(factsChanged, [{ before: project, after, told: note }]);
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
    await work.emit(factsChanged, [{ before: project, told: `${who} has completed the subscription.` }]);
  });

export const setUpSubscriptionButton: Interaction = {
  id: 'subscription.set_up',
  press: async (request) => {
    const { deps, value } = request;
    const project = await projectsOf(deps).load(readerOf(deps), value);
    await requireEarly(request, desksFor(project, 'subscription.set_up'), 'set up subscriptions');
    requireStageWith(project, 'subscription.set_up');
    return { modal: subscriptionForm(project) };
  },
  submit: async ({ deps, by, data, values }) => {
    const { currency } = await projectsOf(deps).load(readerOf(deps), data);
    const services = parseServices(values.text('services') ?? '', currency);
    if (!services.ok) throw new FieldErrors({ services: services.error });
    const [coverage, sla] = [values.text('coverage'), values.text('sla')];
    await setUpProjectSubscription(deps, by, { projectId: data, services: services.items, coverage, sla });
    return said('The subscription is saved.');
  },
};
