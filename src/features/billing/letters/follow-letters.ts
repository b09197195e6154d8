/** How a letter fares is noted, and told to whoever owns what it is about. BIL-3 */
import { groupBy } from '../../../core/group.ts';
import type { Subject } from '../../../core/subject.ts';
import { lettersFared } from '../../../platform/delivery/index.ts';
import { eventType, on } from '../../../platform/work/events.ts';
import { contactErased } from '../../customers/index.ts';
import { stateAfter } from './bearing.ts';
import { eraseRecipients, lockLetters, noteFate } from './store.ts';

/** A letter did not reach these. */
export interface LetterBounced {
  readonly about: Subject;
  readonly bounced: readonly { readonly to: string; readonly how: string }[];
}

export const letterBounced = eventType<LetterBounced>('letters.bounced');

export const followLetters = on(lettersFared, async (work, fates) => {
  const byLetter = groupBy(fates, ({ letterId }) => letterId);
  for (const letter of await lockLetters(work.tx, [...byLetter.keys()])) {
    const states = new Map(letter.recipients.map(({ id, state }) => [id, state]));
    const bounced: { to: string; how: string }[] = [];
    for (const { to, fate, how } of byLetter.get(letter.id) ?? []) {
      const recipient = letter.recipients.find(({ address }) => address.toLowerCase() === to.toLowerCase());
      const known = recipient && states.get(recipient.id);
      if (!recipient || !known) continue;
      const state = stateAfter(known, fate);
      if (state === known) continue;
      states.set(recipient.id, state);
      await noteFate(work, recipient.id, { state, how });
      if (state === 'bounced') bounced.push({ to: recipient.address, how });
    }
    if (bounced.length > 0) await work.emit(letterBounced, { about: letter.about, bounced });
  }
});

/** ALL-7 */
export const eraseLetters = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseRecipients(work.tx, customerId));
});
