import type { KnownBlock } from '@slack/types';
import type { Subject } from '../../../core/subject.ts';
import type { Door } from '../../../platform/slice/door.ts';
import type { SlackRequest, WindowButton } from '../../../platform/slice/slice.ts';
import { point } from '../../../platform/work/contributions.ts';
import type { Role } from '../../../platform/work/roles.ts';

/** Who keeps what is billed by. ALL-1 */
export const setupEditors: readonly Role[] = ['billing', 'accounting', 'admin'];

/** Who keeps what the law asks of documents: sellers, their numbers, taxes. ALL-1 */
export const ledgerEditors: readonly Role[] = ['accounting', 'admin'];

export const setupDoor: Door = { subject: 'setup', opens: 'setup.open', button: 'Billing set-up' };

/** There is one set-up; its window is found by an id as every window's is. */
export const setupSubject: Subject = { type: setupDoor.subject, id: '01980000-0000-7000-8000-00000000b111' };

/** What there is of one part of the set-up. */
export interface SetupState {
  /** What is needed before the first bill and is not there, as it ends “Needed before the first bill: …”: `a seller`. CUS-2 */
  readonly missing: readonly string[];
  /** At most some ten. */
  readonly blocks: readonly KnownBlock[];
  /** Its forms. */
  readonly buttons: readonly WindowButton[];
}

/** A part of the set-up, contributed by the room that keeps it. */
export interface SetupPart {
  readonly order: number;
  readonly title: string;
  readonly read: (reader: SlackRequest) => Promise<SetupState>;
}

/** Where rooms contribute what has to be set up before bills can be made. CUS-2 */
export const setupParts = point<SetupPart>('billing.setup');
