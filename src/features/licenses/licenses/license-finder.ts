import { formatDay } from '../../../core/time/calendar.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { Finder } from '../../find/index.ts';
import { usualGateway } from '../../gateways.ts';
import { licenseDoor } from './license.ts';
import { licensesByIds } from './store.ts';

/** By its key, or the gateway’s subscription that pays for it. WRK-2 */
export const licenseFinder: Finder = {
  among: 'licenses',
  find: async (tx, { text }) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM licenses WHERE key = ${text}
      UNION SELECT id FROM licenses WHERE gateway = ${usualGateway} AND gateway_subscription = ${text}`;
    const licenses = await licensesByIds(
      tx,
      rows.map(({ id }) => id),
    );
    return [...licenses.values()].map((license) => ({
      subject: { type: 'license', id: license.id },
      title: `License ${license.key}`,
      about: `${license.state}, until ${formatDay(license.expiresOn)}`,
      open: openButton(licenseDoor, license.id),
    }));
  },
};
