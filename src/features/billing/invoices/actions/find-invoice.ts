import type { KnownBlock } from '@slack/types';
import { UserError } from '../../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../../core/text/text.ts';
import { type Day, todayIn } from '../../../../core/time/calendar.ts';
import type { Answer, Subcommand } from '../../../../platform/slice/slice.ts';
import { askWhichCustomer, resolveCustomer } from '../../../customers/index.ts';
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

/** `/bill invoice`: one by its number, ours or the accounting system's, or `I-12`; else a customer, whose window lists all of theirs. */
export const invoiceCommand: Subcommand = {
  command: '/bill',
  word: 'invoice',
  usage: '<number | customer>',
  help: 'shows an invoice by its number (I-12, INV-2026-00012, or the accounting system’s), or a customer with all of theirs',
  run: async ({ deps, text }) => {
    if (text === '') throw new UserError('Write its number or whose it is: `/bill invoice I-12`.');
    const found = await invoicesNamed(deps.db.prisma, text);
    if (found.length > 0) return answerOf(text, found, todayIn(deps.timeZone, deps.clock.now()));
    const resolved = await resolveCustomer(deps, text);
    if (resolved.found === 'one') return { window: { type: 'customer', id: resolved.customer.id } };
    if (resolved.found === 'many') return askWhichCustomer(resolved, text, 'customer.open');
    throw new UserError(
      `No invoice has the number “${escapeMrkdwn(clip(text, 100))}”, and no customer’s name contains it. Write it as it is printed, or a part of the customer’s name.`,
    );
  },
};
