/** A row of `/onboard list`, Home's folders and the customer's projects. */
import type { KnownBlock } from '@slack/types';
import { escapeMrkdwn, inWords, plural } from '../../../core/text/text.ts';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import { projectDoor, projectRef, stageName } from '../../playbooks/index.ts';
import { time } from '../words.ts';
import type { ListPage, ListRow } from './list-page.ts';

const rowText = ({ project, holder, blockedBy, missing, isLate }: ListRow): string => {
  const { handoff } = project;
  const stage = escapeMrkdwn(stageName(project.playbook, project.stage));
  const marks = [
    ...(project.state === 'on_hold' ? ['⏸️ on hold'] : []),
    ...(isLate ? ['⏰ late'] : []),
    ...blockedBy.map((why) => `🔒 ${escapeMrkdwn(why)}`),
    missing > 0 ? `${plural(missing, 'item')} to do` : 'ready to hand on',
  ];
  return `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)} – *${stage}*, with ${holder}, since ${time(handoff.openedAt)}\n${marks.join(' · ')}`;
};

export const projectRow = (each: ListRow): KnownBlock =>
  section(rowText(each), button(openButton(projectDoor, each.project.id)));

/** Home: what is assigned to the reader, or lies unassigned at a desk of theirs; nothing where nothing is. */
export const waitingBlocks = (page: ListPage): readonly KnownBlock[] => [
  ...page.rows.map(projectRow),
  ...(page.next === undefined ? [] : [context('There is more: `/onboard list` shows it all.')]),
];

/** A customer's projects, for the customer's page. */
export const customerProjects = (
  projects: readonly { readonly id: string; readonly ref: number; readonly state: string }[],
): readonly KnownBlock[] =>
  projects.map((each) => section(`*P-${each.ref}* · ${inWords(each.state)}`, button(openButton(projectDoor, each.id))));
