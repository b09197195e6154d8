import { type Day, formatDay } from '../../../core/time/calendar.ts';
import type { License } from '../licenses/license.ts';

export type TickKey = 'is_expired' | 'forceful';

export interface Tick {
  readonly key: TickKey;
  readonly text: string;
}

/** What has to happen in the product's administration before the change may be called done. */
export interface Instructions {
  /** Who vouches for it: a person, or the administration's own answer. */
  readonly confirmedBy: 'person' | 'administration';
  readonly steps: readonly string[];
  /** What a person must tick before they can confirm. */
  readonly ticks: readonly Tick[];
}

/** The port to a product's own administration, which is the master of its licenses (DOMAIN §0). */
export interface LicenseAdmin {
  readonly name: string;
  requestExpiry(license: License): Promise<Instructions>;
  /** `to` is only proposed: whoever confirms says the date. */
  requestMove(license: License, to: Day): Promise<Instructions>;
  /** The payment behind a moved date came back; `to` is proposed likewise. */
  requestMoveBack(license: License, to: Day): Promise<Instructions>;
}

/** A person does it in the product's administration and confirms it in Baton. COL-5, COL-6 */
export const attestedAdmin: LicenseAdmin = {
  name: 'attested',
  requestExpiry: async () => ({
    confirmedBy: 'person',
    steps: ['Open the account in the product’s administration and set both fields, then confirm here.'],
    ticks: [
      { key: 'is_expired', text: '“IS EXPIRED?” = YES' },
      { key: 'forceful', text: '“Apply Forceful Expiry Immediately” = YES' },
    ],
  }),
  requestMove: async (license, to) => ({
    confirmedBy: 'person',
    steps: [
      `Move the expiry date in the product’s administration (${formatDay(to)} is proposed), then confirm here with the date you set.`,
      ...(license.state === 'expired'
        ? ['The license is expired: the customer stays locked out until both are set back.']
        : []),
    ],
    ticks:
      license.state === 'expired'
        ? [
            { key: 'is_expired', text: '“IS EXPIRED?” = NO again' },
            { key: 'forceful', text: '“Apply Forceful Expiry Immediately” taken back' },
          ]
        : [],
  }),
  requestMoveBack: async (_license, to) => ({
    confirmedBy: 'person',
    steps: [
      `Move the expiry date back in the product’s administration (${formatDay(to)} is proposed), then confirm here with the date you set.`,
    ],
    ticks: [],
  }),
};
