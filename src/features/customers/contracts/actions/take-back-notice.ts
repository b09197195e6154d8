import type { ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { modal, section, textInput } from '../../../../platform/block-kit/blocks.ts';
import { opensForm } from '../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import type { By, Deps, Work } from '../../../../platform/work/work.ts';
import { keepOutOfLog } from '../../keep-out-of-log.ts';
import { customerById } from '../../store.ts';
import { type Contract, contractKeepers } from '../contract.ts';
import { existingContract } from '../contract-window.ts';
import { contractChanged } from '../events.ts';
import { noticeByOf } from '../remind.ts';
import { lockContract, updateContract } from '../store.ts';

/** Take notice back, in the contract's window: recorded by mistake, or withdrawn. ALL-10 */
export const takeBackNoticeForm = (contract: Contract): ModalView =>
  modal({
    callback: 'contract.take_back_notice',
    title: 'Take notice back',
    submit: 'Take back',
    data: contract.id,
    blocks: [
      section(`*${escapeMrkdwn(contract.number)}* goes on as if no notice had been received.`),
      textInput({ name: 'reason', label: 'Why?', max: 500 }),
    ],
  });

export interface TakeBackNotice {
  readonly contractId: string;
  readonly reason: string;
}

export const takeBackNoticeWith = async (work: Work, { contractId, reason }: TakeBackNotice): Promise<Contract> => {
  work.require(contractKeepers, 'keep contracts');
  if (!reason.trim()) throw new FieldErrors({ reason: 'Say why it is taken back.' });
  const before = await lockContract(work, contractId);
  if (!before) throw new NotFound('contract');
  if (!before.notice) throw new Conflict(`No notice of contract ${before.number} is recorded. Open it again.`);
  const customer = await customerById(work.tx, before.customerId);
  keepOutOfLog(reason, customer ?? {}, { contactName: before.notice.from });
  const after: Contract = { ...before, notice: null };
  await updateContract(work, after, noticeByOf(work, after));
  work.audit({
    action: 'contract.notice_taken_back',
    subject: { type: 'contract', id: contractId },
    customerId: before.customerId,
    before: { number: before.number, effectiveOn: before.notice.effectiveOn },
    after: { number: before.number },
    reason: reason.trim(),
  });
  await work.emit(contractChanged, { before, after });
  return after;
};

export const takeBackNotice = (deps: Deps, by: By, input: TakeBackNotice): Promise<Contract> =>
  deps.transact(by, (work) => takeBackNoticeWith(work, input));

export const takeBackNoticeButton: Interaction = {
  id: 'contract.take_back_notice',
  press: opensForm({
    roles: contractKeepers,
    doing: 'keep contracts',
    find: ({ db }, id) => existingContract(db.prisma, id),
    form: takeBackNoticeForm,
  }),
  submit: async ({ deps, by, data, values }) => {
    await takeBackNotice(deps, by, { contractId: data, reason: values.text('reason') ?? '' });
    return { window: { type: 'contract', id: data } };
  },
};
