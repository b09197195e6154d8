import Papa from 'papaparse';
import { plural } from '../../core/text.ts';
import { ReportRefused } from '../../features/collections/index.ts';

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
    if (text.includes('\0')) throw new ReportRefused(`The file is not plain text: it has zero bytes. ${encodings}`);
    for (let from = 0; from < text.length; from += slice) yield text.slice(from, from + slice);
  }
  const rest = decode();
  if (rest) yield rest;
}

const isUtf16 = (chunk: Uint8Array): boolean =>
  (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff);

/**
 * The end of the last whole record in the text (behind its line break), given that it begins at the start of one; 0 when
 * none ends. A line break between quotes ends nothing.
 */
const endOfRecords = (text: string): number => {
  if (!text.includes('"')) return text.lastIndexOf('\n') + 1;
  let isQuoted = false;
  let end = 0;
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const until = quote < 0 ? text.length : quote;
    if (!isQuoted) {
      const line = text.lastIndexOf('\n', until - 1);
      if (line >= at) end = line + 1;
    }
    if (quote < 0) break;
    isQuoted = !isQuoted;
    at = quote + 1;
  }
  return end;
};

/** The separator of which the header has most; outside quotes. */
const separatorOf = (text: string): string => {
  const header = (text.split(/\r?\n/, 1)[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (mark: string) => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
};

/** Without quotes a record is a line, and papaparse takes five times as long, and keeps hold of what it has read. */
const plainRecords = (text: string, separator: string): string[][] => {
  const records: string[][] = [];
  for (let from = 0, end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from)) {
    const line = text.slice(from, text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end);
    records.push(line.split(separator));
  }
  return records;
};

const carriageReturn = 13;

export interface NumberedRecord {
  /** The header is 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * The records of a CSV file, in batches; blank lines are left out but counted. Comma, semicolon or tab; LF or CRLF.
 * @throws ReportRefused for what is no CSV in UTF-8
 */
export async function* readRecords(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<readonly NumberedRecord[]> {
  let carried = '';
  let separator: string | undefined;
  let row = 0;
  const quotedRecords = (text: string, delimiter: string): string[][] => {
    const { data, errors } = Papa.parse<string[]>(text, { delimiter, header: false, skipEmptyLines: false });
    const error = errors.find((each) => each.code !== 'UndetectableDelimiter');
    if (error)
      throw new ReportRefused(`Row ${row + 1 + (error.row ?? 0)}: a quote is not closed or stands in the wrong place.`);
    // Behind the last line break papaparse sees one more, empty, record.
    if (text.endsWith('\n')) data.pop();
    return data;
  };
  const parse = (text: string): NumberedRecord[] => {
    separator ??= separatorOf(text);
    const isPlain = text.endsWith('\n') && !text.includes('"');
    const records: NumberedRecord[] = [];
    for (const cells of isPlain ? plainRecords(text, separator) : quotedRecords(text, separator)) {
      row++;
      if (cells.length > 1 || (cells[0] ?? '').trim() !== '') records.push({ row, cells });
    }
    return records;
  };
  for await (const text of textOf(body, maxBytes)) {
    carried += text;
    const end = endOfRecords(carried);
    if (end === 0) {
      if (carried.length > maxRecord)
        throw new ReportRefused(`Row ${row + 1} does not end: it is too long, or a quote in it is not closed.`);
      continue;
    }
    const whole = carried.slice(0, end);
    carried = carried.slice(end);
    yield parse(whole);
  }
  if (carried !== '') yield parse(carried);
}
