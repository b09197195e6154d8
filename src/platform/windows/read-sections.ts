import type { KnownBlock } from '@slack/types';
import { NotFound } from '../../core/errors.ts';
import { parseSubject, type Subject, subjectText } from '../../core/subject.ts';
import { buttons, context } from '../block-kit/blocks.ts';
import type { Registry } from '../slice/registry.ts';
import type { Interaction, SectionContent, SlackRequest, WindowSection } from '../slice/slice.ts';

/** A section as it is laid out. */
export interface Titled {
  readonly order: number;
  readonly title?: string | undefined;
  readonly blocks: readonly KnownBlock[];
}

export type ReadSection = SectionContent & Titled;

/** So many rows of a section are shown at once. */
const pageSize = 8;

/** Which rows of which section a window shows; all others show their first. Example: `Invoices:8` is the second page of its invoices. */
const skipOf = (page: string | undefined, title: string): number => {
  const [, of, skip] = /^(.+):(\d{1,6})$/.exec(page ?? '') ?? [];
  return of === title ? Number(skip) : 0;
};

const previous = 'window.rows_before';
const next = 'window.rows_after';

const pager = (subject: Subject, { title }: WindowSection, skip: number, hasMore: boolean): readonly KnownBlock[] => {
  const to = (text: string, action: string, at: number) => ({
    text,
    action,
    value: `${subjectText(subject)} ${title}:${at}`,
  });
  const ways = [
    ...(skip > 0 ? [to('Previous', previous, Math.max(0, skip - pageSize))] : []),
    ...(hasMore ? [to('Next', next, skip + pageSize)] : []),
  ];
  return ways.length > 0 ? [buttons(`rows:${title}`, ways)] : [];
};

/** Another page of a section's rows, in the same window. WRK-1 */
export const turnRows: readonly Interaction[] = [previous, next].map((id) => ({
  id,
  // Whether its reader may see the window, it says itself.
  isForTeam: true,
  press: async ({ value }) => {
    const [, of = '', page] = /^(\S+) (.+)$/.exec(value) ?? [];
    const subject = parseSubject(of);
    if (!subject) throw new NotFound('list');
    return { window: { ...subject, page } };
  },
}));

const readRows = async (
  reader: SlackRequest,
  subject: Subject,
  section: WindowSection,
  page: string | undefined,
): Promise<readonly KnownBlock[]> => {
  if (!section.rows) return [];
  const skip = skipOf(page, section.title);
  const rows = await section.rows(reader, subject.id, { skip, take: pageSize + 1 });
  return [...rows.slice(0, pageSize), ...pager(subject, section, skip, rows.length > pageSize)];
};

/** What slices say of the subject to its reader. One broken section must not keep anybody from the rest of the window. */
export const readSections = async (
  registry: Pick<Registry, 'sections'>,
  reader: SlackRequest,
  subject: Subject,
  page: string | undefined,
): Promise<readonly ReadSection[]> => {
  const isHolder = (await reader.roles()).size > 0;
  const mine = registry.sections(subject.type).filter((each) => isHolder || each.isForTeam);
  return Promise.all(
    mine.map(async (section) => {
      const { order, title } = section;
      try {
        const [content = {}, rows] = await Promise.all([
          section.read?.(reader.deps, subject.id, reader),
          readRows(reader, subject, section, page),
        ]);
        return { order, title, ...content, blocks: [...(content.blocks ?? []), ...rows] };
      } catch (error) {
        reader.deps.log.error({ err: error, section: title }, 'a section of a window could not be drawn');
        return { order, title, blocks: [context('This part could not be read just now. Open it again in a moment.')] };
      }
    }),
  );
};
