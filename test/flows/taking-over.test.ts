import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day } from '../../src/core/time/calendar.ts';
import { addServer } from '../../src/features/billing/assets/index.ts';
import { plansCsv } from '../../src/features/billing/catalog/index.ts';
import {
  accountOf,
  changeService,
  editSchedule,
  type ServiceChange,
  subscriptionsCsv,
  subscriptionsOfCustomer,
} from '../../src/features/billing/subscriptions/index.ts';
import { previewSchedule } from '../../src/features/billing/subscriptions/schedule-subscription.ts';
import { addGroup, customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { csvKinds } from '../../src/features/slices.ts';
import { system } from '../../src/platform/work/work.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, taxServices } from '../support/bills.ts';
import { counting } from '../support/counting.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

const header =
  'customer,group,currency,subscription,billed_through,next_date,every_months,anchor,paid,mode,plan,charge,description,quantity,price,per,start_on,end_on';

describeEachEngine('subscriptions that another system billed', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await taxServices(h, 10);
    h.clock.set(new Date('2026-04-10T12:00:00Z'));
    expect(
      await enter(
        plansCsv,
        [
          'code,name,tax_category,billing,per_months,prorated,currency,valid_from,price',
          'LAW,Law office,services,flat,12,by days,USD,2024-01-01,365.00',
          'LIST,List,services,per_asset,1,by months,USD,2024-01-01,5.00',
          'EURO,Only in euro,services,flat,1,by months,EUR,2024-01-01,5.00',
        ],
        h.person('accounting'),
      ),
    ).toMatchObject({ problems: [] });
  });
  afterAll(() => h.close());
  beforeEach(() => h.clock.set(new Date('2026-04-10T12:00:00Z')));

  const customer = async (name: string) =>
    (await h.deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency: 'USD' }))).id;
  const enter = (
    kind: typeof subscriptionsCsv | typeof plansCsv,
    lines: readonly string[],
    by = h.person('billing'),
    dryRun = false,
  ) => kind.enter(h.deps, by, { name: 'file.csv', bytes: new TextEncoder().encode(lines.join('\n')) }, { dryRun });
  const takeOver = (rows: readonly string[], dryRun = false) =>
    enter(subscriptionsCsv, [header, ...rows], h.person('billing'), dryRun);
  const of = async (customerId: string, at = 0) => {
    const found = (await subscriptionsOfCustomer(h.db.prisma, customerId))[at];
    if (!found) throw new Error('no subscription');
    return found;
  };
  const change = async (subscriptionId: string, asked: ServiceChange) =>
    changeService(h.deps, h.person('billing'), { subscriptionId, change: asked, reason: 'They asked.' });

  test('BIL-21 nothing before its import is due; the next bill is the right one; once; all of it is told', async () => {
    const id = await customer('Larkspur Legal');
    const rows = [
      'larkspur legal,,usd,S-1,2026-04-30,2026-05-01,1,,advance,automate,,,Help desk,10,45.00,,2024-06-01,',
      'Larkspur Legal,,USD,S-1,2026-04-30,2026-05-01,1,,,automate,,,Backup,1,"1,200.00",12,2026-02-15,2026-12-31',
      'Larkspur Legal,,USD,Y-1,2027-02-28,2027-03-01,12,2025-03-01,advance,remind,law,,,3,,,2025-03-01,',
      'Larkspur Legal,,USD,A-1,2026-03-31,2026-05-01,1,,arrears,automate,,,Traffic,1,80,,2024-01-01,',
    ];
    expect(await takeOver(rows, true)).toEqual({ rows: 4, problems: [] });
    expect(await h.db.prisma.subscription.count()).toBe(0);
    expect(await takeOver(rows)).toEqual({ rows: 4, problems: [] });
    expect(await h.audit({ action: 'subscription.imported' })).toMatchObject([
      {
        actor: 'U_BILLING',
        customerId: id,
        after: {
          accountingNumber: 'S-1',
          billedThrough: '2026-04-30',
          nextOn: '2026-05-01',
          // April 10 – 30 of 450.00 and of 100.00 a month.
          countsAsBilled: '$385.00',
          services: ['10 × Help desk at $45.00', expect.stringContaining('1 × Backup at $1,200.00 a year')],
        },
      },
      { after: { accountingNumber: 'Y-1', schedule: expect.stringContaining('billed elsewhere until Feb 28, 2027') } },
      { after: { accountingNumber: 'A-1', countsAsBilled: '$0.00' } },
    ]);
    expect(JSON.stringify(await asking(h, customersSlice, 'billing').press('customer.open', id))).toContain(
      'Help desk',
    );

    for (const asOf of ['2026-04-10', '2026-04-30']) expect(saidOf(await preview(h, id, asOf))).toEqual([]);
    const next = [
      {
        on: '2026-05-01',
        lines: [
          ['Help desk', 450_00],
          ['Backup', 100_00],
          ['Traffic', 80_00],
        ],
        total: 693_00,
      },
    ];
    expect(saidOf(await preview(h, id, '2026-05-01'))).toEqual(next);
    h.clock.set(new Date('2026-05-01T12:00:00Z'));
    await bill(h, id, '2026-05-01');
    expect(saidOf(await preview(h, id, '2026-05-31'))).toEqual([]);
    expect(
      (await preview(h, id, '2027-03-01')).bills.at(-1)?.draft.lines.map(({ description }) => description),
    ).toContain('Law office');

    const again = await takeOver(rows);
    expect(again.problems.map(({ row, column }) => `${row} ${column}`)).toEqual([
      ...['2 subscription', '3 subscription', '4 subscription', '5 subscription'],
    ]);
    expect(again.problems[0]?.text).toBe(
      'It was entered on Apr 10, 2026 already. Leave it out: nothing is entered twice.',
    );
    expect(await h.db.prisma.subscription.count()).toBe(3);
  });

  test('BIL-21 BIL-6 what is changed later is charged and credited from the import on, and not for a day before it', async () => {
    const id = await customer('Harbor Dental');
    const rows = [
      'Harbor Dental,,USD,S-1,2026-04-30,2026-05-01,1,,,,,,Help desk,10,45.00,,2024-06-01,',
      'Harbor Dental,,USD,S-1,2026-04-30,2026-05-01,1,,,,,,Phones,2,30.00,,2024-06-01,',
      'Harbor Dental,,USD,Y-1,2027-02-28,2027-03-01,12,2026-03-01,,,LAW,,,3,,,2025-03-01,',
    ];
    expect(await takeOver(rows)).toEqual({ rows: 3, problems: [] });
    const [monthly, yearly] = [await of(id, 0), await of(id, 1)];
    const item = (description: string) =>
      [...monthly.items, ...yearly.items].find((row) => row.description === description)?.id ?? '';
    h.clock.set(new Date('2026-04-20T12:00:00Z'));
    // One more for the rest of the year that is paid: 315 of 365 days of 365.00.
    await change(yearly.id, {
      ...{ kind: 'quantity', itemId: item('Law office'), on: day('2026-04-20') },
      ...{ id: newId(), quantity: 4 },
    });
    const lines = (await preview(h, id, '2026-04-20')).bills.flatMap(({ draft }) =>
      draft.lines.map(({ description, net }) => [description, Number(net.amount)]),
    );
    expect(lines.filter(([name]) => name === 'Law office').reduce((sum, [, net]) => sum + Number(net), 0)).toBe(315_00);
    // From before the import: 21 of 30 days of 450.00 lie after it.
    await change(monthly.id, {
      kind: 'remove',
      itemId: item('Help desk'),
      on: day('2026-04-05'),
      id: newId(),
    } as ServiceChange);
    await change(monthly.id, {
      kind: 'remove',
      itemId: item('Phones'),
      on: day('2026-04-20'),
      id: newId(),
    } as ServiceChange);
    h.clock.set(new Date('2026-05-01T12:00:00Z'));
    const { waits, bills } = await preview(h, id, '2026-05-01');
    const nets = bills.flatMap(({ draft }) => draft.lines.map(({ net }) => Number(net.amount)));
    // 315.00 charged, 315.00 and 22.00 credited: no bill is negative, the rest waits.
    expect(nets.reduce((sum, net) => sum + net, 0) + Number(waits.amount)).toBe(-22_00);

    const schedule = {
      months: 1,
      inArrears: false,
      firstOn: day('2026-04-01'),
      daysAhead: 0,
      mode: 'automate',
    } as const;
    expect(
      await problemsOf(
        editSchedule(h.deps, h.person('billing'), { subscriptionId: monthly.id, schedule, reason: 'They asked.' }),
      ),
    ).toEqual({ first_on: expect.stringContaining('It was billed until Apr 30, 2026 already') });
    // BIL-20: with another frequency no day is reckoned by both schedules.
    const quarterly = { ...schedule, months: 3, firstOn: day('2026-05-01') } as const;
    const { subscription } = await previewSchedule(h.deps, { subscriptionId: monthly.id, schedule: quarterly });
    const { schedules } = accountOf(subscription, [], []);
    expect(schedules.map(({ first, last }) => [first, last]).slice(-2)).toEqual([
      [expect.any(String), '2026-04-30'],
      ['2026-05-01', undefined],
    ]);
  });

  test('BIL-21 a file takes as many statements however many rows it has: customers, groups, subscriptions, licenses, open invoices, balances, assets', async () => {
    const rowsOf: Readonly<Record<string, (n: string) => string>> = {
      customers: (n) => `Many ${n},USD`,
      groups: (n) => `Many ${n},Hosting,2026-01-01`,
      subscriptions: (n) => `Many ${n},USD,S-${n},2026-03-31,2026-04-01,LAW,2,2024-06-01`,
      licenses: (n) => `Many ${n},LEGACY,K-${n},manual,2026-12-31,12,SUB-${n}`,
      'open-invoices': (n) => `Many ${n},I-${n},USD,2026-03-01,2026-05-01,100.00,40.00`,
      balances: (n) => `Many ${n},USD,2026-03-31,12.00`,
      assets: (n) => `mail-1,A-${n},List ${n},Many ${n},2026-03-01`,
    };
    const headers: Readonly<Record<string, string>> = {
      customers: 'customer,currency',
      groups: 'customer,group,start_on',
      subscriptions: 'customer,currency,subscription,billed_through,next_date,plan,quantity,start_on',
      licenses: 'customer,product,key,policy,expires_on,period_months,gateway_subscription',
      'open-invoices': 'customer,number,currency,issued_on,due_on,amount,open',
      balances: 'customer,currency,as_of,balance',
      assets: 'server,id,name,customer,from',
    };
    const statements = async (name: string, from: number, rows: number): Promise<number> => {
      const kind = csvKinds.find((each) => each.kind === name);
      const lines = Array.from({ length: rows }, (_none, at) => rowsOf[name]?.(`${from + at}`) ?? '');
      const bytes = new TextEncoder().encode([headers[name], ...lines].join('\n'));
      let count = 0;
      await h.deps.transact(system, async (work) => {
        const counted = { ...work, tx: counting(work.tx, () => count++) };
        expect(await kind?.write(counted, { name: 'f.csv', bytes })).toEqual({ rows, problems: [] });
      });
      return count;
    };
    await addServer(h.deps, h.person('billing'), { name: 'mail-1', comments: '' });
    for (const name of Object.keys(rowsOf)) {
      const [few, many] = [await statements(name, 100, 2), await statements(name, 200, 60)];
      expect([name, many]).toEqual([name, few]);
    }
    expect(await h.db.prisma.subscription.count({ where: { outsideId: { startsWith: 'S-2' } } })).toBe(60);
  });

  test('BIL-21 one bad row and nothing is entered; each is named with its column and what to do', async () => {
    const id = await customer('Quarry');
    for (const name of ['North', 'South']) {
      await addGroup(h.deps, h.person('billing'), {
        customerId: id,
        group: {
          ...{ name, startOn: day('2026-01-01'), endOn: null, termsId: null },
          ...{ purchaseOrder: null, addressees: [], contractId: null, sellerId: null },
        },
      });
    }
    const before = await h.db.prisma.auditEntry.count();
    const at = (name: string, rest: string) => `Quarry,North,USD,${name},${rest}`;
    const month = '2026-04-30,2026-05-01,1,,,automate';
    const { rows, problems } = await takeOver([
      at('OK', `${month},,,Good,1,10,,2025-01-01,`),
      `Nobody,,USD,B-1,${month},,,Desk,1,10,,2025-01-01,`,
      `Quarry,North,EUR,B-2,${month},,,Desk,1,10,,2025-01-01,`,
      `Quarry,,USD,B-3,${month},,,Desk,1,10,,2025-01-01,`,
      `Quarry,West,USD,B-4,${month},,,Desk,1,10,,2025-01-01,`,
      at('B-5', '2026-04-20,2026-04-21,1,,,automate,,,Desk,1,10,,2025-01-01,'),
      at('B-6', '2026-04-30,2026-06-01,1,,,automate,,,Desk,1,10,,2025-01-01,'),
      at('B-7', '2024-04-30,2024-05-01,1,,,automate,,,Desk,1,10,,2025-01-01,'),
      at('B-8', `${month},,,Desk,0,-10,,2025-01-01,2024-12-31`),
      at('B-9', `${month},,,Desk,1,10.0000001,,2025-01-01,`),
      at('B-10', `${month},LAW,SETUP,,1,,,2025-01-01,`),
      at('B-11', `${month},NONE,,,1,,,2025-01-01,`),
      at('B-12', `${month},EURO,,,1,,,2025-01-01,`),
      at('B-13', `${month},LIST,,,1,,,2025-01-01,`),
      at('B-14', `${month},,,Set-up,1,10,once,2026-04-01,`),
      at('B-15', `${month},,,Desk,1,10,,2025-01-01,`),
      at('B-15', '2026-04-30,2026-05-01,1,,,remind,,,Chair,1,10,,2025-01-01,'),
      at('B-16', `${month},,,Desk,1,10,,2025-01-01,2026-01-31`),
      at('B-16', `${month},,,Desk,2,10,,2026-01-31,`),
      at('B-17', '2026-04-30,2026-05-01,2,,later,often,,,,1,,,2025-02-30,'),
    ]);
    expect(rows).toBe(20);
    expect(problems.map(({ row, column }) => `${row} ${column}`)).toEqual(
      [
        ...['3 customer', '4 currency', '5 group', '6 group', '7 billed_through', '8 next_date', '9 billed_through'],
        ...[
          '10 price',
          '10 quantity',
          '10 end_on',
          '11 price',
          '12 charge',
          '13 plan',
          '14 plan',
          '15 plan',
          '16 start_on',
        ],
        ...['18 mode', '20 start_on', '21 every_months', '21 paid', '21 mode', '21 plan', '21 price', '21 start_on'],
      ].filter(Boolean),
    );
    expect(problems.every(({ text }) => text.length > 15)).toBe(true);
    expect(problems.find(({ row }) => row === 7)?.text).toContain('Mar 31, 2026 or Apr 30, 2026');
    expect(problems.find(({ row }) => row === 15)?.text).toContain('enter the assets first');
    expect(await subscriptionsOfCustomer(h.db.prisma, id)).toEqual([]);
    expect(await h.db.prisma.auditEntry.count()).toBe(before);
    await expect(
      enter(subscriptionsCsv, [header, at('X', `${month},,,D,1,1,,2025-01-01,`)], h.person('sales')),
    ).rejects.toThrow(NotAllowed);
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
