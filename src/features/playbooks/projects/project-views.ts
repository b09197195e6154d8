/** How a project is named in messages. */
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { button, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import { type ProjectState, projectDoor, projectRef } from './project.ts';

/** `*P-17* Acme`, in mrkdwn. */
export const folderName = (project: Pick<ProjectState, 'ref' | 'customer'>): string =>
  `*${projectRef(project)}* ${escapeMrkdwn(project.customer.name)}`;

/** To follow "The project is". */
export const statusNames = {
  active: 'active',
  on_hold: 'on hold',
  cancelled: 'cancelled',
  closed: 'finished',
} as const;

/** A message of one paragraph of mrkdwn, with the button to the project that it is about. WRK-1 */
export const projectNote = (projectId: string, text: string): MessageContent => ({
  text,
  blocks: [section(text, button(openButton(projectDoor, projectId)))],
});
