import { button, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { MessageContent } from '../../../platform/work/content.ts';
import { projectDoor } from '../../playbooks/index.ts';

/** A message of one paragraph of mrkdwn, with the button to the project that it is about. WRK-1 */
export const projectNote = (projectId: string, text: string): MessageContent => ({
  text,
  blocks: [section(text, button(openButton(projectDoor, projectId)))],
});
