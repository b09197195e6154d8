/** Home: the orders that wait for the reviewer, then for purchasing. ONB-7 */
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { chargesPart } from '../../billing/onboarding/index.ts';
import { type ProjectTask, projectsOf } from '../../playbooks/index.ts';
import { hardwarePart } from './hardware-part.ts';
import { hardwareStep, orderGateOf } from './order.ts';
import { hardwareBuyer, hardwareReviewer } from './request-hardware.ts';
import { awaitsOrder, awaitsReview } from './store.ts';

const reads = [chargesPart, hardwarePart];

export const reviewTask: ProjectTask = {
  order: 30,
  by: [hardwareReviewer],
  reads,
  asking: (from, _reader, take) => projectsOf(from).underWay(from.tx, awaitsReview, take),
  rows: (project) =>
    hardwareStep(project) === 'review'
      ? [
          {
            text: 'hardware order to review',
            next: { text: 'Reviewed', action: 'hardware.review', value: project.id },
          },
        ]
      : [],
};

/** While the gate before ordering is shut, it is said why, and an exception is offered. */
export const orderTask: ProjectTask = {
  order: 31,
  by: [hardwareBuyer],
  reads,
  asking: (from, _reader, take) => projectsOf(from).underWay(from.tx, awaitsOrder, take),
  rows: (project) => {
    if (hardwareStep(project) !== 'order') return [];
    const [gate, now] = orderGateOf(project) ?? [];
    if (!gate || !now || now.open)
      return [{ text: 'hardware to order', next: { text: 'Ordered', action: 'hardware.order', value: project.id } }];
    return [
      {
        text: `hardware to order, not yet: ${escapeMrkdwn(now.why)}`,
        next: { text: 'Ask for an exception', action: 'gate.override', value: `${project.id}:${gate.key}` },
      },
    ];
  },
};
