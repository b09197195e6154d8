import { eventType } from './events.ts';
import type { Work } from './work.ts';

export interface PersonDeactivated {
  readonly userId: string;
}

/** Comes before `personDeactivated`: whoever keeps what their work belongs to locks it, all of it at once (lock order). */
export const personLeaving = eventType<PersonDeactivated>('person.leaving');

/** Somebody can no longer decide anything: slices offer what waits for them to the role. ALL-6 */
export const personDeactivated = eventType<PersonDeactivated>('person.deactivated');

/** Has all that waits for somebody given back. ALL-6 */
export const giveBackWork = async (work: Work, userId: string): Promise<void> => {
  await work.emit(personLeaving, { userId });
  await work.emit(personDeactivated, { userId });
};
