import type { KnownBlock, ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { button, context, modal, section } from '../../../platform/block-kit/blocks.ts';
import type { ChecklistLine } from './checklist.ts';

const mark = ({ isDone }: ChecklistLine): string => (isDone ? ':white_check_mark:' : ':black_square_button:');

const lineText = (line: ChecklistLine): string =>
  `${mark(line)} *${escapeMrkdwn(line.title)}*\n${escapeMrkdwn(clip(line.text, 500))}`;

const doneText = (lines: readonly ChecklistLine[]): string =>
  `${lines.filter(({ isDone }) => isDone).length} of ${lines.length} done. Each line ticks itself.`;

const openButton = button({ text: 'Checklist', action: 'checklist.open', value: 'all' });

/** Each line with the way to what mends it. CUS-8 */
export const checklistModal = (lines: readonly ChecklistLine[]): ModalView =>
  modal({
    callback: 'checklist.list',
    title: 'Billing checklist',
    blocks: [
      context(doneText(lines)),
      ...lines.map((line) => section(lineText(line), line.mend ? button(line.mend) : undefined)),
    ],
  });

/** Above the form of a bill run: what is not done yet, and the way to all of it. */
export const checklistSummary = (lines: readonly ChecklistLine[]): readonly KnownBlock[] => {
  const missing = lines.filter(({ isDone }) => !isDone);
  const text =
    missing.length === 0
      ? ':white_check_mark: What is to be looked at before a run is done.'
      : `:black_square_button: *Before the run:* ${missing.map(({ text: what }) => escapeMrkdwn(clip(what, 200))).join(' ')}`;
  return [section(text, openButton)];
};

/** On Home: each line with its tick, and what is missing; plain titles where it is done. */
export const checklistHomeBlocks = (lines: readonly ChecklistLine[]): readonly KnownBlock[] => {
  const rows = lines.map((line) => {
    const missing = line.isDone ? '' : `: ${escapeMrkdwn(clip(line.text, 200))}`;
    return `${mark(line)} ${escapeMrkdwn(line.title)}${missing}`;
  });
  return [
    section(rows.join('\n'), openButton),
    context('Each line ticks itself. *Checklist* looks at every customer, too, and leads to what mends each.'),
  ];
};
