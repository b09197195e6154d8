import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed, UserError } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import {
  addSeller,
  defaultSeller,
  editSeller,
  makeDefault,
  setSeries,
  takeNumber,
} from '../../src/features/billing/sellers/index.ts';
import { aSeller, billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';

describeEachEngine('sellers and the numbers of their documents', (engine) => {
  let h: Harness;
  const accounting = () => h.person('accounting');
  beforeAll(async () => {
    h = await billingHarness(engine);
  });
  afterAll(() => h.close());

  const take = (seller: string, kind: 'invoice' | 'credit_note' = 'invoice', on = '2026-03-02') =>
    h.acting(accounting(), (work) => takeNumber(work, { seller, kind, on: day(on) }));

  test('CUS-2 a seller is entered by accounting; the first is the default; what is wrong is said at its field', async () => {
    await expect(addSeller(h.deps, h.person('sales'), aSeller)).rejects.toThrow(NotAllowed);
    const wrong = { ...aSeller, name: ' ', country: 'XQ', email: 'nobody', iban: 'GB83WEST12345698765432' };
    expect(Object.keys(await problemsOf(addSeller(h.deps, accounting(), { ...wrong, timeZone: 'Rome' })))).toEqual([
      'name',
      'country',
      'email',
      'iban',
      'time_zone',
    ]);
    const first = await addSeller(h.deps, accounting(), { ...aSeller, iban: 'gb82 west 1234 5698 7654 32' });
    expect(first).toMatchObject({ isDefault: true, iban: 'GB82WEST12345698765432' });
    expect(await problemsOf(makeSeller(h, { name: 'HARBOR services inc.' }))).toEqual({
      name: expect.stringContaining('already'),
    });
    const second = await makeSeller(h, { name: 'Harbor Europe' });
    expect(second.isDefault).toBe(false);
    await makeDefault(h.deps, accounting(), second.id);
    expect(await defaultSeller(h.db.prisma)).toMatchObject({ name: 'Harbor Europe' });
    await expect(makeDefault(h.deps, accounting(), second.id)).rejects.toThrow(/already/);
    expect((await h.audit({ subjectId: second.id })).map(({ action }) => action)).toEqual([
      'seller.added',
      'seller.made_default',
    ]);
  });

  test('ALL-3, ALL-10 a seller is edited with a reason; who edits what somebody else changed meanwhile is told', async () => {
    const seller = await makeSeller(h, { name: 'Edited Ltd' });
    const { id: sellerId, version } = seller;
    const entries = { ...aSeller, name: 'Edited Ltd', taxNumber: 'US-1' };
    expect(await problemsOf(editSeller(h.deps, accounting(), { sellerId, version, entries, reason: ' ' }))).toEqual({
      reason: expect.any(String),
    });
    await editSeller(h.deps, accounting(), { sellerId, version, entries, reason: 'New number' });
    const stale = { sellerId, version, entries: { ...entries, taxNumber: 'US-2' }, reason: 'x' };
    await expect(editSeller(h.deps, h.person('admin'), stale)).rejects.toThrow(Conflict);
    await expect(editSeller(h.deps, h.person('admin'), stale)).rejects.toThrow(/^<@U_ACCOUNTING> changed this/);
    expect((await h.audit({ subjectId: sellerId })).at(-1)).toMatchObject({
      action: 'seller.edited',
      reason: 'New number',
      before: { taxNumber: null },
      after: { taxNumber: 'US-1' },
    });
  });

  test('BIL-12 numbers run by seller, kind and year, without a gap where one is rolled back', async () => {
    const { id } = await makeSeller(h, { name: 'Numbers Ltd' });
    expect(await take(id)).toBe('INV-2026-00001');
    await expect(
      h.acting(accounting(), async (work) => {
        expect(await takeNumber(work, { seller: id, kind: 'invoice', on: day('2026-03-02') })).toBe('INV-2026-00002');
        throw new UserError('refused after it had its number');
      }),
    ).rejects.toThrow('refused');
    expect(await take(id)).toBe('INV-2026-00002');
    expect(await take(id, 'credit_note')).toBe('CN-2026-00001');
    expect(await take(id, 'invoice', '2027-01-01')).toBe('INV-2027-00001');
    expect(await take(id, 'invoice', '2026-12-31')).toBe('INV-2026-00003');
    const other = await makeSeller(h, { name: 'Other Numbers Ltd' });
    expect(await take(other.id)).toBe('INV-2026-00001');
    await expect(take('01980000-0000-7000-8000-00000000dead')).rejects.toThrow(/doesn't exist/);
  });

  test('BIL-12 the first number and the format are set while none is used, and the next year goes on with the format', async () => {
    const { id: sellerId } = await makeSeller(h, { name: 'Moved Ltd' });
    const key = { sellerId, kind: 'invoice', year: 2026 } as const;
    const set = (input: Partial<Parameters<typeof setSeries>[2]>, by = accounting()) =>
      setSeries(h.deps, by, { ...key, format: 'H{year}/{number:4}', start: 1418, ...input });
    await expect(set({}, h.person('billing'))).rejects.toThrow(NotAllowed);
    expect(await problemsOf(set({ format: 'H{number}' }))).toEqual({ format: expect.stringContaining('{year}') });
    expect(await problemsOf(set({ start: 0 }))).toEqual({ start: expect.any(String) });
    expect(await problemsOf(set({ start: Number.NaN }))).toEqual({ start: expect.any(String) });
    expect(await problemsOf(set({ format: 'cn-{year}-{number}' }))).toEqual({
      format: expect.stringContaining('no number may come twice'),
    });
    await expect(set({ year: 2025 })).rejects.toThrow(/2026 and 2027/);
    await set({});
    await set({ start: 1419 });
    expect(await take(sellerId)).toBe('H2026/1419');
    await expect(set({ start: 5000 })).rejects.toThrow(/H2026\/1419 was given already/);
    expect(await take(sellerId)).toBe('H2026/1420');
    expect(await take(sellerId, 'invoice', '2027-06-01')).toBe('H2027/0001');
    expect((await h.audit({ action: 'series.set' })).map(({ after }) => after)).toEqual([
      { kind: 'invoice', year: 2026, format: 'H{year}/{number:4}', start: 1418 },
      { kind: 'invoice', year: 2026, format: 'H{year}/{number:4}', start: 1419 },
    ]);
  });
});
