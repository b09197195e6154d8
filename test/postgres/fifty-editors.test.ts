import { afterAll, beforeAll, expect, test } from 'vitest';
import { FieldErrors } from '../../src/core/errors.ts';
import { detailsOf, editDetails, shownOf } from '../../src/features/customers/index.ts';
import type { By } from '../../src/platform/work/work.ts';
import { billingHarness } from '../support/billing.ts';
import { openForm } from '../support/customers.ts';
import { describePostgres } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer } from '../support/invoices.ts';

const people = 50;
/** As many at once as there are connections for; all of their forms are open by then. */
const atOnce = 8;
const each = Array.from({ length: people }, (_, n) => n);

/** What became of everybody's save, by person. */
const saveAll = async (save: (n: number) => Promise<unknown>): Promise<readonly PromiseSettledResult<unknown>[]> => {
  const outcomes: PromiseSettledResult<unknown>[] = [];
  let next = 0;
  const work = async () => {
    for (let n = next++; n < people; n = next++) {
      const [outcome] = await Promise.allSettled([save(n)]);
      outcomes[n] = outcome;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcomes;
};

describePostgres('fifty people have one customer’s form open', () => {
  let h: Harness;
  const editor = (n: number): By => ({ userId: `U_EDITOR_${n}` });
  beforeAll(async () => {
    h = await billingHarness('postgres');
    for (const n of each) await h.addPerson(editor(n).userId, ['sales']);
  });
  afterAll(() => h.close());
  const edits = (customerId: string) => h.audit({ action: 'customer.edited', subjectId: customerId });

  test('CUS-1, ALL-3 all save the same field at once: the first wins, and the others read who at that field', async () => {
    const customerId = await aCustomer(h);
    const form = await openForm(h.deps, customerId, ['phone', 'vendorNumber']);
    const outcomes = await saveAll((n) => form.save(editor(n), { phone: `+1 555 ${1000 + n}` }));
    const first = outcomes.findIndex(({ status }) => status === 'fulfilled');
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes.filter((one) => one.status === 'rejected')) {
      expect(outcome.reason).toBeInstanceOf(FieldErrors);
      expect(outcome.reason.fields).toEqual({
        phone: expect.stringMatching(new RegExp(`^<@U_EDITOR_${first}> changed this .*Open the form again`)),
      });
    }
    expect((await detailsOf(h.db.prisma, customerId))?.phone).toBe(`+1 555 ${1000 + first}`);
    expect(await edits(customerId)).toMatchObject([{ actor: `U_EDITOR_${first}`, after: { changed: ['phone'] } }]);
  });

  test('CUS-1, ALL-3 each saves a field of its own at once: all hold, each in the log', async () => {
    const customerId = await aCustomer(h);
    const own = ['contactName', 'phone', 'address', 'purchaseOrder', 'vendorNumber'] as const;
    const keyOf = (n: number) => own[n] ?? (`information:Field ${n}` as const);
    const before = await detailsOf(h.db.prisma, customerId);
    if (!before) throw new Error('no customer');
    // Everybody's form holds all fields, as they were.
    const shown = shownOf(before, each.map(keyOf));
    const blank = Object.fromEntries(each.map((n) => [keyOf(n), null]));
    const outcomes = await saveAll((n) =>
      editDetails(h.deps, editor(n), { customerId, shown, entered: { ...blank, [keyOf(n)]: `By ${n}` } }),
    );
    expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
    const after = await detailsOf(h.db.prisma, customerId);
    expect(own.map((key) => after?.[key])).toEqual(own.map((_, n) => `By ${n}`));
    expect(after?.information).toEqual(
      Object.fromEntries(each.slice(own.length).map((n) => [`Field ${n}`, `By ${n}`])),
    );
    expect(
      (await edits(customerId)).map(({ actor, after: log }) => [actor, (log as { changed: string[] }).changed]).sort(),
    ).toEqual(each.map((n) => [`U_EDITOR_${n}`, [keyOf(n)]]).sort());
  });
});
