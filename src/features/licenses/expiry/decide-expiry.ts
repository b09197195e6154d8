import { Conflict, FieldErrors, NotAllowed, NotFound, UserError } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { type Day, formatDay } from '../../../core/time/calendar.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { type By, type Deps, system, type Work } from '../../../platform/work/work.ts';
import { instructionsFor, missingTicks } from '../admin/license-admin.ts';
import { expiryConfirmed, expiryDeciding, expiryRefused } from '../events.ts';
import type { License } from '../licenses/license.ts';
import { actionById, changeAction, endAction, lockLicense, setLicense } from '../licenses/store.ts';
import { licensesPolicy } from '../policy.ts';
import { type ExpiryAction, isOwnRequest, mustWait } from './expiry-action.ts';
import { checkMove } from './move-date.ts';

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
const lockedAction = async (work: Work, actionId: string): Promise<{ action: ExpiryAction; license: License }> => {
  const found = await actionById(work.tx, actionId);
  if (!found) throw new NotFound('expiry task');
  if (found.caseId !== undefined) await work.emit(expiryDeciding, { caseId: found.caseId });
  const license = await lockLicense(work.tx, found.licenseId);
  const action = await actionById(work.tx, actionId);
  if (!license || !action) throw new NotFound('expiry task');
  if (action.state !== 'open') throw alreadyEnded(action);
  return { action, license };
};

/** The task drawn again, and a line in its thread; where it has no message of its own, nothing is shown. */
export const tell = (work: Work, action: ExpiryAction, text: string): void => {
  if (!action.hasMessage) return;
  work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  work.post({ to: { thread: { kind: 'expiry', subjectId: action.id } }, content: { text } });
};

export const nothingToTick = (): UserError =>
  new UserError('This task has nothing to tick: confirm it with the new expiry date.');

export interface Ticks {
  readonly isExpired: boolean;
  readonly forceful: boolean;
}

/** Support ticks what they have set in the product's administration. COL-5 */
export const tickExpiry = (deps: Deps, by: By, input: { readonly actionId: string } & Ticks): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'tick what was set for an expiry');
    const { action, license } = await lockedAction(work, input.actionId);
    if ((await instructionsFor(action, license, work.today)).ticks.length === 0) throw nothingToTick();
    await changeAction(work.tx, action.id, { isExpired: input.isExpired, forceful: input.forceful });
    work.audit({
      action: 'expiry.ticked',
      subject: { type: 'license', id: license.id },
      customerId: license.customerId,
      before: { isExpired: action.isExpired, forceful: action.forceful },
      after: { isExpired: input.isExpired, forceful: input.forceful },
    });
    if (action.hasMessage) work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  });

export interface ConfirmExpiry {
  readonly actionId: string;
  /** For a task that moves the date. */
  readonly newExpiresOn?: Day | undefined;
  /** Set together with the confirmation. */
  readonly ticks?: Ticks | undefined;
}

/** Expire: both ticks, and somebody else than who asked. COL-5, ALL-1 */
const checkExpire = async (work: Work, action: ExpiryAction): Promise<void> => {
  if (isOwnRequest(action, work.by.id) && !(await work.policy(licensesPolicy)).allowSelfApproval) {
    throw new NotAllowed('You asked for this expiry yourself: somebody else in Support has to confirm it.');
  }
  if (mustWait(action, work.today)) {
    throw new UserError(
      `Accounting asks to wait until ${formatDay(action.waitUntil ?? work.today)}: the customer’s card was updated and is tried again before.`,
    );
  }
};

const moveTo = (action: ExpiryAction, license: License, on: Day | undefined, today: Day): Day => {
  const say = (text: string) => new FieldErrors({ new_expires_on: text }, text);
  if (on === undefined) {
    throw say(
      'Say the new expiry date too: press Confirm and choose it, or reply with the word and the date, such as “done 2027-03-01”.',
    );
  }
  checkMove(action, license, on, today);
  return on;
};

/** What the person who decided hears, and what takes it back. ALL-5 */
export interface Decided {
  readonly text: string;
  readonly decision: string;
}

/**
 * Support confirms, from the thread's button or by a word: the license expires, or its date moves. COL-5, COL-6
 * @throws Conflict who was first; NotAllowed without the role, or for one's own request
 */
export const confirmExpiry = (deps: Deps, by: By, input: ConfirmExpiry): Promise<Decided> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'confirm an expiry');
    const { action, license } = await lockedAction(work, input.actionId);
    const isExpire = action.kind === 'expire';
    const ticks = input.ticks ?? action;
    if (isExpire) await checkExpire(work, action);
    const newExpiresOn = isExpire ? undefined : moveTo(action, license, input.newExpiresOn, work.today);
    const missing = missingTicks(await instructionsFor(action, license, work.today), {
      is_expired: ticks.isExpired,
      forceful: ticks.forceful,
    });
    if (missing.length > 0) {
      const text = `Set and tick first: ${missing.map((tick) => tick.text).join(' and ')}.`;
      throw new FieldErrors({ ticks: text }, text);
    }
    await changeAction(work.tx, action.id, { isExpired: ticks.isExpired, forceful: ticks.forceful });
    const ending = {
      state: 'confirmed',
      by: work.by.id,
      at: work.now,
      ...(newExpiresOn ? { newExpiresOn } : {}),
    } as const;
    if (!(await endAction(work.tx, action.id, ending)))
      throw alreadyEnded((await actionById(work.tx, action.id)) ?? action);
    const state = isExpire ? 'expired' : 'active';
    await setLicense(work.tx, license.id, { state, ...(newExpiresOn ? { expiresOn: newExpiresOn } : {}) });
    const decision = newId();
    const now: License = { ...license, state, expiresOn: newExpiresOn ?? license.expiresOn };
    work.audit({
      action: isExpire ? 'license.expired' : 'license.date_moved',
      subject: { type: 'license', id: license.id },
      customerId: license.customerId,
      before: {
        state: license.state,
        expiresOn: license.expiresOn,
        lapseNoticeOn: license.lapseNoticeOn ?? null,
        isExpired: action.isExpired,
        forceful: action.forceful,
      },
      after: { state: now.state, expiresOn: now.expiresOn, action: action.id, decision },
      reason: action.cause,
    });
    const text = newExpiresOn
      ? `<@${work.by.id}> confirmed: the expiry date is now ${formatDay(newExpiresOn)} (was ${formatDay(license.expiresOn)}).`
      : `<@${work.by.id}> confirmed: the license is expired.`;
    tell(work, action, text);
    await work.emit(expiryConfirmed, {
      action: { ...action, ...(newExpiresOn ? { newExpiresOn } : {}) },
      license: now,
      decision,
    });
    return { text, decision };
  });

/** Support refuses, with a reason; whoever keeps the case hears of it. COL-0 */
export const refuseExpiry = (
  deps: Deps,
  by: By,
  input: { readonly actionId: string; readonly reason: string },
): Promise<Decided> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'refuse an expiry task');
    const reason = input.reason.trim();
    if (!reason) throw new FieldErrors({ reason: 'Say why, so that accounting knows what to do.' });
    const { action, license } = await lockedAction(work, input.actionId);
    if (!(await endAction(work.tx, action.id, { state: 'refused', by: work.by.id, at: work.now, reason })))
      throw alreadyEnded(action);
    const decision = newId();
    work.audit({
      action: 'expiry.refused',
      subject: { type: 'license', id: license.id },
      customerId: license.customerId,
      before: { kind: action.kind, state: action.state },
      after: { kind: action.kind, state: 'refused', action: action.id, decision },
      reason,
    });
    tell(work, action, `<@${work.by.id}> refused: ${escapeMrkdwn(reason)}`);
    await work.emit(expiryRefused, { action, license, reason, decision });
    return { text: 'Refused; accounting is told.', decision };
  });

/** Gives a task that came in a digest its own message. */
export const openExpiryMessage = (deps: Deps, by: By, actionId: string): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(expiryRoles, 'open an expiry task');
    const { action } = await lockedAction(work, actionId);
    await changeAction(work.tx, action.id, { hasMessage: true });
    work.show({ kind: 'expiry', subjectId: action.id }, { role: 'support' });
  });
