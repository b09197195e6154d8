import type { Subject } from '../../core/subject.ts';
import type { Tx } from '../../platform/db/open.ts';

/** What somebody did, as the audit log keeps it. */
export interface StoryEntry {
  readonly id: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly reason: string | null;
}

export interface StoryPage {
  readonly entries: readonly StoryEntry[];
  /** There are older ones. */
  readonly more: boolean;
}

/** Whose story: of a thing, or of what is told of another in that thing's, such as an invoice in its project's. */
export interface StoryRef extends Subject {
  readonly mentions?: Subject | undefined;
}

/** Where the log keeps what a story tells: entries of a subject, all or those whose `key` names the value. */
const sourcesOf = ({ type, id, mentions }: StoryRef) =>
  mentions
    ? [
        { type, id, key: mentions.type, value: mentions.id },
        { type: mentions.type, id: mentions.id },
      ]
    : [{ type, id }];

/**
 * A page of what happened to a thing, newest first; of a customer, what happened to all that is theirs. CUS-7, ONB-18
 * @param page `before`: the entry that it ends before
 */
export const storyOf = async (
  tx: Tx,
  of: StoryRef,
  page: { readonly before?: bigint | undefined; readonly take: number },
): Promise<StoryPage> => {
  const before = page.before ?? null;
  const most = page.take + 1;
  const rows =
    of.type === 'customer'
      ? await tx.$queryRaw<StoryEntry[]>`
          SELECT id, at, actor, action, before, after, reason FROM audit_log
          WHERE customer_id = ${of.id}::uuid AND (${before}::bigint IS NULL OR id < ${before}::bigint)
          ORDER BY id DESC LIMIT ${most}`
      : await tx.$queryRaw<StoryEntry[]>`
          SELECT e.id, e.at, e.actor, e.action, e.before, e.after, e.reason
          FROM jsonb_to_recordset(${JSON.stringify(sourcesOf(of))}::jsonb) AS s(type text, id text, key text, value text)
          CROSS JOIN LATERAL (
            SELECT a.id, a.at, a.actor, a.action, a.before, a.after, a.reason FROM audit_log a
            WHERE a.subject_type = s.type AND a.subject_id = s.id AND (s.key IS NULL OR a.after ->> s.key = s.value)
              AND (${before}::bigint IS NULL OR a.id < ${before}::bigint)
            ORDER BY a.id DESC LIMIT ${most}) e
          ORDER BY e.id DESC LIMIT ${most}`;
  return { entries: rows.slice(0, page.take), more: rows.length > page.take };
};
