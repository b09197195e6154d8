import type { Day } from '../../../../core/time/calendar.ts';
import type { Invoice } from '../../invoices/index.ts';

/** What sales picked up for a charge. ONB-4, ONB-5 */
export type PickedUp = 'check' | 'card_authorization' | 'nothing';

/** That nothing is due at all: by whom that was said, and who confirmed it. Void alone waives nothing. ONB-19 */
export interface Waiver {
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly confirmed?: { readonly by: string; readonly at: Date };
}

/** The customer's permission to charge the card. ONB-5, ONB-7 */
export interface Permission {
  readonly on: Day;
  readonly how: string;
  readonly by: string;
  readonly at: Date;
}

/** What a project knows of a charge besides its money. */
export interface ChargeFacts {
  readonly pickedUp: PickedUp;
  readonly permission?: Permission;
  readonly waiver?: Waiver;
}

/** What a project collects up front: the invoice that stands for it, which knows the money, and the project's own facts. Decision 0034 */
export type ProjectCharge = Invoice & ChargeFacts;

export const factsOf = ({ pickedUp, permission, waiver }: ChargeFacts): ChargeFacts => ({
  pickedUp,
  ...(permission ? { permission } : {}),
  ...(waiver ? { waiver } : {}),
});
