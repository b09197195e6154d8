import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import type { PolicyDefinition } from '../../platform/work/policies.ts';
import type { Deps } from '../../platform/work/work.ts';
import { calendarSources, openThings } from '../customers/index.ts';
import { finders } from '../find/index.ts';
import { reports } from '../reports/index.ts';
import { casesAhead, openCasesOf } from './ahead/foretell.ts';
import { casePieces } from './cases/index.ts';
import { directoryPieces } from './directory/read-directory.ts';
import { caseFinder } from './finding/case-finder.ts';
import { type ImportsFrom, importPieces } from './imports/index.ts';
import { letterPieces } from './letters/index.ts';
import { linkPieces } from './links/index.ts';
import { paymentPieces } from './payments/index.ts';
import { failedReport } from './report/failed-report.ts';

export { type CollectionCase, collectionsPolicy, expectedPeriod, sweepCases } from './cases/index.ts';
export {
  type ChosenMapping,
  type ColumnMapping,
  type IgnoredRow,
  importFromShell,
  type NamedMapping,
  type Reading,
  type ReportFormat,
  type ReportLook,
  ReportRefused,
  type ReportRow,
} from './imports/index.ts';
export { mailCase, mailMany } from './letters/index.ts';

export interface CollectionsOptions extends ImportsFrom {
  /** Has queued runs worked through in the background. */
  readonly wakeRuns: (deps: Deps) => void;
  /** Where customers give the gateway another card. */
  readonly cardUpdateUrl?: string | undefined;
  /** Where the gateway's reports are put. */
  readonly reportsDir?: string | undefined;
}

/** Failed charges until they are recovered or expired, and the reports that tell of them. */
export const collectionsSlice = ({ wakeRuns, cardUpdateUrl, reportsDir, ...from }: CollectionsOptions): Slice => {
  const letters = letterPieces(cardUpdateUrl);
  const imports = importPieces(from, wakeRuns);
  const [format] = from.formats;
  const directory =
    reportsDir && format ? directoryPieces({ path: reportsDir, gateway: format.gateway, wake: wakeRuns }) : undefined;
  return {
    name: 'collections',
    commands: [...imports.commands, ...paymentPieces.commands],
    interactions: [
      ...casePieces.interactions,
      ...paymentPieces.interactions,
      ...linkPieces.interactions,
      ...letters.interactions,
      ...imports.interactions,
    ],
    slots: casePieces.slots,
    home: casePieces.home,
    sections: [...casePieces.sections, ...paymentPieces.sections],
    lists: casePieces.lists,
    windows: casePieces.windows,
    jobs: [...casePieces.jobs, ...imports.jobs, ...(directory?.jobs ?? [])],
    policies: [
      ...casePieces.policies,
      ...imports.policies,
      ...((directory?.policies ?? []) as PolicyDefinition<never>[]),
    ],
    reactions: [...paymentPieces.reactions, ...casePieces.reactions, ...linkPieces.reactions],
    contributes: [
      contribute(finders, caseFinder),
      ...imports.contributes,
      ...letters.contributes,
      contribute(reports, failedReport),
      contribute(openThings, openCasesOf),
      contribute(calendarSources, casesAhead),
    ],
  };
};
