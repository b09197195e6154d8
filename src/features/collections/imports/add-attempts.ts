import { plural } from '../../../core/text/text.ts';
import { sqlStateOf } from '../../../platform/db/failures/sql-state.ts';
import { type BinaryRows, binaryHeader, binaryRows } from '../../../platform/db/rows/copy-binary.ts';
import type { Work } from '../../../platform/work/work.ts';
import { tellIgnored } from './ignored-rows.ts';
import { applyChanges, type Changes, dropKnown, noChanges } from './known-attempts.ts';
import { type IgnoredRow, type Reading, ReportRefused, type ReportRow } from './report.ts';

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
 */
const addUnknown = async (tx: Tx, report: Report): Promise<Read> => {
  const attempts = binaryRows(chunkBytes);
  const failed = binaryRows(chunkBytes);
  const told: Told = { notes: [], ignored: [] };
  const reading = portions(report, told, (row) => {
    writeRow(attempts, row, 2);
    attempts.text(report.gateway);
    attempts.uuid(report.importId);
    if (row.outcome === 'failed') noteRow(failed, row);
    return attempts.isFull() || failed.isFull();
  });
  let isOver = false;
  async function* chunks() {
    yield binaryHeader;
    while (!isOver && !failed.isFull()) {
      isOver = (await reading.next()).done === true;
      if (attempts.count() > 0) yield attempts.bytes();
      attempts.clear();
    }
  }
  let added = 0;
  try {
    while (!isOver) {
      added += await tx.$copyFrom(copyAttempts, chunks());
      await copyAll(tx, copyRows, failed);
    }
  } finally {
    await reading.return(undefined);
  }
  return { rows: added, added, changes: noChanges, told };
};

/** What the columns of `report_rows` are called where two rows contradict each other. */
const columnWords: Readonly<Record<string, string>> = {
  gateway_subscription: 'subscription',
  period: 'period',
  at: 'date',
  currency: 'currency',
  amount: 'amount',
  outcome: 'status',
  decline: 'response code',
  reason: 'response',
  card_brand: 'card',
  card_last4: 'card number',
  next_attempt_on: 'next attempt',
  number: 'attempt',
  customer: 'customer id',
  name: 'customer name',
};

/** What one row says otherwise than another of the same transaction. */
const differences = async (tx: Tx, one: number, other: number): Promise<string> => {
  const found = await tx.$queryRawUnsafe<{ key: string }[]>(
    `SELECT a.key FROM report_rows r, report_rows s, jsonb_each(to_jsonb(r)) a JOIN jsonb_each(to_jsonb(s)) b USING (key)
     WHERE r.row = $1 AND s.row = $2 AND a.value IS DISTINCT FROM b.value`,
    one,
    other,
  );
  return Object.keys(columnWords)
    .filter((key) => found.some((each) => each.key === key))
    .map((key) => columnWords[key])
    .join(', ');
};

/** COL-1: the same row twice is one row; two rows that contradict each other are an error of the file. @returns how many were too many */
const dropRepeated = async (tx: Tx): Promise<number> => {
  const [found] = await tx.$queryRawUnsafe<{ repeated: number; first: number | null; last: number | null }[]>(
    `WITH twice AS (
       SELECT count(*)::int AS rows, count(DISTINCT (${columns}, customer, name)::text) = 1 AS is_same, min(row) AS first, max(row) AS last
       FROM report_rows WHERE transaction_id IN (SELECT transaction_id FROM report_rows GROUP BY 1 HAVING count(*) > 1)
       GROUP BY transaction_id)
     SELECT (SELECT coalesce(sum(rows - 1), 0)::int FROM twice) AS repeated, wrong.first, wrong.last
     FROM (SELECT 1) one LEFT JOIN (SELECT first, last FROM twice WHERE NOT is_same ORDER BY first LIMIT 1) wrong ON true`,
  );
  if (!found || found.repeated === 0) return 0;
  if (found.first !== null && found.last !== null)
    throw new ReportRefused(
      `Row ${found.last}: it has the transaction id of row ${found.first}, but says something else (${await differences(tx, found.first, found.last)}). Correct the file, or export it again.`,
    );
  return tx.$executeRawUnsafe(
    `DELETE FROM report_rows WHERE row IN (
       SELECT row FROM (SELECT row, row_number() OVER (PARTITION BY transaction_id ORDER BY row) AS nth FROM report_rows) r WHERE nth > 1)`,
  );
};

/** By way of a table of the rows, from which those are left out that are known or stand in the file twice. */
const addAmongKnown = async (work: Work, report: Report): Promise<Read> => {
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
  const repeated = await dropRepeated(tx);
  rows -= repeated;
  if (repeated > 0)
    told.notes.push(
      `${plural(repeated, 'row')} of the file ${repeated === 1 ? 'repeats another' : 'repeat others'}, and ${repeated === 1 ? 'was' : 'were'} read once.`,
    );
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
 * there stays not there. Most reports repeat nothing and are written as they are read; the first repeated transaction has the
 * report read again, and compared. Leaves in `report_rows` the new rows that failed, and perhaps others. COL-1
 * @throws ReportRefused when the file cannot be read, is empty, or contradicts itself
 */
export const addAttempts = async (work: Work, report: Report): Promise<Added> => {
  const { rows, added, changes, told } = await addOnce(work, report);
  const ignored = await tellIgnored(work, report.gateway, told.ignored);
  return {
    rows,
    added,
    turned: changes.turned,
    changed: changes.count + ignored.count,
    notes: [...told.notes, ...changes.notes, ...ignored.notes],
  };
};

const addOnce = async (work: Work, report: Report): Promise<Read> => {
  const { tx } = work;
  await tx.$executeRawUnsafe(createRows);
  await tx.$executeRawUnsafe('SAVEPOINT all_unknown');
  try {
    return await addUnknown(tx, report);
  } catch (error) {
    if (sqlStateOf(error) !== alreadyThere) throw error;
  }
  await tx.$executeRawUnsafe('ROLLBACK TO SAVEPOINT all_unknown');
  return addAmongKnown(work, report);
};
