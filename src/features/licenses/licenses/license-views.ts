import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { formatDay } from '../../../core/time/calendar.ts';
import { context, fields, header } from '../../../platform/block-kit/blocks.ts';
import type { WindowHead } from '../../../platform/slice/slice.ts';
import { licenseRoles } from './actions/add-license.ts';
import type { License, LicensePolicy } from './license.ts';

const policyTexts: Readonly<Record<LicensePolicy, string>> = {
  manual: 'Support expires it',
  automatic: 'The product expires it by itself',
};

const short = (text: string): string => escapeMrkdwn(clip(text, 150));

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
