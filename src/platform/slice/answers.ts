/** How buttons and forms answer: one way for all rooms. */
import type { ModalView } from '@slack/types';
import { type Day, todayIn } from '../../core/time/calendar.ts';
import type { Role } from '../work/roles.ts';
import type { Deps } from '../work/work.ts';
import { requireEarly } from './any-role.ts';
import type { ActionRequest, Answer } from './slice.ts';

/** Seen by the person who pressed; mrkdwn. */
export const said = (text: string): Answer => ({ say: { text } });

/** A form that a button opens. */
export interface FormButton<T> {
  /** Who may send it. */
  readonly roles: readonly Role[];
  /** Completes "Only … can …". */
  readonly doing: string;
  /** Reads what the button's value names, outside of any transaction. @throws NotFound; why nothing can be done with it now */
  readonly find: (deps: Deps, value: string) => Promise<T>;
  readonly form: (found: T, today: Day) => ModalView;
}

/** Opens a form for those only who may send it; whoever may not, or is too late, hears so at once. The use case asks again. ALL-1 */
export const opensForm =
  <T>({ roles, doing, find, form }: FormButton<T>) =>
  async (request: ActionRequest): Promise<Answer> => {
    await requireEarly(request, roles, doing);
    const { deps, value } = request;
    return { modal: form(await find(deps, value), todayIn(deps.timeZone, deps.clock.now())) };
  };
