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

/**
 * A page of what happened to a thing, newest first; of a customer, what happened to all that is theirs. CUS-7, ONB-18
 * @param page `before`: the entry that it ends before
 */
export const storyOf = async (
  tx: Tx,
  { type, id }: Subject,
  page: { readonly before?: bigint | undefined; readonly take: number },
): Promise<StoryPage> => {
  const before = page.before ?? null;
  const rows =
    type === 'customer'
      ? await tx.$queryRaw<StoryEntry[]>`
          SELECT id, at, actor, action, before, after, reason FROM audit_log
          WHERE customer_id = ${id}::uuid AND (${before}::bigint IS NULL OR id < ${before}::bigint)
          ORDER BY id DESC LIMIT ${page.take + 1}`
      : await tx.$queryRaw<StoryEntry[]>`
          SELECT id, at, actor, action, before, after, reason FROM audit_log
          WHERE subject_type = ${type} AND subject_id = ${id} AND (${before}::bigint IS NULL OR id < ${before}::bigint)
          ORDER BY id DESC LIMIT ${page.take + 1}`;
  return { entries: rows.slice(0, page.take), more: rows.length > page.take };
};
