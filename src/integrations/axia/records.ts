import { plural } from '../../core/text/text.ts';
import { isWebPage, webPageRefused } from '../../core/text/web-page.ts';
import { ReportRefused } from '../../features/collections/index.ts';
import { refuseCell } from './refuse-cell.ts';

/** Longer cells are no report. */
export const maxCell = 10_240;
/** A record that has not ended after so much text has a quote that is not closed. */
const maxRecord = 262_144;

const encodings = 'Save it as “CSV UTF-8” and import it again.';

/** Characters that are parsed at once: small enough that what they leave behind is collected cheaply. */
const slice = 16_384;

/** Text of the bytes: UTF-8, with or without a BOM. Anything else is refused rather than misread. */
async function* textOf(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new ReportRefused(`The file is not UTF-8 text (or was cut off within a character). ${encodings}`);
    }
  };
  for await (const chunk of body) {
    if (bytes === 0 && isUtf16(chunk)) throw new ReportRefused(`The file is UTF-16 text. ${encodings}`);
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new ReportRefused(
        `The file is larger than ${plural(maxBytes / 1_000_000, 'megabyte')}. Split it, or ask an admin to raise the limit.`,
      );
    const text = decode(chunk);
    if (bytes === chunk.length && isWebPage(text)) throw new ReportRefused(webPageRefused('report'));
    if (text.includes('\0')) throw new ReportRefused(`The file is not plain text: it has zero bytes. ${encodings}`);
    for (let from = 0; from < text.length; from += slice) yield text.slice(from, from + slice);
  }
  const rest = decode();
  if (rest) yield rest;
}

const isUtf16 = (chunk: Uint8Array): boolean =>
  (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);

/** One line end, whichever of CRLF, LF and CR a program wrote, and also where they are mixed. */
async function* withPlainLineEnds(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const text of texts) {
    const all = held + text;
    // A CR at the end may be half of a line end.
    held = all.endsWith('\r') ? '\r' : '';
    const whole = held === '' ? all : all.slice(0, -1);
    yield whole.includes('\r') ? whole.replace(/\r\n?/g, '\n') : whole;
  }
  if (held !== '') yield '\n';
}

/** Titles stand above a header, never more lines than this with it. */
export const headerWithin = 20;
/** So much text is looked at for it. */
const beginning = 65_536;

/** Whether the lines in which a header stands are all there. */
const hasBeginning = (text: string): boolean =>
  text.length >= beginning || text.split('\n', headerWithin + 1).length > headerWithin;

/** The separator that makes the most cells of the first lines; outside quotes. A title has none, a decimal comma few. */
export const separatorOf = (text: string): string => {
  const lines = text
    .slice(0, beginning)
    .replace(/"[^"]*"/g, '')
    .split('\n', headerWithin);
  const cells = (mark: string) => lines.reduce((sum, line) => sum + line.split(mark).length - 1, 0);
  return [',', ';', '\t', '|'].reduce((best, mark) => (cells(mark) > cells(best) ? mark : best));
};

const blank = 32;
const skipBlanks = (text: string, from: number): number => {
  let at = from;
  while (text.charCodeAt(at) === blank) at++;
  return at;
};

/** Where the quote is that ends a quoted text; -1 when there is none. Two quotes stand for one. */
const closingQuote = (text: string, from: number): number => {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
};

interface Whole {
  readonly cells: string[];
  /** Where the next record begins. */
  readonly end: number;
}

/**
 * The record that begins at `from`; undefined when the text may end within it. Quotes mean something where a cell begins, blanks
 * before them not counted; elsewhere they are text (27" is an inch mark).
 * @param refuse called with the number of a cell whose quotes make no sense
 */
const recordAt = (
  text: string,
  from: number,
  separator: string,
  isLast: boolean,
  refuse: (cell: number) => never,
): Whole | undefined => {
  const cells: string[] = [];
  let at = from;
  for (;;) {
    const start = skipBlanks(text, at);
    if (text[start] === '"') {
      const close = closingQuote(text, start + 1);
      const after = close < 0 ? text.length : skipBlanks(text, close + 1);
      if (after === text.length && !isLast) return undefined;
      if (close < 0) refuse(cells.length);
      cells.push(text.slice(start + 1, close).replaceAll('""', '"'));
      at = after;
    } else {
      const line = text.indexOf('\n', at);
      const mark = text.indexOf(separator, at);
      if (line < 0 && !isLast) return undefined;
      const end = line < 0 ? text.length : line;
      const next = mark >= 0 && mark < end ? mark : end;
      cells.push(text.slice(at, next));
      at = next;
    }
    if (at === text.length) return { cells, end: at };
    if (text[at] === '\n') return { cells, end: at + 1 };
    if (text[at] !== separator) refuse(cells.length - 1);
    at++;
  }
};

/** The whole lines of a text without quotes, which are most. */
const plainRecords = (text: string, separator: string): string[][] => {
  const records: string[][] = [];
  for (let from = 0, end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from))
    records.push(text.slice(from, end).split(separator));
  return records;
};

export interface NumberedRecord {
  /** The first line of the file is 1. */
  readonly row: number;
  readonly cells: readonly string[];
  /** Nothing follows it, not even the end of its line: the file may be cut off within it. */
  readonly isCut: boolean;
}

/**
 * The records of a CSV file, in batches; blank lines are left out but counted. Comma, semicolon, tab or bar; LF, CRLF or CR.
 * @throws ReportRefused for what is no CSV in UTF-8
 */
export async function* readRecords(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<readonly NumberedRecord[]> {
  let carried = '';
  let separator: string | undefined;
  let header: readonly string[] = [];
  let row = 0;

  const refuse = (cell: number): never =>
    refuseCell(row + 1, header, cell, 'a quote is not closed, or stands in the wrong place.');

  const take = (records: NumberedRecord[], cells: string[], isCut: boolean): void => {
    row++;
    if (cells.length === 1 && (cells[0] ?? '').trim() === '') return;
    // Titles have fewer cells.
    if (row <= headerWithin && cells.length > header.length) header = cells;
    records.push({ row, cells, isCut });
  };

  /** Takes what is whole from the beginning of `carried`. */
  const parse = (isLast: boolean): NumberedRecord[] => {
    if (separator === undefined && !isLast && !hasBeginning(carried)) return [];
    separator ??= separatorOf(carried);
    const records: NumberedRecord[] = [];
    let from = 0;
    if (!isLast && !carried.includes('"')) {
      for (const cells of plainRecords(carried, separator)) take(records, cells, false);
      from = carried.lastIndexOf('\n') + 1;
    }
    while (from < carried.length) {
      const record = recordAt(carried, from, separator, isLast, refuse);
      if (!record) break;
      take(records, record.cells, record.end === carried.length && !carried.endsWith('\n'));
      from = record.end;
    }
    carried = carried.slice(from);
    return records;
  };

  for await (const text of withPlainLineEnds(textOf(body, maxBytes))) {
    carried += text;
    const records = parse(false);
    if (records.length > 0) yield records;
    if (carried.length > maxRecord) {
      // An open quote is told as such; the rest is a line without end.
      recordAt(carried, 0, separator ?? ',', true, refuse);
      throw new ReportRefused(`Row ${row + 1} does not end: it is too long for a report.`);
    }
  }
  if (carried !== '') yield parse(true);
}
