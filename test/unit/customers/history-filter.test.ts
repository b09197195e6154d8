import { expect, test } from 'vitest';
import { deeds } from '../../../src/features/audit-deeds.ts';
import { aboutOf, historyKinds } from '../../../src/features/customers/history/history-filter.ts';

/** What is not a customer's: the workspace's people, settings and set-up, and work on many. */
const nobodys = [
  ...['approval', 'channel', 'charge', 'closing', 'delivery', 'entries', 'person', 'plan', 'policy', 'role', 'run'],
  ...['seller', 'series', 'tax', 'template', 'terms'],
];

test('CUS-7 whatever is told of a customer is of a kind that the history can be narrowed to, and of one only', () => {
  const kinds = historyKinds.flatMap(({ about }) => [...about]);
  const told = [...new Set(Object.keys(deeds).map((action) => action.split('.')[0] ?? ''))];
  expect(told.filter((about) => !kinds.some((kind) => kind === about)).sort()).toEqual([...nobodys].sort());
  expect(new Set(kinds).size).toBe(kinds.length);
  expect(kinds.filter((about) => !told.includes(about))).toEqual([]);
  expect(aboutOf('payments')).toEqual({ about: expect.arrayContaining(['payment', 'refund', 'balance']) });
  expect(aboutOf('subscriptions')).toEqual({ about: expect.arrayContaining(['service', 'units']) });
});
