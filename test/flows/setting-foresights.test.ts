import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { day, fromDbDate, todayIn } from '../../src/core/time/calendar.ts';
import { serversPolicy } from '../../src/features/billing/assets/index.ts';
import { licenseChangesPolicy } from '../../src/features/billing/quotes/index.ts';
import { quotesPolicy } from '../../src/features/billing/quotes/quotes/policy.ts';
import { terminate, terminationsPolicy } from '../../src/features/billing/terminations/index.ts';
import { contractsPolicy } from '../../src/features/customers/contracts/policy.ts';
import { addContract } from '../../src/features/customers/index.ts';
import { foretold, type PolicyDefinition } from '../../src/platform/work/policies.ts';
import { assetsHarness, serverWith } from '../support/assets.ts';
import { makeSeller } from '../support/billing.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, setTaxes } from '../support/invoices.ts';
import { aQuote, sent } from '../support/quotes.ts';

describeEachEngine('what a setting will change', (engine) => {
  let h: Harness;
  beforeAll(async () => {
    h = await assetsHarness(engine);
    await setTaxes(h, { services: 0 });
    await makeSeller(h, { timeZone: 'UTC' });
  }, 180_000);
  afterAll(() => h.close());

  const foretells = <T extends object>(definition: PolicyDefinition<T>, after: Partial<T>, before: Partial<T> = {}) => {
    const { db, policy, clock, timeZone, contributions } = h.deps;
    return foretold(
      { tx: db.prisma, policy, today: todayIn(timeZone, clock.now()), contributions },
      definition,
      { ...definition.defaults, ...before },
      { ...definition.defaults, ...before, ...after },
    );
  };

  test('ALL-9 quotes: whose last day stays, and who is named sooner; nothing where nothing is', async () => {
    expect(await foretells(quotesPolicy, { validDays: 10 })).toEqual([]);
    const quote = await aQuote(h, await aCustomer(h));
    await aQuote(h, await aCustomer(h));
    await sent(h, quote);
    expect(await foretells(quotesPolicy, { validDays: 10 })).toEqual([
      '2 quotes that nobody answered yet: their last day stays; new ones follow this.',
    ]);
    expect(await foretells(quotesPolicy, { soonDays: 4 })).toEqual([
      '0 quotes without an answer end so soon that Home says so from now on.',
    ]);
    expect(await foretells(quotesPolicy, { soonDays: 60 })).toEqual([
      '1 quote without an answer ends so soon that Home says so from now on.',
    ]);
    await h.db.prisma.licenseChange.create({
      data: { quoteId: quote.id, subscriptionId: newId(), what: 'ESILaw: 5 → 7', parameters: {}, afterPayment: true },
    });
    expect(await foretells(licenseChangesPolicy, { fulfilAfterPayment: true })).toEqual([
      '1 accepted quote whose licenses wait for the payment: they go on waiting for it.',
    ]);
    expect(await foretells(licenseChangesPolicy, { minimums: ['ESILAW: 5'] })).toEqual([
      expect.stringContaining('What customers have stays as it is'),
    ]);
    await h.db.prisma.licenseChange.deleteMany();
  });

  test('ALL-9 terminations and contracts: whose end stays, and of which notice people are reminded', async () => {
    expect(await foretells(terminationsPolicy, { noticeDays: 60 })).toEqual([]);
    const customerId = await aCustomer(h);
    await terminate(h.deps, h.person('accounting'), {
      subject: { type: 'customer', id: customerId },
      noticeOn: day('2026-03-02'),
      endOn: day('2026-04-30'),
      reason: 'They moved',
    });
    expect(await foretells(terminationsPolicy, { noticeDays: 60 })).toEqual([
      '1 termination under way: their last day stays. Those that are begun from now on follow this.',
    ]);
    const contract = {
      number: 'C-1',
      parties: null,
      startOn: day('2026-01-01'),
      endOn: day('2026-12-31'),
      termMonths: 12,
      renews: true,
      noticeDays: 90,
      signedOn: null,
      owner: 'U_SALES',
    };
    await addContract(h.deps, h.person('accounting'), { customerId: await aCustomer(h), contract });
    const { noticeBy } = await h.db.prisma.contract.findFirstOrThrow();
    expect(noticeBy && fromDbDate(noticeBy)).toBe('2026-10-02');
    expect(await foretells(contractsPolicy, { remindDays: 60 })).toEqual([]);
    expect(await foretells(contractsPolicy, { remindDays: 300 })).toEqual([
      expect.stringContaining('1 contract whose last day to give notice is no further away'),
    ]);
    expect(await foretells(contractsPolicy, { remindDays: 10 })).toEqual([]);
  });

  test('ALL-9 servers: which are fetched daily, which no more, and that staleness is decided anew', async () => {
    expect(await foretells(serversPolicy, { isSyncedDaily: true })).toEqual([]);
    const { id } = await serverWith(h, 'alpha', {});
    await h.db.prisma.server.update({
      where: { id },
      data: { address: 'http://10.0.0.7/list', syncedAt: h.clock.now(), syncedBy: 'U_HOSTING' },
    });
    expect(await foretells(serversPolicy, { isSyncedDaily: true })).toEqual([
      '1 server with an address: from now on each is synced once a day.',
    ]);
    expect(await foretells(serversPolicy, { allowedHosts: [] }, { allowedHosts: ['10.0.0.7'] })).toEqual([
      expect.stringContaining('1 server on a host that is no longer named (alpha)'),
    ]);
    expect(await foretells(serversPolicy, { staleDays: 3 })).toEqual([expect.stringContaining('is decided anew')]);
  });
});
