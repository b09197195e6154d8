import type { KnownBlock } from '@slack/types';
import { clip, clipMrkdwn, escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import {
  type ButtonSpec,
  button,
  buttons,
  type Choice,
  context,
  fields,
  option,
  plain,
  section,
} from '../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent, SlotContent } from '../../../platform/work/content.ts';
import { customerDoor } from '../../customers/index.ts';
import type { Instructions } from '../admin/license-admin.ts';
import { type License, licenseDoor } from '../licenses/license.ts';
import type { ExpiryAction } from './expiry-action.ts';
import type { NamedAction } from './named-actions.ts';

const short = (text: string, max = 150): string => escapeMrkdwn(clip(text, max));

export interface ExpiryFacts {
  readonly action: ExpiryAction;
  readonly license: License;
  readonly customerName: string;
  readonly instructions: Instructions;
  readonly today: Day;
}

const titleOf = ({ action, customerName }: ExpiryFacts): string =>
  action.kind === 'expire'
    ? `Expire the license of ${customerName}`
    : `Move the expiry date of ${customerName}${action.backTo === undefined ? '' : ' back'}`;

const outcome = (action: ExpiryAction): string => {
  const who = `${action.endedBy === undefined ? 'Baton' : person(action.endedBy)}${action.endedAt ? `, ${moment(action.endedAt)}` : ''}`;
  const why = action.endReason ? `\n>${short(action.endReason, 1000)}` : '';
  if (action.state === 'confirmed') {
    return action.kind === 'expire'
      ? `:white_check_mark: Expired. Confirmed by ${who}`
      : `:white_check_mark: New expiry date ${action.newExpiresOn ? formatDay(action.newExpiresOn) : ''}. Confirmed by ${who}`;
  }
  return action.state === 'refused'
    ? `:no_entry: Refused by ${who}${why}`
    : `:leftwards_arrow_with_hook: Withdrawn by ${who}${why}`;
};

const tickLines = ({ action, instructions }: ExpiryFacts): string =>
  instructions.ticks
    .map(
      (tick) =>
        `${(tick.key === 'is_expired' ? action.isExpired : action.forceful) ? ':ballot_box_with_check:' : ':white_large_square:'} ${tick.text}`,
    )
    .join('\n');

const openButtons = (action: ExpiryAction, hasTicks: boolean): readonly ButtonSpec[] => [
  { text: 'Confirm', action: 'expiry.confirm', value: action.id, style: 'primary' },
  ...(hasTicks ? [{ text: 'Ticks', action: 'expiry.ticks', value: action.id }] : []),
  { text: 'Refuse', action: 'expiry.refuse', value: action.id },
];

const waitText = ({ action, today }: ExpiryFacts): readonly string[] =>
  action.state === 'open' && action.waitUntil && today < action.waitUntil
    ? [`:hourglass_flowing_sand: *Please wait until ${formatDay(action.waitUntil)}*: the customer’s card was updated.`]
    : [];

/** What is asked for and why, between them what only the message says (`about`), and how far it is. */
const taskBlocks = (facts: ExpiryFacts, about: readonly KnownBlock[]): readonly KnownBlock[] => [
  section(`*${short(titleOf(facts), 300)}*\n${short(facts.action.cause, 1000)}`),
  ...about,
  ...(facts.instructions.ticks.length > 0 ? [section(tickLines(facts))] : []),
  ...waitText(facts).map((text) => section(text)),
  ...(facts.action.state === 'open'
    ? [context(...facts.instructions.steps.map((step) => escapeMrkdwn(step)))]
    : [section(outcome(facts.action))]),
];

const buttonsOf = ({ action, instructions }: ExpiryFacts): readonly ButtonSpec[] =>
  action.state === 'open' ? openButtons(action, instructions.ticks.length > 0) : [];

/** The task in Support's channel, as of now. COL-5, COL-6 */
export const expiryMessage = (facts: ExpiryFacts): SlotContent => {
  const { action, license } = facts;
  const isOpen = action.state === 'open';
  const state = isOpen ? 'waits for Support' : `is ${action.state}`;
  return {
    text: clipMrkdwn(`${escapeMrkdwn(titleOf(facts))}: ${state}`, 300),
    blocks: [
      ...taskBlocks(facts, [
        fields([
          ['Product', short(license.product)],
          ['Key', short(license.key)],
          ['Expiry date', formatDay(license.expiresOn)],
          ['Asked by', `${person(action.requestedBy)}, ${moment(action.requestedAt)}`],
        ]),
      ]),
      buttons(`expiry:${action.id}`, [
        ...buttonsOf(facts),
        openButton(licenseDoor, license.id),
        openButton(customerDoor, license.customerId),
      ]),
    ],
    open: isOpen,
  };
};

/** The same in the license's window; the buttons for those who may press them. WRK-1 */
export const expiryTask = (facts: ExpiryFacts, mayDecide: boolean): readonly KnownBlock[] => [
  ...taskBlocks(facts, []),
  ...(mayDecide ? [buttons(`expiry:${facts.action.id}`, buttonsOf(facts))] : []),
];

/** A select whose choice opens the task's own message. */
const openSelect = (choices: readonly Choice[]): KnownBlock => ({
  type: 'actions',
  elements: [
    {
      type: 'static_select',
      action_id: 'expiry.open',
      placeholder: plain('Open a task', 150),
      options: choices.slice(0, 100).map(option),
    },
  ],
});

const line = ({ action, license, customerName }: NamedAction): string =>
  `${action.kind === 'expire' ? 'Expire' : 'Move the date'}: *${short(customerName, 60)}* · ${short(license.key, 30)} · expires ${formatDay(license.expiresOn)}`;

const choiceOf = ({ action, license, customerName }: NamedAction): Choice => ({
  text: clip(`${customerName} · ${license.key}`, 75),
  value: action.id,
});

/** So many lines fit into one message: Slack refuses more than some 13,000 characters. */
export const digestSize = 50;

const mostSections = 8;

/** Up to `digestSize` tasks in one message. */
export const expiryDigest = (title: string, tasks: readonly NamedAction[]): MessageContent => ({
  text: title,
  blocks: [section(`*${title}*`), ...lineSections(tasks.map(line), mostSections), openSelect(tasks.map(choiceOf))],
});

/** Of the Home tab: beyond them the select leads on. */
const mostRows = 10;

/** Support's part of the Home tab, each task with the way to the window where it is confirmed. */
export const waitingExpiries = (tasks: readonly NamedAction[], total: number): readonly KnownBlock[] =>
  tasks.length === 0
    ? []
    : [
        ...tasks
          .slice(0, mostRows)
          .map((task) => section(line(task), button(openButton(licenseDoor, task.license.id)))),
        openSelect(tasks.map(choiceOf)),
        ...(total > tasks.length ? [context(`and ${total - tasks.length} more`)] : []),
      ];

/** Licenses that lapse soon unless somebody moves the date. COL-6 */
export const lapseDigest = (
  rows: readonly { readonly license: License; readonly name: string; readonly isPaid: boolean }[],
): MessageContent => {
  const title = `${rows.length === 1 ? 'A license lapses' : `${rows.length} licenses lapse`} soon unless the expiry date is moved`;
  const lines = rows.map(
    ({ license, name, isPaid }) =>
      `*${short(name, 60)}* · ${short(license.product, 40)} · ${short(license.key, 30)} · ${formatDay(license.expiresOn)}${isPaid ? ' · *paid, the date waits for Support*' : ''}`,
  );
  return { text: title, blocks: [section(`:calendar: *${title}*`), ...lineSections(lines, mostSections)] };
};
