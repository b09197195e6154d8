import { z } from 'zod';
import { escapeMrkdwn } from '../../../../../core/text/text.ts';
import { day, formatDay } from '../../../../../core/time/calendar.ts';
import { readKept } from '../../../../../platform/block-kit/kept.ts';
import { said } from '../../../../../platform/slice/answers.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { quoteSubject } from '../../quotes/quote.ts';
import { quoteLicenses } from '../quote-licenses.ts';
import { reduceLicenses } from '../reduce-licenses.ts';

const reduced = z.object({
  subscriptionId: z.string(),
  itemId: z.string(),
  quantity: z.int(),
  from: z.string().transform(day).optional(),
  reason: z.string(),
  shown: z.string(),
});
const offered = reduced.extend({ validUntil: z.string().transform(day) });

/** The quote that was shown is made; its window shows it. BIL-10 */
export const quoteLicensesForm: Interaction = {
  id: 'licenses.quote',
  submit: async ({ deps, by, data }) => ({
    window: quoteSubject((await quoteLicenses(deps, by, readKept(offered, data))).id),
  }),
};

/** What was shown is done. BIL-10 */
export const reduceLicensesForm: Interaction = {
  id: 'licenses.reduce',
  submit: async ({ deps, by, data }) => {
    const { what, plannedFor } = await reduceLicenses(deps, by, readKept(reduced, data));
    const when = plannedFor ? `, from ${formatDay(plannedFor)} on` : '';
    return said(`${escapeMrkdwn(what)}${when}. Support was asked to set it.`);
  },
};
