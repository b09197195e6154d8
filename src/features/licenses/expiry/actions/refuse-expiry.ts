import type { ModalView } from '@slack/types';
import { FieldErrors } from '../../../../core/errors.ts';
import { newId } from '../../../../core/ids.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import {
  alreadyEnded,
  type Decided,
  decidedExpiry,
  expiryRoles,
  type LoadedAction,
  lockedAction,
  openAction,
} from '../decision.ts';
import { expiryRefused } from '../events.ts';
import { tellSupport } from '../request-expiry.ts';
import { endAction } from '../store.ts';

/** Refuse. COL-0 */
export const refuseForm = ({ action }: LoadedAction): ModalView =>
  modal({
    callback: 'expiry.refuse',
    title: 'Refuse this task',
    submit: 'Refuse',
    data: action.id,
    blocks: [textInput({ name: 'reason', label: 'Why?', multiline: true, max: 1000 })],
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
    tellSupport(work, action, `<@${work.by.id}> refused: ${escapeMrkdwn(reason)}`);
    await work.emit(expiryRefused, [{ action, license, reason, decision }]);
    return { text: 'Refused; accounting is told.', decision };
  });

export const refuseButton: Interaction = {
  id: 'expiry.refuse',
  press: opensForm({ roles: expiryRoles, doing: 'refuse an expiry task', find: openAction, form: refuseForm }),
  submit: async ({ deps, by, data, values }) => {
    const reason = required(values.text('reason'), 'reason', 'Say why.');
    return decidedExpiry(data, await refuseExpiry(deps, by, { actionId: data, reason }));
  },
};
