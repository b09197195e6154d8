import { beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { subscriptionPart } from '../../../src/features/billing/onboarding/index.ts';
import { acknowledgementMessage } from '../../../src/features/billing/onboarding/recurring/acknowledgement-message.ts';
import { armForm } from '../../../src/features/billing/onboarding/recurring/actions/arm-recurring.ts';
import { disarmForm } from '../../../src/features/billing/onboarding/recurring/actions/disarm-recurring.ts';
import { subscriptionForm } from '../../../src/features/billing/onboarding/recurring/actions/set-up-subscription.ts';
import { declineOverrideForm } from '../../../src/features/onboarding/exceptions/actions/decline-override.ts';
import { requestOverrideForm } from '../../../src/features/onboarding/exceptions/actions/request-override.ts';
import { overrideMessage } from '../../../src/features/onboarding/exceptions/override-views.ts';
import { byPlace, digest, type Overdue } from '../../../src/features/onboarding/reminders/digest.ts';
import { scheduleTransferForm } from '../../../src/features/onboarding/transfer/actions/schedule-transfer.ts';
import { gateNow, gatesNow } from '../../../src/features/playbooks/gates.ts';
import type { Override, ProjectState } from '../../../src/features/playbooks/index.ts';
import { gateOf, type Playbook } from '../../../src/features/playbooks/playbook.ts';
import { orderForm } from '../../../src/features/purchase/hardware/actions/place-order.ts';
import { orderMessage, reviewMessage } from '../../../src/features/purchase/hardware/hardware-views.ts';
import { hardwarePart } from '../../../src/features/purchase/hardware/index.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { checkView } from '../../../src/sandbox/slack/blocks/views.ts';
import type { Json } from '../../../src/sandbox/slack/json.ts';
import { aService } from '../../support/services.ts';
import { anInvoice, aProject, aSubscription, knowing, managedServices } from './a-project.ts';

const at = new Date('2026-03-02T09:00:00Z');
/** What people may enter at worst: long, bidirectional, and full of what Slack would take for commands. */
const nasty = '<!channel> & مرحبا 👩🏽‍🚀 *x* '.repeat(80);

let playbook: Playbook;
beforeAll(async () => {
  playbook = await managedServices();
});

const json = (value: unknown): Json => JSON.parse(JSON.stringify(value));
const refused = (content: { blocks?: readonly unknown[]; text: string }): string[] =>
  checkBlocks(json(content.blocks ?? []), 'message');

const override = (more: Partial<Override> = {}): Override => ({
  id: 'o1',
  gate: 'order-hardware',
  kind: 'expedite',
  reason: 'They move on Friday',
  state: 'requested',
  requestedBy: 'U_SERVICE',
  requestedAt: at,
  ...more,
});

const drawOverride = (project: ProjectState, asked: Override) => {
  const gate = gateOf(project.playbook, asked.gate);
  if (!gate) throw new Error('no gate');
  return overrideMessage(project, gate, asked, gateNow(project, gate));
};

describe('exceptions', () => {
  it('a request shows who, why and what blocks, and has the approver’s buttons', () => {
    const content = drawOverride(aProject(playbook, { invoices: [anInvoice('hardware', 900_00)] }), override());
    const text = JSON.stringify(content.blocks);
    for (const part of ['U_SERVICE', 'They move on Friday', '$900.00', 'override.approve', 'override.decline'])
      expect(text).toContain(part);
    expect(content.open).toBe(true);
  });

  it.each(['approved', 'declined', 'withdrawn'] as const)(
    '%s, it says by whom and when and only opens the project',
    (state) => {
      const decided = override({ state, decidedBy: 'U_BOSS', decidedAt: at, decisionReason: 'Because' });
      const content = drawOverride(aProject(playbook), decided);
      const text = JSON.stringify(content.blocks);
      expect(text).toContain('U_BOSS');
      expect(text).toContain(`<!date^${at.getTime() / 1000}`);
      expect(text.match(/action_id/g)).toHaveLength(1);
      expect(text).toContain('"action_id":"project.show"');
      expect(content.open).toBe(false);
    },
  );

  it.each(['on_hold', 'cancelled'] as const)('a request of a project that is %s cannot be decided', (state) => {
    expect(JSON.stringify(drawOverride(aProject(playbook, { state }), override()).blocks)).not.toContain('"override.');
  });

  it('the form offers the shut gates and what they know', () => {
    const project = aProject(playbook, { invoices: [anInvoice('first_month', 200_00), anInvoice('hardware', 900_00)] });
    const shut = gatesNow(project).filter(([, now]) => !now.open);
    const view = requestOverrideForm(project, shut);
    expect(JSON.stringify(view)).toContain('Going live');
    expect(JSON.stringify(view)).not.toContain('Scheduling of resources');
    expect(checkView(json(view), 'modal')).toEqual([]);
  });
});

describe('ONB-7 hardware messages', () => {
  const order = {
    reviewedBy: undefined,
    reviewedAt: undefined,
    orderedBy: undefined,
    orderedAt: undefined,
    reference: undefined,
  };
  const gated = (project: ProjectState) => {
    const gate = gateOf(playbook, 'order-hardware');
    return gate && ([gate, gateNow(project, gate)] as const);
  };
  const buttonsOf = (content: { blocks?: readonly unknown[] }) =>
    [...JSON.stringify(content.blocks).matchAll(/"action_id":"([^"]+)"/g)].map((match) => match[1]);

  it('the reviewer’s turn first, then purchasing’s; ordered, nobody’s', () => {
    const asked = aProject(playbook, { invoices: [anInvoice('hardware', 900_00, 900_00)], hardware: order });
    const invoices = [anInvoice('hardware', 900_00, 900_00)];
    const looked = { ...order, reviewedBy: 'U1', reviewedAt: at };
    const reviewed = knowing(asked, { invoices, hardware: looked });
    const hardware = { ...looked, orderedBy: 'U2', orderedAt: at, reference: 'PO-1' };
    const ordered = knowing(asked, { invoices, hardware });
    expect(buttonsOf(reviewMessage(asked))).toEqual(['hardware.review', 'project.show']);
    expect(buttonsOf(reviewMessage(reviewed))).toEqual(['project.show']);
    expect(buttonsOf(orderMessage(reviewed, gated(reviewed)))).toEqual(['hardware.order', 'project.show']);
    expect(buttonsOf(orderMessage(ordered, gated(ordered)))).toEqual(['hardware.take_back', 'project.show']);
    expect(orderMessage(ordered, gated(ordered)).open).toBe(false);
    expect(JSON.stringify(orderMessage(ordered, gated(ordered)).blocks)).toContain('PO-1');
  });

  it('a shut gate leaves no way to order, and says why', () => {
    const unpaid = aProject(playbook, {
      invoices: [anInvoice('hardware', 900_00)],
      hardware: { ...order, reviewedAt: at },
    });
    const content = orderMessage(unpaid, gated(unpaid));
    expect(buttonsOf(content)).toEqual(['gate.override', 'project.show']);
    expect(JSON.stringify(content.blocks)).toContain('$900.00 is not paid yet');
  });
});

describe('ONB-15 acknowledgement requests', () => {
  const live = { stage: 'start-billing', wentLiveOn: day('2026-03-01') };
  it('ask while the desk has said nothing, and only after delivery', () => {
    expect(acknowledgementMessage(aProject(playbook, live), 'sales', 'Sales').open).toBe(true);
    const given = aProject(playbook, { ...live, acknowledgements: [{ desk: 'sales', by: 'U1', at }] });
    expect(acknowledgementMessage(given, 'sales', 'Sales').open).toBe(false);
    expect(acknowledgementMessage(given, 'service', 'Service').open).toBe(true);
    expect(acknowledgementMessage(aProject(playbook, { ...live, stage: 'delivery' }), 'sales', 'Sales').open).toBe(
      false,
    );
    expect(acknowledgementMessage(aProject(playbook, { ...live, state: 'cancelled' }), 'sales', 'Sales').open).toBe(
      false,
    );
  });
});

describe('ONB-18 the morning digest', () => {
  const today = {
    today: day('2026-03-09'),
    zone: 'UTC',
    holidays: new Set<string>(),
    roleName: (role: string) => `the ${role} desk`,
  };
  const folder = (ref: number, more: Partial<Overdue> = {}): Overdue => ({
    handoffId: `h${ref}`,
    projectId: `p${ref}`,
    ref,
    customerId: 'c',
    stage: 'review',
    stageName: 'Review',
    desk: ['reviewer'],
    assigneeId: null,
    openedAt: at,
    cameBy: 'approved',
    channel: 'C1',
    customerName: 'Acme',
    ...more,
  });
  const textOf = (list: Parameters<typeof digest>[0]) => JSON.stringify(digest(list, today).blocks);

  it('says where each folder lies, since when, how many business days, and with whom; the longest there first', () => {
    const text = textOf([
      folder(2, { openedAt: new Date('2026-03-05T09:00:00Z'), assigneeId: 'U9' }),
      folder(1, { cameBy: 'returned' }),
    ]);
    expect(text).toContain('*P-1* Acme: Review');
    expect(text).toContain('5 business days, returned');
    expect(text).toContain('2 business days');
    expect(text).toContain('<@U9>');
    expect(text.indexOf('P-1*')).toBeLessThan(text.indexOf('P-2*'));
  });

  it('desks that share a channel share a digest; one without a channel gets its own', () => {
    const places = byPlace([
      folder(1, { desk: ['billing', 'accounting'] }),
      folder(2, { desk: ['accounting'] }),
      folder(3, { channel: null, desk: ['service'] }),
    ]);
    expect([...places].map(([place, list]) => [place, list.length])).toEqual([
      ['C1', 2],
      ['service', 1],
    ]);
  });

  it('names forty and counts the rest, within Slack’s limits whatever the names', () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      folder(index + 1, { customerName: nasty.slice(0, 200), stageName: 'W'.repeat(60) }),
    );
    const content = digest(many, today);
    expect(refused(content)).toEqual([]);
    expect(content.text).toBe('300 folders waiting too long here');
    expect(JSON.stringify(content.blocks)).toContain('And 260 more.');
    expect(JSON.stringify(content.blocks)).not.toContain('<!channel>');
  });
});

describe('limits: nothing that people enter makes Slack refuse', () => {
  it('messages and forms with the worst of texts', () => {
    const project = aProject(playbook, {
      stage: 'start-billing',
      customer: { id: 'c1', name: nasty.slice(0, 200), timeZone: 'UTC' },
      hardwareText: nasty,
      stateReason: nasty,
      wentLiveOn: day('2026-03-01'),
      invoices: [
        anInvoice('first_month', 99_999_999_999_99, 1),
        anInvoice('hardware', 99_999_999_999_99, 1, { label: nasty }),
      ],
      hardware: { reviewedBy: 'U1', reviewedAt: at, orderedBy: 'U2', orderedAt: at, reference: nasty },
      subscription: {
        ...aSubscription(true),
        items: Array.from({ length: 200 }, (_, index) => aService(nasty, 999_999, 1, { id: `${index}` })),
        coverage: nasty,
        sla: nasty,
      },
    });
    const gate = gateOf(playbook, 'order-hardware');
    const long = override({ reason: nasty, state: 'declined', decisionReason: nasty, decidedBy: 'U1', decidedAt: at });
    const messages = [
      drawOverride(project, override({ reason: nasty })),
      drawOverride(project, long),
      reviewMessage(project),
      orderMessage(project, gate && [gate, gateNow(project, gate)]),
      orderMessage(
        {
          ...project,
          parts: project.parts.with(hardwarePart, {
            wanted: nasty,
            order: {
              reviewedBy: 'U1',
              reviewedAt: at,
              orderedBy: undefined,
              orderedAt: undefined,
              reference: undefined,
            },
          }),
        },
        undefined,
      ),
      acknowledgementMessage(project, 'sales', nasty.slice(0, 60)),
    ];
    for (const content of messages) {
      expect(refused(content)).toEqual([]);
      expect(JSON.stringify(content.blocks)).not.toContain('<!channel>');
    }
    const bill = {
      nextOn: day('2026-04-01'),
      dueNow: true,
      monthly: money(1, 'USD'),
      credit: money(1, 'USD'),
      due: money(0, 'USD'),
      carriedOver: money(1, 'USD'),
      rule: 'days' as const,
      text: nasty,
    };
    const shut = gatesNow(project).filter(([, now]) => !now.open);
    const forms = [
      requestOverrideForm(project, shut),
      declineOverrideForm('o1'),
      orderForm(project),
      subscriptionForm(project),
      subscriptionForm({ ...project, parts: project.parts.with(subscriptionPart, undefined) }),
      scheduleTransferForm(project),
      armForm(project, bill, day('2026-03-02')),
      disarmForm(project),
    ];
    for (const view of forms) {
      expect(checkView(json(view), 'modal')).toEqual([]);
      expect(JSON.stringify(view.blocks.filter((block) => block.type === 'section'))).not.toContain('<!channel>');
    }
  });
});
