import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isTold } from '../../src/features/audit-deeds.ts';
import { deedText, factsText, plainNames } from '../../src/features/audit-words.ts';

const names = plainNames((role) => `the ${role} desk`);
const id = '01980000-0000-7000-8000-000000000001';

/** The actions that are put together at the place they are written, by the expression there. */
const assembled: Readonly<Record<string, readonly string[]>> = {
  '`case.${event.type}`': [
    ...['contacted', 'card_updated', 'snoozed', 'support_advised', 'due', 'paid', 'payment_reversed'],
    ...['support_confirmed', 'support_refused', 'request_withdrawn'],
  ].map((type) => `case.${type}`),
  "`invoice.${what.replace(' ', '_')}`": [
    ...['sent', 'permission', 'permission_withdrawn', 'corrected', 'voided', 'filed', 'taken_back'],
    ...['picked_up', 'waiver_asked', 'waived', 'doubted', 'kept', 'written_off', 'opened_again'],
  ].map((what) => `invoice.${what}`),
  '`override.${to}`': ['approved', 'declined', 'withdrawn'].map((to) => `override.${to}`),
  '`approval.${to}`': ['approved', 'declined', 'withdrawn'].map((to) => `approval.${to}`),
  '`run.${what}`': [
    ...['started', 'previewed', 'confirmed', 'restarted', 'cancelled', 'finished', 'failed', 'item_retried'],
  ].map((what) => `run.${what}`),
  '`quote.${state}`': ['accepted', 'declined', 'expired', 'withdrawn'].map((state) => `quote.${state}`),
  'occasion.action': ['contract.mailed', 'credit.mailed', 'customer.welcomed', 'customer.instructed', 'license.mailed'],
  'actions[how]': ['form.withdrawn', 'form.archived'],
  '`activity.${state}`': ['completed', 'cancelled'].map((state) => `activity.${state}`),
};

const sources = readdirSync(join(import.meta.dirname, '../../src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.ts$/.test(path) && !/^(generated|sandbox)/.test(path))
  .map((path) => readFileSync(join(import.meta.dirname, '../../src', path), 'utf8'));

/** Every action that the code writes into the audit log: literals, choices between two, and what is assembled. */
const written = sources
  .flatMap((text) => [
    ...[
      ...text.matchAll(
        /(?:audit|auditLine|tellChange|tellOfOrder)\([^{]*\{\s*(?:what: [^,]+,\s*)?action(?:: ((?:'[^']*'|`[^`]*`|[^\n,])+?))?,\s/g,
      ),
    ].map(([, expression = '']) => expression),
    // Handed on to the function that writes it.
    ...[...text.matchAll(/\btell(?:OfStatus|OfHardware)?\((?:[^;]*?)'((?:project|hardware)\.[a-z]+)'/g)].map(
      ([, action]) => `'${action}'`,
    ),
  ])
  .flatMap((expression) => {
    const literals = [...expression.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, action = '']) => action);
    return literals.length > 0
      ? literals
      : (assembled[expression] ?? (expression === '' || /^change\./.test(expression) ? [] : [expression]));
  });

describe('WRK-7, ONB-18 the audit log is told in names, words, amounts and days', () => {
  test('every action that the code writes has words of its own', () => {
    expect(written).toEqual(expect.arrayContaining(['project.held', 'hardware.ordered', 'case.paid', 'report.mapped']));
    expect(written.length).toBeGreaterThan(75);
    expect(written.filter((action) => !isTold(action))).toEqual([]);
  });

  test.each([
    [{ owner: 'U_SALES', manager: 'U0PROJMG001' }, 'owner: <@U_SALES> · project manager: <@U0PROJMG001>'],
    [{ invoice: id, number: 'I-3', label: 'Set-up <fee>' }, 'I-3 · Set-up &lt;fee&gt;'],
    [{ pickedUp: 'card_authorization' }, 'picked up: card authorization'],
    [{ pickedUp: { set_up: 'check', first_month: 'nothing' } }, 'picked up: set-up fee: check · first month: nothing'],
    [{ type: 'follow_up', dueOn: '2026-03-15' }, 'follow up · due: Mar 15, 2026'],
    [{ at: '2026-03-15T10:00:00.000Z' }, 'at: <!date^1773568800^{date_short_pretty} at {time}|2026-03-15 10:00 UTC>'],
    [{ isExpired: true, nextOn: '2026-04-01' }, 'IS EXPIRED?: yes · next on: Apr 1, 2026'],
    [{ desk: 'sales', unit: 'project_manager' }, 'the sales desk · unit: the project_manager desk'],
    [{ acknowledgements: [{ desk: 'sales', by: 'U_SALES' }] }, 'acknowledgements: the sales desk · <@U_SALES>'],
    [{ stage: 'start-billing', gate: 'go-live' }, 'gate: go live · stage: start billing'],
    [{ changed: ['contactName', 'phone'] }, 'changed: contact name, phone'],
    [{ reference: 'PO_77_b', note: 'as written_here' }, 'reference: PO_77_b · as written_here'],
    [{ row: { amount: '100000' }, decision: id, assignee: null }, ''],
  ])('%j', (after, told) => {
    expect(factsText({}, after, names)).toBe(told);
  });

  test('what changed is told as old → new; what did not is left out, but for what the entry is about', () => {
    expect(
      factsText(
        { number: 'I-3', net: '$500.00', due: '2026-03-15' },
        { number: 'I-3', net: '$600.00', due: '2026-03-15' },
        names,
      ),
    ).toBe('I-3 · before tax: $500.00 → $600.00');
    expect(factsText({ assignee: 'U0123456' }, { assignee: null }, names)).toBe('assignee: <@U0123456> → none');
  });

  test('the state is told where the deed does not say it', () => {
    const entry = { before: { state: 'retrying' }, after: { state: 'failed' } };
    expect(deedText({ action: 'case.due', ...entry }, names)).toBe(
      'found a day that had come: state: retrying → failed',
    );
    expect(deedText({ action: 'project.held', before: { state: 'active' }, after: { state: 'on_hold' } }, names)).toBe(
      'put the project on hold',
    );
    expect(deedText({ action: 'never.heard_of', before: null, after: { number: 'A<7' } }, names)).toBe(
      'never heard of: A&lt;7',
    );
  });
});

describe('CUS-7 an invoice’s story reads as accounting tells it', () => {
  const named = { invoice: id, number: 'I-3', label: 'Services' };
  test.each([
    [
      'invoice.issued',
      { state: 'draft' },
      { issuedAs: 'INV-2026-00001', issuedOn: '2026-03-02', dueOn: '2026-04-01' },
      'issued an invoice: I-3 · Services · as: INV-2026-00001 · dated: Mar 2, 2026 · due: Apr 1, 2026',
    ],
    [
      'invoice.sent',
      { state: 'open' },
      { sentOn: '2026-03-02' },
      'marked an invoice as sent: I-3 · Services · sent: Mar 2, 2026',
    ],
    [
      'invoice.arrival_told',
      { presentment: 'presented' },
      { presentment: 'bounced' },
      'told what became of an invoice’s sending: I-3 · Services · sent → did not arrive',
    ],
    [
      'invoice.permission',
      {},
      { permission: 'email of Jo', agreedOn: '2026-03-02' },
      'recorded the permission to charge a card: I-3 · Services · permission: email of Jo · agreed on: Mar 2, 2026',
    ],
    [
      'invoice.settled',
      { open: '$30.00' },
      { open: '$0.00', amount: '$30.00', how: 'by the check 1234 of Mar 2, 2026' },
      'settled an invoice with what was left over: I-3 · Services · open: $30.00 → $0.00 · amount: $30.00 · by the check 1234 of Mar 2, 2026',
    ],
  ])('%s', (action, before, after, text) => {
    expect(deedText({ action, before: { ...named, ...before }, after: { ...named, ...after } }, names)).toBe(text);
  });
});
