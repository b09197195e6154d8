import { clipMrkdwn } from '../../../core/text/text.ts';
import { button, section } from '../../../platform/block-kit/blocks.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { WindowSection } from '../../../platform/slice/slice.ts';
import { linkKeepers } from '../links/things.ts';
import { wordText } from './receive-word.ts';
import { wordsOf } from './store.ts';

const wordsSection = (subject: string, order: number): WindowSection => ({
  subject,
  order,
  title: 'From the customer’s page',
  rows: async ({ deps, roles }, id, page) => {
    const held = await roles();
    const may = linkKeepers(subject).some((role) => held.has(role));
    return (await wordsOf(deps.db.prisma, { type: subject, id }, page)).map((word) => {
      const ended = word.endedBy ? ` _Taken back by ${person(word.endedBy)}._` : '';
      const text = clipMrkdwn(`${moment(word.at)}: the customer ${wordText(word)}`, 2800);
      return section(
        `${text}${ended}`,
        may && !word.endedBy ? button({ text: 'Take back', action: 'word.take_back', value: word.id }) : undefined,
      );
    });
  },
});

/** What the customer said on the page of a thing, in its window, latest first. BIL-18, ONB-21 */
export const wordSections: readonly WindowSection[] = [wordsSection('invoice', 7), wordsSection('project', 37)];
