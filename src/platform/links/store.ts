import { randomBytes } from 'node:crypto';
import { type Subject, subjectText } from '../../core/subject.ts';
import type { Tx } from '../db/open.ts';
import type { Work } from '../work/work.ts';

/** How a thing's link stands. */
export interface LinkState {
  /** None while no link was ever made. */
  readonly key: string | undefined;
  readonly generation: number;
  readonly withdrawn: boolean;
}

const pages = 'pages';

interface Row {
  readonly subject: string;
  readonly key: string | null;
  readonly generation: number | null;
  readonly withdrawn: boolean | null;
}

const stateOf = (row: Row | undefined): LinkState => ({
  key: row?.key ?? undefined,
  generation: row?.generation ?? 0,
  withdrawn: row?.withdrawn ?? false,
});

/** In the order of the subjects. */
export const linkStates = async (tx: Tx, subjects: readonly Subject[]): Promise<readonly LinkState[]> => {
  const texts = subjects.map(subjectText);
  const rows = await tx.$queryRaw<Row[]>`
    SELECT s.subject, k.value AS key, l.generation, l.withdrawn FROM unnest(${texts}::text[]) AS s(subject)
      LEFT JOIN link_keys k ON k.name = ${pages}
      LEFT JOIN page_links l ON l.subject = s.subject`;
  const bySubject = new Map(rows.map((row) => [row.subject, row]));
  return texts.map((text) => stateOf(bySubject.get(text)));
};

export const linkState = async (tx: Tx, subject: Subject): Promise<LinkState> =>
  (await linkStates(tx, [subject]))[0] ?? stateOf(undefined);

/** Made by whoever needs it first; whoever comes second uses that one. */
export const makeKey = async (tx: Tx): Promise<string> => {
  const made = randomBytes(32).toString('hex');
  const [row] = await tx.$queryRaw<{ value: string }[]>`
    INSERT INTO link_keys (name, value, made_at) VALUES (${pages}, ${made}, now())
    ON CONFLICT (name) DO UPDATE SET value = link_keys.value RETURNING value`;
  return row?.value ?? made;
};

/** @returns whether it stood as it was said to */
export const writeLink = async (
  { tx, by, now }: Work,
  subject: Subject,
  { from, to }: { readonly from: number; readonly to: Pick<LinkState, 'generation' | 'withdrawn'> },
): Promise<boolean> => {
  const written = await tx.$executeRaw`
    INSERT INTO page_links AS l (subject, generation, withdrawn, changed_by, changed_at)
    SELECT ${subjectText(subject)}, ${to.generation}, ${to.withdrawn}, ${by.id}, ${now}::timestamptz
    WHERE ${from} = 0 OR EXISTS (SELECT 1 FROM page_links WHERE subject = ${subjectText(subject)})
    ON CONFLICT (subject) DO UPDATE SET generation = excluded.generation, withdrawn = excluded.withdrawn,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at WHERE l.generation = ${from} AND NOT (l.withdrawn AND excluded.withdrawn)`;
  return written > 0;
};
