import { Conflict, NotFound, UserError } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { lockSettings } from '../../../../platform/admin/settings-lock.ts';
import { required } from '../../../../platform/block-kit/form.ts';
import { readKept } from '../../../../platform/block-kit/kept.ts';
import { kindOf, restartRun, runById, startRun } from '../../../../platform/runs/index.ts';
import { said } from '../../../../platform/slice/answers.ts';
import { requireEarly } from '../../../../platform/slice/any-role.ts';
import type { Interaction, SlackRequest } from '../../../../platform/slice/slice.ts';
import { readPolicy } from '../../../../platform/work/policies.ts';
import { adminRole } from '../../../../platform/work/roles.ts';
import type { By, Deps } from '../../../../platform/work/work.ts';
import { contents, type ImportsFrom, importParameters, importRun } from '../import-run.ts';
import { type NamedMapping, type ReportFormat, ReportRefused, type ReportRow } from '../report.ts';
import { importById, parametersOf, requeueImport, saveMapping } from '../store.ts';
import { keptColumns, keptWords, mappingOf, readColumns, readWords } from './map-answers.ts';
import { columnsForm, fieldOf, type Mapped, type Rehearsed, rowsForm, wordsForm } from './map-forms.ts';

const doing = 'map a report’s columns';

/** So much of a report is looked at; bytes. */
const beginning = 256 * 1024;

/** The whole lines at the beginning of a file: a line ends where no quote is open. */
const beginningOf = async (file: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of file) {
    parts.push(part);
    size += part.length;
    if (size > beginning) break;
  }
  const bytes = Buffer.concat(parts);
  if (size <= beginning) return bytes;
  const text = bytes.subarray(0, beginning).toString('latin1');
  for (let end = text.lastIndexOf('\n'); end > 0; end = text.lastIndexOf('\n', end - 1))
    if (text.slice(0, end).split('"').length % 2 === 1) return bytes.subarray(0, end + 1);
  return bytes.subarray(0, beginning);
};

interface Refused extends Mapped {
  readonly importId: string;
  readonly format: ReportFormat;
  readonly bytes: Uint8Array;
}

/** A report that was refused for its columns, read anew from where it is. @throws NotFound, UserError once it is mapped */
const refusedReport = async (request: SlackRequest, from: ImportsFrom, importId: string): Promise<Refused> => {
  await requireEarly(request, [adminRole], doing);
  const { prisma } = request.deps.db;
  const found = await importById(prisma, importId);
  const format = from.formats.find((each) => each.gateway === found?.gateway);
  if (!found || !format) throw new NotFound('import');
  if (found.header.length === 0)
    throw new UserError('The columns of this report are mapped already. Import it anew if you need to.');
  const run = importParameters.safeParse((await runById(prisma, importId))?.parameters);
  const bytes = await beginningOf(contents(from, run.success ? run.data : parametersOf(found)));
  const { mapping } = format;
  const stored = await prisma.policy.findUnique({ where: { key: mapping.policy.key } });
  return {
    importId,
    format,
    bytes,
    fileName: found.fileName,
    mapping,
    look: await mapping.look(bytes),
    current: readPolicy(mapping.policy, stored?.value),
  };
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The beginning of the report, read as the import would read it. */
const rehearse = async (
  { deps }: SlackRequest,
  { format, bytes }: Refused,
  mapping: NamedMapping,
): Promise<Rehearsed> => {
  const rows: ReportRow[] = [];
  const notes: string[] = [];
  const reading = {
    policy: deps.policy,
    mappings: [mapping],
    now: deps.clock.now(),
    note: (text: string) => void notes.push(text),
    ignored: () => {},
  };
  try {
    for await (const batch of format.read(reading, once(bytes))) rows.push(...batch);
    return { rows, notes, problem: undefined };
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error;
    return { rows, notes, problem: error.message };
  }
};

/** Saves how reports with this header are read, and has the refused one imported by it. COL-1 */
export const mapReport = (
  deps: Deps,
  by: By,
  importId: string,
  gateway: string,
  mapping: NamedMapping,
): Promise<void> =>
  deps.transact(by, async (work) => {
    await lockSettings(work, doing);
    const found = await importById(work.tx, importId);
    if (found?.gateway !== gateway) throw new NotFound('import');
    if (found.header.length === 0)
      throw new Conflict('The columns of this report are mapped already: it is being imported again.');
    await saveMapping(work, gateway, mapping);
    if (!(await requeueImport(work.tx, found.id))) throw new Conflict('This report is being imported already.');
    // One that a version before runs has refused is a run from now on.
    if (await runById(work.tx, found.id)) await restartRun(work, found.id);
    else await startRun(work, kindOf(work, importRun), parametersOf(found), { id: found.id });
    const { name, settings } = mapping;
    work.audit({ action: 'report.mapped', subject: { type: 'import', id: found.id }, after: { name, settings } });
  });

/** Map its columns, on the message of a refused report: its columns, then its words and dates, then the rows as they would be read. COL-1 */
export const mapColumns = (from: ImportsFrom, wake: (deps: Deps) => void): readonly Interaction[] => [
  {
    id: 'report.map',
    press: async (request) => ({
      modal: columnsForm(request.value, await refusedReport(request, from, request.value)),
    }),
    submit: async (request) => {
      const refused = await refusedReport(request, from, request.data);
      const columns = readColumns(refused, request.values);
      const name = required(request.values.text(fieldOf.name), fieldOf.name, 'Give the mapping a name.');
      const data = JSON.stringify({ importId: request.data, name, columns });
      return { replace: wordsForm(data, refused, columns) };
    },
  },
  {
    id: 'report.map_words',
    submit: async (request) => {
      const columns = readKept(keptColumns, request.data);
      const refused = await refusedReport(request, from, columns.importId);
      const kept = readWords(refused, columns, request.values);
      const rehearsed = await rehearse(request, refused, mappingOf(refused, kept));
      return { replace: rowsForm(JSON.stringify(kept), refused, kept.zone, rehearsed) };
    },
  },
  {
    id: 'report.map_confirm',
    submit: async (request) => {
      const { deps, by, data } = request;
      const kept = readKept(keptWords, data);
      const refused = await refusedReport(request, from, kept.importId);
      await mapReport(deps, by, kept.importId, refused.format.gateway, mappingOf(refused, kept));
      wake(deps);
      return said(`“${escapeMrkdwn(kept.name)}” is saved. Importing ${escapeMrkdwn(refused.fileName)} again…`);
    },
  },
];
