import { NotFound } from '../../../../../core/errors.ts';
import type { Interaction } from '../../../../../platform/slice/slice.ts';
import { customerById } from '../../../../customers/index.ts';
import { newProjectForms } from '../../../../playbooks/index.ts';
import { linesOf } from '../../lines/line-store.ts';
import { quoteSubject } from '../../quotes/quote.ts';
import { existingQuote } from '../../quotes/quote-form.ts';
import { requireToBegin } from '../begin.ts';
import { projectValues } from '../project-outcome.ts';

/** New project, filled in with an accepted quote; once it is created, the quote knows it. ONB-1 */
export const startProjectButton: Interaction = {
  id: 'quote.start_project',
  press: async (request) => {
    const { deps, value } = request;
    const { prisma } = deps.db;
    const quote = await existingQuote(deps, value);
    requireToBegin(quote);
    const [customer, lines] = await Promise.all([customerById(prisma, quote.customerId), linesOf(prisma, quote)]);
    const [open] = deps.contributions.to(newProjectForms);
    if (!customer) throw new NotFound('customer');
    if (!open) throw new Error('nobody begins projects');
    const from = quoteSubject(quote.id);
    return { modal: await open(request, { customer, values: projectValues(quote, lines), from }) };
  },
};
