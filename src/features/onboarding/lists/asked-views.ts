/** Home: what is asked of the reader's desks, each with its next step. */
import type { KnownBlock } from '@slack/types';
import { button, context, section } from '../../../platform/block-kit/blocks.ts';
import { folderName } from '../../playbooks/index.ts';
import type { Asked } from './asked.ts';

/** At most `shown` of them; nothing where nothing is asked. */
export const askedBlocks = (list: readonly Asked[], shown: number): readonly KnownBlock[] => [
  ...list
    .slice(0, shown)
    .map(({ project, task }) => section(`${folderName(project)}: ${task.text}`, button(task.next))),
  ...(list.length > shown ? [context('There is more: these come first.')] : []),
];
