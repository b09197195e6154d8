import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { on } from '../../../platform/work/events.ts';
import { contactErased } from '../../customers/index.ts';
import { sourceNames } from '../balance/index.ts';
import { asDeed, guardedDeeds } from '../rights/index.ts';
import { cancelCredit, cancelCreditButton } from './actions/cancel-credit.ts';
import { creditButton } from './actions/issue-credit.ts';
import { confirmReplaceButton, replaceButton, replaceInvoice } from './actions/replace-invoice.ts';
import { creditRows } from './credit-views.ts';
import { issueCredit } from './issue-credit.ts';
import { creditSources } from './settle-credit.ts';
import { creditsOfInvoice, eraseFrozenCredits } from './store.ts';

export { cancelCreditNote } from './actions/cancel-credit.ts';
export { creditInvoice, creditWith } from './actions/issue-credit.ts';
export { correctIssued } from './actions/replace-invoice.ts';
export { type CreditableLine, type CreditedLine, type CreditNote, creditNote, restOf } from './credit-note.ts';
export { type CreditDocument, creditDocument } from './document-store.ts';
export type { CreditPayload } from './issue-credit.ts';
export { creditableLines, creditsOfInvoice, type IssuedCredit, latestCreditOf } from './store.ts';

/** ALL-7. Decision 0036 */
const eraseFromCredits = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(await eraseFrozenCredits(work.tx, customerId));
});

export const creditsSlice: Slice = {
  name: 'credits',
  reactions: [eraseFromCredits],
  interactions: [creditButton, replaceButton, confirmReplaceButton, cancelCreditButton],
  contributes: [
    contribute(guardedDeeds, asDeed(issueCredit)),
    contribute(guardedDeeds, asDeed(replaceInvoice)),
    contribute(guardedDeeds, asDeed(cancelCredit)),
    contribute(sourceNames, creditSources),
  ],
  sections: [
    {
      subject: 'invoice',
      order: 15,
      title: 'Credit notes',
      rows: async ({ deps }, invoiceId, page) => creditRows(await creditsOfInvoice(deps.db.prisma, invoiceId, page)),
    },
  ],
};
