import type { ModalView } from '@slack/types';
import { clip, escapeMrkdwn } from '../../core/text/text.ts';
import {
  type ButtonSpec,
  buttons,
  choicesInput,
  context,
  dateInput,
  header,
  modal,
  selectInput,
} from '../../platform/block-kit/blocks.ts';
import { charts } from '../../platform/block-kit/chart.ts';
import { tables, tableText } from '../../platform/block-kit/table.ts';
import type { MessageContent } from '../../platform/work/content.ts';
import { rangeText } from './range.ts';
import type { Overview, Range, Report } from './report.ts';
import { type SheetFormat, sheetFormats } from './sheet.ts';

/** `Receivables ageing, as of Mar 2, 2026`. */
export const reportTitle = ({ title, range: kind }: Report, range: Range): string =>
  `${title}, ${rangeText(kind, range)}`;

/** What a button carries of a report: `ageing 2026-03-02 2026-03-02`. */
export const askedText = ({ word }: Report, { first, last }: Range): string => `${word} ${first} ${last}`;

const offers = (report: Report, range: Range): readonly ButtonSpec[] => [
  { text: 'As CSV', action: 'report.csv', value: askedText(report, range) },
  { text: 'As XLSX', action: 'report.xlsx', value: askedText(report, range) },
  { text: 'Choose range and fields', action: 'report.show', value: askedText(report, range) },
];

/** A report on screen: tables and charts, each currency by itself. CUS-8, WRK-7 */
export const reportMessage = (report: Report, range: Range, overview: Overview): MessageContent => {
  const title = reportTitle(report, range);
  const { note } = overview;
  const shown = overview.tables.map((table) => tableText(table, Math.floor(3_000 / overview.tables.length)));
  return {
    text: escapeMrkdwn([`${title}.`, ...shown, ...(note ? [note] : [])].join(' ')),
    blocks: [
      header(title),
      ...charts(overview.charts),
      ...tables(overview.tables),
      ...(note ? [context(escapeMrkdwn(note))] : []),
      buttons('report', offers(report, range)),
    ],
  };
};

const daysInputs = ({ range: kind }: Report, { first, last }: Range) => {
  if (kind === 'now') return [];
  const asOf = kind === 'as_of';
  return [
    ...(asOf ? [] : [dateInput({ name: 'from', label: 'First day', initial: first })]),
    dateInput({ name: 'to', label: asOf ? 'As of' : 'Last day', initial: last }),
  ];
};

/** The fields differ from report to report: another name, so that Slack keeps nothing of the one before. */
export const fieldsName = ({ word }: Report): string => `fields_${word}`;

/** Which report, of which days, with which fields, and how. CUS-8 */
export const reportForm = (all: readonly Report[], report: Report, range: Range): ModalView =>
  modal({
    callback: 'report.show',
    title: 'Report',
    submit: 'Show',
    data: report.word,
    blocks: [
      selectInput({
        name: 'report',
        label: 'Report',
        action: 'report.choose',
        choices: all.map(({ title, word, help }) => ({ text: title, value: word, description: clip(help, 75) })),
        initial: report.word,
      }),
      ...daysInputs(report, range),
      selectInput({
        name: 'format',
        label: 'How',
        choices: [
          { text: 'On screen', value: 'screen' },
          ...Object.entries(sheetFormats).map(([value, text]) => ({ text: `As a file: ${text}`, value })),
        ],
        initial: 'screen',
      }),
      choicesInput({
        name: fieldsName(report),
        label: 'Fields of the file',
        hint: 'Amounts always come with their currency. None: the usual ones.',
        optional: true,
        choices: report.fields.map(({ name, key }) => ({ text: name, value: key })),
        initial: report.fields.filter(({ isExtra }) => !isExtra).map(({ key }) => key),
      }),
    ],
  });

/** `ageing-2026-03-02.csv`, `revenue-2026-01-01-2026-03-31.xlsx`. */
export const fileName = ({ word, range: kind }: Report, { first, last }: Range, format: SheetFormat): string =>
  `${[word, ...(kind === 'past' || kind === 'ahead' ? [first] : []), last].join('-')}.${format}`;

/** What stands beside the file. */
export const fileMessage = (report: Report, range: Range): MessageContent => ({
  text: `${escapeMrkdwn(reportTitle(report, range))}:`,
});
