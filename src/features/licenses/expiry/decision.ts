/** What Support's decisions about an expiry have in common. COL-5, COL-6 */
import { Conflict, NotFound } from '../../../core/errors.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import type { Answer } from '../../../platform/slice/slice.ts';
import { decidedAnswer } from '../../../platform/slice/undo.ts';
import { type Deps, system, type Work } from '../../../platform/work/work.ts';
import type { Instructions } from '../admin/license-admin.ts';
import type { License } from '../licenses/license.ts';
import { licenseById, lockLicense } from '../licenses/store.ts';
import { expiryDeciding } from './events.ts';
import type { ExpiryAction } from './expiry-action.ts';
import { instructionsFor } from './instructions.ts';
import { actionById } from './store.ts';

/** Who decides about expiries. */
export const expiryRoles = ['support'] as const;

const outcomes = {
  open: 'is open',
  confirmed: 'was confirmed',
  refused: 'was refused',
  withdrawn: 'was withdrawn',
} as const;

/** ALL-3: says who was first, and when. */
export const alreadyEnded = (action: ExpiryAction): Conflict => {
  const by = person(action.endedBy ?? system.userId);
  const when = action.endedAt ? ` on ${moment(action.endedAt)}` : '';
  return new Conflict(`This task ${outcomes[action.state]} by ${by}${when}. Nothing was changed.`);
};

/** Locks case and license in that order, and reads the action as it is now. */
export const lockedAction = async (
  work: Work,
  actionId: string,
): Promise<{ action: ExpiryAction; license: License }> => {
  const found = await actionById(work.tx, actionId);
  if (!found) throw new NotFound('expiry task');
  if (found.caseId !== undefined) await work.emit(expiryDeciding, [{ caseId: found.caseId }]);
  const license = await lockLicense(work.tx, found.licenseId);
  const action = await actionById(work.tx, actionId);
  if (!license || !action) throw new NotFound('expiry task');
  if (action.state !== 'open') throw alreadyEnded(action);
  return { action, license };
};

/** A task as it is shown. */
export interface LoadedAction {
  readonly action: ExpiryAction;
  readonly license: License;
  readonly instructions: Instructions;
}

/** @returns undefined when it is gone */
export const loadAction = async (deps: Deps, actionId: string): Promise<LoadedAction | undefined> => {
  const action = await actionById(deps.db.prisma, actionId);
  const license = action && (await licenseById(deps.db.prisma, action.licenseId));
  if (!action || !license) return undefined;
  const today = todayIn(deps.timeZone, deps.clock.now());
  return { action, license, instructions: await instructionsFor(action, license, today) };
};

/** @throws NotFound */
export const existingAction = async (deps: Deps, actionId: string): Promise<LoadedAction> => {
  const found = await loadAction(deps, actionId);
  if (!found) throw new NotFound('expiry task');
  return found;
};

/** The task that a form is about to be shown for. @throws Conflict when it is too late. ALL-3 */
export const openAction = async (deps: Deps, actionId: string): Promise<LoadedAction> => {
  const found = await existingAction(deps, actionId);
  if (found.action.state !== 'open') throw alreadyEnded(found.action);
  return found;
};

/** What the person who decided hears, and what takes it back. ALL-5 */
export interface Decided {
  readonly text: string;
  readonly decision: string;
}

/** ALL-5: with the button that takes it back. */
export const decidedExpiry = (actionId: string, { text, decision }: Decided): Answer => ({
  say: decidedAnswer(text, 'expiry.undo', actionId, decision),
});
