import type { ModalView } from '@slack/types';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { byAccounting, decided, needed, opensCaseForm } from '../accounting.ts';
import type { Happened } from '../case-event.ts';

const form = (id: string): ModalView =>
  modal({
    callback: 'case.advise_support',
    title: 'Advise Support',
    submit: 'Advise Support',
    data: id,
    blocks: [
      section('Support is asked to expire the license. Somebody else than you has to confirm it there.'),
      textInput({ name: 'reason', label: 'Why?', multiline: true, max: 1000 }),
    ],
  });

/** Accounting asks Support to expire the license. COL-4 */
export const adviseSupport = async (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly reason: string },
): Promise<Happened> => {
  const reason = needed(input.reason, 'reason', 'Say why, so that Support knows.');
  return byAccounting(deps, by, 'advise Support', input.caseId, { type: 'support_advised', reason }, reason);
};

export const caseAdviseSupport: Interaction = {
  id: 'case.advise_support',
  press: opensCaseForm('advise Support', (of) => form(of.id)),
  submit: async ({ deps, by, data, values }) => {
    const happened = await adviseSupport(deps, by, { caseId: data, reason: values.text('reason') ?? '' });
    return decided(data, happened, 'Support is asked to expire the license.');
  },
};
