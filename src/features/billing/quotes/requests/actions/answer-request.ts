import { NotFound } from '../../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { required } from '../../../../../platform/block-kit/form.ts';
import { person } from '../../../../../platform/block-kit/mentions.ts';
import type { Tx } from '../../../../../platform/db/open.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../../../platform/work/work.ts';
import { customerById } from '../../../../customers/index.ts';
import { invoicesFor, moneyRoles } from '../../../invoices/index.ts';
import { quoteSubject } from '../../quotes/quote.ts';
import { type InvoiceRequest, requireOpen } from '../request.ts';
import { shownOf } from '../request-message.ts';
import { answerForm } from '../request-views.ts';
import { answerRequest, requestById } from '../store.ts';

const doing = 'answer requests for invoices';

/** @throws NotFound */
const existing = async (tx: Tx, id: string): Promise<InvoiceRequest> => {
  const request = await requestById(tx, id);
  if (!request) throw new NotFound('request');
  return request;
};

/** Accounting answers, once: who asked is told. COL-11 @throws Conflict naming who answered first */
export const answerInvoiceRequest = (
  deps: Deps,
  by: By,
  { requestId, answer }: { readonly requestId: string; readonly answer: string },
): Promise<void> =>
  deps.transact(by, async (work) => {
    work.require(moneyRoles, doing);
    const { customerId, askedBy } = await existing(work.tx, requestId);
    if (!(await answerRequest(work, requestId, answer))) requireOpen(await existing(work.tx, requestId));
    const customer = await customerById(work.tx, customerId);
    work.audit({
      action: 'request.answered',
      subject: { type: 'invoice_request', id: requestId },
      customerId,
      after: { answer },
    });
    work.show({ kind: 'invoice-request', subjectId: requestId });
    const text = `${person(work.by.id)} answered your request for an invoice of ${escapeMrkdwn(customer?.name ?? 'a customer')}: ${escapeMrkdwn(answer)}`;
    work.post({ to: { user: askedBy }, content: { text }, key: `request.answered:${requestId}` });
  });

export const answerRequestButton: Interaction = {
  id: 'request.answer',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { prisma } = request.deps.db;
    const asked = await existing(prisma, request.value);
    requireOpen(asked);
    const [made] = asked.quoteId ? await invoicesFor(prisma, quoteSubject(asked.quoteId)) : [];
    return { modal: answerForm(await shownOf(prisma, asked), made) };
  },
  submit: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, by, data, values } = request;
    const answer = required(values.text('answer'), 'answer', 'Write what is told to who asked.');
    await answerInvoiceRequest(deps, by, { requestId: data, answer });
    return said('Who asked for it was told.');
  },
};
