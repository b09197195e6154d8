import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { Slice, WindowSection } from '../../platform/slice/slice.ts';
import { plainNames } from '../audit-words.ts';
import { showOlder, showStory } from './actions/show-story.ts';
import { storyOf } from './store.ts';
import { storyBlocks, storyButton } from './story-views.ts';

export { type StoryEntry, type StoryPage, type StoryRef, storyOf } from './store.ts';
export { storyBlocks, storyModal } from './story-views.ts';

const latest = 5;

/**
 * The latest that happened, at the end of a thing's window; the rest behind a button. WRK-1
 * @param told in whose story it is told, where not in its own
 */
export const storySection = (
  type: string,
  told: (tx: Tx, id: string) => Promise<Subject | undefined> = async () => undefined,
): WindowSection => ({
  subject: type,
  order: 99,
  title: 'What happened, newest first',
  read: async (deps, id) => {
    const { prisma } = deps.db;
    const own = { type, id };
    const other = await told(prisma, id);
    const story = other ? { ...other, mentions: own } : own;
    const { entries, more } = await storyOf(prisma, story, { take: latest });
    return {
      blocks: storyBlocks(entries, plainNames(deps.roleName)),
      ...(more ? { buttons: [storyButton(story)] } : {}),
    };
  },
});

/** Runs are the platform's, which knows no words for the log: their story is told from here. */
export const storySlice: Slice = {
  name: 'story',
  interactions: [showStory, showOlder],
  sections: [storySection('run')],
};
