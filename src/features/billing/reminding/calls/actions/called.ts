import type { ModalView } from '@slack/types';
import { Conflict, NotFound } from '../../../../../core/errors.ts';
import { modal, textInput } from '../../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { type By, type Deps, system } from '../../../../../platform/work/work.ts';
import { moneyRoles } from '../../../invoices/index.ts';
import { callMessageOf } from '../ask-to-call.ts';
import type { Call } from '../call.ts';
import { callById, closeCallRow } from '../store.ts';

const doing = 'note calls';

const open = (call: Call | undefined): Call => {
  if (!call) throw new NotFound('call');
  if (!call.closed) return call;
  const { by } = call.closed;
  throw new Conflict(by === system.userId ? 'No call is needed any more.' : `${person(by)} called before.`);
};

/** BIL-18: accounting called. @throws Conflict where somebody was first */
export const noteCall = (
  deps: Deps,
  by: By,
  { callId, note }: { readonly callId: string; readonly note: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const call = open(await callById(work.tx, callId));
    if (!(await closeCallRow(work, callId, { by: work.by.id, note }))) open(await callById(work.tx, callId));
    const { customerId } = call;
    work.audit({
      action: 'call.done',
      subject: { type: 'customer', id: customerId },
      customerId,
      after: { call: callId, note },
    });
    work.show(callMessageOf(callId));
  });

const form = (id: string): ModalView =>
  modal({
    callback: 'call.done',
    title: 'Customer called',
    submit: 'Save',
    data: id,
    blocks: [textInput({ name: 'note', label: 'What did they say?', multiline: true, max: 1000 })],
  });

export const calledButton: Interaction = {
  id: 'call.done',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    return { modal: form(open(await callById(request.deps.db.prisma, request.value)).id) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    await noteCall(deps, by, { callId: data, note: required(values.text('note'), 'note', 'Write what they said.') });
    return said('Noted in the customer’s history.');
  },
};
