import type { Subject } from '../../core/subject.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Sql, Tx } from '../../platform/db/open.ts';

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

/** Whose story. */
export interface StoryRef extends Subject {
  /**
   * It is told of in others' stories too, such as an invoice in its project's: by entries that name it in `after`, under its type.
   * For each such type the log has an index of its own, so that what it costs follows what happened to the thing.
   */
  readonly isMentioned?: boolean;
}

const columns = Prisma.sql`a.id, a.at, a.actor, a.action, a.before, a.after, a.reason`;

/** Where the log keeps what a story tells: each entry in one of these only. */
const sourcesOf = ({ type, id, isMentioned }: StoryRef): readonly Sql[] => {
  if (type === 'customer') return [Prisma.sql`a.customer_id = ${id}::uuid`];
  const own = Prisma.sql`a.subject_type = ${type} AND a.subject_id = ${id}`;
  // Spelled out, not a value: an index serves the key that it was made with. A type is a word of ours.
  const key = Prisma.raw(`'${type}'`);
  return isMentioned ? [own, Prisma.sql`a.after ->> ${key} = ${id} AND NOT (${own})`] : [own];
};

/** Which part of a story. */
export interface StoryPart {
  /** The entry that it ends before. */
  readonly before?: bigint | undefined;
  /** What the actions are about that are told (`invoice`), or that are not. */
  readonly about?: readonly string[] | undefined;
  readonly notAbout?: readonly string[] | undefined;
  /** From an instant, and before another. */
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

const partOf = ({ before, about, notAbout, from, until }: StoryPart): Sql =>
  Prisma.join(
    [
      before === undefined ? Prisma.empty : Prisma.sql`AND a.id < ${before}`,
      about ? Prisma.sql`AND split_part(a.action, '.', 1) = ANY(${[...about]}::text[])` : Prisma.empty,
      notAbout ? Prisma.sql`AND split_part(a.action, '.', 1) <> ALL(${[...notAbout]}::text[])` : Prisma.empty,
      from ? Prisma.sql`AND a.at >= ${from.toISOString()}::timestamptz` : Prisma.empty,
      until ? Prisma.sql`AND a.at < ${until.toISOString()}::timestamptz` : Prisma.empty,
    ],
    ' ',
  );

/** A page of what happened to a thing, newest first; of a customer, what happened to all that is theirs. CUS-7, ONB-18 */
export const storyOf = async (
  tx: Tx,
  of: StoryRef,
  page: StoryPart & { readonly take: number },
): Promise<StoryPage> => {
  const most = page.take + 1;
  const part = partOf(page);
  const each = sourcesOf(of).map(
    (source) =>
      Prisma.sql`(SELECT ${columns} FROM audit_log a WHERE ${source} ${part} ORDER BY a.id DESC LIMIT ${most})`,
  );
  const rows = await tx.$queryRaw<StoryEntry[]>`
    SELECT ${columns} FROM (${Prisma.join(each, ' UNION ALL ')}) a ORDER BY a.id DESC LIMIT ${most}`;
  return { entries: rows.slice(0, page.take), more: rows.length > page.take };
};
