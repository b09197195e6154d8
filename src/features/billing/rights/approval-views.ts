import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../core/money/money.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type ButtonSpec, buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person, quote } from '../../../platform/block-kit/mentions.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import type { Approval } from './approval.ts';

const outcomes = { approved: 'Approved', declined: 'Declined', withdrawn: 'Taken back' } as const;

const asked = ({ requestedBy, requestedAt, description, reason }: Approval): string =>
  `${person(requestedBy)} asks to ${escapeMrkdwn(description)}, ${moment(requestedAt)}.${reason ? quote(reason) : ''}`;

const decided = ({ state, decision }: Approval): string =>
  state === 'requested' || !decision
    ? ''
    : `*${outcomes[state]}* by ${person(decision.by)}, ${moment(decision.at)}.${decision.reason ? quote(decision.reason) : ''}`;

const decisions = (id: string): readonly ButtonSpec[] => [
  { text: 'Approve', action: 'approval.approve', value: id, style: 'primary' },
  { text: 'Decline', action: 'approval.decline', value: id, style: 'danger' },
  { text: 'Take back', action: 'approval.withdraw', value: id },
];

/** One message for each request; decided, it says by whom and when and has no buttons that decide. ALL-11 */
export const approvalMessage = (approval: Approval, open: readonly ButtonSpec[]): SlotContent => {
  const { id, description, amount } = approval;
  const waits = approval.state === 'requested';
  const row = [...(waits ? decisions(id) : []), ...open];
  return {
    text: waits
      ? `A second person is asked to approve: ${escapeMrkdwn(description)}`
      : `${outcomes[approval.state as keyof typeof outcomes]}: ${escapeMrkdwn(description)}`,
    blocks: [
      section(asked(approval)),
      context(
        waits
          ? `${formatMoney(amount)} is more than one person does alone: somebody else who may do this approves it.`
          : decided(approval),
      ),
      ...(row.length > 0 ? [buttons(`approval:${id}`, row)] : []),
    ],
    open: waits,
  };
};

/** On Home of those who may decide it. WRK-3 */
export const waitingBlocks = (approvals: readonly Approval[]): readonly KnownBlock[] =>
  approvals.flatMap((approval) => [
    section(asked(approval)),
    buttons(`approval:${approval.id}`, decisions(approval.id)),
  ]);
