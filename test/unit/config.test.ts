import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { databaseConfig, environment, readConfig } from '../../src/config.ts';
import { UserError } from '../../src/core/errors.ts';

const least = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' };

describe('configuration', () => {
  test('.env.example names every variable that Baton reads, and no other', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const documented = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]).sort();
    expect(documented).toEqual(Object.keys(environment.shape).sort());
  });

  test('nothing but the tokens is needed; blank counts as not set', () => {
    expect(readConfig({ ...least, DATABASE_URL: '', TIME_ZONE: ' ' })).toMatchObject({
      PORT: 3000,
      PROCESS: 'all',
      TIME_ZONE: 'UTC',
      MESSAGE_INTERVAL_MS: 1000,
    });
  });

  test('every wrong variable is named at once', () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: 'nonsense', TIME_ZONE: 'Nowhere', PORT: 'x' })).toThrow(
      /SLACK_BOT_TOKEN[\s\S]*PORT[\s\S]*TIME_ZONE/,
    );
    expect(() => readConfig({})).toThrow(/SLACK_BOT_TOKEN: is missing/);
  });

  test('HTTP mode needs the signing secret, Socket Mode does not', () => {
    expect(() => readConfig({ SLACK_BOT_TOKEN: 'xoxb-1' })).toThrow(/SLACK_SIGNING_SECRET/);
    expect(readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }).SLACK_APP_TOKEN).toBe('xapp-1');
  });

  test('a mail server needs somebody whom letters come from', () => {
    expect(() => readConfig({ ...least, SMTP_URL: 'smtp://mail:25' })).toThrow(/MAIL_FROM: is missing/);
    const mail = { SMTP_URL: 'smtps://a%40b:p@mail.example', MAIL_FROM: 'Baton <baton@ours.example>' };
    expect(readConfig({ ...least, ...mail })).toMatchObject({ ...mail, MAIL_PER_MINUTE: 300 });
  });

  test('production refuses the embedded database and says why', () => {
    expect(() => readConfig({ ...least, NODE_ENV: 'production' })).toThrow(/DATABASE_URL: is missing.*PostgreSQL/s);
    expect(readConfig({ ...least, NODE_ENV: 'production', DATABASE_URL: 'postgres://db/baton' }).DATABASE_URL).toBe(
      'postgres://db/baton',
    );
  });

  test('web and worker processes need a database that can be shared', () => {
    expect(() => readConfig({ ...least, PROCESS: 'worker' })).toThrow(/PROCESS/);
  });

  test.each([
    ['SLACK_BOT_TOKEN', 'xoxp-1', 'begins with xoxb-'],
    ['SLACK_APP_TOKEN', 'xoxb-1', 'begins with xapp-'],
    ['SLACK_API_URL', 'ftp://slack.com/api/', 'begins with https://'],
    ['SLACK_API_URL', 'slack.com', 'begins with https://'],
    ['DATABASE_URL', 'mysql://db/baton', 'must be postgres://'],
    ['DATABASE_URL', 'base', 'must be postgres://'],
    ['DATABASE_URL', 'postgres://baton:p#ss@db:5432/baton', 'in the password, write'],
    ['ADMIN_USER_IDS', 'bob', 'must be user ids such as U012ABCDEF'],
    ['ADMIN_USER_IDS', 'U012ABCDEF, @anna', 'must be user ids such as U012ABCDEF'],
    ['PORT', '70000', '65535'],
    ['METRICS_PORT', 'x', 'number'],
    ['PROCESS', 'both', '"web"'],
    ['DRAIN_SECONDS', '-1', '0'],
    ['SMTP_URL', 'mail.example.com:587', 'must be smtp://'],
    ['MAIL_FROM', 'Baton', 'an address, or a name with one'],
    ['MAIL_PER_MINUTE', '-1', '0'],
  ])('%s=%s is refused, by name and with what to write instead', (name, value, what) => {
    const refused = () => readConfig({ ...least, [name]: value });
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(new RegExp(`\\n  ${name}: .*${what}`));
  });

  test('commands that need the database alone refuse a wrong address likewise', () => {
    expect(() => databaseConfig({ DATABASE_URL: 'mysql://db/baton' })).toThrow(/\n {2}DATABASE_URL: must be postgres/);
  });

  test('admins are a list', () => {
    expect(readConfig({ ...least, ADMIN_USER_IDS: 'U1, U2 U3' }).ADMIN_USER_IDS).toEqual(['U1', 'U2', 'U3']);
  });
});
