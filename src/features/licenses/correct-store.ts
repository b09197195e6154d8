import { toDbDate } from '../../core/time/calendar.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { License } from './licenses/license.ts';

/** Writes all that can be corrected of a locked license. */
export const updateLicense = async (tx: Tx, of: License): Promise<void> => {
  const { id, product, key, policy, periodMonths, expiresOn, lapseNoticeOn, gateway, gatewaySubscription } = of;
  await tx.license.update({
    where: { id },
    data: {
      ...{ product, key, policy, periodMonths },
      expiresOn: toDbDate(expiresOn),
      lapseNoticeOn: lapseNoticeOn === undefined ? null : toDbDate(lapseNoticeOn),
      gateway: gateway ?? null,
      gatewaySubscription: gatewaySubscription ?? null,
    },
  });
};
