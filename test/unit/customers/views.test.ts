import { describe, expect, test } from 'vitest';
import { plainNames } from '../../../src/features/audit-words.ts';
import { eraseContactForm } from '../../../src/features/customers/actions/erase-contact.ts';
import { lookupForm } from '../../../src/features/customers/actions/open-customer.ts';
import type { Customer } from '../../../src/features/customers/customer.ts';
import { customerHead } from '../../../src/features/customers/customer-views.ts';
import { askWhichCustomer } from '../../../src/features/customers/find-customer.ts';
import { type StoryEntry, storyModal } from '../../../src/features/story/index.ts';
import { section } from '../../../src/platform/block-kit/blocks.ts';
import { checkBlocks } from '../../../src/sandbox/slack/blocks/blocks.ts';
import { checkView } from '../../../src/sandbox/slack/blocks/views.ts';
import { windowFor } from '../../support/window.ts';

const id = '01980000-0000-7000-8000-000000000001';
const plain: Customer = {
  id,
  name: 'ACME',
  currency: 'USD',
  timeZone: 'UTC',
  language: 'en',
  active: true,
  version: 0,
};
const long = '<!channel>&'.repeat(400);
const extreme: Customer = {
  ...plain,
  name: long.slice(0, 200),
  contactName: long,
  email: long,
  phone: long,
  address: long,
};

const names = plainNames((role) => role);
const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));
const sections = Array.from({ length: 12 }, (_, n) => ({
  order: n,
  title: `Panel ${n} ${long}`,
  blocks: Array.from({ length: 12 }, () => section('line')),
}));
const entries = Array.from({ length: 16 }, (_, n) => ({
  id: BigInt(1000 - n),
  at: new Date('2026-03-02T09:00:00Z'),
  actor: 'U1',
  action: 'invoice.sent',
  before: null,
  after: { invoice: id, label: long, amount: '$500.00' },
  reason: long,
}));

describe('views of a customer keep Slack’s limits and escape what people entered', () => {
  test.each([
    ['a plain customer', windowFor('sales', customerHead(plain))],
    ['an extreme customer with a dozen sections', windowFor('admin', customerHead(extreme), sections)],
    ['the form that erases', eraseContactForm(extreme)],
    ['the lookup', lookupForm()],
    [
      'the history',
      storyModal({ name: extreme.name, data: id }, { entries: entries.slice(1), more: true }, names, 'story.older'),
    ],
    ['no history', storyModal({ data: id }, { entries: [], more: false }, names, 'story.older')],
  ])('%s', (_, view) => {
    expect(checkView(asJson(view), 'modal')).toEqual([]);
    const mrkdwn = JSON.stringify(view.blocks, (key, value) =>
      value?.type === 'plain_text' || key === 'initial_value' ? undefined : value,
    );
    expect(mrkdwn).not.toContain('<!channel>');
  });

  test('more than one match asks, with a button each', () => {
    const matches = Array.from({ length: 11 }, (_, n) => ({ ...extreme, id: id.replace(/1$/, `${n % 10}`) }));
    const { say } = askWhichCustomer({ found: 'many', matches }, long, 'customer.open');
    expect(checkBlocks(asJson(say?.blocks), 'message')).toEqual([]);
    expect(JSON.stringify(say)).not.toContain('<!channel>');
    expect(say?.blocks?.filter((block) => 'accessory' in block)).toHaveLength(10);
    expect(say?.text).toContain('Here are the first ones');
  });

  test('no match says so, escaped', () => {
    expect(askWhichCustomer({ found: 'none' }, '<!here>', 'customer.open').say?.text).toContain('&lt;!here&gt;');
  });

  test('CUS-7 the history offers older entries only where there are some, and shows no ids', () => {
    const history = (shown: readonly StoryEntry[], more = false) =>
      storyModal({ name: plain.name, data: id }, { entries: shown, more }, names, 'customer.history_older');
    const full = history(entries.slice(0, 15), true);
    expect(JSON.stringify(full)).toContain('customer.history_older');
    expect(JSON.stringify(full)).toContain(`${id}:986`);
    expect(JSON.stringify(history(entries.slice(0, 15)))).not.toContain('customer.history_older');
    expect(JSON.stringify(history(entries.slice(0, 1)).blocks)).not.toContain(`invoice: ${id}`);
    const [entry] = entries;
    const told = entry
      ? history([{ ...entry, after: { assignee: 'U0123456', title: 'UNDER' }, reason: 'asked to' }])
      : undefined;
    expect(JSON.stringify(told)).toContain(
      'marked an invoice as sent: assignee: <@U0123456> · title: UNDER\\n“asked to”',
    );
  });
});
