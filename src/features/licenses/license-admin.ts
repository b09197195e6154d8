import type { Day } from '../../core/calendar.ts';
import type { License } from './license.ts';

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
  requestMove: async (_license, to) => ({
    confirmedBy: 'person',
    steps: [
      `Move the expiry date in the product’s administration (one period later is ${to}), then confirm here with the date you set.`,
    ],
    ticks: [],
  }),
};

/** Which ticks are still missing. COL-5: an expiry is confirmed with both set, or not at all. */
export const missingTicks = (instructions: Instructions, set: Readonly<Record<TickKey, boolean>>): readonly Tick[] =>
  instructions.ticks.filter((tick) => !set[tick.key]);
