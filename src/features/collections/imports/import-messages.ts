import { escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { system, type Work } from '../../../platform/work/work.ts';
import {
  type CaseFacts,
  type CollectionCase,
  casesByIds,
  caseTitle,
  digestPage,
  setHasMessage,
} from '../cases/index.ts';
import type { Imported } from './store.ts';
import { importSummary } from './summary-views.ts';

/** Cases on one page of a digest. */
const perPage = 120;
/** With the summary, an import never sends accounting more than a hundred messages; the rest is behind "Browse". */
const maxPages = 98;
/** More threads than this are not written line by line in one import. */
const maxThreads = 1000;

/** So many cases are named in the import's answer. */
const mostNamed = 10;

export interface ImportInfo {
  readonly importId: string;
  readonly fileName: string;
}

/** Gathers what an import has to say about cases, and says it in as few messages as it takes. COL-2 */
export interface Announcement {
  heard(
    before: CollectionCase | undefined,
    after: CaseFacts & { readonly id: string; readonly hasMessage: boolean },
    wantsMessage: boolean,
    logs: readonly string[],
    asks: readonly string[],
  ): void;
  /** What accounting must look at of cases that get no message of their own now: a few sentences, and how many more. */
  asks(tx: Work['tx']): Promise<readonly string[]>;
  finish(work: Work, info: ImportInfo, imported: Imported, threshold: number): Promise<void>;
}

const log = (work: Work, id: string, lines: readonly string[]): void => {
  if (lines.length === 0) return;
  work.post({
    to: { thread: { kind: 'case', subjectId: id } },
    content: { text: escapeMrkdwn(lines.join('\n')) },
    priority: 1,
  });
};

const postDigest = async (work: Work, importId: string, ids: readonly string[]): Promise<void> => {
  const pages = Math.min(maxPages, Math.ceil(ids.length / perPage));
  const cases = await casesByIds(work.tx, ids.slice(0, pages * perPage));
  for (let page = 0; page < pages; page++)
    work.post({
      to: { role: 'accounting' },
      content: digestPage(cases.slice(page * perPage, (page + 1) * perPage), page + 1, pages),
      key: `import:${importId}:${page}`,
      priority: 2,
    });
};

export const announce = (): Announcement => {
  const wanting: string[] = [];
  const shown: string[] = [];
  const lines = new Map<string, readonly string[]>();
  const asked: { readonly id: string; readonly text: string }[] = [];
  let unnamed = 0;
  return {
    heard(_before, after, wantsMessage, logs, asks) {
      if (!wantsMessage) {
        const named = asks.slice(0, Math.max(0, mostNamed - asked.length));
        asked.push(...named.map((text) => ({ id: after.id, text })));
        unnamed += asks.length - named.length;
      }
      if (!wantsMessage && !after.hasMessage) return;
      (wantsMessage ? wanting : shown).push(after.id);
      if (lines.size < maxThreads) lines.set(after.id, logs);
    },
    async asks(tx) {
      const cases = new Map(
        (
          await casesByIds(
            tx,
            asked.map(({ id }) => id),
          )
        ).map((each) => [each.id, each]),
      );
      const named = asked.flatMap(({ id, text }) => {
        const of = cases.get(id);
        return of ? [`${caseTitle(of)}: ${text}`] : [];
      });
      return unnamed > 0 ? [...named, `${plural(unnamed, 'more case')} to look at: their threads say why.`] : named;
    },
    async finish(work, info, imported, threshold) {
      const isDigest = wanting.length > threshold;
      const summary = importSummary(info, imported, isDigest ? wanting.length : 0);
      work.post({ to: { role: 'accounting' }, content: summary, key: `import:${info.importId}`, priority: 1 });
      if (work.by.id !== system.userId)
        work.post({ to: { user: work.by.id }, content: summary, key: `import:${info.importId}:dm`, priority: 1 });
      if (isDigest) await postDigest(work, info.importId, wanting);
      else await setHasMessage(work.tx, wanting);
      for (const id of isDigest ? shown : [...shown, ...wanting]) {
        work.show({ kind: 'case', subjectId: id }, { role: 'accounting' });
        log(work, id, lines.get(id) ?? []);
      }
    },
  };
};
