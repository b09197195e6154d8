/** Home: what is asked of the reader's desks, each with its next step. */
import type { KnownBlock } from '@slack/types';
import { buttons, context, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import { folderName, projectDoor } from '../../playbooks/index.ts';
import type { Asked } from './asked.ts';

/** At most `shown` of them, each with the way to its window; nothing where nothing is asked. */
export const askedBlocks = (list: readonly Asked[], shown: number): readonly KnownBlock[] => [
  ...list
    .slice(0, shown)
    .flatMap(({ project, task: { text, next } }) => [
      section(`${folderName(project)}: ${text}`),
      buttons(`asked:${next.action}:${next.value}`, [next, openButton(projectDoor, project.id)]),
    ]),
  ...(list.length > shown ? [context('There is more: these come first.')] : []),
];
