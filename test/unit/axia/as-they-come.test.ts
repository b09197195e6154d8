import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { dateReader, instantReader, isDateFormat } from '../../../src/integrations/axia/date-format.ts';
import { monthOf, offsetOf } from '../../../src/integrations/axia/written-dates.ts';
import { csv, line, read, readWithNotes, refusal } from './a-report.ts';

const fixture = (name: string): Promise<string> => readFile(`test/fixtures/reports/${name}`, 'utf8');

describe('COL-1 a report is read as its gateway writes it', () => {
  test('T01 without period, attempt and subscription: the day is the period that is expected, the customer stands for the subscription', async () => {
    const settings = {
      transactionColumn: 'ID',
      customerColumn: 'CustNum',
      subscriptionColumn: '',
      periodColumn: '',
      nameColumn: 'Company',
      dateColumn: 'Date',
      statusColumn: 'Result',
      reasonColumn: 'Reason',
      failedWords: ['d', 'e'],
      approvedWords: ['a'],
    };
    const { rows, notes } = await readWithNotes(await fixture('no-periods.csv'), settings);
    expect(rows.map((row) => [row.transactionId, row.subscription, row.period, row.outcome])).toEqual([
      ['124444201', '88231', 'expected 2026-03-01', 'failed'],
      ['124450377', '88231', 'expected 2026-03-04', 'failed'],
      ['124456912', '88231', 'expected 2026-03-07', 'failed'],
      ['124463405', '88231', 'expected 2026-03-10', 'failed'],
      ['124470118', '88231', 'expected 2026-03-13', 'failed'],
      ['124470119', '88232', 'expected 2026-03-13', 'approved'],
    ]);
    expect(rows[0]).toMatchObject({ number: undefined, nextAttemptOn: undefined, customerName: 'Bayside Dermatology' });
    expect(notes).toEqual([expect.stringMatching(/^The report names no periods: .* expected\.$/)]);
  });

  test('T02 of failures only, with names of months: no status is needed, a hard decline with a blank date is final', async () => {
    const settings = {
      transactionColumn: 'Receipt Number',
      customerColumn: 'Customer Number',
      subscriptionColumn: '',
      periodColumn: '',
      amountColumn: 'Payment Amount',
      dateColumn: 'Date',
      statusColumn: '',
      nextAttemptColumn: 'Automatic Retry Date',
      attemptColumn: '',
    };
    const rows = await read(await fixture('failures-only.csv'), settings);
    expect(rows).toMatchObject([
      {
        outcome: 'failed',
        amount: 121_800n,
        currency: 'AUD',
        period: 'expected 2026-03-18',
        nextAttemptOn: '2026-03-22',
      },
      { outcome: 'failed', amount: 48_720n, customer: 'AX-1002', nextAttemptOn: undefined },
    ]);
  });

  test('T03 tabs, figures for a status, the zone that is written behind the time', async () => {
    const settings = {
      subscriptionColumn: '',
      periodColumn: '',
      nameColumn: 'Company',
      amountColumn: 'Total Amount',
      currencyColumn: '',
      dateColumn: 'Submit Date/Time',
      statusColumn: 'Response Code',
      codeColumn: '',
      failedWords: ['2', '3'],
      approvedWords: ['1'],
    };
    const rows = await read(await fixture('status-numbers.txt'), settings);
    expect(rows).toMatchObject([
      { transactionId: '301244354', outcome: 'failed', at: Date.parse('2026-03-01T11:00:00Z'), cardLast4: '4242' },
      { transactionId: '301244355', outcome: 'approved', at: Date.parse('2026-03-01T11:00:04Z'), cardLast4: '1881' },
    ]);
  });

  test.each([
    ['titles.csv', 4, ['Recurring Billing Report for ESI Software Inc', 'From 2026-03-01 to 2026-03-02']],
    ['titles-wide.csv', 2, ['Recurring Billing Detail Report, 1.0, 2026-03-01 to 2026-03-02']],
  ])('T04 titles above the header are told, and rows keep the numbers of the file: %s', async (name, row, titles) => {
    const text = await fixture(name);
    const { rows, notes } = await readWithNotes(text);
    expect(rows.map((each) => each.row)).toEqual([row + 1, row + 2]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(`The header was found in row ${row}.`);
    for (const title of titles) expect(notes[0]).toContain(`“${title}”`);
    expect(await refusal(text.replace('1200.00', 'lots'))).toMatch(new RegExp(`^Row ${row + 1}, “Amount”`));
    expect((await readWithNotes(text, {}, 7)).rows).toEqual(rows);
    expect(await refusal(text.replace('Subscription ID', 'Abo'))).toMatch(
      new RegExp(`^The header \\(row ${row}\\) lacks “Subscription ID”\\. It has: Transaction ID, Abo`),
    );
  });

  test('T04 titles and tabs; a header below the twentieth line is none', async () => {
    const tabs = csv(line('T1'), line('T2')).replaceAll(',', '\t');
    expect((await read(`Report, of March, by day, for all\n\n${tabs}`)).map((each) => each.row)).toEqual([4, 5]);
    expect(await read(`${'Title\n'.repeat(19)}${tabs}`)).toHaveLength(2);
    expect(await refusal(`${'Title\n'.repeat(20)}${tabs}`)).toMatch(/lacks “Transaction ID”/);
  });

  test('T04 a closing note is told; behind it there is no row, and half a row is none', async () => {
    const text = await fixture('closing-note.csv');
    const { rows, notes } = await readWithNotes(text);
    expect(rows).toHaveLength(2);
    expect(notes).toEqual(['Row 4 is no transaction, and was not read: “*** End of report ***”.']);
    expect(await refusal(`${text}${line('T3')}\n`)).toBe('Row 5: there are rows behind the closing note (row 4).');
    expect(await refusal(csv(line('T1'), 'End of'))).toMatch(/^Row 3 has 1 of 15 columns\. Is the file cut off/);
    expect(await refusal(`${csv(line('T1'), 'T2')}\n`)).toMatch(/^Row 3 has 1 of 15 columns/);
  });

  test('T04 a header that stands there twice is told and left out', async () => {
    const { rows, notes } = await readWithNotes(await fixture('header-twice.csv'));
    expect(rows.map((each) => [each.row, each.transactionId])).toEqual([
      [2, 'T1'],
      [4, 'T2'],
    ]);
    expect(notes).toEqual(['Row 3 repeats the header, and was left out.']);
  });

  test('T08 a report whose day and month may be either is refused where it would lie in the future', async () => {
    expect(await refusal(await fixture('day-or-month.csv'))).toMatch(
      /^Row 2, “Transaction Date”: “05\/03\/2026” is read as May 3, 2026, which is yet to come\. .* Settings/,
    );
  });

  test('what a spreadsheet leaves behind: blank rows, empty cells to the right, `sep=`; days as figures are refused', async () => {
    const blank = ','.repeat(14);
    expect(await read(csv(line('T1'), blank, line('T2'), blank))).toHaveLength(2);
    expect(await read(csv(`${line('T1')},,`, line('T2')))).toHaveLength(2);
    expect(await refusal(csv(`${line('T1')},x`))).toMatch(/^Row 2 has 16 of 15 columns/);
    const { rows, notes } = await readWithNotes(`sep=;\n${csv(line('T1')).replaceAll(',', ';')}`);
    expect(rows).toHaveLength(1);
    expect(notes[0]).toContain('“sep=”');
    for (const serial of ['46082', '46082.125', '46082,5'])
      expect(await refusal(csv(line('T1', { date: `"${serial}"` })))).toBe(
        `Row 2, “Transaction Date”: “${serial}” is how a spreadsheet counts days: export the report again without opening it in Excel.`,
      );
  });

  test('a report of failures only still tells its totals from its rows', async () => {
    const failures = 'ID,Cust,Amount,When\n1,C1,10.00,2026-03-01\nTotal,1,10.00,\n';
    const settings = {
      transactionColumn: 'ID',
      customerColumn: 'Cust',
      dateColumn: 'When',
      subscriptionColumn: '',
      periodColumn: '',
      statusColumn: '',
    };
    const { rows, notes } = await readWithNotes(failures, settings);
    expect(rows).toHaveLength(1);
    expect(notes).toContain('The totals line (row 3) was checked: 1 row, $10.00.');
  });
});

describe('COL-1 dates as they are written', () => {
  test.each([
    ['DD MMM YYYY', '18 DEC 2006', '2006-12-18'],
    ['DD MMM YYYY', '3 marzo 2026', '2026-03-03'],
    ['DD-MMM-YYYY', '01-juil.-2026', '2026-07-01'],
    ['MMM DD YYYY', 'May 7 2026', '2026-05-07'],
    ['DD. MMM YYYY', '7. März 2026', '2026-03-07'],
  ])('%s reads %s', (format, text, day) => {
    expect(isDateFormat(format)).toBe(true);
    expect(dateReader(format)(text)?.day).toBe(day);
  });

  test.each([
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-01T03:00:00Z', '2026-03-01T03:00:00.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-01T03:00:00.123456+02:00', '2026-03-01T01:00:00.000Z'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2026-03-01T03:00:00-0530', '2026-03-01T08:30:00.000Z'],
    ['DD-MMM-YYYY hh:mm:ss A Z', '21-Aug-2026 03:26:23 PM MDT', '2026-08-21T21:26:23.000Z'],
    // An hour that is there twice is told apart by its zone.
    ['YYYY-MM-DD HH:mm:ss Z', '2026-10-25 02:30:00 CEST', '2026-10-25T00:30:00.000Z'],
    ['YYYY-MM-DD HH:mm:ss Z', '2026-10-25 02:30:00 CET', '2026-10-25T01:30:00.000Z'],
  ])('%s of %s is an instant, whatever the report’s zone', (format, text, instant) => {
    const local = dateReader(format)(text);
    expect(local && new Date(instantReader('America/Los_Angeles')(local)).toISOString()).toBe(instant);
  });

  test('a month or a zone that is none, or may be two, is no date', () => {
    expect([monthOf('foo'), monthOf('juin'), monthOf('juillet'), monthOf('DÉC')]).toEqual([undefined, 6, 7, 12]);
    expect([offsetOf('IST'), offsetOf('+15:00'), offsetOf('+02:75'), offsetOf('-03')]).toEqual([
      undefined,
      undefined,
      undefined,
      -180,
    ]);
    expect(dateReader('YYYY-MM-DD HH:mm Z')('2026-03-01 03:00 IST')).toBeUndefined();
    expect([isDateFormat('DD MMM MM YYYY'), isDateFormat('DD YYYY')]).toEqual([false, false]);
  });

  test('one that fits none is refused with the formats and where to change them', async () => {
    expect(await refusal(csv(line('T1', { date: 'yesterday' })), { dateFormats: ['DD.MM.YYYY'] })).toBe(
      'Row 2, “Transaction Date”: “yesterday” is no date as DD.MM.YYYY. An admin can say in Settings how dates are written.',
    );
  });
});
