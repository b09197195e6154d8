import { eventType } from '../../../platform/work/events.ts';

/** An approved charge of the gateway, and what it is for. */
export interface Charge {
  readonly gateway: string;
  readonly customerId: string;
  readonly caseId?: string;
  readonly licenseId?: string;
  readonly subscription: string;
  readonly period: string;
  readonly approval: {
    readonly transactionId: string;
    readonly at: Date;
    /** Minor units. */
    readonly amount: bigint;
    readonly currency: string;
  };
}

/** A charge that went through, and that the gateway took back. */
export interface ReturnedCharge {
  readonly gateway: string;
  readonly transactionId: string;
  /** Why its payment is reversed. */
  readonly cause: string;
}

/** Charges went through, and it is known whose they are: all that are found at once, so that what they mean is read together. BIL-15 */
export const chargesPaid = eventType<readonly Charge[]>('charges.paid');

/** Charges that had gone through came back. BIL-17 */
export const chargesCameBack = eventType<readonly ReturnedCharge[]>('charges.came_back');
