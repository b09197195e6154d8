import { afterAll, beforeAll, expect, test } from 'vitest';
import { manifestOptions } from '../../src/sandbox/manifest.ts';
import { startApp, type TestApp } from '../support/app.ts';

/** What comes of a file that Slack does not hand out. */
let app: TestApp;
beforeAll(async () => {
  const { scopes = [], ...others } = manifestOptions();
  app = await startApp({ slack: { ...others, scopes: scopes.filter((scope) => scope !== 'files:read') } });
});
afterAll(() => app.stop());

test('COL-1, T32 without files:read whoever imports is told which permission lacks, at once and in a sentence', async () => {
  const anna = app.slack.as('accounting');
  await anna.command('accounting', '/bill import');
  await app.slack.waitFor(() => app.slack.modals('accounting').length > 0);
  await anna.submit({ report: [anna.upload('march.csv', 'Transaction ID').id] });
  await app.slack.waitFor(() => app.slack.directMessages('accounting').length > 0);
  await app.settled();
  const told = app.slack.directMessages('accounting').map((message) => message.text);
  expect(told.join()).toContain('Baton needs the files:read permission');
  expect(told.join()).not.toContain('fault in Baton');
});
