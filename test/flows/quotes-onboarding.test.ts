import type { KnownBlock } from '@slack/types';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { money } from '../../src/core/money/money.ts';
import { unitPriceOf } from '../../src/core/money/unit-price.ts';
import { day } from '../../src/core/time/calendar.ts';
import { activitiesSlice, scheduleActivity } from '../../src/features/activities/index.ts';
import { addCharge } from '../../src/features/billing/catalog/index.ts';
import { invoicesFor } from '../../src/features/billing/invoices/index.ts';
import { acceptQuote, quotesSlice, undoQuote } from '../../src/features/billing/quotes/index.ts';
import { billingHarness, problemsOf } from '../support/billing.ts';
import { startSubscription } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, setTaxes } from '../support/invoices.ts';
import { accepted, theQuote } from '../support/quotes.ts';
import { asking } from './ask.ts';

/** What a form's text fields and lookups hold when it opens. */
const holdsOf = (blocks: readonly KnownBlock[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    blocks.flatMap((block) => {
      if (block.type !== 'input' || !block.block_id) return [];
      const { element } = block;
      if (element.type === 'plain_text_input' && element.initial_value)
        return [[block.block_id, element.initial_value]];
      return element.type === 'external_select' && element.initial_option
        ? [[block.block_id, element.initial_option.value ?? '']]
        : [];
    }),
  );

describeEachEngine('quotes that become an onboarding, and the follow-up after one', (engine) => {
  let h: Harness;
  let customerId: string;
  beforeAll(async () => {
    h = await billingHarness(engine);
    await setTaxes(h, { services: 82_500 });
    customerId = await aCustomer(h, 'Harbor Dental');
    const amounts = [unitPriceOf(money(45_00, 'USD'))];
    const desk = { code: 'DESK', name: 'Help desk', description: '', taxCategory: 'services', amounts };
    await addCharge(h.deps, h.person('billing'), { ...desk, isRecurring: true, isProratable: true });
  });
  afterAll(() => h.close());

  const sales = () => asking(h, quotesSlice, 'sales');
  const lines = 'DESK | 10\nMigration | 1 | 500.00 | services';

  test('ALL-5 an accepted quote, undone and accepted anew, fills New project in, once: its project is linked, its amounts are the project’s charges, and a second one is refused whole', async () => {
    const quote = await accepted(h, customerId, { lines, becomes: 'onboarding' });
    expect(await invoicesFor(h.db.prisma, { type: 'quote', id: quote.id })).toEqual([]);
    expect((await h.messages('quote', quote.id))[0]?.json).toContain('"action_id":"quote.start_project"');
    await expect(asking(h, quotesSlice, 'accounting').press('quote.start_project', quote.id)).rejects.toThrow(
      NotAllowed,
    );
    // ALL-5: nothing has come of it yet.
    const undo = () => undoQuote(h.deps, h.person('accounting'), { quoteId: quote.id, decided: 'accepted' });
    await undo();
    await expect(sales().press('quote.start_project', quote.id)).rejects.toThrow('it is sent');
    await acceptQuote(h.deps, h.person('accounting'), { quoteId: quote.id, how: 'signed' });
    const { modal } = await sales().press('quote.start_project', quote.id);
    expect(holdsOf((modal?.blocks ?? []) as KnownBlock[])).toMatchObject({
      existing_customer: customerId,
      currency: 'USD',
      first_month: '450.00',
      set_up_fee: '500.00',
      tax_rate: '8.25',
    });
    const data = modal?.private_metadata ?? '';
    expect(data).toBe(`quote:${quote.id}`);
    const chosen = { existing_customer: customerId, playbook: 'managed-services', owner: { user: 'U_SALES' } } as const;
    const entries = {
      ...chosen,
      project_manager: { user: 'U_PROJECT_MANAGER' },
      currency: { text: 'USD' },
      set_up_fee: { text: '500.00' },
      first_month: { text: '450.00' },
      tax_rate: { text: '8.25' },
    };
    const other = await aCustomer(h, 'Hart & Sons');
    expect(await problemsOf(sales().submit('project.create', data, { ...entries, existing_customer: other }))).toEqual({
      existing_customer: expect.stringContaining('is for another customer'),
    });
    const both = await Promise.allSettled([1, 2].map(() => sales().submit('project.create', data, entries)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))[0]).toBeInstanceOf(Conflict);
    const [project, ...others] = await h.db.prisma.project.findMany();
    expect(others).toEqual([]);
    const { projectId } = await theQuote(h, quote.id);
    expect(projectId).toBe(project?.id);
    const charges = await invoicesFor(h.db.prisma, { type: 'project', id: projectId ?? '' });
    expect(charges.map(({ kind, net, taxRate }) => [kind, Number(net.amount), taxRate]).sort()).toEqual([
      ['first_month', 450_00, 825],
      ['set_up', 500_00, 825],
    ]);
    await expect(sales().press('quote.start_project', quote.id)).rejects.toThrow(
      /An onboarding came of quote Q-1 already/,
    );
    expect((await h.messages('quote', quote.id))[0]?.json).toContain(
      `"action_id":"project.show","value":"${projectId}"`,
    );
    expect(await sales().section('project', projectId ?? '', 'Quote')).toContain('Q-1 Migration');
    expect((await h.audit({ subjectId: quote.id })).map(({ action }) => action)).toEqual([
      'quote.made',
      'quote.sent',
      'quote.accepted',
      'quote.undone',
      'quote.accepted',
      'quote.onboarded',
    ]);
    await expect(undo()).rejects.toThrow('its onboarding was begun');
  });

  test('another playbook is chosen, and the form still knows the quote; one that becomes an invoice begins no project', async () => {
    const quote = await accepted(h, customerId, { lines, becomes: 'onboarding' });
    const { modal } = await sales().press('quote.start_project', quote.id);
    const choose = h.registry.actions.get('playbook.choose');
    const by = h.person('sales');
    const { values } = { values: { day: () => undefined } as never };
    const view = { id: 'V1', data: modal?.private_metadata ?? '', values };
    const request = { deps: h.deps, by, userId: by.userId, timeZone: 'UTC', roles: async () => new Set(['sales']) };
    const redrawn = await choose?.({
      ...request,
      actionId: 'playbook.choose',
      value: 'managed-services',
      selected: [],
      view,
    });
    expect(redrawn?.replace?.private_metadata).toBe(`quote:${quote.id}`);
    const invoiced = await accepted(h, customerId);
    await expect(sales().press('quote.start_project', invoiced.id)).rejects.toThrow(/No onboarding comes of quote/);
  });

  test('ONB-17 the follow-up’s message offers changes of services and licenses and a quote in place, to each only what they may do, while it is open and where there is something to change', async () => {
    const { customerId: served, subscription } = await startSubscription(h);
    const bare = await aCustomer(h, 'Nothing yet');
    const schedule = (
      of: string,
      type: string,
      who: { assigneeId?: string; unit?: string } = { assigneeId: 'U_SALES' },
    ) =>
      h.acting(h.person('sales'), (work) =>
        scheduleActivity(work, {
          type,
          customerId: of,
          subject: { type: 'project', id: '01980000-0000-7000-8000-000000000001' },
          description: 'Adjust users',
          expectedOn: day('2026-03-20'),
          ...who,
        }),
      );
    const offered = async (id: string) =>
      [
        ...((await h.messages('activity', id))[0]?.json ?? '').matchAll(
          /"action_id":"([a-z_]+\.[a-z_]+)","value":"([^"]+)"/g,
        ),
      ]
        .map(([, action = '', value]) => `${action} ${value}`)
        .filter((each) => !/^(activity|project)\./.test(each) || each.startsWith('activity.new_for'));
    const id = await schedule(served, 'follow_up');
    const forSales = [`activity.new_for ${served}`, `licenses.change ${served}`, `quote.new ${served}`];
    const forBilling = [`subscription.open ${subscription.id}`, ...forSales];
    expect(await offered(id)).toEqual(forSales);
    expect(await offered(await schedule(served, 'follow_up', { unit: 'billing' }))).toEqual(forBilling);
    expect(await offered(await schedule(served, 'follow_up', { unit: 'service' }))).toEqual([
      `activity.new_for ${served}`,
    ]);
    const inWindow = async (role: string) =>
      JSON.stringify((await asking(h, activitiesSlice, role).press('activity.open', id)).modal);
    expect(await inWindow('billing')).toContain('Change services');
    expect(await inWindow('sales')).not.toContain('Change services');
    expect(await inWindow('sales')).toContain('Ask for a change');
    expect(await offered(await schedule(bare, 'follow_up'))).toEqual([`quote.new ${bare}`]);
    expect(await offered(await schedule(served, 'Visit'))).toEqual([]);
    const form = JSON.stringify((await sales().press('licenses.change', served)).modal);
    expect(form).toContain('Service 1: 1, renewed Apr 1, 2026');
    await startSubscription(h, { customerId: served });
    expect(await inWindow('billing')).toContain(`"action_id":"customer.open","value":"${served}"`);
    await h.db.prisma.activity.update({ where: { id }, data: { state: 'completed' } });
    expect(await offered(id)).toEqual([]);
  });
});
