import { runKinds } from '../../../platform/runs/index.ts';
import type { Slice } from '../../../platform/slice/slice.ts';
import { contribute } from '../../../platform/work/contributions.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { Press } from '../../papers/index.ts';
import { printButtons } from './actions/print-document.ts';
import { printRun } from './printing.ts';

export { type Between, dayIn, framed } from './frame.ts';
export { inTime, keepPaper, keepPaperAs, type ToKeep } from './keep-paper.ts';
export { type Offer, offerPaper } from './offer-paper.ts';
export { type KeptPaper, keptPaper } from './paper-store.ts';
export { printableOf } from './printable.ts';
export { askForPaper, paperBytes } from './printing.ts';

/** Issued documents as PDF. BIL-4, BIL-12 @param wakeRuns has queued runs worked through in the background */
export const billingPapersSlice = ({
  press,
  wakeRuns,
}: {
  readonly press: Press;
  readonly wakeRuns: (deps: Deps) => void;
}): Slice => ({
  name: 'billing-papers',
  interactions: printButtons(wakeRuns),
  contributes: [contribute(runKinds, printRun(press))],
});
