import { Conflict } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Work } from '../../../platform/work/work.ts';
import { countLettersAbout, type Letter, lettersAbout } from './store.ts';

/**
 * Two who open the form of a letter at once do not send it twice. ALL-3
 * @param known how many letters there were when the form was opened; any number will do where none is said
 * @param did what the last one was: completes “Ann …”; mrkdwn
 * @throws Conflict
 */
export const refuseSecondLetter = async (
  work: Work,
  about: Subject,
  known: number | undefined,
  did: (last: Letter) => string,
): Promise<void> => {
  if (known === undefined || (await countLettersAbout(work.tx, about)) === known) return;
  const [last] = await lettersAbout(work.tx, about, { skip: 0, take: 1 });
  if (last)
    throw new Conflict(
      `${person(last.sentBy)} ${did(last)} ${moment(last.sentAt)}. Nothing was sent now. Open the form again to send it once more.`,
    );
};
