import { NotFound } from '../../../core/errors.ts';
import type { ActionRequest, Answer, Interaction } from '../../../platform/slice/slice.ts';
import { plainNames } from '../../audit-words.ts';
import { storyOf } from '../store.ts';
import { parseStory, storyModal, storyText } from '../story-views.ts';

const pageSize = 15;

/** The story, and after a last colon the entry that the page ends before. */
const pageOf = (value: string) => {
  const [, story = '', before] = /^(.+?)(?::(\d{1,18}))?$/.exec(value) ?? [];
  return { story: parseStory(story), before: before === undefined ? undefined : BigInt(before) };
};

const show = async ({ deps, value }: ActionRequest): Promise<Answer> => {
  const { story, before } = pageOf(value);
  if (!story) throw new NotFound('history');
  const page = await storyOf(deps.db.prisma, story, { before, take: pageSize });
  const view = storyModal({ data: storyText(story) }, page, plainNames(deps.roleName), 'story.older');
  return before === undefined ? { modal: view } : { replace: view };
};

/** WRK-1: all that happened to a thing. */
export const showStory: Interaction = { id: 'story.show', press: show };
export const showOlder: Interaction = { id: 'story.older', press: show };
