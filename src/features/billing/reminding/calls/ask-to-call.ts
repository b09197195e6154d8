import { type SlotRef, system, type Work } from '../../../../platform/work/work.ts';
import { closeCallRow, insertCall, type NewCall, openCallsOf } from './store.ts';

export const callMessageOf = (id: string): SlotRef => ({ kind: 'customer_call', subjectId: id });

/** Accounting's task, in its channel and on Home. BIL-18 @returns its id */
export const askToCall = async (work: Work, call: NewCall): Promise<string> => {
  const id = await insertCall(work, call);
  work.show(callMessageOf(id), { role: 'accounting' }, 1);
  work.audit({
    action: 'call.asked',
    subject: { type: 'customer', id: call.customerId },
    customerId: call.customerId,
    after: { call: id, why: call.why },
  });
  return id;
};

/** Nobody needs to call any more: what it was about is paid, or promised anew. @param which of the open calls of these customers */
export const withdrawCalls = async (
  work: Work,
  customerIds: readonly string[],
  which: (call: { readonly promiseId: string | undefined; readonly reminderId: string | undefined }) => boolean,
  why: string,
): Promise<void> => {
  for (const call of await openCallsOf(work.tx, customerIds)) {
    if (!which(call) || !(await closeCallRow(work, call.id, { by: system.userId, note: why }))) continue;
    work.show(callMessageOf(call.id));
    work.audit({
      action: 'call.withdrawn',
      subject: { type: 'customer', id: call.customerId },
      customerId: call.customerId,
      after: { call: call.id, note: why },
    });
  }
};
