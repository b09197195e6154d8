import type { Slice, WindowSection } from '../../platform/slice/slice.ts';
import { plainNames } from '../audit-words.ts';
import { showOlder, showStory } from './actions/show-story.ts';
import { type StoryRef, storyOf } from './store.ts';
import { storyBlocks, storyButton } from './story-views.ts';

export { type StoryEntry, type StoryPage, type StoryRef, storyOf } from './store.ts';
export { storyBlocks, storyModal } from './story-views.ts';

const latest = 5;

/**
 * The latest that happened, at the end of a thing's window; the rest behind a button. WRK-1
 * @param more `isMentioned`: it is told of in others' stories too
 */
export const storySection = (type: string, more: Pick<StoryRef, 'isMentioned'> = {}): WindowSection => ({
  subject: type,
  order: 99,
  title: 'What happened, newest first',
  read: async (deps, id) => {
    const story = { type, id, ...more };
    const page = await storyOf(deps.db.prisma, story, { take: latest });
    return {
      blocks: storyBlocks(page.entries, plainNames(deps.roleName)),
      ...(page.more ? { buttons: [storyButton(story)] } : {}),
    };
  },
});

/** Runs are the platform's, which knows no words for the log: their story is told from here. */
export const storySlice: Slice = {
  name: 'story',
  interactions: [showStory, showOlder],
  sections: [storySection('run')],
};
