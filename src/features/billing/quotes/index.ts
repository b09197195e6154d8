/** Quotes, and what comes of them. */

import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import { policyForesights } from '../../../platform/work/policies.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { activityOffers } from '../../activities/index.ts';
import { billedChecks, calendarSources } from '../../customers/index.ts';
import type { Press } from '../../papers/index.ts';
import { templateKinds } from '../../templates/index.ts';
import { invoiceRequests } from '../invoices/index.ts';
import { serviceGuards } from '../subscriptions/index.ts';
import { followUpOffer } from './followups/offer.ts';
import { chargeCardButton } from './invoicing/actions/charge-card.ts';
import { invoiceOutcome } from './invoicing/invoice-outcome.ts';
import { lockReaction, nextOfInvoiced } from './invoicing/next.ts';
import { mailQuoteButton } from './letters/actions/mail-quote.ts';
import { lettersSection, tellBounced } from './letters/follow.ts';
import { quoteLetterKind } from './letters/quote-letter.ts';
import { changeLicensesButton } from './licenses/actions/change-licenses.ts';
import { quoteLicensesForm, reduceLicensesForm } from './licenses/actions/confirm-licenses.ts';
import { fulfilReactions } from './licenses/fulfil.ts';
import { licenseOutcome } from './licenses/license-outcome.ts';
import { pendingJob } from './licenses/pending.ts';
import { licenseChangesForesight, licenseChangesPolicy } from './licenses/policy.ts';
import { minimumGuard } from './licenses/require-minimum.ts';
import { licensesSection } from './licenses/sections.ts';
import { printQuoteButton } from './papers/actions/print-quote.ts';
import { printQuoteRun } from './papers/print-run.ts';
import { startProjectButton } from './projects/actions/start-project.ts';
import { begunReaction, nextOfProject, projectSection } from './projects/begin.ts';
import { projectOutcome } from './projects/project-outcome.ts';
import { acceptQuoteButton } from './quotes/actions/accept-quote.ts';
import { declineQuoteButton } from './quotes/actions/decline-quote.ts';
import { editQuoteButton } from './quotes/actions/edit-quote.ts';
import { quoteCommand } from './quotes/actions/find-quote.ts';
import { makeQuoteForm, newQuoteButton } from './quotes/actions/new-quote.ts';
import { sendQuoteButton } from './quotes/actions/send-quote.ts';
import { undoQuoteButton } from './quotes/actions/undo-quote.ts';
import { withdrawQuoteButton } from './quotes/actions/withdraw-quote.ts';
import { expireJob, quotesAhead } from './quotes/expire.ts';
import { quoteOutcomes } from './quotes/outcome.ts';
import { quotesForesight, quotesPolicy } from './quotes/policy.ts';
import { nextOfQuotes, quoteSections, quoteSlot, quotesHome, quoteWindow } from './quotes/quote-window.ts';
import { quotedIn } from './quotes/store.ts';
import { answerRequestButton } from './requests/actions/answer-request.ts';
import { askInvoiceButton, requestsOfCustomers } from './requests/actions/ask-invoice.ts';
import { requestSlot, requestsHome } from './requests/request-message.ts';

export { type ChargeCard, chargeCard } from './invoicing/actions/charge-card.ts';
export { type MailQuote, mailQuote, testQuote } from './letters/actions/mail-quote.ts';
export { namePending } from './licenses/pending.ts';
export { type LicenseChangesPolicy, licenseChangesPolicy } from './licenses/policy.ts';
export { quoteLicenses } from './licenses/quote-licenses.ts';
export { previewReduction, reduceLicenses } from './licenses/reduce-licenses.ts';
export { type AcceptQuote, acceptQuote } from './quotes/actions/accept-quote.ts';
export { declineQuote } from './quotes/actions/decline-quote.ts';
export { type SendQuote, sendQuote } from './quotes/actions/send-quote.ts';
export { undoQuote } from './quotes/actions/undo-quote.ts';
export { withdrawQuote } from './quotes/actions/withdraw-quote.ts';
export { changeQuote, makeQuote, type TypedQuote } from './quotes/draft-quote.ts';
export { expireQuotes } from './quotes/expire.ts';
export { type Quote, quoteDoor, quoteName, quoteTitle } from './quotes/quote.ts';
export { quoteById, quotesByIds, quotesOfCustomer } from './quotes/store.ts';
export { answerInvoiceRequest } from './requests/actions/answer-request.ts';
export { type AskInvoice, askInvoice, type GiveInvoice, giveInvoice, mailInvoiceAgain } from './requests/ask.ts';

/** @param wakeRuns has queued runs worked through in the background */
export const quotesSlice = ({
  press,
  wakeRuns,
}: {
  readonly press: Press;
  readonly wakeRuns: (deps: Deps) => void;
}): Slice => ({
  name: 'quotes',
  commands: [quoteCommand],
  interactions: [
    newQuoteButton,
    makeQuoteForm,
    editQuoteButton,
    sendQuoteButton,
    mailQuoteButton(press),
    printQuoteButton(wakeRuns),
    acceptQuoteButton,
    declineQuoteButton,
    withdrawQuoteButton,
    undoQuoteButton,
    chargeCardButton,
    changeLicensesButton,
    quoteLicensesForm,
    reduceLicensesForm,
    startProjectButton,
    askInvoiceButton(press),
    answerRequestButton,
  ],
  slots: [quoteSlot, requestSlot],
  windows: [quoteWindow],
  sections: [...quoteSections, lettersSection, licensesSection, projectSection],
  home: [quotesHome, requestsHome],
  jobs: [expireJob, pendingJob],
  policies: [quotesPolicy, licenseChangesPolicy],
  contributes: [
    contribute(runKinds, printQuoteRun(press)),
    contribute(templateKinds, quoteLetterKind),
    contribute(policyForesights, quotesForesight),
    contribute(policyForesights, licenseChangesForesight),
    contribute(billedChecks, quotedIn),
    contribute(calendarSources, quotesAhead),
    contribute(quoteOutcomes, invoiceOutcome),
    contribute(quoteOutcomes, licenseOutcome),
    contribute(serviceGuards, minimumGuard),
    contribute(quoteOutcomes, projectOutcome),
    contribute(nextOfQuotes, nextOfInvoiced),
    contribute(nextOfQuotes, nextOfProject),
    contribute(invoiceRequests, requestsOfCustomers),
    contribute(activityOffers, followUpOffer),
  ],
  reactions: [tellBounced, lockReaction, ...fulfilReactions, begunReaction],
});
