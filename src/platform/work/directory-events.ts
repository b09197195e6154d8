import { eventType } from './events.ts';

export interface PersonDeactivated {
  readonly userId: string;
}

/** Somebody can no longer decide anything: slices offer what waits for them to the role. ALL-6 */
export const personDeactivated = eventType<PersonDeactivated>('person.deactivated');
