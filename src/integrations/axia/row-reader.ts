import type { Day } from '../../core/calendar.ts';
import { containsCardNumber } from '../../core/card-numbers.ts';
import { isCurrency, minorDigits, parseAmount } from '../../core/money.ts';
import { clip } from '../../core/text.ts';
import { ReportRefused, type ReportRow } from '../../features/collections/index.ts';
import type { Columns } from './columns.ts';
import { dateReader, instantReader, type LocalTime } from './date-format.ts';
import type { AxiaPolicy } from './policy.ts';
import { maxCell, type NumberedRecord } from './records.ts';

export type ReadRow =
  | { readonly kind: 'row'; readonly row: ReportRow }
  /** A transaction that neither failed nor was paid. */
  | { readonly kind: 'ignored'; readonly currency: string; readonly amount?: bigint };

const refuse = (row: number, text: string): never => {
  throw new ReportRefused(`Row ${row}: ${text}`);
};

const maxId = 200;
const lower = (text: string): string => text.toLowerCase();

/**
 * Whether a cell has 13 digits with nothing but separators between them: few have, and only those need the real check.
 * What is not ASCII may be a separator.
 */
const hasLongNumber = (cell: string): boolean => {
  let digits = 0;
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      if (++digits === 13) return true;
    } else if (code !== 32 && code !== 45 && code < 128) digits = 0;
  }
  return false;
};

const columnName = (header: readonly string[], at: number): string => {
  const name = header[at];
  return name === undefined ? `column ${at + 1}` : `“${clip(name.trim(), 40)}”`;
};

/** Refuses cells that no report has. A card number is never repeated, not even in part. */
export const checkCells = ({ row, cells }: NumberedRecord, header: readonly string[]): void => {
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? '';
    if (cell.length < 13) continue;
    if (cell.length > maxCell) refuse(row, `the cell in ${columnName(header, at)} is longer than 10 kB.`);
    if (hasLongNumber(cell) && containsCardNumber(cell)) {
      refuse(
        row,
        `the cell in ${columnName(header, at)} looks like a full card number. Baton must never hold one: export the report with masked numbers.`,
      );
    }
  }
};

const cellAt = (record: NumberedRecord, at: number | undefined): string =>
  at === undefined ? '' : (record.cells[at] ?? '').trim();

const neededAt = (record: NumberedRecord, at: number, what: string): string => {
  const text = cellAt(record, at);
  if (text === '') refuse(record.row, `the ${what} is missing.`);
  if (text.length > maxId) refuse(record.row, `the ${what} is longer than ${maxId} characters.`);
  return text;
};

const amountAt = (record: NumberedRecord, at: number, currency: string): bigint => {
  const text = cellAt(record, at);
  // Most amounts are plain; the full reading costs ten times as much.
  if (/^\d{1,9}\.\d\d$/.test(text) && minorDigits(currency) === 2) return BigInt(text.replace('.', ''));
  const parsed = parseAmount(text, currency);
  return parsed.ok ? parsed.value.amount : refuse(record.row, `the amount cannot be read. ${parsed.error}`);
};

const numberAt = (record: NumberedRecord, at: number | undefined): number | undefined => {
  const text = cellAt(record, at);
  if (text === '') return undefined;
  return /^[1-9]\d{0,2}$/.test(text)
    ? Number(text)
    : refuse(record.row, `the attempt’s number “${clip(text, 20)}” is no whole number.`);
};

const last4At = (record: NumberedRecord, at: number | undefined): string | undefined =>
  /(\d{4})\D*$/.exec(cellAt(record, at))?.[1];

/** Turns records into typed rows, by the mapping. Every reader is prepared once. */
export const rowReader = (policy: AxiaPolicy, columns: Columns): ((record: NumberedRecord) => ReadRow) => {
  const formats = policy.dateFormats.map(dateReader);
  const instantOf = instantReader(policy.zone);
  const failed = new Set(policy.failedWords.map(lower));
  const approved = new Set(policy.approvedWords.map(lower));
  const ignored = new Set(policy.ignoredWords.map(lower));
  const hard = new Set(policy.hardDeclines.map(lower));

  const localTime = (text: string): LocalTime | undefined => {
    for (const read of formats) {
      const local = read(text);
      if (local) return local;
    }
    return undefined;
  };

  const dayOf = (row: number, text: string, what: string): Day =>
    localTime(text)?.day ??
    refuse(row, `the ${what} “${clip(text, 30)}” is no date as ${policy.dateFormats.join(' or ')}.`);

  // A report has few periods, each in thousands of rows.
  const periods = new Map<string, string>();
  const periodOf = (text: string): string => {
    const known = periods.get(text);
    if (known !== undefined) return known;
    const period = localTime(text)?.day ?? text;
    if (periods.size < 10_000) periods.set(text, period);
    return period;
  };

  const declineOf = (reason: string, code: string): 'soft' | 'hard' =>
    hard.has(lower(code)) || hard.has(lower(reason)) ? 'hard' : 'soft';

  return (record) => {
    const { row } = record;
    const currency = (cellAt(record, columns.currency) || policy.defaultCurrency).toUpperCase();
    if (!isCurrency(currency)) refuse(row, `“${clip(currency, 20)}” is not a currency.`);
    const transactionId = neededAt(record, columns.transaction, 'transaction id');
    const status = lower(neededAt(record, columns.status, 'status'));
    if (ignored.has(status)) {
      const parsed = parseAmount(cellAt(record, columns.amount), currency);
      return { kind: 'ignored', currency, ...(parsed.ok ? { amount: parsed.value.amount } : {}) };
    }
    const outcome = failed.has(status) ? 'failed' : approved.has(status) ? 'approved' : undefined;
    if (!outcome)
      return refuse(row, `the status “${clip(status, 30)}” is not known. An admin can say in Settings what it means.`);
    const dateText = cellAt(record, columns.date);
    const local =
      localTime(dateText) ?? refuse(row, `“${clip(dateText, 30)}” is no date as ${policy.dateFormats.join(' or ')}.`);
    const period = neededAt(record, columns.period, 'period');
    const reason = clip(cellAt(record, columns.reason), 200);
    const next = cellAt(record, columns.nextAttempt);
    return {
      kind: 'row',
      row: {
        row,
        transactionId,
        subscription: neededAt(record, columns.subscription, 'subscription id'),
        // One period, however its date is written.
        period: periodOf(period),
        customer: neededAt(record, columns.customer, 'customer id'),
        customerName: clip(cellAt(record, columns.name), 200),
        at: instantOf(local),
        amount: amountAt(record, columns.amount, currency),
        currency,
        outcome,
        decline: outcome === 'failed' ? declineOf(reason, cellAt(record, columns.code)) : undefined,
        reason: reason || undefined,
        cardBrand: clip(cellAt(record, columns.brand), 30) || undefined,
        cardLast4: last4At(record, columns.card),
        nextAttemptOn: next === '' ? undefined : dayOf(row, next, 'next attempt'),
        number: numberAt(record, columns.attempt),
      },
    };
  };
};
