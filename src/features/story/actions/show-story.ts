import { NotFound } from '../../../core/errors.ts';
import { parseSubject, subjectText } from '../../../core/subject.ts';
import type { ActionRequest, Answer, Interaction } from '../../../platform/slice/slice.ts';
import { plainNames } from '../../audit-words.ts';
import { storyOf } from '../store.ts';
import { storyModal } from '../story-views.ts';

const pageSize = 15;

/** `invoice:0198…`, and after another colon the entry that the page ends before. */
const pageOf = (value: string) => {
  const [, subject = '', before] = /^([a-z_]+:[^:]+)(?::(\d{1,18}))?$/.exec(value) ?? [];
  return { subject: parseSubject(subject), before: before === undefined ? undefined : BigInt(before) };
};

const show = async ({ deps, value }: ActionRequest): Promise<Answer> => {
  const { subject, before } = pageOf(value);
  if (!subject) throw new NotFound('history');
  const page = await storyOf(deps.db.prisma, subject, { before, take: pageSize });
  const view = storyModal({ data: subjectText(subject) }, page, plainNames(deps.roleName), 'story.older');
  return before === undefined ? { modal: view } : { replace: view };
};

/** WRK-1: all that happened to a thing. */
export const showStory: Interaction = { id: 'story.show', press: show };
export const showOlder: Interaction = { id: 'story.older', press: show };
