/** Forms and messages around recurring billing: subscription, acknowledgements, and arming. */

import type { KnownBlock, ModalView } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { button, buttons, context, fields, modal, section, textInput } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import { acknowledgementsOf, invoicesOf, serviceLines, subscriptionOf } from '../../billing/onboarding/index.ts';
import type { FirstBill } from '../../billing/subscriptions/index.ts';
import {
  folderName,
  isPast,
  type ProjectState,
  projectDoor,
  projectRef,
  stageName,
  statusNames,
} from '../../playbooks/index.ts';
import { person, time } from '../words.ts';
import { requestAcknowledgements } from './acknowledge.ts';
import { figuresOf } from './arming.ts';
import { servicesText } from './services-text.ts';

const linesAtMost = 20;

const existingServices = (project: ProjectState): KnownBlock[] => {
  const subscription = subscriptionOf(project);
  if (!subscription) return [];
  const title = `*${formatMoney(subscription.template.amount)} a month*`;
  return [section([title, ...serviceLines(subscription, linesAtMost)].join('\n'))];
};

/** One line to begin with: the first month's amount, which is what the month costs. */
const suggestion = (project: ProjectState): string => {
  const first = invoicesOf(project).find((each) => each.kind === 'first_month' && each.state !== 'void');
  return first ? servicesText([{ description: 'Managed services', quantity: 1, unitAmount: first.net }]) : '';
};

/** ONB-6, ONB-8. With a subscription there, the same form adds to it. */
export const subscriptionModal = (project: ProjectState): ModalView => {
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

/** A desk's request to tell accounting that the customer is live. ONB-15 */
export const acknowledgementMessage = (project: ProjectState, desk: string, deskName: string): SlotContent => {
  const given = acknowledgementsOf(project).find((each) => each.desk === desk);
  const waits = !given && project.state === 'active' && isPast(project, requestAcknowledgements);
  const live = project.wentLiveOn ? ` is live since ${formatDay(project.wentLiveOn)}` : '';
  const text = `${projectRef(project)} ${project.customer.name}${live}: ${waits ? `${deskName}, please tell accounting` : deskName}`;
  const open = openButton(projectDoor, project.id);
  const blocks: KnownBlock[] = [section(`${folderName(project)}${live}.`, button(open))];
  if (given)
    return {
      text,
      blocks: [
        ...blocks,
        context(`${person(given.by)} has told accounting for ${escapeMrkdwn(deskName)}, ${time(given.at)}.`),
        ...(project.state === 'active' && !subscriptionOf(project)?.template.armed
          ? [
              buttons('acknowledgement', [
                { text: 'Take back', action: 'acknowledgement.take_back', value: `${project.id}:${desk}` },
              ]),
            ]
          : []),
      ],
      open: false,
    };
  if (!waits) {
    const why =
      project.state === 'active'
        ? `Not needed now: the folder is back at ${escapeMrkdwn(stageName(project.playbook, project.stage))}.`
        : `The project is ${statusNames[project.state]}.`;
    return { text, blocks: [...blocks, context(why)], open: false };
  }
  const ask = `${escapeMrkdwn(deskName)}: is it right to begin with recurring billing? Accounting waits for your word.`;
  return {
    text,
    blocks: [
      ...blocks,
      section(ask),
      buttons('acknowledgement', [
        {
          text: 'Tell accounting to begin',
          action: 'acknowledgement.give',
          value: `${project.id}:${desk}`,
          style: 'primary',
        },
      ]),
    ],
    open: true,
  };
};

/** Told by mistake. ALL-5 */
export const takeBackModal = (project: ProjectState, desk: string): ModalView =>
  modal({
    callback: 'acknowledgement.take_back',
    title: 'Not to begin yet',
    submit: 'Take back',
    data: `${project.id}:${desk}`,
    blocks: [section(folderName(project)), textInput({ name: 'reason', label: 'Why?', multiline: true, max: 500 })],
  });

/** ONB-16: exactly what arming would do; the figures travel with the confirmation. */
export const armModal = (project: ProjectState, bill: FirstBill, today: Day): ModalView =>
  modal({
    callback: 'recurring.arm',
    title: 'Arm recurring billing',
    submit: 'Arm',
    data: `${project.id}:${figuresOf(bill)}`,
    blocks: [
      section(folderName(project)),
      fields([
        ['A month', formatMoney(bill.monthly)],
        ['Next bill', `${formatDay(bill.nextOn)}${bill.dueNow ? ` (due now: today is ${formatDay(today)})` : ''}`],
        ['Credit', formatMoney(bill.credit)],
        ['Due on it', formatMoney(bill.due)],
      ]),
      section(escapeMrkdwn(bill.text)),
      ...(bill.carriedOver.amount > 0n
        ? [
            context(
              `${formatMoney(bill.carriedOver)} of the credit is more than the first bill and goes to the next one.`,
            ),
          ]
        : []),
      context('Amounts are before tax; the credit carries its own tax.'),
    ],
  });

/** Armed already: what was armed, and the way back. ALL-5 */
export const disarmModal = (project: ProjectState): ModalView => {
  const template = subscriptionOf(project)?.template;
  const who = template?.armedBy && template.armedAt ? ` by ${person(template.armedBy)}, ${time(template.armedAt)}` : '';
  const credit = template?.credit ? ` Credit on the first bill: ${formatMoney(template.credit)}.` : '';
  return modal({
    callback: 'recurring.disarm',
    title: 'Recurring billing',
    submit: 'Disarm',
    data: project.id,
    blocks: [
      section(
        `${folderName(project)}\nArmed${who}. Next bill: ${template ? formatDay(template.nextOn) : ''}.${credit}`,
      ),
      textInput({ name: 'reason', label: 'Why should it be disarmed?', multiline: true }),
    ],
  });
};
