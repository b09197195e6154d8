import { afterAll, beforeAll, expect, test } from 'vitest';
import { money } from '../../src/core/money/money.ts';
import { invoicingSlice, keepInvoice, voidInvoice } from '../../src/features/billing/invoices/index.ts';
import { howToCollect } from '../../src/features/billing/onboarding/index.ts';
import { requestOverride } from '../../src/features/onboarding/exceptions/actions/request-override.ts';
import { onboardingSlice } from '../../src/features/onboarding/index.ts';
import { askedOf } from '../../src/features/onboarding/lists/asked.ts';
import { cancelProject } from '../../src/features/onboarding/project/actions/cancel-project.ts';
import { holdProject } from '../../src/features/onboarding/project/actions/hold-project.ts';
import { resumeProject } from '../../src/features/onboarding/project/actions/resume-project.ts';
import { loadPlaybooks, type Playbook } from '../../src/features/playbooks/index.ts';
import { onboardingPolicy } from '../../src/features/playbooks/projects/policies.ts';
import type { Slice } from '../../src/platform/slice/slice.ts';
import { describeEachEngine } from '../support/database.ts';
import { correctProject } from '../support/entered.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';
import { type Journey, startOffice, startProject } from './onboarding-journey.ts';

describeEachEngine('Home shows what waits', (engine) => {
  let h: Harness;
  let onboarding: Slice;
  beforeAll(async () => {
    h = await startOffice(engine);
    onboarding = onboardingSlice(await loadPlaybooks());
  }, 60_000);
  afterAll(() => h.close());

  /** What the sections of Home say to somebody of a role about one project. */
  const home = async (p: Journey, role: string, slice = onboarding): Promise<string> => {
    const { customer } = await p.state();
    const named = new RegExp(`${customer.name}(?!\\d)`);
    const sections = await asking(h, slice, role).home();
    const blocks = sections.flat();
    const isRow = (at: number) => named.test(JSON.stringify(blocks[at]));
    // A row is a section, and the buttons beneath it.
    const about = blocks.filter((block, at) => isRow(at) || (block.type === 'actions' && isRow(at - 1)));
    // WRK-1: whatever waits leads to its window.
    if (about.length > 0) expect(JSON.stringify(about)).toMatch(/project\.show|invoice\.open/);
    return JSON.stringify(about);
  };

  test('exceptions wait for who may decide them, not for who asked; on hold and decided they wait for nobody', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('delivery');
    const asked = { projectId: p.id, gate: 'go-live', kind: 'other', reason: 'They <must> move' } as const;
    const { id } = await requestOverride(h.deps, h.person('management'), asked);
    expect(await home(p, 'accounting')).toContain(`"value":"${id}"`);
    expect(await home(p, 'accounting')).toContain('They &lt;must&gt; move');
    expect(await home(p, 'management')).not.toContain(id);
    expect(await home(p, 'reviewer')).not.toContain(id);
    await h.setPolicy(onboardingPolicy, { allowSelfApproval: true });
    expect(await home(p, 'management')).toContain(id);
    await h.setPolicy(onboardingPolicy, {});
    const status = { projectId: p.id, reason: 'Moving' };
    await holdProject(h.deps, h.person('sales'), status);
    expect(await home(p, 'accounting')).not.toContain(id);
    await resumeProject(h.deps, h.person('sales'), status);
    await asking(h, onboarding, 'accounting').press('override.approve', id);
    expect(await home(p, 'accounting')).not.toContain(id);
  });

  test('hardware waits for the reviewer, then for purchasing, who read what it waits for; pressed there, it goes on', async () => {
    const p = await startProject(h, { hardware: '900' });
    await p.walkTo('billing');
    expect(await home(p, 'reviewer')).not.toContain('hardware.review');
    await p.sendInvoice('hardware');
    expect(await home(p, 'reviewer')).toContain('hardware.review');
    expect(await home(p, 'purchasing')).toBe('[]');
    await asking(h, onboarding, 'reviewer').press('hardware.review', p.id);
    expect(await home(p, 'reviewer')).not.toContain('hardware.review');
    expect(await home(p, 'purchasing')).toContain('not yet: Hardware of $900.00 is not paid yet.');
    await p.pay('hardware');
    expect(await home(p, 'purchasing')).toContain('hardware.order');
    await asking(h, onboarding, 'purchasing').submit('hardware.order', p.id, { reference: { text: 'PO-1' } });
    expect(await home(p, 'purchasing')).toBe('[]');
  });

  test('acknowledgements wait for Sales and for Service, each until it has told accounting', async () => {
    const p = await startProject(h, {});
    await p.walkTo('delivery');
    expect(await home(p, 'sales')).not.toContain('acknowledgement.give');
    await p.walkTo('start-billing');
    for (const desk of ['sales', 'service']) {
      expect(await home(p, desk)).toContain(`"value":"${p.id}:${desk}"`);
      await asking(h, onboarding, desk).press('acknowledgement.give', `${p.id}:${desk}`);
      expect(await home(p, desk)).not.toContain('acknowledgement.give');
    }
  });

  test('WRK-3 what waits for others, is cancelled, or is not asked at all takes no room from what waits for the reader', async () => {
    const first = async (role: string) => {
      const { userId } = h.person(role);
      const reader = { userId, roles: new Set([role]), policy: onboardingPolicy.defaults };
      return (await askedOf(h.deps, reader, 1)).map(({ project }) => project.id);
    };
    /** The older of two that might ask, then the one that does. */
    const two = async (stage: string, older?: Playbook) => {
      const made: Journey[] = [];
      for (const playbook of [older, undefined]) {
        h.clock.advance(60_000);
        const p = await startProject(h, { first_month: '2000' }, playbook ? { playbook } : {});
        await p.walkTo(stage);
        made.push(p);
      }
      return made as [Journey, Journey];
    };
    for (const role of ['management', 'reviewer', 'sales']) expect(await first(role)).toEqual([]);

    const [own, others] = await two('delivery');
    for (const [p, role] of [
      [own, 'management'],
      [others, 'service'],
    ] as const)
      await requestOverride(h.deps, h.person(role), { projectId: p.id, gate: 'go-live', kind: 'other', reason: 'Now' });
    expect(await first('management')).toEqual([others.id]);

    const [ended, running] = await two('planning');
    for (const p of [ended, running])
      await correctProject(h.deps, h.person('billing'), { projectId: p.id, amounts: {}, reason: 'Free' });
    expect(await first('reviewer')).toEqual([ended.id]);
    await cancelProject(h.deps, h.person('sales'), { projectId: ended.id, reason: 'Lost' });
    expect(await first('reviewer')).toEqual([running.id]);

    const [shipped] = await loadPlaybooks();
    if (!shipped) throw new Error('no playbook');
    const silent = { ...shipped, stages: shipped.stages.map((stage) => ({ ...stage, onApprove: [] })) };
    const [, live] = await two('start-billing', silent);
    expect(await first('sales')).toEqual([live.id]);
  });

  test('ONB-19 a charge corrected to nothing waits for the reviewer', async () => {
    const p = await startProject(h, { first_month: '2000' });
    await p.walkTo('planning');
    const { id } = await p.invoice('first_month');
    await correctProject(h.deps, h.person('billing'), { projectId: p.id, amounts: {}, reason: 'Free' });
    expect(await home(p, 'reviewer')).toContain(`"action_id":"waiver.confirm","value":"${id}"`);
    expect(await home(p, 'management')).toBe('[]');
    await asking(h, onboarding, 'reviewer').press('waiver.confirm', id);
    expect(await home(p, 'reviewer')).toBe('[]');
  });

  test('an unpaid invoice waits for accounting with its next step, as long as its message asks for something, for nobody else', async () => {
    const p = await startProject(h, { set_up: '500', first_month: '2000', hardware: '900' });
    const invoices = () => home(p, 'accounting', invoicingSlice);
    /** The list and the rule of collecting name the same invoices. */
    const agrees = async () => {
      const shown = await invoices();
      for (const each of (await p.state()).invoices)
        expect([each.label, shown.includes(each.id)]).toEqual([
          each.label,
          each.presented && howToCollect(each).step !== 'none',
        ]);
    };
    await agrees();
    expect(await invoices()).toBe('[]');
    await p.walkTo('billing');
    expect(await invoices()).toContain('invoice.mark_sent');
    expect(await home(p, 'billing', invoicingSlice)).toContain('invoice.mark_sent');
    for (const role of ['sales', 'management', 'support']) expect(await home(p, role, invoicingSlice)).toBe('[]');
    await agrees();
    await p.sendInvoice('set_up');
    expect(await invoices()).toContain('Waiting for the customer’s payment.');
    await p.pay('set_up', 100_00);
    await agrees();
    await p.pay('set_up');
    await p.pay('first_month');
    await agrees();
    await p.sendInvoice('first_month');
    await voidInvoice(h.deps, h.person('accounting'), { invoiceId: (await p.invoice('hardware')).id, reason: 'Wrong' });
    await agrees();
    expect(await invoices()).toBe('[]');
    await correctProject(h.deps, h.person('billing'), {
      projectId: p.id,
      amounts: { set_up: '500', first_month: '2500', hardware: '800' },
      reason: 'More',
    });
    expect((await p.invoice('first_month')).open).toEqual(money(500_00, 'USD'));
    await agrees();
    await cancelProject(h.deps, h.person('sales'), { projectId: p.id, reason: 'Lost' });
    expect(await invoices()).toContain('"action_id":"invoice.void"');
    await agrees();
    await keepInvoice(h.deps, h.person('accounting'), {
      invoiceId: (await p.invoice('first_month')).id,
      reason: 'Owed',
    });
    await agrees();
  });
});
