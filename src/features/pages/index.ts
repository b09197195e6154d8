import { pagePlaces } from '../../platform/links/index.ts';
import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import { type BillPages, billRoutes } from './bill/bill-routes.ts';
import { linkButtons } from './links/actions/change-link.ts';
import { linkSections } from './links/link-section.ts';
import { projectRoutes } from './project/project-routes.ts';
import { takeBackWordButton } from './words/actions/take-back-word.ts';
import { eraseWordsToo } from './words/receive-word.ts';
import { wordSections } from './words/word-section.ts';

export { endedPage, pageAnswer, unknownPage } from './answering/answers.ts';
export { type PageKind, pageRoutes } from './answering/page-kind.ts';
export { renewPageLink, withdrawPageLink } from './links/actions/change-link.ts';
export { takeBackWord } from './words/actions/take-back-word.ts';
export { wordReceived, wordTakenBack } from './words/events.ts';

export interface PagesFrom extends BillPages {
  /** Under which Baton answers browsers (PUBLIC_URL), without a slash at its end; without it no links are given. */
  readonly publicUrl: string | undefined;
}

/** What customers see of Baton: a bill's page and their project's. BIL-4, ONB-21 */
export const pagesSlice = ({ publicUrl, ...from }: PagesFrom): Slice => ({
  name: 'pages',
  routes: [...billRoutes(from), ...projectRoutes],
  interactions: [...linkButtons, takeBackWordButton],
  sections: [...linkSections, ...wordSections],
  reactions: [eraseWordsToo],
  contributes:
    publicUrl === undefined
      ? []
      : [
          contribute(pagePlaces, { type: 'invoice', base: `${publicUrl}/bills/` }),
          contribute(pagePlaces, { type: 'project', base: `${publicUrl}/p/` }),
        ],
});
