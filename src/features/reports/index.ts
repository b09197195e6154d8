import { runKinds } from '../../platform/runs/index.ts';
import type { Slice } from '../../platform/slice/slice.ts';
import { contribute } from '../../platform/work/contributions.ts';
import type { Deps } from '../../platform/work/work.ts';
import { fileButtons } from './actions/report-as-file.ts';
import { chooseReport, reportCommand, showReportButton } from './actions/show-report.ts';
import { reportFileRun } from './report-file.ts';

export { rangeProblem, rangeText, readRange } from './range.ts';
export {
  atOnce,
  countOf,
  type FileOf,
  figureOf,
  moneyReaders,
  type Overview,
  plotted,
  type Range,
  type Reading,
  type Report,
  type ReportRow,
  reports,
} from './report.ts';
export { askForFile } from './report-file.ts';

/** A leaf: who owns figures contributes their report. CUS-8 @param wakeRuns has queued runs worked through in the background */
export const reportsSlice = (wakeRuns: (deps: Deps) => void): Slice => ({
  name: 'reports',
  commands: [reportCommand],
  interactions: [showReportButton(wakeRuns), chooseReport, ...fileButtons(wakeRuns)],
  contributes: [contribute(runKinds, reportFileRun)],
});
