import type { KnownBlock, ModalView } from '@slack/types';
import { parseSubject, subjectText } from '../../core/subject.ts';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import { type ButtonSpec, buttons, context, header, modal, section } from '../../platform/block-kit/blocks.ts';
import { moment, person } from '../../platform/block-kit/mentions.ts';
import { deedText, type Names } from '../audit-words.ts';
import type { StoryEntry, StoryPage, StoryRef } from './store.ts';

const line = (entry: StoryEntry, names: Names): string => {
  const why = entry.reason ? `\n“${escapeMrkdwn(clip(entry.reason, 200))}”` : '';
  return `${moment(entry.at)}  ${person(entry.actor)} ${deedText(entry, names)}${why}`;
};

/** What happened, an entry each. */
export const storyBlocks = (entries: readonly StoryEntry[], names: Names): readonly KnownBlock[] =>
  entries.map((entry) => context(line(entry, names)));

/** One page of a story, newest first. `older` is the action that shows the next. */
export const storyModal = (
  about: {
    readonly name?: string | undefined;
    readonly data: string;
    /** Which part of it is shown, where not all is; plain text. */
    readonly shown?: string | undefined;
    /** The button that asks which part to show, where it can be asked. */
    readonly narrow?: ButtonSpec | undefined;
  },
  { entries, more }: StoryPage,
  names: Names,
  older: string,
): ModalView => {
  const last = entries.at(-1);
  return modal({
    callback: 'story',
    title: 'History',
    data: about.data,
    blocks: [
      ...(about.name ? [header(about.name)] : []),
      ...(about.shown ? [context(`Only: ${escapeMrkdwn(about.shown)}`)] : []),
      ...(about.narrow ? [buttons('story:narrow', [about.narrow])] : []),
      ...(entries.length > 0 ? storyBlocks(entries, names) : [section('Nothing is told about this yet.')]),
      ...(more && last
        ? [buttons('story', [{ text: 'Older', action: older, value: `${about.data}:${last.id}` }])]
        : []),
    ],
  });
};

/** A story as a button's value: `license:0198…`; of what others' stories tell, too: `mentioned/invoice:0199…`. */
export const storyText = (of: StoryRef): string => `${of.isMentioned ? 'mentioned/' : ''}${subjectText(of)}`;

/** @returns undefined unless the text was made by `storyText`; the version before wrote `project:0198…/invoice:0199…` */
export const parseStory = (text: string): StoryRef | undefined => {
  const parts = text.split('/');
  const subject = parseSubject(parts.at(-1) ?? '');
  return subject && { ...subject, isMentioned: parts.length > 1 };
};

/** The button to the whole story of a thing. */
export const storyButton = (of: StoryRef): ButtonSpec => ({
  text: 'History',
  action: 'story.show',
  value: storyText(of),
});
