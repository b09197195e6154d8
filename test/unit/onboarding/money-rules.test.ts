import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day, formatDay } from '../../../src/core/time/calendar.ts';
import { acknowledgementsMissing } from '../../../src/features/billing/onboarding/index.ts';
import { figuresOf, missingForArming } from '../../../src/features/billing/onboarding/recurring/arming.ts';
import { parseServices, servicesText } from '../../../src/features/billing/onboarding/recurring/services-text.ts';
import { refusalOfDate } from '../../../src/features/onboarding/project/dates.ts';
import { transferAttendees } from '../../../src/features/onboarding/transfer/actions/schedule-transfer.ts';
import { followUpOn } from '../../../src/features/onboarding/transfer/follow-up.ts';
import { datesInDoubt } from '../../../src/features/playbooks/index.ts';
import {
  desksWith,
  gateOfDate,
  gateOfFact,
  isPast,
  type Playbook,
  playbookSchema,
  projectDates,
} from '../../../src/features/playbooks/playbook.ts';
import { hardwareStep } from '../../../src/features/purchase/hardware/order.ts';
import { anInvoice, aProject, aSubscription, knowing, type More, managedServices } from './a-project.ts';

const at = new Date('2026-03-02T09:00:00Z');
let playbook: Playbook;
beforeAll(async () => {
  playbook = await managedServices();
});

describe('what the playbook means', () => {
  it('gates stand before what the procedure says: ONB-7 the order, ONB-10 the ETA, ONB-13 scheduling and going live', () => {
    expect(gateOfFact(playbook, 'purchase.hardware_ordered')?.key).toBe('order-hardware');
    expect(projectDates.map((date) => gateOfDate(playbook, date)?.key)).toEqual([
      undefined,
      'schedule-resources',
      'go-live',
      'go-live',
    ]);
  });

  it('who may carry out an action are the desks whose stage offers it', () => {
    expect(desksWith(playbook, 'subscription.set_up')).toEqual(['billing', 'accounting']);
    expect(desksWith(playbook, 'recurring.arm')).toEqual(['accounting']);
    expect(desksWith(playbook, 'transfer.schedule')).toEqual(['project_manager']);
  });

  it('ONB-15 acknowledgements are asked from the stage after delivery on, and not while the folder is back at it', () => {
    const past = [...playbook.stages.map((stage) => stage.key), 'closed'].filter((stage) =>
      isPast({ playbook, stage }, 'billing.request_acknowledgements'),
    );
    expect(past).toEqual(['start-billing', 'follow-up', 'closed']);
  });

  it('an effect on opening holds at that stage already', () => {
    const past = playbook.stages
      .map((stage) => stage.key)
      .filter((stage) => isPast({ playbook, stage }, 'billing.present_invoices'));
    expect(past[0]).toBe('billing');
  });
});

describe('ONB-7 hardware', () => {
  const order = {
    reviewedBy: undefined,
    reviewedAt: undefined,
    orderedBy: undefined,
    orderedAt: undefined,
    reference: undefined,
  };
  const due = [anInvoice('hardware', 900_00)];
  it.each([
    ['no hardware was charged', [], undefined, 'none'],
    ['its charge was voided', [anInvoice('hardware', 900_00, 0, { state: 'void' })], order, 'review'],
    [
      'nothing is due for it',
      [
        anInvoice('hardware', 900_00, 0, {
          state: 'void',
          waiver: { by: 'U', at, reason: '', confirmed: { by: 'U2', at } },
        }),
      ],
      order,
      'none',
    ],
    ['it was not asked for yet', due, undefined, 'waiting'],
    ['it was asked for', due, order, 'review'],
    ['the reviewer looked it through', due, { ...order, reviewedAt: at }, 'order'],
    ['it was ordered', due, { ...order, reviewedAt: at, orderedAt: at }, 'ordered'],
    ['it was ordered and the charge voided later', [], { ...order, reviewedAt: at, orderedAt: at }, 'ordered'],
  ] as const)('when %s', (_when, invoices, hardware, step) => {
    expect(hardwareStep(aProject(playbook, { invoices, hardware }))).toBe(step);
  });
});

describe('dates', () => {
  const inZone = (timeZone: string, more: More = {}) =>
    aProject(playbook, { customer: { id: 'c1', name: 'Acme', timeZone }, ...more });
  const noon = new Date('2026-03-10T12:00:00Z');

  it.each([
    ['Pacific/Auckland', '2026-03-11', '2026-03-12'],
    ['UTC', '2026-03-10', '2026-03-11'],
    ['Etc/GMT+12', '2026-03-10', '2026-03-11'],
    ['Pacific/Pago_Pago', '2026-03-10', '2026-03-11'],
  ])('ONB-14 nobody went live in the future, in the customer’s calendar: %s', (zone, today, tomorrow) => {
    const project = inZone(zone);
    expect(refusalOfDate(project, 'wentLiveOn', day(today), noon)).toBeUndefined();
    expect(refusalOfDate(project, 'wentLiveOn', day(tomorrow), noon)).toContain(formatDay(day(today)));
    expect(refusalOfDate(project, 'goLiveOn', day(tomorrow), noon)).toBeUndefined();
  });

  it('ONB-14 a second before midnight at the customer’s it is still the day before', () => {
    const project = inZone('America/Los_Angeles');
    const refusal = (at: string) => refusalOfDate(project, 'wentLiveOn', day('2026-03-11'), new Date(at));
    expect(refusal('2026-03-11T06:59:59Z')).toContain('Mar 10, 2026');
    expect(refusal('2026-03-11T07:00:00Z')).toBeUndefined();
  });

  it.each(projectDates)('no %s lies before the project began, in the customer’s calendar', (date) => {
    const project = inZone('Pacific/Auckland', { createdAt: new Date('2026-03-02T12:00:00Z') });
    expect(refusalOfDate(project, date, day('2026-03-03'), noon)).toBeUndefined();
    expect(refusalOfDate(project, date, day('2026-03-02'), noon)).toContain('began on Mar 3, 2026');
    expect(refusalOfDate(project, date, day('2025-03-03'), noon)).toContain('began on');
  });

  it('ONB-16 once billing is armed, the day of going live stands', () => {
    const armed = inZone('UTC', { subscription: aSubscription(true), wentLiveOn: day('2026-03-03') });
    const refusal = (project: typeof armed, on: string | undefined) =>
      refusalOfDate(project, 'wentLiveOn', on === undefined ? undefined : day(on), noon);
    expect(refusal(armed, '2026-03-04')).toContain('Disarm');
    expect(refusal(armed, undefined)).toContain('Disarm');
    expect(refusal(armed, '2026-03-03')).toBeUndefined();
    expect(refusal(knowing(armed, { subscription: aSubscription() }), undefined)).toBeUndefined();
  });

  it('a date whose gate shut again is in doubt, until it is paid', () => {
    const unpaid = aProject(playbook, {
      etaOn: day('2026-03-20'),
      goLiveOn: day('2026-04-01'),
      invoices: [anInvoice('set_up', 100_00, 100_00), anInvoice('first_month', 200_00)],
    });
    const doubt = (project: typeof unpaid) => datesInDoubt(project).map(([date, gate]) => [date, gate.key]);
    expect(doubt(unpaid)).toEqual([['goLiveOn', 'go-live']]);
    expect(doubt(knowing(unpaid, { invoices: [anInvoice('first_month', 200_00, 200_00)] }))).toEqual([]);
  });
});

describe('ONB-16 arming', () => {
  const both = [
    { desk: 'sales', by: 'U1', at },
    { desk: 'service', by: 'U2', at },
  ];
  const ready = { subscription: aSubscription(), wentLiveOn: day('2026-03-09'), acknowledgements: both };
  const missing = (more: object) => missingForArming(aProject(playbook, { ...ready, ...more }), (role) => role);

  it('may be done once live, with a subscription and both acknowledgements; else it says what is missing', () => {
    expect(missing({})).toEqual([]);
    expect(missing({ subscription: undefined })).toHaveLength(1);
    expect(missing({ wentLiveOn: undefined })).toHaveLength(1);
    expect(missing({ acknowledgements: both.slice(0, 1) })).toEqual(['the acknowledgement of service']);
    expect(missing({ subscription: undefined, wentLiveOn: undefined, acknowledgements: [] })).toHaveLength(4);
  });

  it('acknowledgements count only where the playbook asks for them', () => {
    const stages = playbook.stages.map((stage) => ({ ...stage, onApprove: [] }));
    const silent = { playbook: { ...playbook, stages }, acknowledgements: [] };
    expect(missing(silent)).toEqual([]);
  });

  it('ONB-15 it takes Sales and Service, in any order', () => {
    expect(acknowledgementsMissing([])).toEqual(['sales', 'service']);
    expect(acknowledgementsMissing([...both].reverse())).toEqual([]);
  });

  it('figures that were shown are told from others, each of them', () => {
    const bill = {
      nextOn: day('2026-04-01'),
      dueNow: false,
      monthly: money(2000_00, 'USD'),
      credit: money(1000_00, 'USD'),
      due: money(1000_00, 'USD'),
      carriedOver: money(0, 'USD'),
      rule: 'days' as const,
      text: '',
    };
    const others = [
      { ...bill, nextOn: day('2026-05-01') },
      { ...bill, monthly: money(1, 'USD') },
      { ...bill, credit: money(1, 'USD') },
      { ...bill, due: money(1, 'USD') },
    ];
    expect(new Set([bill, ...others].map(figuresOf)).size).toBe(5);
  });
});

describe('ONB-17 follow-up', () => {
  it('is due 30 days after go-live, as the playbook says', () => {
    expect(followUpOn({ playbook, wentLiveOn: day('2026-01-15') }, day('2026-01-20'))).toBe('2026-02-14');
  });

  it('is not planned where no stage says when', () => {
    const stages = playbook.stages.map(({ dueDaysAfterGoLive: _none, ...stage }) => stage);
    const other = playbookSchema.parse({ ...playbook, stages });
    expect(followUpOn({ playbook: other, wentLiveOn: day('2026-01-15') }, day('2026-01-20'))).toBeUndefined();
  });
});

describe('ONB-11 knowledge transfer', () => {
  it('is for Sales, Engineering and Service, for Hosting when the customer is hosted, and for people who are named, once', () => {
    expect(transferAttendees({ hosted: false, people: [] })).toEqual(['sales', 'engineer', 'service']);
    expect(transferAttendees({ hosted: true, people: ['U1', 'U1'] })).toEqual([
      'sales',
      'engineer',
      'service',
      'hosting',
      'U1',
    ]);
  });
});

describe('ONB-8 services as text', () => {
  it('reads a line per service; the quantity may be left out, blank lines are', () => {
    expect(parseServices('Help desk | 10 | 45.00\n\n Backup | $100 ', 'USD')).toEqual({
      ok: true,
      items: [
        { description: 'Help desk', quantity: 10, unitAmount: money(45_00, 'USD') },
        { description: 'Backup', quantity: 1, unitAmount: money(100_00, 'USD') },
      ],
    });
  });

  it.each([
    ['Help desk', 'Line 1: write description'],
    ['| 10 | 45', 'Line 1: write description'],
    ['a | 1 | 2 | 3', 'Line 1: write description'],
    ['ok | 1 | 2\nbad | 0 | 45', 'Line 2: the quantity'],
    ['bad | 1.5 | 45', 'Line 1: the quantity'],
    ['bad | 1000000 | 45', 'Line 1: the quantity'],
    ['bad | 1 | -45', 'Line 1: An amount cannot be negative'],
    ['bad | 1 | 45.1234', 'Line 1: USD has 2 decimals'],
    ['bad | 1 | 45 EUR', 'Line 1: Amounts here are in USD'],
  ])('refuses %j, naming the line', (text, error) => {
    const parsed = parseServices(text, 'USD');
    expect(parsed.ok ? '' : parsed.error).toContain(error);
  });

  it('what it writes it reads again, in every kind of currency', () => {
    const item = fc.record({
      description: fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}[A-Za-z]$/),
      quantity: fc.integer({ min: 1, max: 999_999 }),
      cents: fc.integer({ min: 0, max: 1_000_000_00 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('USD', 'JPY', 'KWD'),
        fc.array(item, { minLength: 1, maxLength: 5 }),
        (currency, list) => {
          const items = list.map(({ cents, ...rest }) => ({ ...rest, unitAmount: money(cents, currency) }));
          expect(parseServices(servicesText(items), currency)).toEqual({ ok: true, items });
        },
      ),
    );
  });
});
