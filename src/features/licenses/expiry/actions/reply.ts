import { UserError } from '../../../../core/errors.ts';
import { cleanLine, typedText } from '../../../../core/text/clean-text.ts';
import type { Day } from '../../../../core/time/calendar.ts';
import { readDay } from '../../../../core/time/day-text.ts';
import type { Answer, ReplyRequest } from '../../../../platform/slice/slice.ts';
import { isInTime, undoMinutes } from '../../../../platform/slice/undo.ts';
import type { Deps } from '../../../../platform/work/work.ts';
import { decidedExpiry } from '../decision.ts';
import { licensesPolicy } from '../policy.ts';
import { confirmationBy } from '../store.ts';
import { confirmExpiry } from './confirm-expiry.ts';

export interface Confirmation {
  /** The new expiry date, when the reply names one. */
  readonly on?: Day;
  /** A date as it was written, when it can be read as two, or there is no such day. */
  readonly unclear?: string;
}

const emojiCode = /:(?:[+-]1|[a-z][\w+'’-]*):/gi;
const emoji = /[\p{ExtPict}\p{EMod}\p{RI}]/gu;
/** Slack's marks for bold, italic, struck and code, also where one is missing. */
const marks = /(?<![\p{L}\p{N}])[*_~`]+|[*_~`]+(?![\p{L}\p{N}])/gu;
const ending = /[\s.,;:!?…]+$/u;
/** Between the word and the date. */
const joint = /^[\s,;:.–—-]+/u;

const plain = (text: string): string =>
  cleanLine(typedText(text).normalize('NFKC').replace(marks, '')).replace(ending, '').toLowerCase();

const withoutEmoji = (text: string): string => plain(text.replace(emojiCode, ' ').replace(emoji, ' '));

/**
 * Whether a thread reply confirms: its whole text, whatever its case, formatting, emoji and final punctuation, is one of the
 * words, alone or with a date. Anything else is conversation. COL-5
 *
 * Examples: `*Done!* ✅` and `done, 1 March 2027` confirm; `not done` and `done with lunch` do not.
 * @param text as Slack hands it over
 */
export const readConfirmation = (text: string, words: readonly string[]): Confirmation | undefined => {
  const known = new Set(words.flatMap((word) => [plain(word), withoutEmoji(word)]).filter(Boolean));
  const readings = [plain(text), withoutEmoji(text)];
  if (readings.some((reading) => known.has(reading))) return {};
  for (const reading of readings) {
    for (const word of known) {
      if (!reading.startsWith(word)) continue;
      const rest = reading.slice(word.length);
      const written = rest.replace(joint, '');
      const found = written === rest ? undefined : readDay(written);
      if (found) return 'day' in found ? { on: found.day } : { unclear: written };
    }
  }
  return undefined;
};

/** An edit takes nothing back; whoever tries it learns where Undo is. */
const stands = async (deps: Deps, userId: string, actionId: string): Promise<Answer | undefined> => {
  const decision = await confirmationBy(deps.db.prisma, actionId, userId);
  if (!decision) return undefined;
  const text = 'Your confirmation stands: editing the reply takes nothing back.';
  return isInTime(decision.at, deps.clock.now())
    ? decidedExpiry(actionId, { text, decision: decision.id })
    : {
        say: {
          text: `${text} It could be undone for ${undoMinutes} minutes; now correct the license itself, and say why.`,
        },
      };
};

/** A reply in the task's thread: a configured word confirms like the button does. COL-5 */
export const reply = async ({ deps, by, subjectId, text, before }: ReplyRequest): Promise<Answer | undefined> => {
  const { confirmationWords } = await deps.policy(licensesPolicy);
  const confirmation = readConfirmation(text, confirmationWords);
  if (!confirmation) {
    const confirmed = before !== undefined && readConfirmation(before, confirmationWords) !== undefined;
    return confirmed ? stands(deps, by.userId, subjectId) : undefined;
  }
  if (confirmation.unclear) {
    throw new UserError(
      `“${confirmation.unclear}” can be read as two days, or is none. Write the date like 2027-03-31, with the year first, or press Confirm.`,
    );
  }
  return decidedExpiry(
    subjectId,
    await confirmExpiry(deps, by, { actionId: subjectId, newExpiresOn: confirmation.on }),
  );
};
