import { plural } from '../../../core/text/text.ts';
import { sqlStateOf } from '../../../platform/db/failures/sql-state.ts';
import { type BinaryRows, binaryHeader, binaryRows } from '../../../platform/db/rows/copy-binary.ts';
import type { Work } from '../../../platform/work/work.ts';
import { isExpectedPeriod } from '../cases/index.ts';
import { applyChanges, type Changes, dropKnown, expectPeriods, noChanges } from './known-attempts.ts';
import { dropRepeated, tellIgnored } from './left-out-rows.ts';
import type { IgnoredRow, Reading, ReportRow } from './report.ts';

export interface Report {
  readonly importId: string;
  readonly gateway: string;
  /** Reads the file from its beginning, as often as it is asked. @throws ReportRefused */
  readonly read: (told: Pick<Reading, 'note' | 'ignored'>) => AsyncIterable<readonly ReportRow[]>;
}

export interface Added {
  /** Transactions in the file, each once. */
  readonly rows: number;
  readonly added: number;
  readonly turned: Changes['turned'];
  /** How many known ones say something else now. */
  readonly changed: number;
  /** What is to be told of the file besides: its totals, rows that stand in it twice. */
  readonly notes: readonly string[];
}

type Tx = Work['tx'];

const columns =
  'transaction_id, gateway_subscription, period, at, currency, amount, outcome, decline, reason, card_brand, card_last4, next_attempt_on, number';

/** The fields of these columns, and of so many others that the caller adds. */
const writeRow = (to: BinaryRows, row: ReportRow, others: number): void => {
  to.row(13 + others);
  to.text(row.transactionId);
  to.text(row.subscription);
  to.text(row.period);
  to.timestamptz(row.at);
  to.text(row.currency);
  to.int8(row.amount);
  to.text(row.outcome);
  to.text(row.decline);
  to.text(row.reason);
  to.text(row.cardBrand);
  to.text(row.cardLast4);
  to.date(row.nextAttemptOn);
  to.int4(row.number);
};

/** Rows of the report with what an attempt does not keep of them; gone with the transaction. */
const createRows = `CREATE TEMP TABLE report_rows ON COMMIT DROP AS
  SELECT ${columns}, 0 AS row, ''::text AS customer, ''::text AS name FROM payment_attempts WITH NO DATA`;
const copyRows = `COPY report_rows (${columns}, row, customer, name) FROM STDIN (FORMAT binary)`;
const copyAttempts = `COPY payment_attempts (${columns}, gateway, import_id) FROM STDIN (FORMAT binary)`;

const noteRow = (to: BinaryRows, row: ReportRow): void => {
  writeRow(to, row, 3);
  to.int4(row.row);
  to.text(row.customer);
  to.text(row.customerName);
};

/** What is written at once; some 15,000 rows. */
const chunkBytes = 2 ** 21;

/** What a file says besides its attempts. */
interface Told {
  readonly notes: string[];
  readonly ignored: IgnoredRow[];
}

interface Read extends Pick<Added, 'rows' | 'added'> {
  readonly changes: Changes;
  readonly told: Told;
}

/** Adds row by row; stops whenever `add` says that there are enough for now, and once more at the end. */
async function* portions(report: Report, told: Told, add: (row: ReportRow) => boolean): AsyncGenerator<void> {
  const reading = {
    note: (text: string) => void told.notes.push(text),
    ignored: (row: IgnoredRow) => void told.ignored.push(row),
  };
  for await (const batch of report.read(reading)) for (const row of batch) if (add(row)) yield;
  yield;
}

const copyAll = async (tx: Tx, sql: string, rows: BinaryRows): Promise<void> => {
  if (rows.count() > 0) await tx.$copyFrom(sql, [binaryHeader, rows.bytes()]);
  rows.clear();
};

/**
 * Straight into the table while the file is read; those that failed are noted as well, to open their cases, which a COPY must
 * be interrupted for: as seldom as the memory for them allows.
 * @returns undefined for a report of which periods are to be found out
 */
const addUnknown = async (tx: Tx, report: Report): Promise<Read | undefined> => {
  const attempts = binaryRows(chunkBytes);
  const failed = binaryRows(chunkBytes);
  const told: Told = { notes: [], ignored: [] };
  let lacksPeriods = false;
  const reading = portions(report, told, (row) => {
    lacksPeriods ||= isExpectedPeriod(row.period);
    if (lacksPeriods) return true;
    writeRow(attempts, row, 2);
    attempts.text(report.gateway);
    attempts.uuid(report.importId);
    if (row.outcome === 'failed') noteRow(failed, row);
    return attempts.isFull() || failed.isFull();
  });
  let isOver = false;
  async function* chunks() {
    yield binaryHeader;
    while (!isOver && !lacksPeriods && !failed.isFull()) {
      isOver = (await reading.next()).done === true;
      if (attempts.count() > 0) yield attempts.bytes();
      attempts.clear();
    }
  }
  let added = 0;
  try {
    while (!isOver && !lacksPeriods) {
      added += await tx.$copyFrom(copyAttempts, chunks());
      await copyAll(tx, copyRows, failed);
    }
  } finally {
    await reading.return(undefined);
  }
  return lacksPeriods ? undefined : { rows: added, added, changes: noChanges, told };
};

/** By way of a table of the rows, from which those are left out that are known or stand in the file twice. */
const addAmongKnown = async (work: Work, report: Report, daysToNewPeriod: number): Promise<Read> => {
  const { tx } = work;
  const noted = binaryRows(chunkBytes);
  const told: Told = { notes: [], ignored: [] };
  async function* chunks() {
    yield binaryHeader;
    const add = (row: ReportRow): boolean => {
      noteRow(noted, row);
      return noted.isFull();
    };
    for await (const _ of portions(report, told, add)) {
      if (noted.count() > 0) yield noted.bytes();
      noted.clear();
    }
  }
  let rows = await tx.$copyFrom(copyRows, chunks());
  await tx.$executeRawUnsafe('ANALYZE report_rows');
  const repeated = await dropRepeated(tx, columns);
  rows -= repeated;
  if (repeated > 0)
    told.notes.push(
      `${plural(repeated, 'row')} of the file ${repeated === 1 ? 'repeats another' : 'repeat others'}, and ${repeated === 1 ? 'was' : 'were'} read once.`,
    );
  await expectPeriods(work, report.gateway, daysToNewPeriod);
  const known = await dropKnown(tx, report.gateway);
  const added = await tx.$executeRawUnsafe(
    `INSERT INTO payment_attempts (${columns}, gateway, import_id)
     SELECT ${columns}, $1, $2::uuid FROM report_rows ORDER BY transaction_id ON CONFLICT DO NOTHING`,
    report.gateway,
    report.importId,
  );
  const changes = added + known < rows ? await applyChanges(work, report.gateway, report.importId) : noChanges;
  return { rows, added, changes, told };
};

const alreadyThere = '23505';

/**
 * Adds the attempts that are new, each transaction once. Whoever adds attempts has locked the gateway, so that what was not
 * there stays not there. Most reports repeat nothing and are written as they are read; the first repeated transaction, or
 * one without a period, has the report read again, and compared. Leaves in `report_rows` the new rows that failed, and perhaps others. COL-1
 * @param daysToNewPeriod where the report names no periods: a try so many days after the one before it is for another one
 * @throws ReportRefused when the file cannot be read, is empty, or contradicts itself
 */
export const addAttempts = async (work: Work, report: Report, daysToNewPeriod: number): Promise<Added> => {
  const { rows, added, changes, told } = await addOnce(work, report, daysToNewPeriod);
  const ignored = await tellIgnored(work, report.gateway, told.ignored);
  return {
    rows,
    added,
    turned: changes.turned,
    changed: changes.count + ignored.count,
    notes: [...told.notes, ...changes.notes, ...ignored.notes],
  };
};

const addOnce = async (work: Work, report: Report, daysToNewPeriod: number): Promise<Read> => {
  const { tx } = work;
  await tx.$executeRawUnsafe(createRows);
  await tx.$executeRawUnsafe('SAVEPOINT all_unknown');
  try {
    const read = await addUnknown(tx, report);
    if (read) return read;
  } catch (error) {
    if (sqlStateOf(error) !== alreadyThere) throw error;
  }
  await tx.$executeRawUnsafe('ROLLBACK TO SAVEPOINT all_unknown');
  return addAmongKnown(work, report, daysToNewPeriod);
};
