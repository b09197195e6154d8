import type { ModalView } from '@slack/types';
import { FieldErrors, NotAllowed, UserError } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay, todayIn } from '../../../../core/time/calendar.ts';
import { dateInput, modal, section } from '../../../../platform/block-kit/blocks.ts';
import type { ActionRequest, Answer, Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import type { License } from '../../licenses/license.ts';
import { setLicense } from '../../licenses/store.ts';
import {
  alreadyEnded,
  type Decided,
  decidedExpiry,
  existingAction,
  expiryRoles,
  type LoadedAction,
  lockedAction,
} from '../decision.ts';
import { expiryConfirmed } from '../events.ts';
import { checkMove, type ExpiryAction, isOwnRequest, mustWait, proposedDate } from '../expiry-action.ts';
import { instructionsFor, missingTicks, readTicks, type Ticks, ticksInputs } from '../instructions.ts';
import { licensesPolicy } from '../policy.ts';
import { tellSupport } from '../request-expiry.ts';
import { actionById, changeAction, endAction } from '../store.ts';

const short = (text: string): string => escapeMrkdwn(clip(text, 150));

/** Confirm, for a license that is to expire. COL-5 */
const expireForm = ({ action, instructions }: LoadedAction): ModalView =>
  modal({
    callback: 'expiry.confirm',
    title: 'Confirm the expiry',
    submit: 'Confirm',
    data: action.id,
    blocks: ticksInputs(action, instructions),
  });

/** Confirm, for a date that moves. COL-6 */
export const moveForm = ({ action, license, instructions }: LoadedAction, today: Day): ModalView =>
  modal({
    callback: 'expiry.confirm',
    title: 'New expiry date',
    submit: 'Confirm',
    data: action.id,
    blocks: [
      section(
        `${short(license.product)} · ${short(license.key)}: the present date is *${formatDay(license.expiresOn)}*.`,
      ),
      dateInput({
        name: 'new_expires_on',
        label: 'The date you have set',
        initial: proposedDate(action, license, today),
      }),
      ...ticksInputs(action, instructions),
    ],
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
    tellSupport(work, action, text);
    const decided = { ...action, ...(newExpiresOn ? { newExpiresOn } : {}) };
    await work.emit(expiryConfirmed, [
      { action: decided, license: now, decision, wasExpired: license.state === 'expired' },
    ]);
    return { text, decision };
  });

/** A form is only offered where sending it could succeed; otherwise the use case says at once why not. */
const press = async ({ deps, by, value, roles }: ActionRequest): Promise<Answer> => {
  const found = await existingAction(deps, value);
  const { action, instructions } = found;
  const held = await roles();
  const mayDecide = expiryRoles.some((role) => held.has(role)) && action.state === 'open';
  if (mayDecide && action.kind === 'move_date')
    return { modal: moveForm(found, todayIn(deps.timeZone, deps.clock.now())) };
  const missing = missingTicks(instructions, { is_expired: action.isExpired, forceful: action.forceful });
  if (mayDecide && missing.length > 0) return { modal: expireForm(found) };
  return decidedExpiry(value, await confirmExpiry(deps, by, { actionId: value }));
};

export const confirmButton: Interaction = {
  id: 'expiry.confirm',
  press,
  submit: async ({ deps, by, data, values }) => {
    const ticks = values.has('ticks') ? readTicks(values.options('ticks')) : undefined;
    const newExpiresOn = values.day('new_expires_on');
    return decidedExpiry(data, await confirmExpiry(deps, by, { actionId: data, newExpiresOn, ticks }));
  },
};
