import { expect, test } from 'vitest';
import { LeaseLost } from '../../../../src/platform/delivery/transport.ts';
import { classify, NoMailServer } from '../../../../src/platform/delivery/transports/mail/classify.ts';
import { MailFailure, type Stage } from '../../../../src/platform/delivery/transports/mail/failure.ts';
import { addressOf, letterOf, NoLetter } from '../../../../src/platform/delivery/transports/mail/letter.ts';

const failure = (stage: Stage, fields: object, message = 'it failed') =>
  new MailFailure(Object.assign(new Error(message), fields), stage);
const kindOf = (error: unknown) => classify(error).kind;

test.each([
  ['a refused connection', { code: 'ESOCKET', originalCode: 'ECONNREFUSED' }],
  ['no such host', { code: 'EDNS' }],
  ['a refused login', { code: 'EAUTH', responseCode: 535 }],
  ['a greeting that turns away', { code: 'EPROTOCOL', responseCode: 554 }],
  ['a line that drops while greeting', { code: 'ECONNECTION' }],
])('before the letter is begun nothing was sent, and mail as a whole waits: %s', (_name, fields) => {
  expect(kindOf(failure('connecting', fields))).toBe('paused');
});

test.each([
  [421, 'deferred'],
  [450, 'deferred'],
  [452, 'deferred'],
  [503, 'deferred'],
  [550, 'refused'],
  [552, 'refused'],
  [554, 'refused'],
  [530, 'paused'],
  [535, 'paused'],
])('once it is begun, the answer %i says that it was not taken: %s', (responseCode, kind) => {
  expect(kindOf(failure('letter', { code: 'EMESSAGE', responseCode }))).toBe(kind);
});

test.each([
  [{ code: 'ECONNECTION', command: 'CONN' }],
  [{ code: 'ETIMEDOUT', command: 'CONN' }],
  [{ code: 'ESOCKET', originalCode: 'ECONNRESET' }],
  [{ code: 'ESTREAM' }],
  [{}],
])('once it is begun, what breaks off without an answer is of unknown fate, whatever it is called: %j', (fields) => {
  expect(kindOf(failure('letter', fields))).toBe('unknown');
  expect(kindOf(new Error('a fault'))).toBe('unknown');
});

test('a line that drops before the server asked for the letter: it certainly was not sent, and is put off', () => {
  expect(kindOf(failure('envelope', { code: 'ECONNECTION' }))).toBe('deferred');
  expect(kindOf(failure('envelope', { code: 'ETIMEDOUT' }))).toBe('deferred');
  expect(kindOf(failure('envelope', { code: 'EENVELOPE', responseCode: 550 }))).toBe('refused');
});

test('what is found before a byte is written speaks of the letter', () => {
  expect(kindOf(failure('letter', { code: 'EENVELOPE', command: 'API' }))).toBe('refused');
  expect(kindOf(new NoLetter('what was stored of it cannot be read'))).toBe('refused');
  expect(kindOf(new NoMailServer())).toBe('paused');
  expect(kindOf(new LeaseLost())).toBe('lost');
});

test('ALL-7 what the server said is kept without the addresses in it', () => {
  const said = "Can't send mail: 550 5.1.1 <ann.smith@example.com>: no mailbox ann.smith@example.com here";
  expect(classify(failure('letter', { responseCode: 550 }, said))).toEqual({
    kind: 'refused',
    isBounce: true,
    problem: "the mail server said: Can't send mail: 550 5.1.1 …: no mailbox … here",
  });
});

const noFiles = (): never => {
  throw new Error('the database is away');
};

test('a database that is away while attachments are read puts the letter off: nothing was asked of the server', async () => {
  const attachments = [{ name: 'bill.pdf', type: 'application/pdf', hash: 'ab' }];
  const content = { to: 'ann@example.com', subject: 'Hi', text: 'Hello', attachments };
  const error: unknown = await letterOf(
    { id: 'x', lane: 'mail:example.com', content },
    'b@ours.example',
    noFiles,
  ).catch((cause: unknown) => cause);
  expect(kindOf(error)).toBe('deferred');
});

test('a letter is made of what was written down, under an id that stays', async () => {
  const id = '018f0000-0000-7000-8000-000000000001';
  const content = { to: 'ann@example.com', subject: 'Hi', text: 'Hello', html: '<img src="file:///etc/passwd">' };
  const { envelope, messageId, bytes } = await letterOf(
    { id, lane: 'mail:example.com', content },
    'B <b@ours.example>',
    noFiles,
  );
  expect(envelope).toEqual({ from: 'b@ours.example', to: 'ann@example.com' });
  expect(messageId).toBe(`<${id}@ours.example>`);
  expect(bytes.toString()).toContain(`Message-ID: ${messageId}`);
  for (const wrong of [{ ...content, to: '(erased)' }, { ...content, text: 1 }, undefined])
    await expect(letterOf({ id, lane: 'mail:example.com', content: wrong }, 'b@ours.example', noFiles)).rejects.toThrow(
      NoLetter,
    );
});

test('a name before the address is not part of it', () => {
  expect(['b@ours.example', 'B <b@ours.example>', '"B, C" <b@ours.example>'].map(addressOf)).toEqual(
    Array(3).fill('b@ours.example'),
  );
});
