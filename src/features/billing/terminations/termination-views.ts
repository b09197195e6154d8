import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { type ButtonSpec, buttons, context, header, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person, quote } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowButton, WindowHead } from '../../../platform/slice/slice.ts';
import type { SlotContent } from '../../../platform/work/content.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { StillOpen } from '../../customers/index.ts';
import { moneyRoles } from '../invoices/index.ts';
import { finalDay } from './facts.ts';
import { nextStep, type Step, type WalkFacts } from './step.ts';
import { type Termination, terminationDoor } from './termination.ts';

/** A termination with what it says now. */
export interface ShownTermination {
  readonly termination: Termination;
  /** Of the customer. */
  readonly customer: string;
  readonly facts: WalkFacts;
  readonly steps: readonly Step[];
  /** What else goes on. */
  readonly open: readonly StillOpen[];
  /** Who may refund. ALL-11 */
  readonly refunders: readonly Role[];
}

const what = { customer: '', subscription: 'a subscription of ', asset: 'an asset of ' } as const;

/** `Harbor Dental ends on Mar 15, 2026`. */
export const titleOf = ({
  termination: { subject, endOn },
  customer,
}: Pick<ShownTermination, 'termination' | 'customer'>) =>
  `${what[subject.type]}*${escapeMrkdwn(clip(customer, 150))}* ends on ${formatDay(endOn)}`.replace(/^a/, 'A');

const stepLine = ({ title, isDone, text }: Step, at: number): string =>
  `${isDone ? ':white_check_mark:' : ':white_large_square:'} *${at + 1}. ${title}*: ${text}`;

/** The steps in their order, ticked by the facts. */
export const walkBlock = (steps: readonly Step[]): KnownBlock => section(steps.map(stepLine).join('\n'));

const openBlocks = (open: readonly StillOpen[]): readonly KnownBlock[] =>
  open.length === 0
    ? []
    : [
        context(
          `Still open: ${open
            .slice(0, 12)
            .map(({ text }) => escapeMrkdwn(clip(text, 120)))
            .join('; ')}${open.length > 12 ? ` and ${open.length - 12} more` : ''}`,
        ),
      ];

const endings = { open: '', taken_back: 'Taken back', reactivated: 'Reactivated' } as const;

const endedBlocks = ({ state, ended }: Termination): readonly KnownBlock[] =>
  ended ? [context(`${endings[state]} by ${person(ended.by)}, ${moment(ended.at)}.${quote(ended.reason)}`)] : [];

const billButton = ({ termination, facts }: ShownTermination): WindowButton => {
  const { customerId, subject } = termination;
  // Of a part of what the customer has, no more is billed ahead than usual.
  const asOf = subject.type === 'customer' ? finalDay(termination, facts.today) : facts.today;
  return {
    text: subject.type === 'customer' ? 'Make the final bill' : 'Bill now',
    action: 'bill.now',
    value: `${customerId} ${asOf}`,
    roles: moneyRoles,
    style: 'primary',
  };
};

const waive = (id: string): WindowButton => ({
  text: 'Waive the final bill',
  action: 'termination.waive',
  value: id,
  roles: moneyRoles,
});

/** What the next step asks for. */
const nextButtons = (shown: ShownTermination): readonly WindowButton[] => {
  const { termination, facts, steps, refunders } = shown;
  const { id, customerId } = termination;
  switch (nextStep(steps)?.name) {
    case 'bill':
      return [
        ...(facts.toBill.bills > 0 ? [billButton(shown)] : []),
        ...(facts.toBill.bills === 0 && facts.toCredit.amount < 0n
          ? [{ text: 'Credit the rest', action: 'termination.credit', value: id, style: 'primary' as const }]
          : []),
        waive(id),
      ];
    case 'sent':
      return [
        ...facts.unsent.slice(0, 1).map(
          (each): WindowButton => ({
            text: `Mark ${each.name} as sent`,
            action: 'invoice.mark_sent',
            value: each.id,
            roles: moneyRoles,
            style: 'primary',
          }),
        ),
        waive(id),
      ];
    case 'inactive':
      return [
        {
          text: 'Make inactive',
          action: 'termination.inactive',
          value: id,
          roles: moneyRoles,
          style: 'primary',
          confirm: {
            title: 'Make the customer inactive?',
            text: 'Nothing is billed to it after that. It can be reactivated, and nothing is lost.',
            yes: 'Make inactive',
          },
        },
      ];
    case 'assets':
      return [
        { text: 'Park the assets', action: 'termination.detach', value: id, roles: moneyRoles, style: 'primary' },
      ];
    case 'credit':
      return [
        { text: 'Refund', action: 'refund.give', value: customerId, roles: refunders },
        { text: 'Carry over', action: 'termination.carry_over', value: id, roles: moneyRoles },
      ];
    default:
      return [];
  }
};

const wayBack = ({ termination, facts, steps }: ShownTermination): readonly WindowButton[] => {
  const { id, subject } = termination;
  const changeable = facts.isActive && subject.type !== 'asset' && !termination.waived;
  const isOver =
    subject.type === 'customer' ? !facts.isActive : subject.type === 'subscription' && nextStep(steps) === undefined;
  return [
    ...(changeable
      ? [{ text: 'Another end date', action: 'termination.change_end', value: id, roles: moneyRoles }]
      : []),
    ...(isOver
      ? [{ text: 'Reactivate', action: 'termination.reactivate', value: id, roles: moneyRoles }]
      : [{ text: 'Take back', action: 'termination.take_back', value: id, roles: moneyRoles }]),
  ];
};

const buttonsOf = (shown: ShownTermination): readonly WindowButton[] =>
  shown.termination.state === 'open' ? [...nextButtons(shown), ...wayBack(shown)] : [];

const finished = ({ termination, steps }: ShownTermination): boolean =>
  termination.state !== 'open' || nextStep(steps) === undefined;

/** Accounting's message: the walk, and what its next step asks for. CUS-6 */
export const terminationMessage = (shown: ShownTermination, open: readonly ButtonSpec[]): SlotContent => {
  const { termination, steps } = shown;
  const row = [...buttonsOf(shown).map(({ roles: _, ...spec }) => spec), ...open];
  return {
    text: titleOf(shown).replaceAll('*', ''),
    blocks: [
      section(titleOf(shown)),
      walkBlock(steps),
      ...openBlocks(shown.open),
      ...endedBlocks(termination),
      buttons(`termination:${termination.id}`, row),
    ],
    open: !finished(shown),
  };
};

export const terminationHead = (shown: ShownTermination): WindowHead => {
  const { termination, steps, customer, open } = shown;
  const { reason, customerId, subject } = termination;
  return {
    title: 'Termination',
    blocks: [
      header(clip(`${customer}: termination`, 150)),
      section(titleOf(shown)),
      walkBlock(steps),
      ...(finished(shown) && termination.state === 'open' ? [context('All of it is done.')] : []),
      ...(reason ? [context(`Why: ${escapeMrkdwn(reason)}`)] : []),
      ...openBlocks(open),
      ...endedBlocks(termination),
    ],
    buttons: [buttonsOf(shown)],
    links: [
      { subject: { type: 'customer', id: customerId }, text: customer },
      ...(subject.type === 'customer' ? [] : [{ subject, text: `Open ${subject.type}` }]),
      ...open.flatMap((each) => (each.subject ? [{ subject: each.subject, text: clip(each.text, 60) }] : [])),
    ],
  };
};

/** Customers that leave, on Home of who ends them. WRK-3 */
export const leavingBlocks = (
  leaving: readonly Pick<ShownTermination, 'termination' | 'customer'>[],
  most: number,
): readonly KnownBlock[] => [
  ...leaving
    .slice(0, most)
    .flatMap((each) => [
      section(titleOf(each)),
      buttons(`termination:${each.termination.id}`, [openButton(terminationDoor, each.termination.id)]),
    ]),
  ...(leaving.length > most ? [context(`and ${leaving.length - most} more`)] : []),
];
