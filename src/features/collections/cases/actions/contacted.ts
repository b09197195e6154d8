import type { ModalView } from '@slack/types';
import { modal, selectInput, textInput } from '../../../../platform/block-kit/blocks.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { byAccounting, decided, needed, opensCaseForm } from '../accounting.ts';
import type { Happened } from '../case-event.ts';

const ways = ['Phone', 'Email', 'Text message', 'In person', 'Left a message'];

const form = (id: string): ModalView =>
  modal({
    callback: 'case.contacted',
    title: 'Customer contacted',
    submit: 'Save',
    data: id,
    blocks: [
      selectInput({
        name: 'how',
        label: 'How',
        choices: ways.map((way) => ({ text: way, value: way })),
        initial: 'Phone',
      }),
      textInput({ name: 'note', label: 'Note', multiline: true, optional: true, max: 1000 }),
    ],
  });

/** The customer was contacted; the deadline stands. COL-3 */
export const contacted = (
  deps: Deps,
  by: By,
  input: { readonly caseId: string; readonly how: string; readonly note: string },
): Promise<Happened> => {
  const note = input.note.trim();
  const how = needed(input.how, 'how', 'Choose how.');
  return byAccounting(deps, by, 'record a contact', input.caseId, { type: 'contacted', how, note }, note);
};

export const caseContacted: Interaction = {
  id: 'case.contacted',
  press: opensCaseForm('record a contact', (of) => form(of.id)),
  submit: async ({ deps, by, data, values }) => {
    const input = { caseId: data, how: values.option('how') ?? '', note: values.text('note') ?? '' };
    return decided(data, await contacted(deps, by, input), 'Noted in the thread.');
  },
};
