import { FieldErrors } from '../../../../core/errors.ts';
import { containsCardNumber } from '../../../../core/text/card-numbers.ts';
import { cleanLine } from '../../../../core/text/clean-text.ts';
import { addDays, type Day, todayIn } from '../../../../core/time/calendar.ts';
import { cardNumberRefused } from '../../../../platform/block-kit/form.ts';
import type { Door } from '../../../../platform/slice/door.ts';
import { parseAddress } from '../lists/address.ts';

export const serverDoor: Door = { subject: 'server', opens: 'server.open', button: 'Open server' };
export const serverSubject = (id: string) => ({ type: serverDoor.subject, id });

export interface ServerFields {
  readonly name: string;
  /** Of its list; without one the list is uploaded as a file. */
  readonly address?: string | undefined;
  readonly comments: string;
}

/** Where assets are billed. CUS-2 */
export interface Server extends ServerFields {
  readonly id: string;
  /** Nothing on it is billed any more: nobody asks for its list. */
  readonly retiredAt?: Date | undefined;
  /** When its list was asked for last, by whom, and what was wrong with it, if anything. */
  readonly checked?: { readonly at: Date; readonly by: string; readonly problem?: string | undefined } | undefined;
  readonly synced?: { readonly at: Date; readonly by: string } | undefined;
  readonly version: number;
}

/** @throws FieldErrors */
export const requireServer = ({ name, address, comments }: ServerFields): ServerFields => {
  const tidy = cleanLine(name);
  const problems = {
    ...(tidy === '' || tidy.length > 100 ? { name: 'Name the server, in at most 100 characters.' } : {}),
    ...(containsCardNumber(tidy) ? { name: cardNumberRefused } : {}),
    ...(comments.length > 1000 ? { comments: 'Shorten this to 1000 characters.' } : {}),
  };
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  return { name: tidy, address: address ? parseAddress(address).href : undefined, comments };
};

export type ServerConcern = 'unvalidated' | 'never synced' | 'stale';

/**
 * CUS-2: what keeps a server's assets from being known; undefined when nothing does, or it is retired.
 *
 * Example: synced on March 1 with 7 days: fine until March 8, stale on March 9.
 */
export const concernOf = (
  { retiredAt, checked, synced }: Server,
  { today, staleDays, timeZone }: { readonly today: Day; readonly staleDays: number; readonly timeZone: string },
): ServerConcern | undefined => {
  if (retiredAt) return undefined;
  if (!checked || checked.problem !== undefined) return 'unvalidated';
  if (!synced) return 'never synced';
  return addDays(todayIn(timeZone, synced.at), staleDays) < today ? 'stale' : undefined;
};
