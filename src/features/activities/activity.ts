import type { Day } from '../../core/calendar.ts';
import type { Money } from '../../core/money.ts';
import type { Subject } from '../../core/subject.ts';
import type { Role } from '../../platform/roles.ts';

export type ActivityState = 'open' | 'completed' | 'cancelled';

/** A one-time service provided with an activity; billable when it has an amount. ACT-1 */
export interface Service {
  readonly description: string;
  readonly amount?: Money;
}

/** A scheduled piece of work. ACT-1 */
export interface Activity {
  readonly id: string;
  /** Shown as `A-12`. */
  readonly ref: number;
  readonly key?: string;
  readonly type: string;
  readonly subject?: Subject;
  readonly customerId?: string;
  readonly description: string;
  readonly contact?: string;
  readonly startOn?: Day;
  readonly estimatedOn?: Day;
  readonly expectedOn?: Day;
  readonly services: readonly Service[];
  readonly unit?: Role;
  readonly assigneeId?: string;
  readonly attendees: readonly string[];
  readonly state: ActivityState;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly endedBy?: string;
  readonly endedAt?: Date;
  readonly endNote?: string;
}

export interface NewActivity {
  /** A cause that schedules once only: a second one with the same key answers the first one's id. */
  readonly key?: string | undefined;
  readonly type: string;
  readonly subject?: Subject | undefined;
  readonly customerId?: string | undefined;
  readonly description: string;
  readonly contact?: string | undefined;
  readonly startOn?: Day | undefined;
  readonly estimatedOn?: Day | undefined;
  readonly expectedOn?: Day | undefined;
  readonly services?: readonly Service[] | undefined;
  /** A unit, a person, or both: at least one. */
  readonly unit?: Role | undefined;
  readonly assigneeId?: string | undefined;
  /** People's ids and roles. */
  readonly attendees?: readonly string[] | undefined;
}
