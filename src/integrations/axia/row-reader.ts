import { type Day } from '../../core/calendar.ts';
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

/** Refuses cells that no report has. A card number is never repeated, not even in part. */
export const checkCells = ({ row, cells }: NumberedRecord, header: readonly string[]): void => {
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? '';
    if (cell.length < 13) continue;
    const name = header[at];
    const where = name === undefined ? `column ${at + 1}` : `“${clip(name.trim(), 40)}”`;
    if (cell.length > maxCell) refuse(row, `the cell in ${where} is longer than 10 kB.`);
    if (containsCardNumber(cell)) {
      refuse(row, `the cell in ${where} looks like a full card number. Baton must never hold one: export the report with masked numbers.`);
    }
  }
};

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

  const amountOf = (row: number, text: string, currency: string): bigint => {
    // Most amounts are plain; the full reading costs ten times as much.
    if (/^\d{1,9}\.\d\d$/.test(text) && minorDigits(currency) === 2) return BigInt(text.replace('.', ''));
    const parsed = parseAmount(text, currency);
    return parsed.ok ? parsed.value.amount : refuse(row, `the amount cannot be read. ${parsed.error}`);
  };

  const dayOf = (row: number, text: string, what: string): Day =>
    localTime(text)?.day ?? refuse(row, `the ${what} “${clip(text, 30)}” is no date as ${policy.dateFormats.join(' or ')}.`);

  const declineOf = (reason: string, code: string): 'soft' | 'hard' => (hard.has(lower(code)) || hard.has(lower(reason)) ? 'hard' : 'soft');

  return (record) => {
    const { row } = record;
    const cell = (at: number | undefined): string => (at === undefined ? '' : (record.cells[at] ?? '').trim());
    const needed = (at: number, what: string): string => {
      const text = cell(at);
      if (text === '') refuse(row, `the ${what} is missing.`);
      if (text.length > maxId) refuse(row, `the ${what} is longer than ${maxId} characters.`);
      return text;
    };
    const currency = (cell(columns.currency) || policy.defaultCurrency).toUpperCase();
    if (!isCurrency(currency)) refuse(row, `“${clip(currency, 20)}” is not a currency.`);
    const transactionId = needed(columns.transaction, 'transaction id');
    const status = lower(needed(columns.status, 'status'));
    if (ignored.has(status)) {
      const parsed = parseAmount(cell(columns.amount), currency);
      return { kind: 'ignored', currency, ...(parsed.ok ? { amount: parsed.value.amount } : {}) };
    }
    const outcome = failed.has(status) ? 'failed' : approved.has(status) ? 'approved' : undefined;
    if (!outcome) return refuse(row, `the status “${clip(status, 30)}” is not known. An admin can say in Settings what it means.`);
    const dateText = cell(columns.date);
    const local = localTime(dateText) ?? refuse(row, `“${clip(dateText, 30)}” is no date as ${policy.dateFormats.join(' or ')}.`);
    const period = needed(columns.period, 'period');
    const reason = clip(cell(columns.reason), 200);
    const brand = clip(cell(columns.brand), 30);
    const last4 = /(\d{4})\D*$/.exec(cell(columns.card))?.[1];
    const next = cell(columns.nextAttempt);
    const number = cell(columns.attempt);
    if (number !== '' && !/^[1-9]\d{0,2}$/.test(number)) refuse(row, `the attempt’s number “${clip(number, 20)}” is no whole number.`);
    return {
      kind: 'row',
      row: {
        row,
        transactionId,
        subscription: needed(columns.subscription, 'subscription id'),
        // One period, however its date is written.
        period: localTime(period)?.day ?? period,
        customer: needed(columns.customer, 'customer id'),
        customerName: clip(cell(columns.name), 200),
        at: instantOf(local),
        amount: amountOf(row, cell(columns.amount), currency),
        currency,
        outcome,
        ...(outcome === 'failed' ? { decline: declineOf(reason, cell(columns.code)) } : {}),
        ...(reason ? { reason } : {}),
        ...(brand ? { cardBrand: brand } : {}),
        ...(last4 ? { cardLast4: last4 } : {}),
        ...(next ? { nextAttemptOn: dayOf(row, next, 'next attempt') } : {}),
        ...(number ? { number: Number(number) } : {}),
      },
    };
  };
};
