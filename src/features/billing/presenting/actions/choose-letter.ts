import { NotFound } from '../../../../core/errors.ts';
import { linkTo } from '../../../../platform/links/index.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../../platform/slice/slice.ts';
import { moneyRoles, standingInvoice } from '../../invoices/index.ts';
import { readAddressees } from '../../letters/index.ts';
import { proposed } from '../letter.ts';
import { readData, sendForm, writeData } from '../send-form.ts';
import { invoiceKinds, occasions } from '../words/letter-kinds.ts';
import { billOf } from '../write-letter.ts';
import { doing } from './send-invoice.ts';

/** Another letter in “Send by mail”: its words are filled in, whom it goes to stays. BIL-5 */
export const chooseLetter: Interaction = {
  id: 'letter.choose',
  press: async (request) => {
    await requireEarly(request, moneyRoles, doing);
    const { deps, value, view } = request;
    const occasion = occasions.find((each) => invoiceKinds[each].key === value);
    if (!view || !occasion) throw new NotFound('letter');
    const { invoiceId, shown, letters } = readData(view.data);
    const invoice = await standingInvoice(deps, invoiceId);
    const { prisma } = deps.db;
    const [bill, link] = await Promise.all([
      billOf(prisma, invoice),
      linkTo(deps.contributions, prisma, { type: 'invoice', id: invoiceId }),
    ]);
    const draft = { ...(await proposed(prisma, bill, occasion, link?.url)), ...readAddressees(view.values) };
    const tested = view.values.has('after_test') ? view.values.text('test') : undefined;
    const data = writeData(`${invoiceId} ${shown ?? ''}`, letters, draft);
    return { replace: sendForm(invoice, { draft, addressees: bill.addressees, data, tested }) };
  },
};
