import type { Slice, WindowSection } from '../../platform/slice/slice.ts';
import { plainNames } from '../audit-words.ts';
import { showOlder, showStory } from './actions/show-story.ts';
import { storyOf } from './store.ts';
import { storyBlocks, storyButton } from './story-views.ts';

export { type StoryEntry, type StoryPage, storyOf } from './store.ts';
export { storyBlocks, storyModal } from './story-views.ts';

const latest = 5;

/** The latest that happened, at the end of a thing's window; the rest behind a button. WRK-1 */
export const storySection = (type: string): WindowSection => ({
  subject: type,
  order: 99,
  title: 'What happened, newest first',
  read: async (deps, id) => {
    const subject = { type, id };
    const { entries, more } = await storyOf(deps.db.prisma, subject, { take: latest });
    return {
      blocks: storyBlocks(entries, plainNames(deps.roleName)),
      ...(more ? { buttons: [storyButton(subject)] } : {}),
    };
  },
});

export const storySlice: Slice = { name: 'story', interactions: [showStory, showOlder] };
