import { expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { databaseProblem, listeningProblem, mayComeLater, playbooksProblem } from '../../src/start-problem.ts';

const url = 'postgres://anna:secret@db.example:5433/baton';
const failed = (fields: object, message = 'it failed', cause?: unknown) =>
  Object.assign(new Error(message, cause === undefined ? undefined : { cause }), fields);

test.each([
  [failed({ code: 'ENOTFOUND', syscall: 'getaddrinfo' }), 'there is no host named db.example'],
  [failed({ code: 'ECONNREFUSED' }), 'nothing answers at db.example:5433: start PostgreSQL there'],
  [
    new AggregateError([failed({ code: 'ECONNREFUSED' }), failed({ code: 'ECONNREFUSED' })]),
    'nothing answers at db.example:5433',
  ],
  [failed({}, 'timeout exceeded when trying to connect'), 'nothing answers at db.example:5433'],
  [failed({ code: '28P01' }), 'does not let anna in: check user and password'],
  [failed({ code: '3D000' }), 'has no database named "baton": create it (createdb baton)'],
  [failed({}, 'Migration 1 failed', failed({ code: '42501' })), 'GRANT CREATE ON SCHEMA public TO anna'],
  [failed({ code: '25006' }), 'takes no writes: name the primary server'],
  [failed({}, 'The server does not support SSL connections'), 'Check sslmode'],
  [failed({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'self-signed certificate'), "the server's certificate"],
])('what a database server says names DATABASE_URL and what to do, and no password (%#)', (error, what) => {
  const problem = databaseProblem(error, { url });
  expect(problem).toContain('DATABASE_URL: ');
  expect(problem).toContain(what);
  expect(problem).not.toContain('secret');
});

test('what is no matter of configuration stays what it is', () => {
  expect(databaseProblem(failed({ code: '42703' }), { url })).toBeUndefined();
  expect(databaseProblem(failed({ code: 'EACCES', path: '/export/a.csv' }), { embeddedDir: '/data' })).toBeUndefined();
});

test.each([
  ['EACCES', 'this user may not use it'],
  ['EROFS', 'nothing can be written there'],
  ['ENOSPC', 'the disk is full'],
])('a directory that cannot be used (%s) names EMBEDDED_DATABASE_DIR', (code, reason) => {
  const error = failed({ code, path: '/data/baton.lock.1' });
  expect(databaseProblem(error, { embeddedDir: '/data/baton' })).toBe(
    `EMBEDDED_DATABASE_DIR: /data/baton cannot be used: ${reason}. Name another.`,
  );
});

test('a directory of playbooks that cannot be read names PLAYBOOKS_DIR', () => {
  expect(playbooksProblem(failed({ code: 'ENOENT', path: '/own' }))).toMatch(/^PLAYBOOKS_DIR: \/own .*does not exist/);
});

test('where Baton may not listen: PORT and HOST, or those of the inner port', () => {
  const config = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 's',
    PORT: '80',
    METRICS_PORT: '9464',
    METRICS_HOST: 'inside',
  });
  expect(listeningProblem(failed({ code: 'EACCES', port: 80 }), config)).toMatch(/^PORT: .* 80: set a port above 1023/);
  expect(listeningProblem(failed({ code: 'EADDRINUSE', port: 9464 }), config)).toMatch(
    /^METRICS_PORT: another process/,
  );
  expect(listeningProblem(failed({ code: 'ENOTFOUND', hostname: 'inside' }), config)).toMatch(/^METRICS_HOST: inside/);
  expect(listeningProblem(failed({ code: 'EADDRNOTAVAIL', port: 80, address: '0.0.0.0' }), config)).toMatch(/^HOST: /);
});

test('a server that is not up yet is waited for, a wrong name is not', () => {
  expect(mayComeLater(failed({ code: 'ECONNREFUSED' }))).toBe(true);
  expect(mayComeLater(failed({ code: '57P03' }))).toBe(true);
  expect(mayComeLater(failed({ code: '3D000' }))).toBe(false);
});
