import type { ModalView } from '@slack/types';
import { formatMoney } from '../../../../core/money/money.ts';
import { clip, escapeMrkdwn, plural } from '../../../../core/text/text.ts';
import { formatDay, todayIn } from '../../../../core/time/calendar.ts';
import {
  choicesInput,
  context,
  modal,
  section,
  selectInput,
  textInput,
} from '../../../../platform/block-kit/blocks.ts';
import { lineSections } from '../../../../platform/block-kit/lines.ts';
import { periodText } from '../../cases/index.ts';
import type { ColumnMapping, ReportLook, ReportRow } from '../report.ts';

/** The choice of a column that the report does not have. */
export const none = 'none';
/** What a select offers. */
const mostColumns = 99;
/** A column with more different words than these is no status. */
export const mostStatuses = 12;
/** So many reasons are asked about. */
export const mostReasons = 90;

export const fieldOf = {
  name: 'mapping',
  date: 'date_format',
  hard: 'hard',
  zone: 'zone',
  currency: 'currency',
} as const;
export const statusField = (nth: number): string => `status_${nth}`;

/** What a form is about. */
export interface Mapped {
  readonly fileName: string;
  readonly mapping: ColumnMapping;
  readonly look: ReportLook;
  /** The gateway's policy. */
  readonly current: Record<string, unknown>;
}

const labelOf = ({ policy }: ColumnMapping, field: string): string => policy.fields[field]?.label ?? field;

const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/**
 * Which columns they most likely are: those that are called as the settings call them; for what is needed besides, the first whose
 * name says so, such as `Customer number` for the customer.
 */
const likely = ({ mapping, look, current }: Mapped): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  const note = (field: string, suits: (name: string) => boolean): void => {
    const taken = [...found.values()];
    const at = look.names.findIndex((name, nth) => !taken.includes(nth) && suits(name));
    if (at >= 0 && !found.has(field)) found.set(field, at);
  };
  for (const { field } of mapping.columns) note(field, (name) => sameName(name, String(current[field] ?? '')));
  for (const { field, isOptional } of mapping.columns)
    if (!isOptional) note(field, (name) => name.toLowerCase().includes(field.replace('Column', '')));
  return found;
};

const found = ({ fileName, look }: Mapped): string =>
  [
    `*${escapeMrkdwn(clip(fileName, 100))}*: its columns are named in row ${look.row}, ${look.separator} separate them.`,
    ...(look.titles.length > 0
      ? [`Above it and not read: ${look.titles.map((title) => `“${escapeMrkdwn(clip(title, 80))}”`).join(', ')}.`]
      : []),
  ].join('\n');

/** One select for each column that is mapped, offering what the report's header has. COL-1 */
export const columnsForm = (importId: string, of: Mapped): ModalView => {
  const { mapping, look, fileName } = of;
  const initial = likely(of);
  const choices = look.names
    .slice(0, mostColumns)
    .flatMap((name, at) => (name === '' ? [] : [{ text: clip(name, 75), value: `${at}` }]));
  return modal({
    callback: 'report.map',
    title: 'Map the columns',
    submit: 'Next',
    data: importId,
    blocks: [
      section(found(of)),
      textInput({
        name: fieldOf.name,
        label: 'What is this kind of report called?',
        hint: 'The mapping holds for all reports with this header.',
        max: 60,
        initial: fileName.replace(/\.\w+$/, ''),
      }),
      ...mapping.columns.map(({ field, isOptional }) => {
        const at = initial.get(field);
        const hint = mapping.policy.fields[field]?.hint;
        return selectInput({
          name: field,
          label: labelOf(mapping, field),
          ...(hint ? { hint } : {}),
          choices: [...(isOptional ? [{ text: '– not in the report –', value: none }] : []), ...choices],
          initial: at !== undefined ? `${at}` : isOptional ? none : undefined,
        });
      }),
    ],
  });
};

/** The columns by field, as numbers; those that the report lacks left out. */
export type Columns = Readonly<Record<string, number>>;

export const statusesOf = ({ mapping, look }: Mapped, columns: Columns): readonly string[] => {
  const at = columns[mapping.statusField];
  return at === undefined ? [] : look.column(at);
};

export const reasonsOf = ({ mapping, look }: Mapped, columns: Columns): readonly string[] => {
  const at = columns[mapping.reasonField];
  return at === undefined ? [] : look.column(at).slice(0, mostReasons);
};

const meanings = [
  { text: 'Failed', value: 'failed' },
  { text: 'Paid', value: 'approved' },
  { text: 'Neither (pending, refunded …)', value: 'ignored' },
];

/** What the words in the chosen columns mean, and how its dates are written. */
export const wordsForm = (data: string, of: Mapped, columns: Columns): ModalView => {
  const { mapping, look, current } = of;
  const samples = look.column(columns[mapping.dateField] ?? -1);
  const dates = mapping.datesIn(samples);
  const reasons = reasonsOf(of, columns);
  const hard = reasons.flatMap((reason, nth) => (mapping.isHard(reason, current) ? [`${nth}`] : []));
  return modal({
    callback: 'report.map_words',
    title: 'Dates and words',
    submit: 'Show the rows',
    data,
    blocks: [
      selectInput({
        name: fieldOf.date,
        label: `“${clip(samples[0] ?? '', 40)}” is …`,
        hint: 'All dates of the column can be read in these ways.',
        choices: dates.map(({ format, day }) => ({ text: `${formatDay(day)} (${format})`, value: format })),
        // Where day and month may be either, a person says which is which.
        initial: new Set(dates.map(({ day }) => day)).size === 1 ? dates[0]?.format : undefined,
      }),
      ...statusesOf(of, columns).map((status, nth) =>
        selectInput({
          name: statusField(nth),
          label: `The status “${clip(status, 60)}” means`,
          choices: meanings,
          initial: mapping.guess(status, current),
        }),
      ),
      ...(reasons.length > 0
        ? [
            choicesInput({
              name: fieldOf.hard,
              label: 'Reasons for which the gateway does not try again',
              optional: true,
              choices: reasons.map((reason, nth) => ({ text: clip(reason, 75), value: `${nth}` })),
              initial: hard,
            }),
          ]
        : []),
      textInput({
        name: fieldOf.zone,
        label: labelOf(mapping, 'zone'),
        hint: 'For times that state none',
        initial: String(current.zone ?? ''),
        max: 60,
      }),
      textInput({
        name: fieldOf.currency,
        label: labelOf(mapping, 'defaultCurrency'),
        initial: String(current.defaultCurrency ?? ''),
        max: 3,
      }),
    ],
  });
};

/** What reading the beginning of the report came to. */
export interface Rehearsed {
  readonly rows: readonly ReportRow[];
  readonly notes: readonly string[];
  readonly problem: string | undefined;
}

const mostShown = 8;

const rowLine = (row: ReportRow, zone: string): string => {
  const told = [
    row.customerName || row.customer,
    formatMoney({ amount: row.amount, currency: row.currency }),
    row.outcome === 'approved'
      ? 'paid'
      : `failed${row.reason ? `, ${row.reason}` : ''}${row.decline === 'hard' ? ' (hard)' : ''}`,
    `on ${formatDay(todayIn(zone, new Date(row.at)))}`,
    `period ${periodText(row.period)}`,
    `transaction ${row.transactionId}`,
  ];
  return `${row.row}. ${clip(told.join(' · '), 250)}`;
};

/** The rows as they would be read, by the very reader of the import. */
export const rowsForm = (
  data: string,
  { fileName }: Mapped,
  zone: string,
  { rows, notes, problem }: Rehearsed,
): ModalView =>
  modal({
    callback: 'report.map_confirm',
    title: 'As they would be read',
    ...(problem === undefined ? { submit: 'Save and import' } : {}),
    data,
    blocks: [
      section(
        `*${escapeMrkdwn(clip(fileName, 100))}*: ${plural(rows.length, 'row')} of its beginning are failed or paid. The first of them:`,
      ),
      ...lineSections(rows.slice(0, mostShown).map((row) => escapeMrkdwn(rowLine(row, zone)))),
      ...(notes.length > 0 ? [context(...notes.slice(0, 5).map((note) => escapeMrkdwn(clip(note, 300))))] : []),
      ...(problem === undefined
        ? []
        : [
            section(`:warning: ${escapeMrkdwn(clip(problem, 500))}`),
            context('Nothing was stored. Press *Map its columns* again, or mend the file.'),
          ]),
    ],
  });
