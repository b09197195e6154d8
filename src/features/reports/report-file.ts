/** A report as a file for whoever asked: a run, so that a crash loses nothing, and one message, so that nothing comes twice. CUS-8 */
import { z } from 'zod';
import type { Subject } from '../../core/subject.ts';
import { escapeMrkdwn } from '../../core/text/text.ts';
import { day } from '../../core/time/calendar.ts';
import { keepFile, letGo } from '../../platform/files/kept-files.ts';
import { type ChunkDone, kindOf, runKind, startRun } from '../../platform/runs/index.ts';
import { requireAnyRole } from '../../platform/slice/any-role.ts';
import type { By, Deps, Work } from '../../platform/work/work.ts';
import { builtinRoles } from '../roles.ts';
import { chosenFields, reportNamed } from './find.ts';
import type { FileOf, Report } from './report.ts';
import { fileMessage, fileName } from './report-views.ts';
import { mediaTypes, sheet, sheetFormats } from './sheet.ts';

const doing = 'have reports made';
const dayText = z.string().transform(day);

const parameters = z.object({
  report: z.string(),
  /** For people: the title, as it was asked for. */
  title: z.string(),
  first: dayText,
  last: dayText,
  /** Keys; none: the usual ones. */
  fields: z.array(z.string()),
  format: z.enum(Object.keys(sheetFormats) as [keyof typeof sheetFormats]),
});
export type FileAsked = z.infer<typeof parameters>;

const requireReader = (work: Work, { readers, title }: Report): void => {
  if (readers) work.require(readers, `read “${title}”`);
  else requireAnyRole(work, `read “${title}”`);
};

const ownerOf = (runId: string): Subject => ({ type: 'run', id: runId });

const keepSheet = async (work: Work, owner: Subject, report: Report, of: FileOf & FileAsked): Promise<string> => {
  const { hash } = await keepFile(
    work.tx,
    owner,
    sheet[of.format](chosenFields(report, of.fields), report.rows(work, of)),
    work.now,
  );
  return hash;
};

const makeFile = async (work: Work, runId: string, asked: FileAsked): Promise<ChunkDone> => {
  const report = reportNamed(work, asked.report);
  requireReader(work, report);
  const fields = chosenFields(report, asked.fields);
  const of = { ...asked, fields: fields.map(({ key }) => key) };
  const known = await report.kept?.find(work, of);
  const hash = known ?? (await keepSheet(work, ownerOf(runId), report, of));
  if (known === undefined) await report.kept?.note(work, of, hash);
  const name = fileName(report, asked, asked.format);
  work.post({
    to: { user: work.by.id },
    content: {
      ...fileMessage(report, asked),
      attachments: [{ name, type: mediaTypes[asked.format], hash }],
    },
    key: `report:${runId}`,
  });
  return { counts: { files: 1 }, cursor: { isPosted: true } };
};

/** The message needs the file now, the run does not any more. */
const letFileGo = async (work: Work, runId: string): Promise<ChunkDone> => {
  await letGo(work.tx, ownerOf(runId));
  return { counts: {} };
};

export const reportFileRun = runKind({
  name: 'report.file',
  parameters,
  title: ({ title, format }) => `${title}, as ${sheetFormats[format]}`,
  roles: builtinRoles.map(({ key }) => key),
  doing,
  channel: 'accounting',
  timeout: 300_000,
  chunk: (work, { runId, parameters: asked, cursor }) =>
    cursor === undefined || cursor === null ? makeFile(work, runId, asked) : letFileGo(work, runId),
  failed: async (work, { runId, parameters: { title }, startedBy }, problem) =>
    work.post({
      to: { user: startedBy },
      content: { text: `${escapeMrkdwn(title)} could not be made. ${escapeMrkdwn(problem)}` },
      key: `report:${runId}`,
    }),
});

/** Writes down that somebody wants the file; it comes as a direct message. @throws NotAllowed, NotFound */
export const askForFile = (deps: Deps, by: By, asked: FileAsked): Promise<string> =>
  deps.transact(by, async (work) => {
    requireReader(work, reportNamed(work, asked.report));
    return startRun(work, kindOf(work, 'report.file'), asked);
  });
