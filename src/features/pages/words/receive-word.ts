/** What a customer says on a page arrives where people talk about the thing, and in the customer's timeline. BIL-18, ONB-21 */
import { formatDay } from '../../../core/time/calendar.ts';
import { quote } from '../../../platform/block-kit/mentions.ts';
import { on } from '../../../platform/work/events.ts';
import type { Destination, SlotRef, Work } from '../../../platform/work/work.ts';
import { contactErased } from '../../customers/index.ts';
import { wordReceived } from './events.ts';
import { eraseWords, insertWord, type NewWord } from './store.ts';
import type { CustomerWord } from './word.ts';

export const wordText = ({ kind, text, promisedOn }: Pick<CustomerWord, 'kind' | 'text' | 'promisedOn'>): string => {
  const said = text ? quote(text) : ' (erased)';
  if (kind === 'promise') return `promises to pay by ${promisedOn ? formatDay(promisedOn) : '–'}.`;
  return `says that something is not right:${said}`;
};

/** The caller has asked whose page it is. */
export const receiveWord = async (
  work: Work,
  word: NewWord,
  to: Destination | { readonly thread: SlotRef },
): Promise<void> => {
  const id = await insertWord(work, word);
  const { subject, customerId, kind, promisedOn } = word;
  work.audit({ action: 'word.received', subject, customerId, after: { kind, ...(promisedOn ? { promisedOn } : {}) } });
  await work.emit(wordReceived, { ...word, id });
  work.post({
    to,
    customerId,
    key: `word:${id}`,
    broadcast: 'thread' in to,
    content: { text: `The customer, on their page, ${wordText(word)}` },
  });
};

export const eraseWordsToo = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseWords(work.tx, customerId));
});
