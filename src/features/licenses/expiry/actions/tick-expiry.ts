import type { ModalView } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { modal } from '../../../../platform/block-kit/blocks.ts';
import { opensForm, said } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { expiryRoles, type LoadedAction, lockedAction, openAction } from '../decision.ts';
import { instructionsFor, readTicks, type Ticks, ticksInputs } from '../instructions.ts';
import { changeAction } from '../store.ts';

const nothingToTick = (): UserError =>
  new UserError('This task has nothing to tick: confirm it with the new expiry date.');

/** Ticks. COL-5 @throws UserError when there is nothing to tick */
export const ticksForm = ({ action, instructions }: LoadedAction): ModalView => {
  if (instructions.ticks.length === 0) throw nothingToTick();
  return modal({
    callback: 'expiry.ticks',
    title: 'What is set',
    submit: 'Save',
    data: action.id,
    blocks: ticksInputs(action, instructions),
  });
};

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

export const ticksButton: Interaction = {
  id: 'expiry.ticks',
  press: opensForm({
    roles: expiryRoles,
    doing: 'tick what was set for an expiry',
    find: openAction,
    form: ticksForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    const ticks = readTicks(values.options('ticks'));
    await tickExpiry(deps, by, { actionId: data, ...ticks });
    const areBoth = ticks.isExpired && ticks.forceful;
    return said(areBoth ? 'Both are ticked. Now confirm.' : 'Noted. Confirm once both are ticked.');
  },
};
