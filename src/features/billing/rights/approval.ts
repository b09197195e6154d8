import { Conflict } from '../../../core/errors.ts';
import type { Money } from '../../../core/money/money.ts';
import type { Subject } from '../../../core/subject.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';

export type ApprovalState = 'requested' | 'approved' | 'declined' | 'withdrawn';

/** A deed above its amount, and what a second person said. ALL-11 */
export interface Approval {
  readonly id: string;
  readonly deed: string;
  readonly payload: unknown;
  readonly amount: Money;
  readonly description: string;
  readonly subject: Subject;
  readonly customerId?: string | undefined;
  readonly reason?: string | undefined;
  readonly state: ApprovalState;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly decision?: { readonly by: string; readonly at: Date; readonly reason?: string | undefined } | undefined;
}

const words = { approved: 'approved', declined: 'declined', withdrawn: 'taken back' } as const;

/** Names who was first. ALL-3 */
export const decidedAlready = ({ state, decision }: Approval): Conflict =>
  new Conflict(
    state !== 'requested' && decision
      ? `This was ${words[state]} by ${person(decision.by)} already, ${moment(decision.at)}.`
      : 'This was decided already.',
  );
