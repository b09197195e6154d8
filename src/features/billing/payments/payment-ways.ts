/** What the room that an invoice is of knows of how it is paid, such as that no card may be charged yet. */
import { FieldErrors } from '../../../core/errors.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import type { Invoice } from '../invoices/index.ts';
import type { PaymentMethod } from './payment.ts';

export interface Way {
  /** What it is most likely paid by. */
  readonly usual?: PaymentMethod;
  /** What it may not be paid by: a hint beforehand, and why not; plain text. */
  readonly refused?: { readonly method: PaymentMethod; readonly hint: string; readonly why: string };
}

export interface PaymentWays {
  /** The type of the subjects whose invoices are its own. */
  readonly subject: string;
  /** By the invoices' ids, in one statement for however many. */
  readonly read: (tx: Tx, invoices: readonly Invoice[]) => Promise<ReadonlyMap<string, Way>>;
}

export const paymentWays = point<PaymentWays>('payments.ways');

/** Of each, by its id; of those that nobody knows more of, none. */
export const waysOf = async (
  { contributions }: { readonly contributions: Contributions },
  tx: Tx,
  invoices: readonly Invoice[],
): Promise<ReadonlyMap<string, Way>> => {
  const read = await Promise.all(
    contributions.to(paymentWays).map((owner) => {
      const own = invoices.filter(({ subject }) => subject.type === owner.subject);
      return own.length > 0 ? owner.read(tx, own) : new Map<string, Way>();
    }),
  );
  return new Map(read.flatMap((ways) => [...ways]));
};

/** @throws FieldErrors at `method` where one of them may not be paid by it */
export const refuseWay = async (
  from: { readonly contributions: Contributions },
  tx: Tx,
  invoices: readonly Invoice[],
  method: PaymentMethod,
): Promise<void> => {
  for (const { refused } of (await waysOf(from, tx, invoices)).values())
    if (refused?.method === method) throw new FieldErrors({ method: refused.why });
};
