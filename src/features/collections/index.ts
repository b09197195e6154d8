import type { Slice } from '../../platform/slice/slice.ts';
import type { Deps } from '../../platform/work/work.ts';
import { casePieces } from './cases/index.ts';
import { type ImportsFrom, importPieces } from './imports/index.ts';
import { linkPieces } from './links/index.ts';
import { paymentPieces } from './payments/index.ts';

export { type CollectionCase, collectionsPolicy, sweepCases } from './cases/index.ts';
export {
  type ColumnMapping,
  type IgnoredRow,
  importFromShell,
  type Reading,
  type ReportFormat,
  ReportRefused,
  type ReportRow,
} from './imports/index.ts';

export interface CollectionsOptions extends ImportsFrom {
  /** Has queued runs worked through in the background. */
  readonly wakeRuns: (deps: Deps) => void;
}

/** Failed charges until they are recovered or expired, and the reports that tell of them. */
export const collectionsSlice = ({ wakeRuns, ...from }: CollectionsOptions): Slice => {
  const imports = importPieces(from, wakeRuns);
  return {
    name: 'collections',
    commands: [...imports.commands, ...paymentPieces.commands],
    interactions: [
      ...casePieces.interactions,
      ...paymentPieces.interactions,
      ...linkPieces.interactions,
      ...imports.interactions,
    ],
    slots: casePieces.slots,
    home: casePieces.home,
    sections: [...casePieces.sections, ...paymentPieces.sections],
    lists: casePieces.lists,
    windows: casePieces.windows,
    jobs: [...casePieces.jobs, ...imports.jobs],
    policies: [...casePieces.policies, ...imports.policies],
    reactions: [...paymentPieces.reactions, ...casePieces.reactions, ...linkPieces.reactions],
    contributes: imports.contributes,
  };
};
