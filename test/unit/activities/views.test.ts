import { describe, expect, test } from 'vitest';
import { money } from '../../../src/core/money/money.ts';
import { day } from '../../../src/core/time/calendar.ts';
import { cancelForm } from '../../../src/features/activities/actions/cancel-activity.ts';
import { completeForm } from '../../../src/features/activities/actions/complete-activity.ts';
import { listModal, parseListing } from '../../../src/features/activities/actions/list-activities.ts';
import { reassignForm } from '../../../src/features/activities/actions/reassign-activity.ts';
import { rescheduleForm } from '../../../src/features/activities/actions/reschedule-activity.ts';
import { newActivityForm } from '../../../src/features/activities/actions/schedule-activity.ts';
import type { Activity } from '../../../src/features/activities/activity.ts';
import { activityMessage, activityRows } from '../../../src/features/activities/activity-views.ts';
import { activitiesPolicy } from '../../../src/features/activities/types/policies.ts';
import { documentList } from '../../../src/features/documents/document-views.ts';
import { builtinRoles } from '../../../src/features/roles.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { checkView } from '../../../src/sandbox/slack/blocks/views.ts';

const long = '<!channel>&'.repeat(300);
const activity = (facts: Partial<Activity> = {}): Activity => ({
  id: '01980000-0000-7000-8000-000000000001',
  ref: 12,
  type: 'Visit',
  description: 'Install the server',
  services: [],
  unit: 'service',
  attendees: [],
  state: 'open',
  createdBy: 'U1',
  createdAt: new Date('2026-03-02T09:00:00Z'),
  ...facts,
});
const extreme = activity({
  type: long,
  description: long,
  about: long,
  contact: long,
  assigneeId: 'U2',
  startOn: day('2026-03-02'),
  estimatedOn: day('2026-03-03'),
  expectedOn: day('2026-03-04'),
  services: Array.from({ length: 60 }, () => ({ description: long, amount: money(10n ** 20n, 'USD') })),
  attendees: Array.from({ length: 60 }, (_, n) => `U${n}`),
  endNote: long,
});
const roleName = (role: string) => `The ${role} desk`;
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));
const today = day('2026-03-10');

describe('an activity’s message', () => {
  const shown = { part: 'service', statuses: [], customerName: 'ACME', roleName, open: [] };

  test('ACT-2, ACT-3 open: five buttons, four once it is begun; ended: none, and who and when', () => {
    const buttonsOf = (each: Activity) => JSON.stringify(activityMessage(each, shown)).match(/"action_id":"[^"]+/g);
    expect(buttonsOf(activity())).toHaveLength(5);
    expect(buttonsOf(activity({ startedBy: 'U1', startedAt: new Date(0) }))).toHaveLength(4);
    const ended = activityMessage(
      activity({ state: 'completed', endedBy: 'U9', endedAt: new Date(0), endNote: 'well done' }),
      shown,
    );
    expect(JSON.stringify(ended)).not.toContain('action_id');
    expect(JSON.stringify(ended)).toMatch(/Completed\* by <@U9>.*well done/);
    expect(ended.open).toBe(false);
  });

  test('ACT-2 where it stood before it was given away, it only says so', () => {
    const moved = activityMessage(activity({ unit: 'engineer' }), shown);
    expect(JSON.stringify(moved)).not.toContain('action_id');
    expect(moved.text).toContain('It was given to The engineer desk');
    expect(moved.open).toBe(false);
  });

  test('ALL-7 services in two currencies have two totals', () => {
    const services = [
      { description: 'a', amount: money(100, 'USD') },
      { description: 'b', amount: money(200, 'EUR') },
      { description: 'c', amount: money(300, 'USD') },
    ];
    expect(JSON.stringify(activityMessage(activity({ services }), shown))).toContain('Total: €2.00 · $4.00');
  });

  test.each(['open', 'completed'] as const)('extreme texts keep Slack’s limits and are escaped: %s', (state) => {
    const { blocks, text } = activityMessage(
      { ...extreme, state },
      { part: 'service', statuses: [], customerName: long, roleName, open: [] },
    );
    expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
    expect(JSON.stringify(blocks) + text).not.toContain('<!channel>');
  });
});

describe('lists and forms', () => {
  const many = Array.from({ length: 16 }, () => extreme);

  test.each([
    ['a page', listModal({ filter: 'open', from: 15 }, many, { today, customer: undefined })],
    ['an empty page', listModal({ filter: 'mine', from: 0 }, [], { today, customer: undefined })],
    [
      'a customer’s',
      listModal({ filter: 'customer', customerId: extreme.id, from: 0 }, many, {
        today,
        customer: { value: extreme.id, text: long },
      }),
    ],
    ['new', newActivityForm(activitiesPolicy.defaults, builtinRoles, undefined)],
    [
      'new for a customer',
      newActivityForm(activitiesPolicy.defaults, builtinRoles, {
        id: extreme.id,
        name: long.slice(0, 200),
        contactName: long,
        currency: 'USD',
        timeZone: 'UTC',
        language: 'en',
        active: true,
        version: 0,
      }),
    ],
    ['complete', completeForm(extreme)],
    ['cancel', cancelForm(extreme)],
    ['reassign', reassignForm(extreme, builtinRoles)],
    ['reschedule', rescheduleForm(extreme)],
  ])('%s keeps Slack’s limits', (_, view) => {
    expect(checkView(asJson(view), 'modal')).toEqual([]);
  });

  test('ACT-2 pages are turned where there are more', () => {
    const text = JSON.stringify(listModal({ filter: 'open', from: 15 }, many, { today, customer: undefined }));
    expect(text).toContain('"open::0"');
    expect(text).toContain('"open::30"');
    expect(text).toContain('*overdue*');
    expect(parseListing('open::30')).toEqual({ filter: 'open', from: 30 });
    expect(parseListing('customer:abc:-5')).toEqual({ filter: 'customer', customerId: 'abc', from: 0 });
    expect(parseListing('nonsense')).toEqual({ filter: 'mine', from: 0 });
  });

  test('WRK-1 each row leads to its window', () => {
    const blocks = activityRows([extreme, extreme]);
    expect(checkBlocks(asJson(blocks), 'message')).toEqual([]);
    expect(JSON.stringify(blocks).match(/activity\.open/g)).toHaveLength(2);
  });
});

describe('ONB-8 documents', () => {
  const document = {
    id: extreme.id,
    subject: { type: 'project', id: extreme.id },
    kind: 'invoice',
    name: 'a|b <!channel> > c.pdf',
    url: 'https://files.slack.com/a b|c>d',
    addedBy: 'U1',
    addedAt: new Date(0),
  };

  test('a link cannot be ended by its name or address', () => {
    expect(JSON.stringify(documentList([document]))).toContain(
      '<https://files.slack.com/a%20b%7Cc%3Ed|a¦b &lt;!channel&gt; &gt; c.pdf>',
    );
  });

  test('what is kept elsewhere says where; other addresses are no links', () => {
    const kept = JSON.stringify(documentList([{ ...document, url: 'javascript:alert(1)', location: 'cabinet <3>' }]));
    expect(kept).toContain('kept: cabinet &lt;3&gt;');
    expect(kept).not.toContain('javascript:');
  });

  test('many long ones keep Slack’s limits', () => {
    expect(
      checkBlocks(
        asJson(documentList(Array.from({ length: 200 }, () => ({ ...document, name: long, location: long })))),
        'modal',
      ),
    ).toEqual([]);
  });
});
