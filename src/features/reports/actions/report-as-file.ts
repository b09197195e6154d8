import { parseDay } from '../../../core/time/calendar.ts';
import { olderForm } from '../../../platform/block-kit/kept.ts';
import { said } from '../../../platform/slice/answers.ts';
import type { ActionRequest, Answer, Interaction, SlackRequest } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { reportFor } from '../find.ts';
import type { Range, Report } from '../report.ts';
import { askForFile } from '../report-file.ts';
import { reportTitle } from '../report-views.ts';
import { type SheetFormat, sheetFormats } from '../sheet.ts';

interface Wanted {
  readonly report: Report;
  readonly range: Range;
  readonly format: SheetFormat;
  /** Keys; none: the usual ones. */
  readonly fields: readonly string[];
}

/** Written down, made in the background, and sent to whoever asked. */
export const fileAnswer = async (
  { deps, by }: SlackRequest & { readonly by: By },
  { report, range, format, fields }: Wanted,
  wakeRuns: (deps: Deps) => void,
): Promise<Answer> => {
  const title = reportTitle(report, range);
  await askForFile(deps, by, { report: report.word, title, ...range, fields: [...fields], format });
  wakeRuns(deps);
  return said(
    `${title}, as ${sheetFormats[format]}: it is being made, and comes to you as a direct message from Baton.`,
  );
};

/** What a button carries. @throws UserError for what another version wrote, or nobody; NotAllowed, NotFound */
export const readAsked = async (
  request: ActionRequest,
): Promise<{ readonly report: Report; readonly range: Range }> => {
  const [word = '', from = '', to = ''] = request.value.split(' ');
  const [first, last] = [parseDay(from), parseDay(to)];
  if (first === undefined || last === undefined) throw olderForm();
  return { report: await reportFor(request, word), range: { first, last } };
};

const fileButton = (id: string, format: SheetFormat, wakeRuns: (deps: Deps) => void): Interaction => ({
  id,
  press: async (request) => fileAnswer(request, { ...(await readAsked(request)), format, fields: [] }, wakeRuns),
});

/** With the usual fields. */
export const fileButtons = (wakeRuns: (deps: Deps) => void): readonly Interaction[] => [
  fileButton('report.csv', 'csv', wakeRuns),
  fileButton('report.xlsx', 'xlsx', wakeRuns),
];
