import { newId } from '../../core/ids.ts';
import type { Subject } from '../../core/subject.ts';
import { isEmail } from '../../core/text/email.ts';
import type { Tx } from '../db/open.ts';
import { needKept } from '../files/kept-files.ts';
import { slotKey } from './slot-key.ts';
import { mail, slack } from './transports.ts';
import type { Destination, NewMail, NewPost, SlotRef } from './work.ts';

/** Why a reply is parked: what it belongs to was never posted. It follows as soon as that is. */
export const rootMissing = 'Its message could not be posted.';

export interface SlotEffect extends SlotRef {
  readonly key: string;
  /** Needed the first time only; later the slot stays where it is. */
  readonly to?: Destination | undefined;
  readonly priority?: 0 | 1 | 2 | undefined;
}

/** What one transaction wants to be sent. */
export interface Effects {
  readonly slots: readonly SlotEffect[];
  readonly posts: readonly (NewPost & { readonly id: string })[];
}

interface PlaceColumns {
  readonly role: string | null;
  readonly lane: string | null;
}

const placeOf = (to: Destination | undefined): PlaceColumns => {
  if (to === undefined) return { role: null, lane: null };
  if ('role' in to) return { role: to.role, lane: null };
  return { role: null, lane: 'user' in to ? to.user : to.channel };
};

/** The same slot shown twice in one transaction is rendered once; the more urgent priority wins. */
const merged = (slots: readonly SlotEffect[]): SlotEffect[] => {
  const byKey = new Map<string, SlotEffect>();
  for (const slot of slots) {
    const earlier = byKey.get(slot.key);
    const priority = Math.min(slot.priority ?? 0, earlier?.priority ?? 2) as 0 | 1 | 2;
    byKey.set(slot.key, { ...slot, to: earlier?.to ?? slot.to, priority: earlier ? priority : (slot.priority ?? 0) });
  }
  return [...byKey.values()];
};

const slotColumns = (slot: SlotEffect, index: number) => ({
  n: index,
  id: newId(),
  key: slot.key,
  kind: slot.kind,
  subject: slot.subjectId,
  part: slot.part ?? null,
  priority: slot.priority ?? 0,
  ...placeOf(slot.to),
});

const isMail = (post: NewPost): post is NewMail => 'mail' in post.to;

/** `mail:example.com`: a domain's mail waits for that domain only. */
const mailLane = ({ to: { mail: address } }: NewMail): string => {
  if (!isEmail(address)) throw new Error('A mail goes to one address.');
  return `mail:${address.slice(address.lastIndexOf('@') + 1).toLowerCase()}`;
};

/** What is sent and where to, as the post's transport reads it. */
const addressed = (post: NewPost) => {
  if (isMail(post)) {
    const { letterId, about } = post;
    const payload = {
      to: post.to.mail,
      ...post.content,
      ...(letterId ? { letterId } : {}),
      ...(about ? { about } : {}),
    };
    return { transport: mail, payload, role: null, lane: mailLane(post), thread: null };
  }
  const payload = { ...post.content, ...(post.broadcast ? { broadcast: true } : {}) };
  return 'thread' in post.to
    ? { transport: slack, payload, role: null, lane: null, thread: slotKey(post.to.thread) }
    : { transport: slack, payload, ...placeOf(post.to), thread: null };
};

/** How what is sent needs its attachments. */
export const postOwner = (id: string): Subject => ({ type: 'post', id });

/** One whose key was there already was not written, and needs nothing. */
const keepAttachments = async (tx: Tx, posts: Effects['posts']): Promise<void> => {
  const named = posts.flatMap((post) => (post.content.attachments ?? []).map(({ hash }) => ({ id: post.id, hash })));
  if (named.length === 0) return;
  const written = await tx.post.findMany({ where: { id: { in: named.map(({ id }) => id) } }, select: { id: true } });
  const ids = new Set(written.map(({ id }) => id));
  await needKept(
    tx,
    named.flatMap(({ id, hash }) => (ids.has(id) ? [{ owner: postOwner(id), hash }] : [])),
  );
};

const postColumns = (post: NewPost & { readonly id: string }, index: number) => ({
  n: index,
  id: post.id,
  key: post.key ?? null,
  customer: post.customerId ?? null,
  letter: isMail(post) ? (post.letterId ?? null) : null,
  priority: post.priority ?? 0,
  ...addressed(post),
});

/**
 * Writes what a transaction wants to be sent, in one round trip. A slot that exists is asked to be rendered again;
 * a post whose key exists is left out. A role is resolved to the channel it has now, or waits as `role:<role>` until
 * it has one; a thread follows its slot. Slots before posts, each in the order given. What is sent needs its attachments from then on.
 */
export const writeEffects = async (tx: Tx, now: Date, effects: Effects): Promise<void> => {
  if (effects.slots.length === 0 && effects.posts.length === 0) return;
  const slots = JSON.stringify(merged(effects.slots).map(slotColumns));
  const posts = JSON.stringify(effects.posts.map(postColumns));
  const at = now.toISOString();
  // Rows are locked in the order of their keys, so that two transactions showing the same slots cannot deadlock.
  // A thread's root is looked up row by row: joined, a handful of posts would be hashed against every message there ever was.
  const placeless = await tx.$queryRaw<{ id: string }[]>`
    WITH s AS MATERIALIZED (
      SELECT id, key, kind, subject, part, role, lane, priority, nextval('posts_seq_seq') AS seq FROM (
        SELECT id, key, kind, subject, part, role, lane, priority FROM jsonb_to_recordset(${slots}::jsonb)
          AS s(n int, id uuid, key text, kind text, subject uuid, part text, role text, lane text, priority int) ORDER BY n) s
    ), shown AS (
      INSERT INTO message_slots AS m (id, key, kind, subject_id, part, role, lane, priority, seq, state, created_at)
      SELECT s.id, s.key, s.kind, s.subject, s.part, s.role,
             COALESCE(s.lane, rc.channel_id, 'role:' || s.role, ''), s.priority, s.seq, 'pending', ${at}::timestamptz
      FROM s LEFT JOIN role_channels rc ON rc.role = s.role
      ORDER BY s.key
      ON CONFLICT (key) DO UPDATE SET
        wanted = m.wanted + 1,
        state = CASE WHEN m.state IN ('idle', 'parked') THEN 'pending' ELSE m.state END,
        seq = CASE WHEN m.state IN ('idle', 'parked') THEN EXCLUDED.seq ELSE m.seq END,
        priority = CASE WHEN m.state = 'idle' THEN EXCLUDED.priority ELSE LEAST(m.priority, EXCLUDED.priority) END,
        attempts = CASE WHEN m.state IN ('idle', 'parked') THEN 0 ELSE m.attempts END,
        next_at = CASE WHEN m.state IN ('idle', 'parked') THEN NULL ELSE m.next_at END,
        problem = CASE WHEN m.state = 'parked' THEN NULL ELSE m.problem END
      RETURNING m.id, m.key, m.lane
    ), p AS (
      SELECT n, id, key, transport, payload, customer, letter, priority, role, lane, thread FROM jsonb_to_recordset(${posts}::jsonb)
        AS p(n int, id uuid, key text, transport text, payload jsonb, customer uuid, letter uuid, priority int, role text, lane text, thread text)
    ), posted AS (
      INSERT INTO posts (id, key, transport, lane, role, slot_id, payload, customer_id, letter_id, priority, state, problem, created_at)
      SELECT p.id, p.key, p.transport, COALESCE(p.lane, rc.channel_id, 'role:' || p.role, shown.lane, root.lane, ''), p.role,
             COALESCE(shown.id, root.id), CASE WHEN root.ts IS NULL THEN p.payload - 'broadcast' ELSE p.payload END, p.customer, p.letter, p.priority,
             CASE WHEN shown.id IS NULL AND root.ts IS NULL AND root.state IN ('parked', 'idle') THEN 'parked' ELSE 'pending' END,
             CASE WHEN shown.id IS NULL AND root.ts IS NULL AND root.state IN ('parked', 'idle') THEN ${rootMissing} END,
             ${at}::timestamptz
      FROM p
        LEFT JOIN role_channels rc ON rc.role = p.role
        LEFT JOIN shown ON shown.key = p.thread
        LEFT JOIN LATERAL (SELECT m.id, m.ts, m.state, m.lane FROM message_slots m WHERE m.key = p.thread LIMIT 1) root ON true
      ORDER BY p.n
      ON CONFLICT (key) DO NOTHING
      RETURNING id, lane
    )
    SELECT key AS id FROM shown WHERE lane = '' UNION ALL SELECT id::text FROM posted WHERE lane = ''`;
  // A mistake of the caller, found before anything is committed.
  const first = placeless[0];
  if (first)
    throw new Error(
      `Nobody said where to send ${first.id}: a slot needs \`to\` the first time, a thread needs its slot.`,
    );
  await keepAttachments(tx, effects.posts);
};
