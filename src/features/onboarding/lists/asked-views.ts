/** Home: what is asked of the reader's desks, each with its next step. */
import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, button, context, section } from '../../../platform/block-kit/blocks.ts';
import { exceptionName, folderName, type ProjectState } from '../../playbooks/index.ts';
import { person, quote } from '../words.ts';
import type { Task } from './asked.ts';

const asked = (project: ProjectState, task: Task): { readonly text: string; readonly next: ButtonSpec } => {
  switch (task.kind) {
    case 'exception': {
      const { gate, override } = task;
      const reason = quote(clip(override.reason, 500));
      return {
        text: `${person(override.requestedBy)} asks for an exception at “${escapeMrkdwn(gate.name)}”: ${exceptionName(override.kind, project.catalogue.alternatives)}.${reason}`,
        next: { text: 'Approve', action: 'override.approve', value: override.id },
      };
    }
    case 'waiver': {
      const { label, amount, id } = task.invoice;
      return {
        text: `${escapeMrkdwn(label)} of ${formatMoney(amount)} was corrected to nothing: is nothing due?`,
        next: { text: 'Nothing is due', action: 'waiver.confirm', value: id },
      };
    }
    case 'review':
      return {
        text: 'hardware order to review',
        next: { text: 'Reviewed', action: 'hardware.review', value: project.id },
      };
    case 'order':
      return task.shut
        ? {
            text: `hardware to order, not yet: ${escapeMrkdwn(task.shut.why)}`,
            next: {
              text: 'Ask for an exception',
              action: 'gate.override',
              value: `${project.id}:${task.shut.gate.key}`,
            },
          }
        : { text: 'hardware to order', next: { text: 'Ordered', action: 'hardware.order', value: project.id } };
    case 'acknowledgement': {
      const live = project.wentLiveOn ? ` since ${formatDay(project.wentLiveOn)}` : '';
      return {
        text: `the customer is live${live}: may recurring billing begin?`,
        next: { text: 'Tell accounting to begin', action: 'acknowledgement.give', value: `${project.id}:${task.desk}` },
      };
    }
  }
};

export interface Asked {
  readonly project: ProjectState;
  readonly task: Task;
}

/** At most `shown` of them; nothing where nothing is asked. */
export const askedBlocks = (list: readonly Asked[], shown: number): readonly KnownBlock[] => [
  ...list.slice(0, shown).map(({ project, task }) => {
    const { text, next } = asked(project, task);
    return section(`${folderName(project)}: ${text}`, button(next));
  }),
  ...(list.length > shown ? [context('There is more: these come first.')] : []),
];
