import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  addCharge,
  addPlan,
  addPrice,
  archiveCharge,
  archivePlan,
  chargeByCode,
  chargesCsv,
  editCharge,
  editPlan,
  offerPlanAgain,
  type PlanFields,
  planByCode,
  plansCsv,
  pricesOf,
  takeBackPrice,
} from '../../src/features/billing/catalog/index.ts';
import { addTax, takeTaxBack, taxesCsv, taxOf, taxRules } from '../../src/features/billing/taxes/index.ts';
import type { CsvKind } from '../../src/features/entries/index.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';

describeEachEngine('plans, charges and taxes', (engine) => {
  let h: Harness;
  const billing = () => h.person('billing');
  const accounting = () => h.person('accounting');
  beforeAll(async () => {
    h = await billingHarness(engine);
  });
  afterAll(() => h.close());

  const hosting: PlanFields = {
    code: 'host-s',
    name: 'Hosting, small',
    description: 'One list',
    account: '4010',
    taxCategory: 'Services',
    billing: 'flat',
    perMonths: 1,
    prorated: 'by months',
  };
  const from = (validFrom: string, price = '45.00', currency = 'usd') => ({
    currency,
    price,
    validFrom: day(validFrom),
  });
  const pricesNow = async (planId: string) =>
    ((await pricesOf(h.db.prisma, [planId])).get(planId) ?? []).map(({ validFrom, price }) => [
      validFrom,
      price.tenThousandths,
    ]);
  const actions = async (subjectId: string) => (await h.audit({ subjectId })).map(({ action }) => action);

  test('CUS-4 a plan with its first price; what is wrong is said at its field; a code comes once', async () => {
    await expect(addPlan(h.deps, h.person('sales'), { plan: hosting, price: from('2026-01-01') })).rejects.toThrow(
      NotAllowed,
    );
    const add = (plan: Partial<PlanFields>, price: object = {}) =>
      addPlan(h.deps, billing(), { plan: { ...hosting, ...plan }, price: { ...from('2026-01-01'), ...price } });
    expect(Object.keys(await problemsOf(add({ code: 'a b', name: ' ', taxCategory: '' })))).toEqual([
      'code',
      'name',
      'tax_category',
    ]);
    expect(await problemsOf(add({}, { currency: 'XXQ' }))).toEqual({ currency: expect.any(String) });
    expect(await problemsOf(add({}, { price: '-1' }))).toEqual({ price: expect.stringContaining('negative') });
    expect(await problemsOf(add({}, { included: '10' }))).toEqual({ included: expect.stringContaining('metered') });
    expect(Object.keys(await problemsOf(add({ billing: 'metered' })))).toEqual(['included', 'above']);
    const plan = await add({});
    expect(plan).toMatchObject({ code: 'HOST-S', taxCategory: 'services' });
    expect(await pricesNow(plan.id)).toEqual([['2026-01-01', 45_000_000n]]);
    expect(await problemsOf(add({ code: 'HOST-s' }))).toEqual({ code: expect.stringContaining('already') });
    const metered = await add({ code: 'MAIL', billing: 'metered' }, { included: '1000', above: '0.0035' });
    expect((await pricesOf(h.db.prisma, [metered.id])).get(metered.id)).toMatchObject([
      { metering: { included: 1000, above: { tenThousandths: 3_500n, currency: 'USD' } } },
    ]);
    expect(await actions(plan.id)).toEqual(['plan.added', 'plan.price_added']);
  });

  test('CUS-4 a price with history is never changed, a new one is added from today on; what is yet to begin can be taken back', async () => {
    const { id: planId } = await addPlan(h.deps, billing(), {
      plan: { ...hosting, code: 'DATED' },
      price: from('2026-01-01'),
    });
    const add = (validFrom: string, price: string) =>
      addPrice(h.deps, billing(), { planId, price: from(validFrom, price) });
    expect(await problemsOf(add('2026-01-01', '50'))).toEqual({ valid_from: expect.stringContaining('already') });
    expect(await problemsOf(add('2026-02-01', '50'))).toEqual({
      valid_from: expect.stringContaining('not changed'),
    });
    const planned = await add('2026-04-01', '50.5');
    expect(await pricesNow(planId)).toEqual([
      ['2026-01-01', 45_000_000n],
      ['2026-04-01', 50_500_000n],
    ]);
    await takeBackPrice(h.deps, billing(), planned.id);
    await expect(takeBackPrice(h.deps, billing(), planned.id)).rejects.toThrow(/taken back already/);
    expect(await pricesNow(planId)).toEqual([['2026-01-01', 45_000_000n]]);
    await add('2026-04-01', '55');
    h.advanceDays(1);
    const [first] = (await pricesOf(h.db.prisma, [planId])).get(planId) ?? [];
    await expect(takeBackPrice(h.deps, billing(), first?.id ?? '')).rejects.toThrow(/may have been billed/);
    expect(await h.db.prisma.planPrice.count({ where: { planId } })).toBe(3);
    expect(await actions(planId)).toEqual([
      ...['plan.added', 'plan.price_added', 'plan.price_added'],
      ...['plan.price_taken_back', 'plan.price_added'],
    ]);
  });

  test('ALL-3 two who add a price from the same day: one is, the other is told at the day', async () => {
    const { id: planId } = await addPlan(h.deps, billing(), {
      plan: { ...hosting, code: 'TWICE' },
      price: from('2026-01-01'),
    });
    const both = await Promise.all(
      ['50', '60'].map((price) =>
        problemsOf(addPrice(h.deps, billing(), { planId, price: from('2026-05-01', price) })),
      ),
    );
    expect(both.map((each) => Object.keys(each)).sort()).toEqual([[], ['valid_from']]);
  });

  test('CUS-4 a plan is edited with a reason, and archived, never deleted', async () => {
    const plan = await addPlan(h.deps, billing(), { plan: { ...hosting, code: 'OLD' }, price: from('2026-01-01') });
    const edit = (reason: string, change: object = {}) =>
      editPlan(h.deps, billing(), { planId: plan.id, version: 1, entries: { ...plan, ...change }, reason });
    expect(await problemsOf(edit(' '))).toEqual({ reason: expect.any(String) });
    expect(await problemsOf(edit('x', { code: 'dated' }))).toEqual({ code: expect.stringContaining('already') });
    await edit('Renamed', { name: 'Old hosting' });
    await expect(edit('x', { name: 'Other' })).rejects.toThrow(Conflict);
    await archivePlan(h.deps, billing(), plan.id);
    await expect(archivePlan(h.deps, billing(), plan.id)).rejects.toThrow(/archived already/);
    expect((await planByCode(h.db.prisma, 'old'))?.archivedAt).toBeInstanceOf(Date);
    await offerPlanAgain(h.deps, billing(), plan.id);
    expect((await planByCode(h.db.prisma, 'old'))?.archivedAt).toBeUndefined();
    expect((await h.audit({ subjectId: plan.id })).find(({ action }) => action === 'plan.edited')).toMatchObject({
      reason: 'Renamed',
      before: { name: 'Hosting, small' },
      after: { name: 'Old hosting' },
    });
  });

  test('CUS-4 a charge: recurring or once, proratable or not, its usual amount by currency; edited and archived', async () => {
    const entries = {
      ...hosting,
      code: 'prepay',
      name: 'Prepayment',
      isRecurring: false,
      isProratable: false,
      amounts: [{ tenThousandths: -100_000_000n, currency: 'USD' }],
    };
    const { billing: _, perMonths: __, prorated: ___, ...fields } = entries;
    await expect(addCharge(h.deps, h.person('support'), fields)).rejects.toThrow(NotAllowed);
    const charge = await addCharge(h.deps, billing(), fields);
    expect(await problemsOf(addCharge(h.deps, billing(), fields))).toEqual({ code: expect.any(String) });
    const edited = { ...fields, amounts: [{ tenThousandths: -90_000_000n, currency: 'EUR' }], isProratable: true };
    await editCharge(h.deps, billing(), { chargeId: charge.id, version: 1, entries: edited, reason: 'Euro' });
    expect(await chargeByCode(h.db.prisma, 'PREPAY')).toMatchObject({
      isProratable: true,
      amounts: [{ tenThousandths: -90_000_000n, currency: 'EUR' }],
    });
    const stale = { chargeId: charge.id, version: 1, entries: fields, reason: 'x' };
    await expect(editCharge(h.deps, billing(), stale)).rejects.toThrow(Conflict);
    await archiveCharge(h.deps, billing(), charge.id);
    expect((await h.audit({ subjectId: charge.id })).map(({ action, after }) => [action, after])).toMatchObject([
      ['charge.added', { amounts: '-$100.00' }],
      ['charge.edited', { amounts: '-€90.00', isProratable: true }],
      ['charge.archived', { code: 'PREPAY' }],
    ]);
  });

  const vat = {
    code: 'iva22',
    name: 'IVA 22 %',
    rate: 220_000,
    treatment: 'taxed',
    category: 'Hosting',
    jurisdiction: 'it',
    seller: '*',
    validFrom: day('2026-01-01'),
  } as const;

  test('BIL-14 a row of the table is ended by a newer one, and decides the tax of a line; it is never changed', async () => {
    await expect(addTax(h.deps, billing(), vat)).rejects.toThrow(NotAllowed);
    expect(await problemsOf(addTax(h.deps, accounting(), { ...vat, jurisdiction: 'XQ' }))).toEqual({
      jurisdiction: expect.any(String),
    });
    const seller = '01980000-0000-7000-8000-00000000dead';
    expect(await problemsOf(addTax(h.deps, accounting(), { ...vat, seller }))).toEqual({ seller: expect.any(String) });
    await addTax(h.deps, accounting(), vat);
    expect(await problemsOf(addTax(h.deps, accounting(), { ...vat, rate: 1 }))).toEqual({
      valid_from: expect.stringContaining('already'),
    });
    const back = { ...vat, validFrom: day('2026-02-01') };
    expect(await problemsOf(addTax(h.deps, accounting(), back))).toEqual({
      valid_from: expect.stringContaining('not changed'),
    });
    const newer = await addTax(h.deps, accounting(), { ...vat, rate: 230_000, validFrom: day('2026-07-01') });
    const rateOn = async (on: string) => {
      const line = { category: 'hosting', seller, customer: { jurisdiction: 'IT' }, on: day(on) };
      const found = taxOf(await taxRules(h.db.prisma), line);
      return found.ok ? found.value.rate : found.error;
    };
    expect([await rateOn('2026-06-30'), await rateOn('2026-07-01')]).toEqual([220_000, 230_000]);
    await takeTaxBack(h.deps, accounting(), newer.id);
    expect(await rateOn('2026-07-01')).toBe(220_000);
    expect(await rateOn('2025-12-31')).toContain('No tax is set for hosting in IT');
    expect((await h.audit()).filter(({ action }) => action.startsWith('tax.')).map(({ action }) => action)).toEqual([
      'tax.added',
      'tax.added',
      'tax.taken_back',
    ]);
  });

  const enter = (kind: CsvKind, lines: readonly string[], by = accounting()) =>
    kind.enter(h.deps, by, { name: 'x.csv', bytes: new TextEncoder().encode(lines.join('\n')) }, { dryRun: false });

  test('BIL-21 plans with their past prices come in by a file, whole or not at all; later prices are added by another', async () => {
    const header = 'code,name,tax_category,billing,per_months,currency,valid_from,price,included,above';
    const rows = [
      'CSV-1,From a file,services,,,USD,2026-02-01,50.00,,',
      'csv-1,From a file,services,,,USD,2025-01-01,"45,00",,',
      'CSV-2,Yearly,services,per_asset,12,EUR,2026-01-01,1200,,',
      'CSV-3,Mail,services,metered,,USD,2026-01-01,10,1000,0.0035',
    ];
    const wrong = [
      'CSV-4,Bad day,services,,,USD,2026-02-30,1,,',
      'CSV-5,Bad price,services,weekly,,USD,2026-01-01,1,,',
      'CSV-6,Bad price,services,,,USD,2026-01-01,x,,',
      'CSV-1,Another name,services,,,USD,2026-05-01,1,,',
      'CSV-3,Mail,services,metered,,USD,2026-01-01,10,1000,0.0035',
      "'=CSV-7,Spoiled,services,,,USD,2026-01-01,4.5E+2,,",
    ];
    const { problems } = await enter(plansCsv, [header, ...rows, ...wrong]);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [6, 'valid_from'],
      [7, 'billing'],
      [8, 'price'],
      [9, 'name'],
      [10, 'valid_from'],
      [11, 'code'],
    ]);
    expect(await planByCode(h.db.prisma, 'CSV-1')).toBeUndefined();
    expect(await enter(plansCsv, [header, ...rows])).toEqual({ rows: 4, problems: [] });
    const plan = await planByCode(h.db.prisma, 'CSV-1');
    expect(await pricesNow(plan?.id ?? '')).toEqual([
      ['2025-01-01', 45_000_000n],
      ['2026-02-01', 50_000_000n],
    ]);
    expect((await enter(plansCsv, [header, ...rows])).problems.map(({ row }) => row)).toEqual([2, 3, 4, 5]);
    const later = 'CSV-1,From a file,services,,,USD,2026-09-01,60.00,,';
    expect(await enter(plansCsv, [header, later], billing())).toEqual({ rows: 1, problems: [] });
    await expect(enter(plansCsv, [header, later], h.person('sales'))).rejects.toThrow(NotAllowed);
  });

  test('BIL-21 charges and taxes come in by files; every bad row is told with its reason', async () => {
    const charges = 'code,name,tax_category,recurring,proratable,currency,amount';
    const bad = await enter(chargesCsv, [
      charges,
      'F-1,Fee,services,no,no,USD,-100.00',
      'F-2,Fee,services,perhaps,no,USD,1',
      'F-3,Fee,services,no,no,,1',
      'F-1,Fee,services,no,no,USD,2',
    ]);
    expect(bad.problems.map(({ row, column }) => [row, column])).toEqual([
      [3, 'recurring'],
      [4, 'amount'],
      [5, 'code'],
    ]);
    await enter(chargesCsv, [charges, 'F-1,Fee,services,no,no,USD,-100.00']);
    expect(await chargeByCode(h.db.prisma, 'F-1')).toMatchObject({
      amounts: [{ tenThousandths: -100_000_000n, currency: 'USD' }],
    });
    const seller = await makeSeller(h, { name: 'Tax Seller Srl' });
    const taxes = 'code,name,rate,category,jurisdiction,seller,treatment,reason,valid_from';
    const refused = await enter(taxesCsv, [
      taxes,
      'T22,IVA,"22,0",files,IT,Tax Seller Srl,,,2020-01-01',
      'T23,IVA,23,files,IT,Nobody,,,2020-01-01',
      'T24,IVA,240,files,IT,,,,2020-01-01',
      'T25,Esente,0,files,IT,,exempt,,2020-01-01',
    ]);
    expect(refused.problems.map(({ row, column }) => [row, column])).toEqual([
      [3, 'seller'],
      [4, 'rate'],
      [5, 'reason'],
    ]);
    const rows = [
      'T22,IVA,22,files,IT,tax seller srl,,,2021-01-01',
      'T21,IVA,21,files,IT,Tax Seller Srl,,,2020-01-01',
      'EX,Esente,0,files,,,exempt,art. 15,2020-01-01',
    ];
    expect(await enter(taxesCsv, [taxes, ...rows])).toEqual({ rows: 3, problems: [] });
    const line = { category: 'files', seller: seller.id, customer: { jurisdiction: 'IT' }, on: day('2020-12-31') };
    expect(taxOf(await taxRules(h.db.prisma), line)).toMatchObject({ value: { code: 'T21', rate: 210_000 } });
    expect((await enter(taxesCsv, [taxes, ...rows])).problems).toHaveLength(3);
  });
});
