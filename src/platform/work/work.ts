import type { Logger } from 'pino';
import type { Subject } from '../../core/subject.ts';
import type { Day } from '../../core/time/calendar.ts';
import type { Clock } from '../../core/time/clock.ts';
import type { Copying, Database, Tx } from '../db/open.ts';
import type { MailContent, PostContent } from './content.ts';
import type { Contributions } from './contributions.ts';
import type { EventType } from './events.ts';
import type { PolicyDefinition } from './policies.ts';
import type { Role } from './roles.ts';

/** Who asks, and which request it was: the same request carried out twice has one effect. */
export interface By {
  readonly userId: string;
  readonly requestId?: string;
}

/** The author of what jobs and reactions do. */
export const system: By = { userId: 'baton' };

/** Whoever was given the link of a page and does there what it offers: no person of the workspace. They hold no role. */
export const visitor: By = { userId: 'customer' };

export interface Actor {
  readonly id: string;
  readonly roles: ReadonlySet<Role>;
  readonly timeZone: string;
  /** Why this person may decide nothing at all (deactivated, guest, other organisation), if so. ALL-6 */
  readonly barred?: string;
}

/** One audit row: who, when and which request are added by the transaction. ALL-2 */
export interface AuditRecord {
  /** `noun.verb`, such as `handoff.approved`. */
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly customerId?: string | undefined;
  readonly before?: object;
  readonly after?: object;
  readonly reason?: string | undefined;
}

/** A root message that is rendered from state; its key is `kind:subjectId[:part]`. */
export interface SlotRef {
  readonly kind: string;
  readonly subjectId: string;
  readonly part?: string;
}

export type Destination = { readonly role: Role } | { readonly user: string } | { readonly channel: string };

interface Posting {
  /** Whose contact it may name, for erasure; unless said, the one customer that the transaction's audit rows name. */
  readonly customerId?: string;
  /** A cause that may happen once only: a second post with the same key is not written. */
  readonly key?: string;
  /** 0 decisions and answers (default), 1 notices, 2 digests. */
  readonly priority?: 0 | 1 | 2;
}

/** A message in Slack that happens once. */
export interface NewMessage extends Posting {
  /** Where to: a role's channel, a person, or the thread of a slot (also before that slot is posted). */
  readonly to: Destination | { readonly thread: SlotRef };
  readonly content: PostContent;
  /**
   * For replies that ask somebody to act: shown in the channel too where their message stands there already, since nobody
   * looks for what changes in a message of last week. Under a message that is new itself it stays in the thread.
   */
  readonly broadcast?: boolean;
}

export interface NewMail extends Posting {
  /** One address, without a name: `ann@example.com`. */
  readonly to: { readonly mail: string };
  readonly content: MailContent;
  /** The letter that it is, of those to several; how each fares is told by `lettersFared`. One Message-ID for ever. */
  readonly letterId?: string;
  /** What it is about, for who must decide about it. */
  readonly about?: Subject;
}

/** Something that is sent once: to Slack, or by mail. */
export type NewPost = NewMessage | NewMail;

/**
 * What is stored because of other state, so that lists can be asked for it: of however many values a transaction gives for a key the
 * last one counts, and all of them are written at its end, together with the log and what is to be sent.
 */
export interface Derived<T> {
  readonly name: string;
  /** One statement for however many; it may neither log nor post. */
  readonly write: (tx: Tx, last: ReadonlyMap<string, T>) => Promise<void>;
}

/** One transaction's work: state changes go through `tx`; everything else is collected and written with them. */
export interface Work {
  readonly tx: Tx & Copying;
  readonly now: Date;
  readonly by: Actor;
  /** The workspace's calendar day (TIME_ZONE) at `now`. */
  readonly today: Day;
  readonly timeZone: string;
  /**
   * Throws NotAllowed unless the actor holds one of the roles and may decide at all; `doing` completes "… can …". ALL-1
   * Whoever changes something has asked this: what nobody asked for is not committed.
   * @param isTheirs it is this person's own, such as what they asked for: then no role is needed
   */
  require(roles: readonly Role[], doing: string, isTheirs?: boolean): void;
  policy<T extends object>(definition: PolicyDefinition<T>): Promise<T>;
  readonly contributions: Contributions;
  /** From here on this transaction reads the setting so, which it has stored. */
  policyIs(key: string, stored: object): void;
  /** From here on it reads all of them so: as they are once what was locked is held, perhaps after having waited for who changed them. */
  policiesAre(stored: Readonly<Record<string, unknown>>): void;
  /** Members of the roles who may decide, as of this transaction. */
  membersOf(roles: readonly Role[]): Promise<readonly string[]>;
  audit(record: AuditRecord): void;
  /** Creates the slot's message, or asks for it to be rendered again. `to` matters for the first time only. */
  show(slot: SlotRef, to?: Destination, priority?: 0 | 1 | 2): void;
  post(post: NewPost): void;
  derive<T>(derived: Derived<T>, key: string, value: T): void;
  /** Runs the reactions to a domain event now, inside this transaction. */
  emit<P>(event: EventType<P>, payload: P): Promise<void>;
}

export interface TransactOptions {
  /** How long the body may take, in milliseconds, for bulk work that needs more than usual. */
  readonly timeout?: number;
  /** It is only tried out: told what would have been said, all of it is rolled back, and the body's outcome is returned. */
  readonly rehearsed?: (posts: readonly NewPost[]) => void;
}

export type Transact = <T>(by: By, body: (work: Work) => Promise<T>, options?: TransactOptions) => Promise<T>;

/** What every use case gets. */
export interface Deps {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly timeZone: string;
  readonly transact: Transact;
  readonly policy: <T extends object>(definition: PolicyDefinition<T>) => Promise<T>;
  readonly contributions: Contributions;
  readonly roleName: (role: Role) => string;
}
