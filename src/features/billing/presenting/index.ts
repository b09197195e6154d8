import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { templateKinds } from '../../templates/index.ts';
import { chooseLetter } from './actions/choose-letter.ts';
import { sendButton } from './actions/send-invoice.ts';
import { sendCommand, sendManyForm } from './actions/send-many.ts';
import { eraseLetters, followLetters } from './follow-letters.ts';
import { lateJob } from './late-job.ts';
import { lettersSection } from './letters-section.ts';
import { presentingPolicy } from './policy.ts';
import { sendingKind } from './sending-run.ts';
import { shownFor } from './shown-for.ts';
import { invoiceKinds } from './words/letter-kinds.ts';

export { type SendInvoice, sendInvoice, testInvoice } from './actions/send-invoice.ts';
export { testSending } from './actions/send-many.ts';
export { tellLate } from './late-job.ts';
export { type PresentingPolicy, presentingPolicy } from './policy.ts';
export { printAgain, writeAgain } from './send-again.ts';
export { startSending } from './sending-run.ts';

/**
 * Invoices go to their customers by mail, with their PDF, and it is known whether they arrived. BIL-3, BIL-5
 * @param wakeRuns has queued runs worked through in the background
 */
export const presentingSlice = ({
  press,
  wakeRuns,
}: {
  readonly press: Press;
  readonly wakeRuns: (deps: Deps) => void;
}): Slice => ({
  name: 'presenting',
  interactions: [sendButton(press), chooseLetter, sendManyForm(press, wakeRuns)],
  commands: [sendCommand],
  contributes: [
    contribute(runKinds, sendingKind(press)),
    ...Object.values(invoiceKinds).map((kind) => contribute(templateKinds, { ...kind, ...shownFor })),
  ],
  sections: [lettersSection],
  policies: [presentingPolicy as PolicyDefinition<never>],
  jobs: [lateJob],
  reactions: [followLetters, eraseLetters],
});
