import type { KnownBlock, ModalView } from '@slack/types';
import { clip, escapeMrkdwn, plural } from '../../core/text/text.ts';
import { button, context, modal, section, textInput } from '../../platform/block-kit/blocks.ts';
import type { Contributions } from '../../platform/work/contributions.ts';
import { finders, type Hit } from './finder.ts';
import type { Found } from './search.ts';

const hitBlock = ({ title, about, open }: Hit): KnownBlock =>
  section(`*${escapeMrkdwn(clip(title, 150))}*${about ? `\n${escapeMrkdwn(clip(about, 200))}` : ''}`, button(open));

/** Among what was looked: `projects, invoices and licenses`. */
const among = (all: Contributions): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format([...new Set(all.to(finders).map((each) => each.among))]);

/** What was found, or what to write instead; mrkdwn. */
export const foundText = (text: string, found: Found, all: Contributions): string => {
  if ('problem' in found) return escapeMrkdwn(found.problem);
  const quoted = `“${escapeMrkdwn(clip(text, 80))}”`;
  if (found.hits.length === 0)
    return `Nothing is found for ${quoted} among ${among(all)}. Names are found by how their words begin, numbers only whole.`;
  const more = found.more ? ' There are more: write more of it to see them.' : '';
  return `${plural(found.hits.length, 'thing is', 'things are')} found for ${quoted}.${more}`;
};

export const foundBlocks = (text: string, found: Found, all: Contributions): readonly KnownBlock[] => [
  section(foundText(text, found, all)),
  ...('hits' in found ? found.hits.map(hitBlock) : []),
];

/** What is looked for is asked, and below it what was found. */
export const findModal = (found: readonly KnownBlock[] = [], text?: string): ModalView =>
  modal({
    callback: 'find.open',
    title: 'Find',
    submit: 'Find',
    close: 'Close',
    blocks: [
      textInput({
        name: 'what',
        label: 'What are you looking for?',
        hint: 'A number, the beginning of a name, an email, a phone, a license key, last four digits or an amount.',
        max: 200,
        initial: text,
      }),
      ...found,
      ...(found.length === 0 ? [context('Or write `/baton` and what you are looking for, in any channel.')] : []),
    ],
  });
