import type { KnownBlock } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import type { Answer, SlackRequest, Subcommand } from '../../../../platform/slice/slice.ts';
import { point } from '../../../../platform/work/contributions.ts';
import { askWhichCustomer, type Customer, resolveCustomer } from '../../../customers/index.ts';
import { type Invoice, invoiceDoor } from '../invoice.ts';
import { invoiceRows } from '../invoice-views.ts';
import { invoicesNamed } from '../store.ts';

const answerOf = (text: string, found: readonly Invoice[], today: Day): Answer => {
  const [first, ...others] = found;
  if (first && others.length === 0) return { window: { type: invoiceDoor.subject, id: first.id } };
  const question = `More than one invoice is called “${escapeMrkdwn(clip(text, 100))}”. Which one?`;
  const blocks: KnownBlock[] = [...invoiceRows(found, today)];
  return { say: { text: question, blocks } };
};

/** What is offered where a customer is named instead of an invoice: whoever handles requests for invoices says so. COL-11 */
export interface InvoiceRequests {
  readonly open: (request: SlackRequest, customer: Customer) => Promise<Answer>;
}

export const invoiceRequests = point<InvoiceRequests>('invoices.requests');

/** `/bill invoice`: one by its number, ours or the accounting system's, or `I-12`; else what is asked for of a customer's. COL-11 */
export const invoiceCommand: Subcommand = {
  command: '/bill',
  word: 'invoice',
  usage: '<number | customer>',
  help: 'shows an invoice by its number (I-12, INV-2026-00012, or the accounting system’s), or asks for one of a customer',
  run: async (request) => {
    const { deps, text } = request;
    if (text === '') throw new UserError('Write its number or whose it is: `/bill invoice I-12`.');
    const found = await invoicesNamed(deps.db.prisma, text);
    if (found.length > 0) return answerOf(text, found, todayIn(deps.timeZone, deps.clock.now()));
    const resolved = await resolveCustomer(deps, text);
    const [requests] = deps.contributions.to(invoiceRequests);
    if (resolved.found === 'many') return askWhichCustomer(resolved, text, requests ? 'invoice.ask' : 'customer.open');
    if (resolved.found === 'one')
      return requests?.open(request, resolved.customer) ?? { window: { type: 'customer', id: resolved.customer.id } };
    throw new UserError(
      `No invoice has the number “${escapeMrkdwn(clip(text, 100))}”, and no customer’s name contains it. Write it as it is printed, or a part of the customer’s name.`,
    );
  },
};
