import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailsOf, shownOf } from '../../src/features/customers/index.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { rawRequests } from '../support/raw.ts';

/** Whatever way text comes in: nothing that must not be kept or cannot be seen gets further than the door. */
let app: TestApp;
let raw: ReturnType<typeof rawRequests>;
beforeAll(async () => {
  app = await startApp();
  raw = rawRequests(app);
});
afterAll(() => app.stop());

const cards = [
  '4111 1111 1111 1111',
  '4111.1111.1111.1111',
  '4111/1111/1111/1111',
  '4111,1111,1111,1111',
  '4111  1111  1111  1111',
  '4111\t1111\t1111\t1111',
  '4111 1111\n1111 1111',
  '4111\u20091111\u20091111\u20091111',
  '４１１１ １１１１ １１１１ １１１１',
  '*4111* *1111* *1111* *1111*',
  '4111\u200b1111\u200b1111\u200b1111',
];

let serial = 0;
const command = async (line: string): Promise<string> => {
  const [, name = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(line) ?? [];
  const at = { channel_id: 'D0DIRECT01', user_id: 'U0SALES001', trigger_id: `9.${++serial}` };
  const { text: answer } = await raw.form({ command: name, text, ...at });
  return answer === '' ? '' : (JSON.parse(answer) as { text: string }).text;
};

type Fields = Readonly<Record<string, object>>;

/** A form as Slack's client would never send it. */
const submit = async (callback: string, fields: Fields, data = ''): Promise<Record<string, string>> => {
  const values = Object.fromEntries(Object.entries(fields).map(([name, element]) => [name, { [name]: element }]));
  const blocks = Object.entries(fields).map(([name, element]) => ({
    type: 'input',
    block_id: name,
    element: { type: 'plain_text_input', multiline: false, ...element },
  }));
  const view = { id: `V${++serial}`, callback_id: callback, private_metadata: data, blocks, state: { values } };
  const answer = await raw.interaction({ type: 'view_submission', user: { id: 'U0SALES001' }, view });
  return answer.text === '' ? {} : ((JSON.parse(answer.text) as { errors?: Record<string, string> }).errors ?? {});
};

const project = (customer: string, more: Fields = {}): Fields => ({
  customer: { value: customer },
  owner: { selected_user: 'U0SALES001' },
  project_manager: { selected_user: 'U0PROJMG001' },
  playbook: { selected_option: { value: 'managed-services' } },
  currency: { value: 'USD' },
  set_up_fee: { value: '10' },
  ...more,
});

const stored = async (): Promise<string> => {
  const all = await Promise.all([
    app.db.prisma.customer.findMany(),
    app.db.prisma.auditEntry.findMany(),
    app.db.prisma.document.findMany(),
    app.db.prisma.post.findMany(),
  ]);
  return JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
};

describe('DESIGN §8 a card number is refused wherever it is typed, never repeated, never kept', () => {
  test.each(cards)('%j', async (card) => {
    for (const line of [`/onboard ${card}`, `/bill ${card}`, `/bill customer ${card}`, `/onboard show Hart ${card}`]) {
      const answer = await command(line);
      expect(answer).toMatch(/looks like a card number/);
      expect(answer).not.toMatch(/\p{Nd}/u);
    }
    const errors = await submit('project.create', project('Acme', { hardware_text: { value: `with ${card}` } }));
    expect(errors).toEqual({ hardware_text: expect.stringMatching(/^This looks like a card number/) });
    const file = { id: 'F1', name: `${card}.pdf`, size: 1 };
    const named = await submit('document.add', { name: { value: 'Contract' }, file: { files: [file] } });
    expect(named).toEqual({ file: expect.stringMatching(/^The name of this file looks like/) });
    expect(await stored()).not.toMatch(/4111|４１１１/);
  });

  test('what is looked up while typing finds nothing', async () => {
    const asked = { type: 'block_suggestion', user: { id: 'U0SALES001' }, action_id: 'customer.lookup' };
    const { text } = await raw.interaction({ ...asked, value: '4111.1111.1111.1111' });
    expect(JSON.parse(text)).toEqual({ options: [] });
  });
});

describe('DESIGN §8 what nobody sees is taken out where it enters', () => {
  test('a name of nothing that can be seen is refused at its field', async () => {
    for (const name of ['\u200b', '\u3164\u2800', '\u202e\u202c', '\0', '\ud83d', '\u2060 \u00ad']) {
      const errors = await submit('project.create', project(name));
      expect([name, errors]).toEqual([name, { customer: expect.stringMatching(/customer/i) }]);
    }
    expect(await app.db.prisma.customer.count()).toBe(0);
  });

  test('names that differ by what nobody sees are one customer, whose name says what is seen', async () => {
    for (const name of [
      'Larkspur Legal',
      'Lark\u200bspur Legal',
      '\u202eLarkspur\u00a0 Legal\u202c',
      'Larkspur Leg\0al\ud83d',
    ]) {
      expect(await submit('project.create', project(name))).toEqual({});
    }
    expect((await app.db.prisma.customer.findMany()).map((row) => row.name)).toEqual(['Larkspur Legal']);
  });

  test('in a field of one line, line ends are blanks; in one of several they stay', async () => {
    const { id } = await app.db.prisma.customer.findFirstOrThrow({ where: { name: 'Larkspur Legal' } });
    const contact = { contact_name: { value: 'Jo\r\nHart' }, address: { value: '1 Road\r\nTown', multiline: true } };
    const details = await detailsOf(app.db.prisma, id);
    const shown = details && shownOf(details, ['contactName', 'address']);
    const more = {
      name: { value: 'Larkspur Legal' },
      payment_method: { selected_option: { value: 'invoice' } },
      reason: { value: 'Told\u2028us' },
    };
    await submit('customer.edit', { ...contact, ...more }, `${id} ${JSON.stringify(shown)}`);
    expect(await app.db.prisma.customer.findUnique({ where: { id } })).toMatchObject({
      contactName: 'Jo Hart',
      address: '1 Road\nTown',
    });
  });

  test('a command with NUL or with invisible characters is understood as what is left of it', async () => {
    expect(await command('/bill customer Nob\0ody\u202e')).toMatch(/No customer’s name contains “Nobody”/);
    expect(await command('/onboard \0frob\u200bnicate')).toMatch(/I don't know `\/onboard frobnicate`/);
  });
});

describe('T29 a command is understood as it was typed', () => {
  test('with entities, with the formatting of what was pasted', async () => {
    expect(await submit('project.create', project('Hart & Sons'))).toEqual({});
    const { ref } = await app.db.prisma.project.findFirstOrThrow({ orderBy: { ref: 'desc' } });
    for (const text of ['customer Hart &amp; Sons', 'customer *Larkspur Legal*', 'customer _Hart &amp; Sons_']) {
      expect([text, await command(`/bill ${text}`)]).toEqual([text, '']);
    }
    expect(await command(`/onboard show \`P-${ref}\``)).toBe('');
    expect(await command('/bill customer &lt;Nobody&gt; &amp;amp;')).toContain('“&lt;Nobody&gt; &amp;amp;”');
  });
});

describe('a day that does not exist is refused at its field', () => {
  test.each(['2026-02-30', '2026-13-01', '0026-01-01', 'tomorrow'])('%s', async (selected_date) => {
    const before = await app.db.prisma.project.count();
    const errors = await submit('project.create', project('Acme', { target_go_live: { selected_date } }));
    expect(errors).toEqual({ target_go_live: 'There is no such day. Choose one from the calendar.' });
    expect(await app.db.prisma.project.count()).toBe(before);
  });
});
