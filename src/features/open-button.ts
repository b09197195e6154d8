import type { Subject } from '../core/subject.ts';
import { type ButtonSpec, button, section } from '../platform/block-kit/blocks.ts';
import type { MessageContent } from '../platform/work/content.ts';

/** What opens the window of each kind of subject. */
const windows: Readonly<Record<string, readonly [text: string, action: string]>> = {
  project: ['Open project', 'project.show'],
  customer: ['Open customer', 'customer.open'],
  activity: ['Open activity', 'activity.open'],
};

/** The button that leads from a message to what it is about; none where that has no window. WRK-1 */
export const openButton = (subject: Subject | undefined): readonly ButtonSpec[] => {
  const [text, action] = windows[subject?.type ?? ''] ?? [];
  return subject && text && action ? [{ text, action, value: subject.id }] : [];
};

/** A message of one paragraph of mrkdwn, with the button to what it is about. */
export const noteAbout = (subject: Subject, text: string): MessageContent => {
  const [open] = openButton(subject);
  return { text, blocks: [section(text, open && button(open))] };
};
