import type { Message } from '../api/types.ts';

/** Where `ts` is or would be in messages sorted by time. By bisection, since channels grow long. */
const position = (messages: readonly Message[], ts: string): number => {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Number(messages[middle]?.ts) < Number(ts)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The list with this message added or replaced. */
export const putMessage = (messages: readonly Message[], message: Message): readonly Message[] => {
  const at = position(messages, message.ts);
  const known = messages[at]?.ts === message.ts;
  // Older than what was loaded: it comes with its page.
  if (at === 0 && !known && messages.length > 0) return messages;
  return [...messages.slice(0, at), message, ...messages.slice(known ? at + 1 : at)];
};

export const withoutMessage = (messages: readonly Message[], ts: string): readonly Message[] =>
  messages.some((message) => message.ts === ts) ? messages.filter((message) => message.ts !== ts) : messages;
