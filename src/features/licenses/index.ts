import type { Slice } from '../../platform/slice/slice.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { lapseJob } from './jobs.ts';
import { licensesPolicy } from './policy.ts';
import { slackPieces } from './slack.ts';

export { addLicense, type NewLicense } from './add-license.ts';
export { correctLicense } from './correct-license.ts';
export { licensesCsv } from './csv.ts';
export { confirmExpiry, refuseExpiry, tickExpiry } from './decide-expiry.ts';
export {
  expiryConfirmed,
  expiryDeciding,
  expiryRefused,
  expiryUndoing,
  expiryUndone,
  licenseAdded,
  licenseCorrected,
} from './events.ts';
export type { ExpiryAction } from './expiry-action.ts';
export { noticeLapsing } from './jobs.ts';
export type { License } from './license.ts';
export { licensesPolicy } from './policy.ts';
export {
  askToWait,
  licensePaid,
  licensePaymentReversed,
  postExpiryDigest,
  requestExpiry,
  tellOfExpiry,
  withdrawExpiry,
} from './request-expiry.ts';
export {
  licenseById,
  licensesByGatewaySubscriptions,
  licensesFor,
  lockLicense,
  lockLicenses,
  manualSubscriptions,
} from './store.ts';
export { takeBackRequests } from './take-back-requests.ts';
export { undoExpiry } from './undo-expiry.ts';

export const licensesSlice: Slice = {
  name: 'licenses',
  ...slackPieces,
  jobs: [lapseJob],
  policies: [licensesPolicy as PolicyDefinition<never>],
};
