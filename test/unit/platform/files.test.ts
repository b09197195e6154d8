import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GatewayError, UserError } from '../../../src/core/errors.ts';
import { isWebPage } from '../../../src/core/text/web-page.ts';
import { fileOpener, isSlacks } from '../../../src/platform/slack/api/files.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A host that notes what it was asked, and with which token. */
const host = async (answer: Answer) => {
  const tokens: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens };
};

const sends =
  (content: string, type: string): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': type }).end(content);

/** Opens a file that Slack says lies at the address. */
const open = async (address: string, apiUrl: string, size = 5): Promise<string> => {
  const info = async () => ({ ok: true, file: { name: 'report.csv', size, url_private_download: address } });
  const client = { files: { info } } as unknown as WebClient;
  const { body } = await fileOpener(client, 'xoxb-secret', apiUrl)('F1');
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
};

describe('the bot token goes to Slack alone', () => {
  const api = 'https://slack.com/api/';
  test.each([
    'https://files.slack.com/files-pri/T1-F1/download/report.csv',
    'https://slack-files.com/T1-F1',
    'https://acme.enterprise.slack.com/x',
    'https://slack.com/x',
    'https://files.slack-gov.com/x',
  ])('%s is Slack’s', (address) => {
    expect(isSlacks(new URL(address), api)).toBe(true);
  });
  test.each([
    'http://files.slack.com/x',
    'https://slack.com.evil.test/x',
    'https://evilslack.com/x',
    'https://files.slack.com@evil.test/x',
    'https://docs.google.com/x',
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:3333/x',
  ])('%s is not', (address) => {
    expect(isSlacks(new URL(address), api)).toBe(false);
  });
  test('a stand-in’s own address is, where the API is said to be there', () => {
    expect(isSlacks(new URL('http://127.0.0.1:3333/x'), 'http://127.0.0.1:3333/api/')).toBe(true);
    expect(isSlacks(new URL('http://127.0.0.1:3334/x'), 'http://127.0.0.1:3333/api/')).toBe(false);
  });

  test('a file at another host is refused, and that host never asked', async () => {
    const slack = await host(sends('a,b\n1', 'text/csv'));
    const elsewhere = await host(sends('a,b\n1', 'text/csv'));
    expect(await open(`${slack.url}/x`, `${slack.url}/api/`)).toBe('a,b\n1');
    expect(slack.tokens).toEqual(['Bearer xoxb-secret']);
    const refused = open(`${elsewhere.url}/x`, `${slack.url}/api/`);
    await expect(refused).rejects.toThrow(UserError);
    await expect(refused).rejects.toThrow('This file is kept outside of Slack, at 127.0.0.1.');
    expect(elsewhere.tokens).toEqual([]);
  });

  test('a redirect is followed within Slack with the token, and to no plain address elsewhere', async () => {
    const elsewhere = await host(sends('secret', 'text/csv'));
    const slack = await host((request, response) => {
      if (request.url === '/file') return void response.end('a,b\n1');
      const location = request.url === '/out' ? `${elsewhere.url}/x` : '/file';
      response.writeHead(302, { location }).end();
    });
    expect(await open(`${slack.url}/in`, `${slack.url}/api/`)).toBe('a,b\n1');
    expect(slack.tokens).toEqual(['Bearer xoxb-secret', 'Bearer xoxb-secret']);
    await expect(open(`${slack.url}/out`, `${slack.url}/api/`)).rejects.toThrow('could not be fetched');
    expect(elsewhere.tokens).toEqual([]);
  });

  test('redirects have an end', async () => {
    const slack = await host((_request, response) => void response.writeHead(302, { location: '/again' }).end());
    await expect(open(`${slack.url}/x`, `${slack.url}/api/`)).rejects.toThrow('could not be fetched');
    expect(slack.tokens.length).toBeLessThan(10);
  });
});

describe('what Slack hands out instead of a file', () => {
  const login = '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in</body></html>';
  let slack: Awaited<ReturnType<typeof host>>;
  let content: string;
  let type: string;
  beforeEach(async () => {
    slack = await host((request, response) => sends(content, type)(request, response));
  });

  test.each(['text/html; charset=utf-8', 'application/octet-stream', 'text/csv'])(
    'its login page is told as the missing permission, also as %s',
    async (as) => {
      [content, type] = [login, as];
      for (const size of [5, 5_000_000]) {
        const refused = open(`${slack.url}/x`, `${slack.url}/api/`, size);
        await expect(refused).rejects.toThrow(GatewayError);
        await expect(refused).rejects.toThrow('Baton needs the files:read permission');
      }
    },
  );

  test('a long login page is given up early', async () => {
    [content, type] = [`${login}${'<p>x</p>'.repeat(100_000)}`, 'text/html'];
    await expect(open(`${slack.url}/x`, `${slack.url}/api/`, 2_000)).rejects.toThrow('files:read');
  });

  test('a web page that somebody saved as CSV is the file itself', async () => {
    [content, type] = [await readFile('test/fixtures/reports/web-page.csv', 'utf8'), 'text/html'];
    expect(await open(`${slack.url}/x`, `${slack.url}/api/`, Buffer.byteLength(content))).toBe(content);
  });

  test('a file that comes byte by byte arrives whole', async () => {
    slack = await host(async (_request, response) => {
      for (const letter of 'a,b\n1\n') {
        response.write(letter);
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    expect(await open(`${slack.url}/x`, `${slack.url}/api/`)).toBe('a,b\n1\n');
  });
});

test.each([
  ['\uFEFF \n<!DOCTYPE html>', true],
  ['<HTML lang="en">', true],
  ['<table><tr>', true],
  ['Transaction ID,Amount', false],
  ['<1>,html', false],
  ['"<html>",x', false],
])('%j begins as a web page: %s', (text, is) => {
  expect(isWebPage(text)).toBe(is);
});
