import type { Slice } from '../../platform/slice/slice.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import { slackPieces } from './expiry/expiry-message.ts';
import { lapseJob } from './licenses/lapse-job.ts';
import { licensesPolicy } from './policy.ts';

export {
  expiryConfirmed,
  expiryDeciding,
  expiryRefused,
  expiryUndoing,
  expiryUndone,
  licenseAdded,
  licenseCorrected,
} from './events.ts';
export { undoExpiry } from './expiry/actions/undo-expiry.ts';
export { confirmExpiry, refuseExpiry, tickExpiry } from './expiry/decide-expiry.ts';
export type { ExpiryAction } from './expiry/expiry-action.ts';
export {
  askToWait,
  licensePaid,
  licensePaymentReversed,
  postExpiryDigest,
  requestExpiry,
  tellOfExpiry,
  withdrawExpiry,
} from './expiry/request-expiry.ts';
export { takeBackRequests } from './expiry/take-back-requests.ts';
export { addLicense, type NewLicense } from './licenses/actions/add-license.ts';
export { correctLicense } from './licenses/actions/correct-license.ts';
export { licensesCsv } from './licenses/csv.ts';
export { noticeLapsing } from './licenses/lapse-job.ts';
export { type License, licenseDoor } from './licenses/license.ts';
export {
  licenseById,
  licensesByGatewaySubscriptions,
  licensesFor,
  lockLicense,
  lockLicenses,
  manualSubscriptions,
} from './licenses/store.ts';
export { licensesPolicy } from './policy.ts';

export const licensesSlice: Slice = {
  name: 'licenses',
  ...slackPieces,
  jobs: [lapseJob],
  policies: [licensesPolicy as PolicyDefinition<never>],
};
