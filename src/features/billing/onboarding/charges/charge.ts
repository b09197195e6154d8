import type { Invoice } from '../../invoices/index.ts';

/** That nothing is due at all: by whom that was said, and who confirmed it. Void alone waives nothing. ONB-19 */
export interface Waiver {
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly confirmed?: { readonly by: string; readonly at: Date };
}

/** What a project knows of a charge besides its money. */
export interface ChargeFacts {
  readonly waiver?: Waiver;
}

/** What a project collects up front: the invoice that stands for it, which knows the money, and the project's own facts. Decision 0034 */
export type ProjectCharge = Invoice & ChargeFacts;

export const factsOf = ({ waiver }: ChargeFacts): ChargeFacts => (waiver ? { waiver } : {});
