import type { KnownBlock } from '@slack/types';
import { escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { type ButtonSpec, buttons, context, section } from '../../block-kit/blocks.ts';
import type { Role } from '../../work/roles.ts';
import { slack } from '../../work/transports.ts';
import { place } from './place.ts';
import type { HeldLane, ParkedMessage, Problems, Restrained } from './problems.ts';
import type { Ways } from './ways.ts';

/** How many of each kind the Home tab lists; the rest is counted. */
export const homeSize = 5;

const since = (at: Date): string =>
  `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty} {time}|${at.toISOString()}>`;

/** Slack, where it says so itself, needs no name. */
const paused = ({ transport, since: at, reason }: Restrained): KnownBlock => {
  const what = transport === slack ? 'Nothing is sent' : `Nothing is sent by ${transport}`;
  return section(
    `:octagonal_sign: *${what}* since ${since(at)}: ${escapeMrkdwn(reason)}. Baton tries again by itself.`,
  );
};

const onHold = ({ transport, key, since: at, waiting }: Restrained): KnownBlock[] => {
  const [what, where] =
    transport === slack ? ['Delivery', 'to Slack'] : [`Delivery by ${transport}`, `by ${transport}`];
  return [
    section(`:raised_hand: *${what} is held* since ${since(at)}. ${plural(waiting, 'message')} would be sent.`),
    buttons(`delivery.${key}`, [
      {
        text: 'Release',
        action: 'delivery.release_hold',
        value: key,
        style: 'primary',
        confirm: {
          title: 'Send everything?',
          text: `${plural(waiting, 'message')} will be sent ${where}.`,
          yes: 'Send',
        },
      },
    ]),
  ];
};

const dropButton = (message: ParkedMessage): ButtonSpec => ({
  text: 'Drop',
  action: 'delivery.drop',
  value: message.id,
  style: 'danger',
  confirm: {
    title: 'Drop this message?',
    text: 'It will not be sent. The audit log keeps that you dropped it.',
    yes: 'Drop it',
  },
});

const parked = (message: ParkedMessage, way: ButtonSpec | undefined): KnownBlock[] => [
  section(
    `*${place(message.lane)}* · ${since(message.since)}\n${escapeMrkdwn(message.excerpt)}\n_Not sent: ${escapeMrkdwn(message.problem)}_`,
  ),
  buttons(`delivery.parked.${message.id}`, [
    { text: 'Send again', action: 'delivery.send_again', value: message.id },
    dropButton(message),
    ...(way ? [way] : []),
  ]),
];

const held = (lane: HeldLane): KnownBlock =>
  section(
    `*${place(lane.lane)}* takes no messages: ${escapeMrkdwn(lane.reason)}. ${plural(lane.waiting, 'message')} waiting since ${since(lane.since)}.`,
    {
      type: 'button',
      text: { type: 'plain_text', text: 'Try now' },
      action_id: 'delivery.release',
      value: lane.lane,
    },
  );

/** What of delivery waits for an admin; empty when nothing does. At most 24 blocks. */
export const problemBlocks = (of: Problems, roleName: (role: Role) => string, ways: Ways = new Map()): KnownBlock[] => {
  const blocks: KnownBlock[] = [];
  // Of the others only where it keeps something waiting: most workspaces send no mail.
  const restrained = of.restrained.filter((each) => each.transport === slack || each.waiting > 0);
  for (const each of restrained) blocks.push(...(each.kind === 'pause' ? [paused(each)] : onHold(each)));
  if (of.rolesWithoutChannel.length > 0) {
    const roles = of.rolesWithoutChannel
      .map((each) => `${escapeMrkdwn(roleName(each.role))} (${each.waiting})`)
      .join(', ');
    blocks.push(section(`Messages wait until these roles have a channel: ${roles}.`));
  }
  blocks.push(
    ...of.heldLanes.slice(0, homeSize).map(held),
    ...of.parked.slice(0, homeSize).flatMap((each) => parked(each, ways.get(each.id))),
  );
  const more =
    of.parkedCount + of.heldCount - Math.min(homeSize, of.parked.length) - Math.min(homeSize, of.heldLanes.length);
  if (more > 0) blocks.push(context(`…and ${plural(more, 'more', 'more')}. They move up as these are settled.`));
  return blocks;
};
