import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { FieldErrors, NotFound } from '../../../core/errors.ts';
import { clip, escapeMrkdwn, plural } from '../../../core/text/text.ts';
import { context, modal, section, selectInput, textInput } from '../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../platform/block-kit/form.ts';
import { readKept } from '../../../platform/block-kit/kept.ts';
import { lineSections } from '../../../platform/block-kit/lines.ts';
import { runById } from '../../../platform/runs/index.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Interaction, SlackRequest } from '../../../platform/slice/slice.ts';
import type { Deps } from '../../../platform/work/work.ts';
import type { CsvKind } from '../csv-file.ts';
import type { CsvColumn } from '../csv-rows.ts';
import { bytesOf, type EntriesFrom, type EntryParameters, entryParameters, kindNamed } from '../entry-run.ts';
import {
  type DayOrder,
  dayOrders,
  type FileHeader,
  headerOf,
  type Mappable,
  type Mapping,
  mapFile,
  mappingSchema,
} from '../mapping.ts';
import { startEntry } from './enter-file.ts';

/** A file that was refused for its header, as it is in Slack. */
interface Refused {
  readonly runId: string;
  readonly parameters: EntryParameters;
  readonly kind: CsvKind & { readonly mappable: Mappable };
  readonly bytes: Uint8Array;
}

const none = 'none';
/** What a select offers. */
const mostColumns = 99;
const dayOrderField = 'day_order';
const sameField = 'same';

const dayOrderTexts: Readonly<Record<DayOrder, string>> = {
  ymd: 'Year, month, day: 2026-03-02',
  dmy: 'Day, month, year: 02.03.2026',
  mdy: 'Month, day, year: 03/02/2026',
};

/** @throws NotFound for a file that is none of these, or gone */
const refusedFile = async (
  request: SlackRequest,
  { kinds, openFile }: EntriesFrom,
  runId: string,
): Promise<Refused> => {
  const run = await runById(request.deps.db.prisma, runId);
  const parameters = entryParameters.safeParse(run?.parameters);
  if (!parameters.success) throw new NotFound('file');
  const kind = kindNamed(kinds, parameters.data.kind);
  const { mappable } = kind;
  if (!mappable) throw new NotFound('file');
  await requireEarly(request, kind.roles, `import ${kind.kind}`);
  const { body } = await openFile(parameters.data.fileId);
  return {
    runId,
    parameters: parameters.data,
    kind: { ...kind, mappable },
    bytes: await bytesOf(body, AbortSignal.timeout(2500)),
  };
};

const columnInput = ({ name, required, example }: CsvColumn, { names }: FileHeader, isSame: boolean) => {
  const mayLack = !required || isSame;
  const columns = names
    .slice(0, mostColumns)
    .map((text, at) => ({ text: clip(text || `(column ${at + 1})`, 75), value: `${at}` }));
  const at = names.findIndex((text) => text.toLowerCase().includes(name));
  return selectInput({
    name,
    label: `Which column is the ${name}?`,
    hint: `Such as ${example}`,
    choices: [...(mayLack ? [{ text: '– none –', value: none }] : []), ...columns],
    initial: at >= 0 ? `${at}` : mayLack ? none : undefined,
  });
};

/** Map its columns: which column of the file is what. */
const mapForm = ({ runId, kind, parameters, bytes }: Refused): ModalView => {
  const header = headerOf(bytes);
  const { same } = kind.mappable;
  return modal({
    callback: 'entry.map',
    title: 'Map the columns',
    submit: 'Show the rows',
    data: runId,
    blocks: [
      section(`*${escapeMrkdwn(clip(parameters.fileName, 200))}*: its columns are named in line ${header.at + 1}.`),
      ...kind.columns.map((column) => columnInput(column, header, column.name === same)),
      textInput({
        name: sameField,
        label: `The ${same} of all rows, where no column says it`,
        optional: true,
        max: 40,
      }),
      selectInput({
        name: dayOrderField,
        label: 'How are days written?',
        choices: dayOrders.map((value) => ({ value, text: dayOrderTexts[value] })),
        initial: 'ymd',
      }),
    ],
  });
};

/** @throws FieldErrors at a column that is missing, or is two things */
const readMapping = ({ kind, bytes }: Refused, values: FormValues): Mapping => {
  const errors: Record<string, string> = {};
  const columns: Record<string, number> = {};
  const same = values.text(sameField);
  for (const { name, required } of kind.columns) {
    const choice = values.option(name);
    const at = choice === undefined || choice === none ? undefined : Number(choice);
    const isSaid = name === kind.mappable.same && same !== undefined;
    if (at === undefined) {
      if (required && !isSaid) errors[name] = 'Choose the column; without it the file cannot be read.';
    } else if (isSaid) errors[sameField] = 'Choose a column for it, or write what holds for all rows: not both.';
    else if (Object.values(columns).includes(at)) errors[name] = 'This column is chosen twice.';
    else columns[name] = at;
  }
  if (Object.keys(errors).length > 0) throw new FieldErrors(errors);
  const dayOrder = dayOrders.find((each) => each === values.option(dayOrderField)) ?? 'ymd';
  return { header: headerOf(bytes).at, columns, ...(same === undefined ? {} : { same }), dayOrder };
};

const mostShown = 8;

/** The rows as they would be read, and what is wrong with which. */
const rowsForm = async ({ runId, kind, parameters, bytes }: Refused, mapping: Mapping): Promise<ModalView> => {
  const { count, problems, said: rows } = await kind.look(mapFile(bytes, kind.mappable, mapping));
  const wrong = problems
    .slice(0, mostShown)
    .map(({ row, column, text }) => `:warning: Row ${row}, ${column ?? 'all of it'}: ${text}`);
  const shown = rows.slice(0, mostShown).map(({ row, text }) => `${row}. ${text}`);
  return modal({
    callback: 'entry.map_confirm',
    title: 'As they would be read',
    ...(problems.length === 0 ? { submit: 'Enter' } : {}),
    data: JSON.stringify({ runId, mapping }),
    blocks: [
      section(`*${escapeMrkdwn(clip(parameters.fileName, 200))}*: ${plural(count, 'row')}. The first of them:`),
      ...lineSections(
        shown.map((line) => escapeMrkdwn(clip(line, 250))),
        8,
      ),
      ...lineSections(
        wrong.map((line) => escapeMrkdwn(clip(line, 250))),
        8,
      ),
      ...(problems.length > 0
        ? [
            context(
              `${plural(problems.length, 'problem')}: map the columns otherwise, or mend the file. Nothing was stored.`,
            ),
          ]
        : []),
    ],
  });
};

const kept = z.object({ runId: z.string(), mapping: mappingSchema });

/** On what was told of a file that was refused for its header: its columns are mapped, its rows looked at, and it is entered. BIL-15 */
export const mapFileButtons = (from: EntriesFrom, wake: (deps: Deps) => void): readonly Interaction[] => [
  {
    id: 'entry.map',
    press: async (request) => ({ modal: mapForm(await refusedFile(request, from, request.value)) }),
    submit: async (request) => {
      const refused = await refusedFile(request, from, request.data);
      return { replace: await rowsForm(refused, readMapping(refused, request.values)) };
    },
  },
  {
    id: 'entry.map_confirm',
    submit: async (request) => {
      const { deps, by } = request;
      const { runId, mapping } = readKept(kept, request.data);
      const { parameters } = await refusedFile(request, from, runId);
      await startEntry(deps, by, from.kinds, { ...parameters, mapping, isPreview: false });
      wake(deps);
      return said(`Entering ${escapeMrkdwn(parameters.fileName)}… You are told of the outcome.`);
    },
  },
];
