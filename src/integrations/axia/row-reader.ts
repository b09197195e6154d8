import { isCurrency, minorDigits, parseAmount } from '../../core/money/money.ts';
import { containsCardNumber } from '../../core/text/card-numbers.ts';
import { isSpoiledId, plainCell, textCell } from '../../core/text/cells.ts';
import { clip } from '../../core/text/text.ts';
import { addDays, type Day, formatDay, todayIn } from '../../core/time/calendar.ts';
import { expectedPeriod, type IgnoredRow, type ReportRow } from '../../features/collections/index.ts';
import type { Columns } from './columns.ts';
import { dateReader, instantReader, type LocalTime } from './date-format.ts';
import type { AxiaPolicy } from './policy.ts';
import { maxCell, type NumberedRecord } from './records.ts';
import { refuseCell } from './refuse-cell.ts';
import { signedAmount } from './trailer.ts';

export type ReadRow =
  | { readonly kind: 'row'; readonly row: ReportRow }
  | { readonly kind: 'ignored'; readonly row: IgnoredRow; readonly currency: string; readonly amount?: bigint };

const maxId = 200;
const lower = (text: string): string => text.toLowerCase();

/** Every row has a date and time, with as many digits as a card number; its marks say at once that it is none. */
const isDateTime = /^(?:\d{4}[-/.]\d\d[-/.]\d\d|\d\d[-/.]\d\d[-/.]\d{4})[ T]\d\d:\d\d:\d\d$/;

/** Refuses cells that no report has. A card number is never repeated, not even in part. */
export const checkCells = ({ row, cells }: NumberedRecord, header: readonly string[]): void => {
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at] ?? '';
    if (cell.length < 13) continue;
    if (cell.length > maxCell) refuseCell(row, header, at, 'the cell is longer than 10 kB.');
    if (!isDateTime.test(cell) && containsCardNumber(cell)) {
      refuseCell(
        row,
        header,
        at,
        'this looks like a full card number. Baton must never hold one: export the report with masked numbers.',
      );
    }
  }
};

/** 46082 or 46082.125: days since 1900, which is what a spreadsheet keeps of a date; of this century's first half. */
const isSerialDay = (text: string): boolean => /^[345]\d{4}(?:[.,]\d+)?$/.test(text);

const plainAt = (record: NumberedRecord, at: number | undefined): string =>
  at === undefined ? '' : plainCell(record.cells[at] ?? '');
const textAt = (record: NumberedRecord, at: number | undefined): string =>
  at === undefined ? '' : textCell(record.cells[at] ?? '');

const last4At = (record: NumberedRecord, at: number | undefined): string | undefined =>
  /(\d{4})\D*$/.exec(plainAt(record, at))?.[1];

export interface RowReader {
  /** @throws ReportRefused naming row and column */
  readonly read: (record: NumberedRecord) => ReadRow;
  /** Whether the record has a transaction id and a status that is known: a transaction, whatever else it says. */
  readonly isTransaction: (record: NumberedRecord) => boolean;
}

/** Turns records into typed rows, by the mapping. Every reader is prepared once. */
export const rowReader = (policy: AxiaPolicy, columns: Columns, header: readonly string[], now: Date): RowReader => {
  const formats = policy.dateFormats.map(dateReader);
  const formatNames = policy.dateFormats.join(' or ');
  const instantOf = instantReader(policy.zone);
  // The clocks of Baton and of the gateway need not agree.
  const latest = addDays(todayIn(policy.zone, now), 1);
  const failed = new Set(policy.failedWords.map(lower));
  const approved = new Set(policy.approvedWords.map(lower));
  const ignored = new Set(policy.ignoredWords.map(lower));
  const hard = new Set(policy.hardDeclines.map(lower));

  const neededAt = (record: NumberedRecord, at: number, what: string): string => {
    const text = plainAt(record, at);
    if (text === '') refuseCell(record.row, header, at, `the ${what} is missing.`);
    if (text.length > maxId) refuseCell(record.row, header, at, `the ${what} is longer than ${maxId} characters.`);
    return text;
  };

  /** What tells one thing from another. */
  const idAt = (record: NumberedRecord, at: number, what: string): string => {
    const id = neededAt(record, at, what);
    if (isSpoiledId(id))
      refuseCell(
        record.row,
        header,
        at,
        `this id was shortened by a spreadsheet (${id}): export again without opening it in Excel.`,
      );
    return id;
  };

  const amountAt = (record: NumberedRecord, at: number, currency: string): bigint => {
    const text = plainAt(record, at);
    // Most amounts are plain; the full reading costs ten times as much.
    if (/^\d{1,9}\.\d\d$/.test(text) && minorDigits(currency) === 2) return BigInt(text.replace('.', ''));
    const parsed = parseAmount(text, currency);
    return parsed.ok
      ? parsed.value.amount
      : refuseCell(record.row, header, at, `the amount cannot be read. ${parsed.error}`);
  };

  const numberAt = (record: NumberedRecord, at: number | undefined): number | undefined => {
    const text = plainAt(record, at);
    if (at === undefined || text === '') return undefined;
    return /^[1-9]\d{0,2}$/.test(text)
      ? Number(text)
      : refuseCell(record.row, header, at, `the attempt’s number “${clip(text, 20)}” is no whole number.`);
  };

  const localTime = (text: string): LocalTime | undefined => {
    for (const read of formats) {
      const local = read(text);
      if (local) return local;
    }
    return undefined;
  };

  const noDate = (record: NumberedRecord, at: number, text: string): never =>
    refuseCell(
      record.row,
      header,
      at,
      isSerialDay(text)
        ? `“${text}” is how a spreadsheet counts days: export the report again without opening it in Excel.`
        : `“${clip(text, 30)}” is no date as ${formatNames}. An admin can say in Settings how dates are written.`,
    );

  const dayAt = (record: NumberedRecord, at: number | undefined): Day | undefined => {
    const text = plainAt(record, at);
    if (at === undefined || text === '') return undefined;
    return localTime(text)?.day ?? noDate(record, at, text);
  };

  /** When it happened; what is yet to come cannot have happened. */
  const timeAt = (record: NumberedRecord, at: number): LocalTime => {
    const text = plainAt(record, at);
    if (text === '') refuseCell(record.row, header, at, 'the date is missing.');
    const local = localTime(text) ?? noDate(record, at, text);
    if (local.day > latest)
      refuseCell(
        record.row,
        header,
        at,
        `“${clip(text, 30)}” is read as ${formatDay(local.day)}, which is yet to come. If day and month are written in another order, an admin can say so in Settings; otherwise export the report again.`,
      );
    return local;
  };

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

  /** A report without a status column is of failures. */
  const outcomeOf = (status: string | undefined): ReportRow['outcome'] | undefined => {
    if (status === undefined || failed.has(status)) return 'failed';
    return approved.has(status) ? 'approved' : undefined;
  };
  const isKnown = (status: string): boolean => failed.has(status) || approved.has(status) || ignored.has(status);

  return {
    isTransaction: (record) =>
      plainAt(record, columns.transaction) !== '' &&
      (columns.status === undefined
        ? plainAt(record, columns.amount) !== '' && plainAt(record, columns.date) !== ''
        : isKnown(lower(plainAt(record, columns.status)))),
    read: (record) => {
      const { row } = record;
      const currency = (plainAt(record, columns.currency) || policy.defaultCurrency).toUpperCase();
      if (!isCurrency(currency))
        refuseCell(row, header, columns.currency ?? columns.amount, `“${clip(currency, 20)}” is not a currency.`);
      const transactionId = idAt(record, columns.transaction, 'transaction id');
      const status = columns.status === undefined ? undefined : lower(neededAt(record, columns.status, 'status'));
      if (status !== undefined && ignored.has(status)) {
        const amount = signedAmount(plainAt(record, columns.amount), currency);
        const local = localTime(plainAt(record, columns.date));
        const at = local && instantOf(local);
        return {
          kind: 'ignored',
          row: { row, transactionId, status, at },
          currency,
          ...(amount === undefined ? {} : { amount }),
        };
      }
      const outcome = outcomeOf(status);
      if (!outcome)
        return refuseCell(
          row,
          header,
          columns.status ?? 0,
          `the status “${clip(status ?? '', 30)}” is not known. An admin can say in Settings what it means.`,
        );
      const local = timeAt(record, columns.date);
      const customer = idAt(record, columns.customer, 'customer id');
      const reason = clip(textAt(record, columns.reason), 200);
      return {
        kind: 'row',
        row: {
          row,
          transactionId,
          subscription:
            columns.subscription === undefined ? customer : idAt(record, columns.subscription, 'subscription id'),
          // One period, however its date is written; what belongs together is found out when it is merged.
          period:
            columns.period === undefined ? expectedPeriod(local.day) : periodOf(idAt(record, columns.period, 'period')),
          customer,
          customerName: clip(textAt(record, columns.name), 200),
          at: instantOf(local),
          amount: amountAt(record, columns.amount, currency),
          currency,
          outcome,
          decline: outcome === 'failed' ? declineOf(reason, plainAt(record, columns.code)) : undefined,
          reason: reason || undefined,
          cardBrand: clip(textAt(record, columns.brand), 30) || undefined,
          cardLast4: last4At(record, columns.card),
          nextAttemptOn: dayAt(record, columns.nextAttempt),
          number: numberAt(record, columns.attempt),
        },
      };
    },
  };
};
