import type { KnownBlock } from '@slack/types';
import { formatMoney } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { isBusinessDay } from '../../../../core/time/calendar.ts';
import { button, context, section } from '../../../../platform/block-kit/blocks.ts';
import { moment } from '../../../../platform/block-kit/mentions.ts';
import { calendarPolicy, holidaysOf } from '../../../../platform/jobs/business-days.ts';
import type { Job } from '../../../../platform/jobs/job.ts';
import { openButton } from '../../../../platform/slice/door.ts';
import { type Deps, system } from '../../../../platform/work/work.ts';
import { customersByIds } from '../../../customers/index.ts';
import { invoiceRef, invoicesOfSubjects } from '../../invoices/index.ts';
import { quoteDoor, quoteTitle } from '../quotes/quote.ts';
import { acceptedUnsettled } from '../quotes/store.ts';

const mostNamed = 20;

/** BIL-10: licenses whose billing is pending are named to accounting every business day until they are settled; once a day. */
export const namePending = (deps: Deps): Promise<void> =>
  deps.transact(system, async (work) => {
    if (!isBusinessDay(work.today, holidaysOf(await work.policy(calendarPolicy)))) return;
    const quotes = await acceptedUnsettled(work.tx, 'licenses');
    if (quotes.length === 0) return;
    const [customers, invoices] = await Promise.all([
      customersByIds(
        work.tx,
        quotes.map(({ customerId }) => customerId),
      ),
      invoicesOfSubjects(
        work.tx,
        quoteDoor.subject,
        quotes.map(({ id }) => id),
      ),
    ]);
    const rows = quotes.slice(0, mostNamed).map((quote): KnownBlock => {
      const [invoice] = invoices.get(quote.id) ?? [];
      const whose = `${quoteTitle(quote)} for ${customers.get(quote.customerId)?.name ?? 'a customer'}`;
      const open = invoice ? `, ${invoiceRef(invoice)}: ${formatMoney(invoice.open)} open` : '';
      const since = quote.ended ? ` since ${moment(quote.ended.at)}` : '';
      return section(`*${escapeMrkdwn(clip(whose, 300))}*${open}${since}`, button(openButton(quoteDoor, quote.id)));
    });
    const text = `Billing is pending for ${plural(quotes.length, 'change')} of licenses.`;
    const rest = quotes.length - rows.length;
    const blocks = [section(text), ...rows, ...(rest > 0 ? [context(`and ${rest} more`)] : [])];
    work.post({
      to: { role: 'accounting' },
      content: { text, blocks },
      key: `licenses.pending:${work.today}`,
      priority: 2,
    });
  });

export const pendingJob: Job = {
  name: 'licenses.pending',
  schedule: async (deps) => ({ times: ['09:00'], zone: deps.timeZone }),
  missed: 'latest',
  run: namePending,
};
