/** What a task has Support do in the product's administration, and what they tick of it. */
import type { KnownBlock } from '@slack/types';
import type { Day } from '../../../core/time/calendar.ts';
import { ticksInput } from '../../../platform/block-kit/blocks.ts';
import { attestedAdmin, type Instructions, type Tick, type TickKey } from '../admin/license-admin.ts';
import type { License } from '../licenses/license.ts';
import { type ExpiryAction, proposedDate } from './expiry-action.ts';

/** What a task asks for, as things are now. */
export const instructionsFor = (action: ExpiryAction, license: License, today: Day): Promise<Instructions> => {
  if (action.kind === 'expire') return attestedAdmin.requestExpiry(license);
  const to = proposedDate(action, license, today);
  return action.backTo === undefined
    ? attestedAdmin.requestMove(license, to)
    : attestedAdmin.requestMoveBack(license, to);
};

/** Which ticks are still missing. COL-5, COL-6: a task is confirmed with all of its ticks set, or not at all. */
export const missingTicks = (instructions: Instructions, set: Readonly<Record<TickKey, boolean>>): readonly Tick[] =>
  instructions.ticks.filter((tick) => !set[tick.key]);

export interface Ticks {
  readonly isExpired: boolean;
  readonly forceful: boolean;
}

/** The ticks of a form; none where there is nothing to tick. */
export const ticksInputs = (action: ExpiryAction, instructions: Instructions): readonly KnownBlock[] =>
  instructions.ticks.length === 0
    ? []
    : [
        ticksInput({
          name: 'ticks',
          label: 'Set in the product’s administration',
          choices: instructions.ticks.map((tick) => ({ text: tick.text, value: tick.key })),
          initial: [...(action.isExpired ? ['is_expired'] : []), ...(action.forceful ? ['forceful'] : [])],
        }),
      ];

export const readTicks = (selected: readonly string[]): Ticks => ({
  isExpired: selected.includes('is_expired'),
  forceful: selected.includes('forceful'),
});
