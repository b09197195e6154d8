import { describe, expect, test } from 'vitest';
import { day } from '../../../src/core/time/calendar.ts';
import { attestedAdmin } from '../../../src/features/licenses/admin/license-admin.ts';
import { moveForm } from '../../../src/features/licenses/expiry/actions/confirm-expiry.ts';
import { readConfirmation } from '../../../src/features/licenses/expiry/actions/reply.ts';
import { type ExpiryAction, isOwnRequest, mustWait } from '../../../src/features/licenses/expiry/expiry-action.ts';
import { digestSize, expiryMessage, lapseDigest } from '../../../src/features/licenses/expiry/expiry-views.ts';
import { instructionsFor, missingTicks } from '../../../src/features/licenses/expiry/instructions.ts';
import { licensesPolicy } from '../../../src/features/licenses/expiry/policy.ts';
import { addLicenseForm } from '../../../src/features/licenses/licenses/actions/add-license.ts';
import { type License, nextExpiry } from '../../../src/features/licenses/licenses/license.ts';
import { licenseRows } from '../../../src/features/licenses/licenses/license-views.ts';
import { licenseProblems } from '../../../src/features/licenses/licenses/new-license.ts';

const words = licensesPolicy.defaults.confirmationWords;

describe('COL-5 a reply confirms when its whole text is a configured word', () => {
  test.each([
    'done',
    'DONE',
    ' Done. ',
    'confirmed!',
    'expired',
    'Fatto…',
    'done\n',
    'Done ✅',
    '✅ done 👍🏽',
    'done :white_check_mark:',
    ':+1::skin-tone-3: done',
    '*done*',
    '_done_',
    '~done~',
    '`done`',
    '*_Done!_* ✅',
    '*done',
    'done\u200b',
    'ｄｏｎｅ',
  ])('%j confirms', (text) => expect(readConfirmation(text, words)).toEqual({}));

  test.each([
    'done with lunch',
    'not done',
    'well done',
    'is it done?  no',
    '',
    '.',
    '✅',
    'donee',
    'done tomorrow',
    'done, not confirmed',
    'done 2',
    'done 3 apples 2027',
    '2027-03-01',
  ])('%j is conversation', (text) => expect(readConfirmation(text, words)).toBeUndefined());

  test.each([
    'done 2027-03-01.',
    'done, 2027-03-01',
    'Done: 2027-03-01 ✅',
    '*done* – 2027/3/1',
    'done, 1 March 2027',
    'done March 1st, 2027',
    'done 1-Mar-2027',
    'fatto, 1 marzo 2027',
    'fatto 1º mar. 2027',
  ])('%j confirms with that date', (text) => expect(readConfirmation(text, words)).toEqual({ on: '2027-03-01' }));

  test('a date in numbers counts where it can be only one', () => {
    expect(readConfirmation('done 31/12/2027', words)).toEqual({ on: '2027-12-31' });
    expect(readConfirmation('done 12/31/2027', words)).toEqual({ on: '2027-12-31' });
    expect(readConfirmation('done 3.3.2027', words)).toEqual({ on: '2027-03-03' });
    expect(readConfirmation('done 03/04/2027', words)).toEqual({ unclear: '03/04/2027' });
    expect(readConfirmation('done 31/12/27', words)).toEqual({ unclear: '31/12/27' });
  });

  test.each(['2027-02-30', '30 february 2027', 'feb 30, 2027', '31/31/2027'])(
    '“done %s” is no conversation, though there is no such day',
    (written) => expect(readConfirmation(`done ${written}`, words)).toEqual({ unclear: written }),
  );

  test('T28 words are compared as they are meant, and may be emoji', () => {
    expect(readConfirmation('R&amp;D done', ['R&D done'])).toEqual({});
    expect(readConfirmation('✅', ['✅'])).toEqual({});
    expect(readConfirmation('👍', ['✅'])).toBeUndefined();
  });
});

test('COL-6 the offered expiry date is one period later, and ahead of today', () => {
  expect(nextExpiry(day('2026-04-30'), 12, day('2026-04-06'))).toBe('2027-04-30');
  expect(nextExpiry(day('2026-01-31'), 1, day('2026-03-05'))).toBe('2026-03-31');
  // Today itself does not lie ahead.
  expect(nextExpiry(day('2026-02-05'), 1, day('2026-03-05'))).toBe('2026-04-05');
});

const nasty = '<!channel> & \u{1F468}\u{1F3FD}\u200d\u{1F692} مرحبا '.repeat(60);
const license: License = {
  id: 'l',
  customerId: 'c',
  product: nasty,
  policy: 'manual',
  key: nasty,
  state: 'active',
  expiresOn: day('2026-04-30'),
  periodMonths: 12,
};
const action: ExpiryAction = {
  id: 'a',
  licenseId: 'l',
  kind: 'expire',
  state: 'open',
  isExpired: false,
  forceful: false,
  cause: nasty,
  hasMessage: true,
  requestedBy: 'U1',
  requestedAt: new Date(0),
};

test('COL-5 both ticks are listed and both are needed', async () => {
  const instructions = await attestedAdmin.requestExpiry(license);
  expect(missingTicks(instructions, { is_expired: true, forceful: false }).map((tick) => tick.key)).toEqual([
    'forceful',
  ]);
  expect(missingTicks(instructions, { is_expired: true, forceful: true })).toEqual([]);
  expect(instructions.confirmedBy).toBe('person');
});

test('views: nobody is mentioned by a name, and nothing exceeds Slack’s limits', async () => {
  const message = expiryMessage({
    action,
    license,
    customerName: nasty,
    instructions: await attestedAdmin.requestExpiry(license),
    today: day('2026-03-01'),
  });
  const panel = licenseRows(
    Array.from({ length: 30 }, () => license),
    [action],
  );
  const expired = { ...license, state: 'expired' as const };
  const move = await attestedAdmin.requestMove(expired, day('2026-03-01'));
  const modals = [moveForm({ action, license: expired, instructions: move }, day('2026-03-01')), addLicenseForm('c')];
  const json = JSON.stringify([message, panel, modals]);
  expect(json).not.toContain('<!channel>');
  expect(message.blocks?.length).toBeLessThanOrEqual(50);
  const texts = [...json.matchAll(/"text":"((?:[^"\\]|\\.)*)"/g)].map((match) => JSON.parse(`"${match[1]}"`) as string);
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(3000);
});

test('an ended task has no buttons and says who and when', async () => {
  const ended: ExpiryAction = {
    ...action,
    state: 'refused',
    endedBy: 'U2',
    endedAt: new Date(86_400_000),
    endReason: 'They paid',
  };
  const message = expiryMessage({
    action: ended,
    license,
    customerName: 'X',
    instructions: await attestedAdmin.requestExpiry(license),
    today: day('2026-03-01'),
  });
  const json = JSON.stringify(message);
  expect(message.open).toBe(false);
  expect(json).not.toContain('"expiry.');
  expect(json).toContain('<@U2>, <!date^86400^');
});

test('COL-6 a digest of licenses that lapse fits into one message, whatever they are called', () => {
  const rows = Array.from({ length: digestSize }, () => ({ license, name: '&<>'.repeat(40), isPaid: true }));
  const { blocks } = lapseDigest(rows);
  const texts = (blocks ?? []).flatMap((block) => (block.type === 'section' && block.text ? [block.text.text] : []));
  for (const text of texts) expect(text).not.toMatch(/&(?!(amp|lt|gt);)/);
  const usual = lapseDigest(rows.map((row) => ({ ...row, name: 'x'.repeat(60) }))).blocks ?? [];
  expect(JSON.stringify(usual).length).toBeLessThan(13_000);
  expect(JSON.stringify(usual)).not.toContain('more');
});

test('ALL-1 one’s own request is an expiry that one asked for; a date that moves is nobody’s own', () => {
  expect(isOwnRequest(action, 'U1')).toBe(true);
  expect(isOwnRequest(action, 'U2')).toBe(false);
  expect(isOwnRequest({ ...action, kind: 'move_date' }, 'U1')).toBe(false);
});

test('COL-0 Support waits until the day that was asked for, and with an expiry only', () => {
  const asked: ExpiryAction = { ...action, waitUntil: day('2026-03-05') };
  expect(mustWait(asked, day('2026-03-04'))).toBe(true);
  expect(mustWait(asked, day('2026-03-05'))).toBe(false);
  expect(mustWait(action, day('2026-03-04'))).toBe(false);
  expect(mustWait({ ...asked, kind: 'move_date' }, day('2026-03-04'))).toBe(false);
});

test('BIL-17 a task whose payment came back has the date moved back, any other has it moved on', async () => {
  const steps = async (more: Partial<ExpiryAction>) =>
    (await instructionsFor({ ...action, kind: 'move_date', ...more }, license, day('2026-03-01'))).steps.join();
  expect(await steps({})).toContain('Move the expiry date in');
  expect(await steps({ backTo: day('2026-04-01') })).toContain('Move the expiry date back');
});

test.each([
  [0, false],
  [1, true],
  [36, true],
  [37, false],
  [1.5, false],
])('one payment pays for %s months: %s', (periodMonths, isRight) => {
  expect('period_months' in licenseProblems({ ...license, periodMonths })).toBe(!isRight);
});
