/** What a customer says on a page arrives where people talk about the thing, and in the customer's timeline. BIL-18, ONB-21 */
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { quote } from '../../../platform/block-kit/mentions.ts';
import type { Attachment } from '../../../platform/work/content.ts';
import { on } from '../../../platform/work/events.ts';
import type { Destination, SlotRef, Work } from '../../../platform/work/work.ts';
import { contactErased } from '../../customers/index.ts';
import { eraseSent } from '../../documents/index.ts';
import { wordReceived } from './events.ts';
import { eraseWords, insertWord, type NewWord } from './store.ts';
import type { CustomerWord } from './word.ts';

type Said = Pick<CustomerWord, 'kind' | 'text' | 'promisedOn' | 'day' | 'about' | 'signedBy'>;

const days: Readonly<Record<string, string>> = { goLiveOn: 'for going live', etaOn: 'to be ready' };

const dayText = ({ day, about }: Said): string =>
  `${day ? formatDay(day) : '–'}${about && days[about] ? ` ${days[about]}` : ''}`;

/** Follows "the customer"; mrkdwn. */
export const wordText = (word: Said): string => {
  const said = word.text ? quote(word.text) : ' (erased)';
  switch (word.kind) {
    case 'promise':
      return `promises to pay by ${word.promisedOn ? formatDay(word.promisedOn) : '–'}.`;
    case 'wrong':
      return `says that something is not right:${said}`;
    case 'message':
      return `writes:${said}`;
    case 'file':
      return `sends a file:${said}`;
    case 'suits':
      return `says that ${dayText(word)} suits them.`;
    case 'another_day':
      return `wishes for another day: ${dayText(word)}.${word.text ? quote(word.text) : ''}`;
    case 'accepted':
      return `accepts by the name of ${word.signedBy ? `*${escapeMrkdwn(word.signedBy)}*` : '(erased)'}:${said}`;
  }
};

/** The caller has asked whose page it is. */
export const receiveWord = async (
  work: Work,
  word: NewWord,
  to: Destination | { readonly thread: SlotRef },
  attachments: readonly Attachment[] = [],
): Promise<void> => {
  const id = await insertWord(work, word);
  const { subject, customerId, kind, promisedOn, day } = word;
  const when = { ...(promisedOn ? { promisedOn } : {}), ...(day ? { day } : {}) };
  work.audit({ action: 'word.received', subject, customerId, after: { kind, ...when } });
  await work.emit(wordReceived, { ...word, id });
  work.post({
    to,
    customerId,
    key: `word:${id}`,
    broadcast: 'thread' in to,
    content: {
      text: `The customer, on their page, ${wordText(word)}`,
      ...(attachments.length > 0 ? { attachments } : {}),
    },
  });
};

export const eraseWordsToo = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased((await eraseWords(work.tx, customerId)) + (await eraseSent(work, customerId)));
});
