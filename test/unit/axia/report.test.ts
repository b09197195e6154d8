import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateReader, instantReader, isDateFormat } from '../../../src/integrations/axia/date-format.ts';
import { axiaPolicy } from '../../../src/integrations/axia/index.ts';
import { csv, header, line, read, refusal } from './a-report.ts';

describe('COL-1 a report is read by its mapping', () => {
  test('a row', async () => {
    expect(await read(csv(line('T1', { next: '2026-03-08', attempt: '2' })))).toEqual([
      {
        row: 2,
        transactionId: 'T1',
        subscription: 'S1',
        period: '2026-03-01',
        customer: 'C1',
        customerName: 'Hart',
        at: Date.parse('2026-03-01T14:00:00Z'),
        amount: 12000n,
        currency: 'USD',
        outcome: 'failed',
        decline: 'soft',
        reason: 'Insufficient funds',
        cardBrand: 'Visa',
        cardLast4: '4242',
        nextAttemptOn: '2026-03-08',
        number: 2,
      },
    ]);
  });

  test('BOM, CRLF, semicolons, tabs, quotes with separators and line breaks, blank lines, no last line break', async () => {
    const plain = await read(csv(line('T1'), line('T2')));
    const variants = [
      `\uFEFF${csv(line('T1'), line('T2'))}`,
      `${csv(line('T1'), line('T2')).replaceAll('\n', '\r\n')}\r\n`,
      csv(line('T1'), line('T2')).replaceAll(',', ';'),
      csv(line('T1'), line('T2')).replaceAll(',', '\t'),
    ];
    for (const variant of variants) expect(await read(variant)).toEqual(plain);
    const quoted = await read(`${csv(line('T1', { name: '"Hart, ""the"" & Sons\nLtd"' }), '', line('T2'))}\n`);
    expect(quoted.map((row) => [row.row, row.customerName])).toEqual([
      [2, 'Hart, "the" & Sons\nLtd'],
      [4, 'Hart'],
    ]);
  });

  test('however the bytes are cut, the rows are the same', async () => {
    const content = csv(line('T1', { name: '"Zoë, 李 \u{1F44B}\nx"' }), line('T2'), line('T3', { name: '"a""b"' }));
    const whole = await read(content);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
        expect(await read(content, {}, size)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test('hard declines, approvals, ignored statuses and a masked number are read as the settings say', async () => {
    const rows = await read(
      csv(
        line('T1', { code: '54' }),
        line('T2', { status: 'APPROVED' }),
        line('T3', { status: 'Pending', amount: '' }),
        line('T4', { response: 'Lost card', code: '' }),
      ),
    );
    expect(rows.map((row) => [row.transactionId, row.outcome, row.decline])).toEqual([
      ['T1', 'failed', 'hard'],
      ['T2', 'approved', undefined],
      ['T4', 'failed', 'hard'],
    ]);
    expect((await read(csv(line('T1', { status: 'Nope' })), { failedWords: ['nope'] }))[0]?.outcome).toBe('failed');
  });

  test('other column names, date formats, zones and currencies are settings', async () => {
    const content = 'tx;sub;period;cust;amt;when;state\nA;S;March;C;1.234,50;31/03/2026 02:30;KO';
    const settings = {
      transactionColumn: 'tx',
      subscriptionColumn: 'sub',
      periodColumn: 'period',
      customerColumn: 'cust',
      amountColumn: 'amt',
      dateColumn: 'when',
      statusColumn: 'state',
      failedWords: ['ko'],
      dateFormats: ['DD/MM/YYYY HH:mm'],
      zone: 'Europe/Rome',
      defaultCurrency: 'EUR',
    };
    expect(await read(content, settings)).toMatchObject([
      { amount: 123450n, currency: 'EUR', period: 'March', at: Date.parse('2026-03-31T00:30:00Z') },
    ]);
  });

  const columnSettings: readonly (readonly [setting: string, column: string])[] = [
    ['transactionColumn', 'Transaction ID'],
    ['subscriptionColumn', 'Subscription ID'],
    ['periodColumn', 'Billing Date'],
    ['customerColumn', 'Customer ID'],
    ['nameColumn', 'Customer Name'],
    ['amountColumn', 'Amount'],
    ['currencyColumn', 'Currency'],
    ['dateColumn', 'Transaction Date'],
    ['statusColumn', 'Status'],
    ['reasonColumn', 'Response'],
    ['codeColumn', 'Response Code'],
    ['brandColumn', 'Card Type'],
    ['cardColumn', 'Card Number'],
    ['nextAttemptColumn', 'Next Attempt'],
    ['attemptColumn', 'Attempt'],
  ];
  test.each(columnSettings)('%s says which column it is', async (setting, column) => {
    const row = line('T1', { currency: 'EUR', code: '54', next: '2026-03-08', attempt: '2' });
    const renamed = [
      header
        .split(',')
        .map((each) => (each === column ? 'Elsewhere' : each))
        .join(','),
      row,
    ].join('\n');
    const usual = await read(csv(row));
    expect(await read(renamed, { [setting]: 'Elsewhere' })).toEqual(usual);
    expect(await read(renamed).catch(() => 'refused')).not.toEqual(usual);
  });

  test('the words for paid, neither and a hard decline are settings', async () => {
    const status = async (word: string, settings: object) =>
      (await read(csv(line('T1', { status: word }), line('T2')), settings)).map((row) => row.outcome);
    expect(await status('Settled today', { approvedWords: ['settled today'] })).toEqual(['approved', 'failed']);
    expect(await status('On hold', { ignoredWords: ['on hold'] })).toEqual(['failed']);
    expect((await read(csv(line('T1', { code: '51' })), { hardDeclines: ['51'] }))[0]?.decline).toBe('hard');
    expect((await read(csv(line('T1', { code: '51' }))))[0]?.decline).toBe('soft');
  });

  test('one period however its date is written', async () => {
    expect((await read(csv(line('T1', { period: '03/01/2026' }))))[0]?.period).toBe('2026-03-01');
  });
});

describe('COL-1 a malformed file is refused with row and reason', () => {
  test('a web page saved as CSV is told as one, and no columns are named from it', async () => {
    const page = await readFile('test/fixtures/reports/web-page.csv', 'utf8');
    for (const text of [page, `\uFEFF<!DOCTYPE html>\n${page}`, page.toUpperCase()])
      expect(await refusal(text)).toBe('This is a web page, not CSV. Export the report as CSV, and import that file.');
  });

  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['empty', '', /empty/],
    ['only blank lines', '\n\n', /empty/],
    ['header only', header, /no rows/],
    ['missing columns, all named', 'Transaction ID,Amount\n1,2', /“Subscription ID”, “Billing Date”, “Customer ID”/],
    ['a column twice', `${header},Amount\n${line()},1`, /“Amount” twice/],
    ['truncated last line', csv(line('T1'), 'T2,S1,2026-03-'), /Row 3 has 3 of 15 columns/],
    [
      'a quote that is not closed',
      csv(line('T1'), 'T2,"S1,2026-03-01'),
      /Row 3, “Subscription ID”: a quote is not closed/,
    ],
    ['bad amount', csv(line('T1'), line('T2', { amount: 'lots' })), /Row 3, “Amount”: the amount/],
    ['negative amount', csv(line('T1', { amount: '-5.00' })), /Row 2, “Amount”: the amount/],
    [
      'bad date',
      csv(line('T1', { date: '2026-02-30 10:00:00' })),
      /Row 2, “Transaction Date”: “2026-02-30 10:00:00” is no date/,
    ],
    ['bad currency', csv(line('T1', { currency: 'DOL' })), /Row 2, “Currency”: “DOL” is not a currency/],
    ['unknown status', csv(line('T1', { status: 'Maybe' })), /Row 2, “Status”: the status “maybe” is not known/],
    ['no transaction id', csv(line('')), /Row 2, “Transaction ID”: the transaction id is missing/],
    [
      'gigantic cell',
      csv(line('T1', { name: 'x'.repeat(10_241) })),
      /Row 2, “Customer Name”: the cell is longer than 10 kB/,
    ],
    ['a record without end', `${csv(line('T1'))}\n"${'x'.repeat(400_000)}`, /Row 3/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x41, 0x00]), /UTF-16/],
    ['Latin-1', new Uint8Array([...new TextEncoder().encode(`${header}\n`), 0xe9, 0x2c]), /not UTF-8/],
    [
      'wrong count in the totals line',
      csv(line('T1'), line('T2'), 'Total,,,,,240.00,,,,3,,,,,'),
      /Row 4, “Response”: the totals line counts 3 rows, but the file has 2/,
    ],
    [
      'wrong sum in the totals line',
      csv(line('T1'), line('T2'), 'Total,2,,,,239.00,,,,,,,,,'),
      /Row 4, “Amount”: the totals line’s amount is not the sum of the rows \(\$240.00\)/,
    ],
    [
      'rows behind the totals line',
      csv(line('T1'), 'Total,1', line('T2')),
      /Row 4: there are rows behind the totals line \(row 3\)/,
    ],
  ];
  test.each(cases)('%s', async (_name, content, reason) => {
    expect(await refusal(content)).toMatch(reason);
  });

  test('right totals pass, in any of their shapes', async () => {
    for (const totals of [
      'Total,2,,,,240.00,,,,,,,,,',
      'Totals:;2;240.00'.replaceAll(';', ','),
      'Total records: 2',
      'Total,,,,,$240.00,,,,,,,,,',
    ]) {
      expect(await read(csv(line('T1'), line('T2'), totals)), totals).toHaveLength(2);
    }
  });

  test('a card number in any cell refuses the file, and no digit of it is told', async () => {
    for (const number of [
      '4111111111111111',
      '4111 1111 1111 1111',
      'Hart 5500-0000-0000-0004 x',
      '4111.1111.1111.1111',
      '4111/1111/1111/1111',
      '4111  1111  1111  1111',
      '4111\t1111\t1111\t1111',
      '4111\u20091111\u20091111\u20091111',
      '４１１１１１１１１１１１１１１１',
      '"4111,1111,1111,1111"',
      '"4111 1111\n1111 1111"',
    ]) {
      for (const more of [{ name: number }, { card: number }, { response: number }]) {
        const text = await refusal(csv(line('T0'), line('T1', more)));
        expect(text).toMatch(/^Row 3, “[^”]+”: this looks like a full card number/);
        expect(text).not.toMatch(/\p{Nd}{4}/u);
      }
    }
    expect(await refusal(csv(line('T1'), 'Total 4111111111111111'))).not.toMatch(/4111/);
    expect(await refusal(`4111111111111111,${header}\n`)).not.toMatch(/4111/);
  });

  test('T17 ids that are times in milliseconds are read; a card among them still refuses the file', async () => {
    const file = await readFile('test/fixtures/reports/epoch-ids.csv', 'utf8');
    expect(await read(file)).toHaveLength(60);
    expect(await refusal(file.replace('1772359202329', '4111111111111111'))).toMatch(/looks like a full card number/);
  });

  test('a file above the limit is refused', async () => {
    expect(await refusal(csv(...Array.from({ length: 12_000 }, (_, n) => line(`T${n}`))), { maxMegabytes: 1 })).toMatch(
      /larger than 1 megabyte/,
    );
  });
});

test('ALL-4 local times become instants, also where clocks change', () => {
  const rome = instantReader('Europe/Rome');
  const local = dateReader('YYYY-MM-DD HH:mm:ss');
  const at = (text: string) => {
    const parsed = local(text);
    return parsed && new Date(rome(parsed)).toISOString();
  };
  expect(at('2026-03-28 23:59:59')).toBe('2026-03-28T22:59:59.000Z');
  expect(at('2026-03-29 01:59:59')).toBe('2026-03-29T00:59:59.000Z');
  expect(at('2026-03-29 03:00:01')).toBe('2026-03-29T01:00:01.000Z');
  expect(at('2026-10-25 12:00:00')).toBe('2026-10-25T11:00:00.000Z');
  expect(dateReader('MM/DD/YYYY hh:mm:ss A')('3/1/2026 12:00:05 AM')).toEqual({
    day: '2026-03-01',
    hour: 0,
    minute: 0,
    second: 5,
  });
  expect(dateReader('MM/DD/YYYY hh:mm A')('03/01/2026 13:00 PM')).toBeUndefined();
  expect([isDateFormat('DD.MM.YYYY'), isDateFormat('DD.MM'), isDateFormat('DD.MM.YYYY DD')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('the shipped mapping is a valid setting', () => {
  expect(axiaPolicy.schema.safeParse(axiaPolicy.defaults).success).toBe(true);
});
