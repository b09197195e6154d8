import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, formatDay } from '../../../../core/time/calendar.ts';
import { dateInput, modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { type Contract, contractKeepers, noticeProblems, termInHand } from '../contract.ts';
import { existingContract } from '../contract-window.ts';
import { contractChanged } from '../events.ts';
import { lockContract, updateContract } from '../store.ts';

/** Notice received, in the contract's window. CUS-9 */
export const recordNoticeForm = (contract: Contract, today: Day): ModalView => {
  const term = termInHand(contract, today);
  const text = term
    ? `Notice by ${formatDay(term.noticeBy)} ends it with ${formatDay(term.endOn)}.`
    : 'The last day to give notice has passed.';
  return modal({
    callback: 'contract.notice',
    title: 'Notice received',
    submit: 'Record',
    data: contract.id,
    blocks: [
      section(`*${escapeMrkdwn(contract.number)}*: ${text}`),
      textInput({ name: 'from', label: 'From whom', max: 200 }),
      dateInput({ name: 'received_on', label: 'Received on', initial: today }),
      dateInput({ name: 'effective_on', label: 'The contract’s last day', initial: term?.endOn ?? contract.endOn }),
    ],
  });
};

export interface RecordNotice {
  readonly contractId: string;
  readonly from: string;
  readonly receivedOn: Day;
  readonly effectiveOn: Day;
}

/** Who gave notice is kept in the contract's row, from which it can be erased, and not in the log. ALL-7 */
export const recordNoticeWith = async (work: Work, { contractId, ...given }: RecordNotice): Promise<Contract> => {
  work.require(contractKeepers, 'keep contracts');
  const before = await lockContract(work, contractId);
  if (!before) throw new NotFound('contract');
  if (before.notice) {
    const { recordedBy, recordedAt } = before.notice;
    throw new Conflict(`${person(recordedBy)} recorded a notice ${moment(recordedAt)}. Take it back first.`);
  }
  const problems = noticeProblems(before, given, work.today);
  if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
  const notice = { ...given, recordedBy: work.by.id, recordedAt: work.now };
  const after: Contract = { ...before, notice };
  await updateContract(work, after, undefined);
  work.audit({
    action: 'contract.notice_received',
    subject: { type: 'contract', id: contractId },
    customerId: before.customerId,
    after: { number: before.number, receivedOn: given.receivedOn, effectiveOn: given.effectiveOn },
  });
  await work.emit(contractChanged, { before, after });
  return after;
};

export const recordNotice = (deps: Deps, by: By, input: RecordNotice): Promise<Contract> =>
  deps.transact(by, (work) => recordNoticeWith(work, input));

export const recordNoticeButton: Interaction = {
  id: 'contract.notice',
  press: opensForm({
    roles: contractKeepers,
    doing: 'keep contracts',
    find: ({ db }, id) => existingContract(db.prisma, id),
    form: recordNoticeForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    await recordNotice(deps, by, {
      contractId: data,
      from: required(values.text('from'), 'from', 'Write who gave notice.'),
      receivedOn: required(values.day('received_on'), 'received_on', 'Choose the day.'),
      effectiveOn: required(values.day('effective_on'), 'effective_on', 'Choose the contract’s last day.'),
    });
    return { window: { type: 'contract', id: data } };
  },
};
