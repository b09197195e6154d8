import { FieldErrors, NotAllowed } from '../../../core/errors.ts';
import { type Day, todayIn } from '../../../core/time/calendar.ts';
import { type FormValues, required } from '../../../platform/block-kit/form.ts';
import type { Answer, Interaction, SlackRequest, Subcommand } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { reportByWord, reportFor, reportsFor } from '../find.ts';
import { rangeProblem, readRange, usualRange } from '../range.ts';
import type { Range, Report } from '../report.ts';
import { fieldsName, reportForm, reportMessage } from '../report-views.ts';
import { fileAnswer, readAsked } from './report-as-file.ts';

const todayOf = ({ deps }: SlackRequest): Day => todayIn(deps.timeZone, deps.clock.now());

const onScreen = async (request: SlackRequest, report: Report, range: Range): Promise<Answer> => {
  const { db, timeZone, policy } = request.deps;
  const reading = { tx: db.prisma, today: todayOf(request), timeZone, policy };
  const overview = await report.overview(reading, range);
  return { say: reportMessage(report, range, overview) };
};

/** The one that is asked for, else one that is for everybody. @throws NotAllowed where none is theirs */
const formOf = async (request: SlackRequest, report?: Report, range?: Range): Promise<Answer> => {
  const all = await reportsFor(request);
  const shown = report ?? all.find(({ readers }) => !readers) ?? all[0];
  if (!shown) throw new NotAllowed('Reports are for those who hold a role. Ask an admin for one.');
  return { modal: reportForm(all, shown, range ?? usualRange(shown.range, todayOf(request))) };
};

const readDays = (report: Report, values: FormValues, today: Day): Range => {
  if (report.range === 'now') return usualRange('now', today);
  const last = required(values.day('to'), 'to', 'Choose a day.');
  const first = report.range === 'as_of' ? last : required(values.day('from'), 'from', 'Choose the first day.');
  const problem = rangeProblem(report.range, { first, last }, today);
  if (problem) throw new FieldErrors({ [problem.at]: problem.text });
  return { first, last };
};

export const showReportButton = (wakeRuns: (deps: Deps) => void): Interaction => ({
  id: 'report.show',
  press: async (request) => {
    const { report, range } = await readAsked(request);
    return formOf(request, report, range);
  },
  submit: async (request) => {
    const { values, data } = request;
    const report = await reportFor(request, values.option('report') ?? data);
    const range = readDays(report, values, todayOf(request));
    const format = values.option('format');
    if (format !== 'csv' && format !== 'xlsx') return onScreen(request, report, range);
    return fileAnswer(request, { report, range, format, fields: values.options(fieldsName(report)) }, wakeRuns);
  },
});

/** Another report has other days and fields. */
export const chooseReport: Interaction = {
  id: 'report.choose',
  press: async (request) => {
    const { modal } = await formOf(request, await reportFor(request, request.selected[0] ?? request.value));
    return modal ? { replace: modal } : {};
  },
};

/** `/bill report <which> [days]` */
export const reportCommand: Subcommand = {
  command: '/bill',
  word: 'report',
  usage: '[which] [month | days]',
  help: 'shows figures as tables and charts, or gives them as a file',
  run: async (request) => {
    const [word = '', ...rest] = request.text.trim().split(/\s+/);
    if (word === '') return formOf(request);
    const report = await reportByWord(request, word);
    return onScreen(request, report, readRange(rest.join(' '), report.range, todayOf(request)));
  },
};
