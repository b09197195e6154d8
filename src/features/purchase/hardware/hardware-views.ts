/** The hardware order's two messages: the reviewer's and purchasing's. ONB-7 */

import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type ButtonSpec, buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person, quote } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import { chargeDue, invoicesOf } from '../../billing/onboarding/index.ts';
import { folderName, type ProjectState, projectDoor, projectRef, statusNames } from '../../playbooks/index.ts';
import { hardwareOf, orderOf } from './hardware-part.ts';
import { hardwareStep, type OrderGate } from './order.ts';

/** What is to be ordered, to follow the project's name. */
export const describeOrder = (project: ProjectState): string => {
  const charge = chargeDue(invoicesOf(project), 'hardware');
  const { wanted } = hardwareOf(project);
  const what = wanted ? quote(wanted) : '';
  const paid = charge && charge.paid.amount > 0n ? `, ${formatMoney(charge.paid)} paid` : '';
  if (charge?.state === 'void') return `\nIts invoice was voided.${what}`;
  return charge ? `\nInvoiced: ${formatMoney(charge.amount)}${paid}.${what}` : what;
};

const gateLine = (gate: OrderGate): string => {
  if (!gate) return 'Nothing has to be paid before it is ordered.';
  const [rule, now] = gate;
  return `${now.open ? '✓' : '✗'} ${escapeMrkdwn(rule.name)}: ${escapeMrkdwn(now.why)}${now.requested ? ' An exception waits for approval.' : ''}`;
};

interface Draft {
  readonly project: ProjectState;
  readonly title: string;
  readonly lines: readonly string[];
  readonly actions: readonly ButtonSpec[];
  /** What can still be put right; asks for nothing. */
  readonly corrections?: readonly ButtonSpec[];
}

const message = ({ project, title, lines, actions, corrections = [] }: Draft): SlotContent => {
  const open = actions.length > 0 && project.state === 'active';
  const paused = project.state === 'active' ? [] : [`The project is ${statusNames[project.state]}.`];
  return {
    text: `${projectRef(project)} ${project.customer.name}: ${title}`,
    blocks: [
      section(`${folderName(project)}: ${title}${describeOrder(project)}`),
      context(...lines, ...paused),
      buttons('hardware', [
        ...(open ? actions : []),
        ...(project.state === 'active' ? corrections : []),
        openButton(projectDoor, project.id),
      ]),
    ],
    open,
  };
};

/** What happened or, while something is to be done, undefined. */
const ending = (project: ProjectState): string | undefined => {
  const hardware = orderOf(project);
  const step = hardwareStep(project);
  if (hardware?.orderedAt) {
    const reference = escapeMrkdwn(hardware.reference ?? '');
    return `Ordered by ${person(hardware.orderedBy ?? '')}, ${moment(hardware.orderedAt)}: ${reference}.`;
  }
  if (step === 'none') return 'No hardware is due any more.';
  if (step === 'waiting') return 'Taken back: billing has the folder again.';
  return undefined;
};

/** Before purchasing's turn the reviewer looks it through. */
export const reviewMessage = (project: ProjectState): SlotContent => {
  const hardware = orderOf(project);
  const reviewed = hardware?.reviewedAt
    ? `Reviewed by ${person(hardware.reviewedBy ?? '')}, ${moment(hardware.reviewedAt)}.`
    : undefined;
  const done = reviewed ?? ending(project);
  return message({
    project,
    title: done ? 'hardware order' : 'hardware order to review',
    lines: [done ?? 'Please check what is to be ordered; then it goes to Purchasing.'],
    actions: done ? [] : [{ text: 'Reviewed', action: 'hardware.review', value: project.id, style: 'primary' }],
  });
};

export const orderButton = (projectId: string): ButtonSpec => ({
  text: 'Ordered',
  action: 'hardware.order',
  value: projectId,
  style: 'primary',
});

/** Purchasing orders once the gate is open; until then the message says what blocks, and offers to ask for an exception. */
export const orderMessage = (project: ProjectState, gate: OrderGate): SlotContent => {
  const done = ending(project);
  const shut = gate !== undefined && !gate[1].open;
  const ask: ButtonSpec = {
    text: 'Ask for an exception',
    action: 'gate.override',
    value: `${project.id}:${gate?.[0].key ?? ''}`,
  };
  return message({
    project,
    title: done ? 'hardware order' : shut ? 'hardware to order, not yet' : 'hardware to order',
    lines: done ? [done] : [gateLine(gate)],
    actions: done ? [] : [shut ? ask : orderButton(project.id)],
    corrections: orderOf(project)?.orderedAt
      ? [{ text: 'Take back', action: 'hardware.take_back', value: project.id }]
      : [],
  });
};
