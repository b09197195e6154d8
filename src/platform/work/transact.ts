import { NotAllowed } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { todayIn } from '../../core/time/calendar.ts';
import type { Clock } from '../../core/time/clock.ts';
import type { Database, Tx } from '../db/open.ts';
import { type AuditRow, appendAudit } from './append-audit.ts';
import type { Contributions } from './contributions.ts';
import type { Reaction } from './events.ts';
import { readPolicy } from './policies.ts';
import { barrier, lacksRole, membersOf, type Role, type Standing } from './roles.ts';
import { slotKey } from './slot-key.ts';
import { type Actor, type By, type Derived, type NewPost, system, type Transact, type Work } from './work.ts';
import { type SlotEffect, writeEffects } from './write-effects.ts';

/** The same request was carried out before: there is nothing left to do and nothing to say. */
export class Repeated extends Error {
  override readonly name = 'Repeated';
}

/** Rolls back what was only tried out, and carries its outcome. */
class Rehearsed<T> extends Error {
  override readonly name = 'Rehearsed';
  readonly outcome: T;

  constructor(outcome: T) {
    super();
    this.outcome = outcome;
  }
}

interface Parts {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly reactions: readonly Reaction[];
  readonly contributions: Contributions;
  readonly roleName: (role: Role) => string;
  /** Called after each commit, so that what was written is sent without waiting for the next poll. */
  readonly committed: () => void;
}

interface Opening extends Standing {
  readonly fresh: boolean;
  readonly time_zone: string | null;
  readonly roles: string[];
  readonly policies: Readonly<Record<string, unknown>>;
}

/**
 * One round trip: remembers the request (the same one twice has one effect) and reads who asks and what is set, as of this
 * transaction.
 */
const open = async (tx: Tx, by: By, now: Date): Promise<Opening> => {
  const [row] = await tx.$queryRaw<Opening[]>`
    WITH seen AS (
      INSERT INTO inbox (key, received_at)
      SELECT ${by.requestId ?? null}::text, ${now}::timestamptz WHERE ${by.requestId ?? null}::text IS NOT NULL
      ON CONFLICT DO NOTHING RETURNING key)
    SELECT (${by.requestId ?? null}::text IS NULL OR EXISTS (SELECT 1 FROM seen)) AS fresh,
           p.time_zone, p.is_deactivated, p.is_guest, p.is_stranger,
           ARRAY(SELECT DISTINCT role FROM role_members WHERE user_id = ${by.userId}) AS roles,
           (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM policies) AS policies
    FROM (SELECT 1) one LEFT JOIN people p ON p.id = ${by.userId}`;
  if (!row?.fresh) throw new Repeated();
  return row;
};

const actorOf = (by: By, row: Opening, zone: string): Actor => {
  const barred = barrier(row);
  return { id: by.userId, roles: new Set(row.roles), timeZone: row.time_zone ?? zone, ...(barred ? { barred } : {}) };
};

/** The customer that a transaction is about, if it is one. */
const onlyCustomer = (audit: readonly AuditRow[]): string | undefined => {
  const customers = new Set(audit.flatMap((row) => row.customerId ?? []));
  return customers.size === 1 ? [...customers][0] : undefined;
};

/**
 * The one way to change state: state, audit and what to send commit together or not at all (DESIGN §1).
 * Throws Repeated for a request that was carried out before.
 */
export const createTransact = (parts: Parts): Transact => {
  return async (by, body, options) => {
    const carriedOut = parts.db.tx(async (tx) => {
      const now = parts.clock.now();
      const opening = await open(tx, by, now);
      const actor = actorOf(by, opening, parts.timeZone);
      const policies = new Map(Object.entries(opening.policies));
      const audit: AuditRow[] = [];
      let isAsked = by.userId === system.userId;
      const slots: SlotEffect[] = [];
      const posts: (NewPost & { id: string })[] = [];
      const derived = new Map<Derived<unknown>, Map<string, unknown>>();
      const work: Work = {
        tx,
        now,
        by: actor,
        today: todayIn(parts.timeZone, now),
        timeZone: parts.timeZone,
        require: (roles, doing, isTheirs = false) => {
          isAsked = true;
          if (by.userId === system.userId) return;
          if (actor.barred) throw new NotAllowed(`You can't ${doing}: ${actor.barred}.`);
          if (!isTheirs && !roles.some((role) => actor.roles.has(role))) {
            throw lacksRole(roles, doing, parts.roleName);
          }
        },
        policy: async (definition) => readPolicy(definition, policies.get(definition.key)),
        contributions: parts.contributions,
        policyIs: (key, stored) => void policies.set(key, stored),
        policiesAre: (stored) => {
          for (const [key, value] of Object.entries(stored)) policies.set(key, value);
        },
        membersOf: (roles) => membersOf(tx, roles),
        audit: (record) => void audit.push({ ...record, at: now, actor: actor.id, requestId: by.requestId }),
        show: (slot, to, priority = 0) => void slots.push({ ...slot, key: slotKey(slot), to, priority }),
        post: (post) => void posts.push({ ...post, id: newId() }),
        derive: (to, key, value) => {
          // A map of its own for each kind: its values are what that kind was given.
          const kind = to as Derived<unknown>;
          derived.set(kind, (derived.get(kind) ?? new Map()).set(key, value));
        },
        emit: async (event, payload) => {
          for (const reaction of parts.reactions)
            if (reaction.event === event.name) await reaction.handle(work, payload);
        },
      };
      const outcome = await body(work);
      if (options?.rehearsed) {
        options.rehearsed(posts);
        throw new Rehearsed(outcome);
      }
      if (audit.length > 0 && !isAsked)
        throw new Error(`${audit[0]?.action}: nobody asked whether ${by.userId} may do this`);
      const customerId = onlyCustomer(audit);
      const about = customerId ? posts.map((post) => ({ customerId, ...post })) : posts;
      await Promise.all([
        ...[...derived].map(([kind, last]) => kind.write(tx, last)),
        appendAudit(tx, audit),
        writeEffects(tx, now, { slots, posts: about }),
      ]);
      return outcome;
    }, options);
    try {
      const result = await carriedOut;
      parts.committed();
      return result;
    } catch (error) {
      if (error instanceof Rehearsed) return error.outcome;
      throw error;
    }
  };
};
