import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { calendarSources, openThings } from '../customers/index.ts';
import { finders } from '../find/index.ts';
import { reports } from '../reports/index.ts';
import { storySection } from '../story/index.ts';
import { templateKinds } from '../templates/index.ts';
import { confirmButton } from './expiry/actions/confirm-expiry.ts';
import { openExpirySelect } from './expiry/actions/open-expiry.ts';
import { refuseButton } from './expiry/actions/refuse-expiry.ts';
import { ticksButton } from './expiry/actions/tick-expiry.ts';
import { undoExpiryButton } from './expiry/actions/undo-expiry.ts';
import { expirySlot, home, reactions, tasksSection } from './expiry/expiry-message.ts';
import { lapseJob, lapsesAhead } from './expiry/lapse-job.ts';
import { licensesPolicy } from './expiry/policy.ts';
import { openActionsOf } from './expiry/store.ts';
import { addLicenseButton } from './licenses/actions/add-license.ts';
import { correctLicenseButton } from './licenses/actions/correct-license.ts';
import { licensesAhead, openLicensesOf } from './licenses/foretell.ts';
import { licenseRoles } from './licenses/license.ts';
import { licenseFinder } from './licenses/license-finder.ts';
import { licenseRows } from './licenses/license-views.ts';
import { licenseWindow } from './licenses/license-window.ts';
import { licensesFor } from './licenses/store.ts';
import { expiriesReport } from './report/expiries-report.ts';
import { restoredJob, restoredKind, restoredReactions } from './restored/tell-restored.ts';

export { confirmExpiry } from './expiry/actions/confirm-expiry.ts';
export { refuseExpiry } from './expiry/actions/refuse-expiry.ts';
export { tickExpiry } from './expiry/actions/tick-expiry.ts';
export { undoExpiry } from './expiry/actions/undo-expiry.ts';
export {
  type ExpiryEvent,
  expiryConfirmed,
  expiryDeciding,
  expiryRefused,
  expiryUndoing,
  expiryUndone,
} from './expiry/events.ts';
export type { ExpiryAction } from './expiry/expiry-action.ts';
export { noticeLapsing } from './expiry/lapse-job.ts';
export { licensePaid, licensePaymentReversed, postExpiryDigest } from './expiry/move-for-payment.ts';
export { licensesPolicy } from './expiry/policy.ts';
export { askToWait, requestExpiry, takeBackRequests, tellOfExpiry, withdrawExpiry } from './expiry/request-expiry.ts';
export { licenseLetter, licenseLetterSlice } from './letter/license-letter.ts';
export { addLicense } from './licenses/actions/add-license.ts';
export { correctLicense } from './licenses/actions/correct-license.ts';
export { licensesCsv } from './licenses/csv.ts';
export { licenseAdded, licenseCorrected } from './licenses/events.ts';
export { type License, licenseDoor } from './licenses/license.ts';
export type { NewLicense } from './licenses/new-license.ts';
export {
  licenseById,
  licensesByGatewaySubscriptions,
  licensesFor,
  lockLicense,
  lockLicenses,
  manualSubscriptions,
} from './licenses/store.ts';
export { tellRestored } from './restored/tell-restored.ts';

export const licensesSlice: Slice = {
  name: 'licenses',
  contributes: [
    contribute(finders, licenseFinder),
    contribute(reports, expiriesReport),
    contribute(openThings, openLicensesOf),
    contribute(calendarSources, licensesAhead),
    contribute(templateKinds, restoredKind),
    contribute(calendarSources, lapsesAhead),
  ],
  interactions: [
    addLicenseButton,
    correctLicenseButton,
    confirmButton,
    ticksButton,
    refuseButton,
    openExpirySelect,
    undoExpiryButton,
  ],
  slots: [expirySlot],
  home: [home],
  sections: [
    {
      subject: 'customer',
      order: 20,
      title: 'Licenses',
      read: async (_deps, customerId) => ({
        buttons: [{ text: 'Add license', action: 'license.add', value: customerId, roles: licenseRoles }],
      }),
      rows: async ({ deps }, customerId, { skip, take }) => {
        const { prisma } = deps.db;
        const licenses = (await licensesFor(prisma, customerId)).slice(skip, skip + take);
        const ids = licenses.map((each) => each.id);
        return licenseRows(licenses, await openActionsOf(prisma, ids));
      },
    },
    tasksSection,
    storySection('license'),
  ],
  windows: [licenseWindow],
  jobs: [lapseJob, restoredJob],
  policies: [licensesPolicy as PolicyDefinition<never>],
  reactions: [...reactions, ...restoredReactions],
};
