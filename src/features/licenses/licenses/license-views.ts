import type { KnownBlock } from '@slack/types';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { button, context, fields, header, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import { type License, type LicensePolicy, licenseDoor, licenseRoles } from './license.ts';

const policyTexts: Readonly<Record<LicensePolicy, string>> = {
  manual: 'Support expires it',
  automatic: 'The product expires it by itself',
};

const short = (text: string, max = 150): string => escapeMrkdwn(clip(text, max));

/** What the license is, until when, and what pays for it. WRK-1 */
export const licenseHead = (license: License, customerName: string): WindowHead => {
  const { id, product, key, state, expiresOn, periodMonths, policy, gateway, gatewaySubscription } = license;
  return {
    title: 'License',
    blocks: [
      header(clip(`${product} of ${customerName}`, 150)),
      fields([
        ['Key', short(key)],
        [state === 'expired' ? 'Expired' : 'Expiry date', formatDay(expiresOn)],
        ['One payment pays for', plural(periodMonths, 'month')],
        ['At the end', policyTexts[policy]],
        ['Paid by', gatewaySubscription ? short(`${gateway ?? 'gateway'} subscription ${gatewaySubscription}`) : '–'],
      ]),
      ...(license.lapseNoticeOn
        ? [context(`Accounting and Support were told that it lapses, ${formatDay(license.lapseNoticeOn)}.`)]
        : []),
    ],
    buttons: [[{ text: 'Correct', action: 'license.correct', value: id, roles: licenseRoles }]],
    links: [{ subject: { type: 'customer', id: license.customerId }, text: 'Open customer' }],
  };
};

/** What Support is asked to do about a license. */
interface Asked {
  readonly licenseId: string;
  readonly kind: 'expire' | 'move_date';
}

/** The customer's licenses, with what Support is asked to do about them. */
export const licenseRows = (licenses: readonly License[], asked: readonly Asked[]): readonly KnownBlock[] =>
  licenses.map((license) => {
    const tasks = asked
      .filter((task) => task.licenseId === license.id)
      .map((task) => (task.kind === 'expire' ? ' · asked to expire' : ' · date to be moved'));
    const state = license.state === 'expired' ? 'expired' : `expires ${formatDay(license.expiresOn)}`;
    return section(
      `*${short(license.product, 80)}* · ${short(license.key, 60)} · ${license.policy} · ${state}${tasks.join('')}`,
      button(openButton(licenseDoor, license.id)),
    );
  });
