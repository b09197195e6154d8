import { NotAllowed, UserError } from '../../../core/errors.ts';
import type { SlackRequest } from '../../slice/slice.ts';
import type { Deps } from '../../work/work.ts';
import type { Directory } from './directory.ts';

interface Parts {
  readonly deps: Deps;
  readonly directory: Directory;
}

export interface Asker extends SlackRequest {
  /** Why this person may neither read nor decide anything, if so. */
  readonly barred?: string;
}

export interface Question {
  /** As Slack says. */
  readonly userId: string | undefined;
  readonly requestId?: string | undefined;
  readonly channel?: string | undefined;
}

/** Who asks, once it is known that Baton knows them. */
export const asker = async ({ deps, directory }: Parts, question: Question): Promise<Asker> => {
  if (!question.userId) throw new UserError('Slack did not say who you are. Please try again.');
  const { userId, timeZone, roles, barred } = await directory.ensure(question.userId);
  const { requestId, channel } = question;
  return {
    deps,
    userId,
    by: { userId, ...(requestId ? { requestId } : {}) },
    timeZone,
    roles: async () => roles,
    ...(barred ? { barred } : {}),
    ...(channel ? { channel } : {}),
  };
};

export const noRole =
  'You hold no role in Baton yet. You can see where folders are (`/onboard list`); amounts, contact data and what else there is are for those who hold a role. Ask an admin for one.';

/**
 * Who asks, if what they ask for is for them: nothing is for guests, deactivated people and those of other organisations;
 * what is not for the whole team is for those who hold a role, whichever. ALL-8
 * @throws NotAllowed
 */
export const request = async (parts: Parts, question: Question, isForTeam = false): Promise<SlackRequest> => {
  const { barred, ...asked } = await asker(parts, question);
  if (barred) throw new NotAllowed(`You can't use Baton: ${barred}.`);
  if (!isForTeam && (await asked.roles()).size === 0) throw new NotAllowed(noRole);
  return asked;
};
