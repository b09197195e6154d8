import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, FieldErrors, NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { money } from '../../src/core/money/money.ts';
import { escapeMrkdwn } from '../../src/core/text/text.ts';
import { day } from '../../src/core/time/calendar.ts';
import { activitiesOf, planActivity } from '../../src/features/activities/index.ts';
import { customerById, customersSlice, eraseContact } from '../../src/features/customers/index.ts';
import { loadProject } from '../../src/features/onboarding/engine/load.ts';
import { loadPlaybooks, readerOf } from '../../src/features/playbooks/index.ts';
import { sealAudit } from '../../src/platform/audit/seal.ts';
import { verifyAudit } from '../../src/platform/audit/verify.ts';
import { section } from '../../src/platform/block-kit/blocks.ts';
import type { Database } from '../../src/platform/db/open.ts';
import { exportData } from '../../src/platform/export/export.ts';
import { system } from '../../src/platform/work/work.ts';
import { editNow, openForm } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import { createProject } from '../support/entered.ts';
import type { Harness } from '../support/harness.ts';
import { wholeProject } from '../support/journey.ts';
import { asking } from './ask.ts';
import { startOffice } from './onboarding-journey.ts';

const values = [
  'Jolanda Quist',
  'jolanda@quist.example',
  '+39 055 998877',
  'Via del Sale 7',
  'books@quist.example',
] as const;
const [contactName, email, phone, address, extraEmail] = values;

let count = 0;

/** A customer with everything known of its contact, a project with drafts, and an activity with that contact. */
const startCustomer = async (h: Harness) => {
  const name = `=Contacted ${++count}`;
  const project = await createProject(h.deps, h.person('sales'), await loadPlaybooks(), {
    customer: name,
    contactName,
    email,
    phone,
    playbook: 'managed-services',
    ownerId: 'U_SALES',
    managerId: 'U_PROJECT_MANAGER',
    currency: 'USD',
    amounts: { set_up: '500', first_month: '2000' },
    pickedUp: { set_up: 'check', first_month: 'nothing' },
  });
  const customerId = project.customer.id;
  const edit = { contactName, email, phone, address, extraEmails: [extraEmail] };
  await editNow(h.deps, h.person('sales'), customerId, edit, 'the office moved');
  const activityId = await planActivity(h.deps, h.person('service'), {
    type: 'Visit',
    subject: { type: 'project', id: project.id },
    customerId,
    description: 'Install',
    contact: `${contactName}, ${email}`,
    unit: 'service',
    estimatedOn: day('2026-04-01'),
    services: [{ description: 'Installation', amount: money(150, 'USD') }],
  });
  return { name, project, customerId, activityId };
};

describeEachEngine('export and erasure', (engine) => {
  let h: Harness;
  let root: string;
  let directories = 0;
  beforeAll(async () => {
    h = await startOffice(engine);
    root = mkdtempSync(join(tmpdir(), 'baton-export-'));
  }, 60_000);
  afterAll(async () => {
    rmSync(root, { recursive: true, force: true });
    await h.close();
  });

  const exported = async (format: 'csv' | 'json', db: Database = h.db) => {
    const directory = join(root, `out ${++directories}`);
    const files = await exportData(db, { directory, format });
    return { directory, files, text: (table: string) => readFileSync(join(directory, `${table}.${format}`), 'utf8') };
  };
  const everything = async (format: 'csv' | 'json') => {
    const { files } = await exported(format);
    return files.map(({ path }) => readFileSync(path, 'utf8')).join('\n');
  };
  const erase = (customerId: string, reason = 'asked by letter', role = 'admin') =>
    eraseContact(h.deps, h.person(role), { customerId, reason });

  test('ALL-7 every table but the machinery’s is a file, CSV and JSON say the same, and both what the database says', async () => {
    const { name, customerId, project } = await startCustomer(h);
    await sealAudit(h.db, h.clock.now());
    const [csv, json] = [await exported('csv'), await exported('json')];
    const tables = await h.db.prisma.$queryRaw<{ name: string }[]>`
      SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema()`;
    const machinery = ['_prisma_migrations', 'delivery_limits', 'inbox', 'lanes', 'link_keys'];
    expect(readdirSync(csv.directory).sort()).toEqual(
      tables.flatMap((each) => (machinery.includes(each.name) ? [] : [`${each.name}.csv`])).sort(),
    );
    for (const [index, { path, rows }] of csv.files.entries()) {
      const parsed = Papa.parse<Record<string, string>>(readFileSync(path, 'utf8').trimEnd(), { header: true });
      const objects: Record<string, unknown>[] = JSON.parse(readFileSync(json.files[index]?.path ?? '', 'utf8'));
      expect([path, parsed.data.length, objects.length]).toEqual([path, rows, rows]);
      for (const [at, object] of objects.entries()) {
        for (const [column, value] of Object.entries(object)) {
          const cell = parsed.data[at]?.[column];
          if (value === null) expect(cell).toBe('');
          else if (typeof value === 'object') expect(JSON.parse(cell ?? '')).toEqual(value);
          else expect([String(value), `'${value}`]).toContain(cell);
        }
      }
    }
    const customers: Record<string, unknown>[] = JSON.parse(json.text('customers'));
    expect(customers.find((each) => each.id === customerId)).toMatchObject({
      name,
      contact_name: contactName,
      created_at: '2026-03-02T09:00:00.000Z',
      version: 1,
      active: true,
    });
    expect(csv.text('customers')).toContain(`"'${name}"`);
    expect(JSON.parse(json.text('invoices'))).toContainEqual(
      expect.objectContaining({ subject_id: project.id, net: '50000', tax_rate: 0, sent_on: null }),
    );
    expect(JSON.parse(json.text('activities'))).toContainEqual(
      expect.objectContaining({
        estimated_on: '2026-04-01',
        services: [expect.objectContaining({ amount: expect.anything() })],
      }),
    );
    expect(JSON.parse(json.text('audit_seals'))[0]).toMatchObject({ leaves: expect.stringMatching(/^[0-9a-f]{64,}$/) });
  });

  test('ALL-7 tables of any length are written in batches, each row once, in order of the key', async () => {
    const ids = Array.from({ length: 2300 }, () => newId());
    const data = ids.map((id, n) => ({
      id,
      name: `Many ${n}`,
      nameKey: `many ${n} ${id}`,
      address: n % 700 === 0 ? 'long '.repeat(100_000) : null,
      currency: 'USD',
      timeZone: 'UTC',
      createdBy: 'U_SALES',
      createdAt: h.clock.now(),
    }));
    await h.db.prisma.customer.createMany({ data });
    const lists: string[][] = [];
    const watched: Database = {
      ...h.db,
      dedicated: (body) =>
        h.db.dedicated((client) =>
          body({
            ...client,
            query: async <R extends object>(sql: string, params?: readonly unknown[]) => {
              const result = await client.query<R>(sql, params);
              if (sql.startsWith('FETCH')) lists.push(result.rows.map((row) => JSON.stringify(row)));
              return result;
            },
          }),
        ),
    };
    const { text } = await exported('json', watched);
    const rows: { id: string }[] = JSON.parse(text('customers'));
    const written = rows.map((row) => row.id);
    expect(written.filter((id) => ids.includes(id))).toEqual([...ids].sort());
    expect(written).toEqual([...new Set(written)].sort());
    expect(Math.max(...lists.map((list) => list.length))).toBeLessThanOrEqual(1000);
    await h.db.prisma.customer.deleteMany({ where: { id: { in: ids } } });
  });

  if (engine === 'postgres') {
    test('ALL-7 what is written while an export runs is not in it', async () => {
      const name = `Late ${newId()}`;
      let written = false;
      const busy: Database = {
        ...h.db,
        dedicated: (body) =>
          h.db.dedicated((client) =>
            body({
              ...client,
              query: async <R extends object>(sql: string, params?: readonly unknown[]) => {
                const result = await client.query<R>(sql, params);
                if (!written && sql.startsWith('FETCH')) {
                  written = true;
                  const who = { createdBy: 'U_SALES', createdAt: h.clock.now() };
                  const data = { id: newId(), name, nameKey: name, currency: 'USD', timeZone: 'UTC', ...who };
                  await h.db.prisma.customer.create({ data });
                }
                return result;
              },
            }),
          ),
      };
      expect((await exported('json', busy)).text('customers')).not.toContain(name);
      expect((await exported('json')).text('customers')).toContain(name);
    });
  }

  test('ALL-7 only an empty or new directory is written to, for its owner’s eyes; a failed export leaves nothing', async () => {
    const { directory, files } = await exported('csv');
    expect(statSync(directory).mode & 0o077).toBe(0);
    expect(files.map(({ path }) => statSync(path).mode & 0o077)).toEqual(files.map(() => 0));
    await expect(exportData(h.db, { directory, format: 'json' })).rejects.toThrow(/is not empty/);
    expect(readdirSync(directory)).toHaveLength(files.length);

    const broken: Database = {
      ...h.db,
      dedicated: (body) =>
        h.db.dedicated((client) =>
          body({
            ...client,
            exec: async (sql) => {
              if (sql.includes('"customers"')) throw new Error('the connection was lost');
              await client.exec(sql);
            },
          }),
        ),
    };
    const half = join(root, 'half');
    await expect(exportData(broken, { directory: half, format: 'csv' })).rejects.toThrow('the connection was lost');
    expect(readdirSync(half)).toEqual([]);
    const file = join(root, 'a file');
    writeFileSync(file, '');
    await expect(exportData(h.db, { directory: file, format: 'csv' })).rejects.toThrow(/is not a directory/);
  });

  test('ALL-7 an erased contact is nowhere in an export; bills, project, story and audit log stand', async () => {
    await h.db.prisma.customer.updateMany({
      data: { contactName: null, email: null, phone: null, address: null, extraEmails: [] },
    });
    await h.db.prisma.activity.updateMany({ data: { contact: null } });
    const { project, customerId, activityId } = await startCustomer(h);
    await sealAudit(h.db, h.clock.now());
    const before = wholeProject(await loadProject(readerOf(h.deps), project.id));
    const story = await h.audit({ subjectId: project.id });
    const shownBefore = await h.messages('activity', activityId);
    expect(shownBefore[0]?.json).toContain(email);
    const all = await everything('json');
    for (const value of values) expect(all).toContain(value);

    await erase(customerId);

    for (const format of ['csv', 'json'] as const) {
      const text = await everything(format);
      for (const value of values) expect(text).not.toContain(value);
    }
    const activities = before.activities.map(({ contact: _, ...rest }) => rest);
    const customer = await customerById(h.db.prisma, customerId);
    expect(wholeProject(await loadProject(readerOf(h.deps), project.id))).toEqual({ ...before, customer, activities });
    expect(JSON.stringify(customer)).not.toContain(email);
    expect(await h.audit({ subjectId: project.id })).toEqual(story);
    expect(await h.audit({ action: 'customer.contact_erased', subjectId: customerId })).toMatchObject([
      {
        actor: 'U_ADMIN',
        customerId,
        reason: 'asked by letter',
        after: { erased: ['contactName', 'email', 'phone', 'address', 'extraEmails'], elsewhere: 1 },
      },
    ]);
    await sealAudit(h.db, h.clock.now());
    expect(await verifyAudit(h.db)).toMatchObject({ ok: true });
    const [shown] = await h.messages('activity', activityId);
    expect(shown?.json).not.toContain(email);
    expect(shown?.row.wanted).toBe((shownBefore[0]?.row.wanted ?? 0) + 1);
  });

  test('ALL-7 administration and management erase, with a reason that repeats nothing of the contact; once', async () => {
    const { customerId, project } = await startCustomer(h);
    for (const role of ['sales', 'accounting', 'support']) {
      await expect(erase(customerId, 'asked by letter', role)).rejects.toThrow(NotAllowed);
    }
    await expect(erase(customerId, '  ')).rejects.toThrow(FieldErrors);
    await expect(erase(customerId, `${email.toUpperCase()} asked`)).rejects.toMatchObject({
      fields: { reason: expect.stringContaining('audit log') },
    });
    expect(await customerById(h.db.prisma, customerId)).toMatchObject({ contactName, email });

    const sales = h.person('sales');
    const open = () => openForm(h.deps, customerId, ['contactName', 'email', 'phone', 'address']);
    const before = await open();
    await erase(customerId, 'asked by letter', 'management');
    await expect(erase(customerId)).rejects.toThrow(
      /<@U_MANAGEMENT> erased the contact data .* None was entered since/,
    );
    await expect(erase(customerId)).rejects.toThrow(Conflict);
    expect(await h.audit({ action: 'customer.contact_erased', subjectId: customerId })).toHaveLength(1);
    // An edit's reason is kept for good as well.
    const naming = (await open()).save(sales, { contactName: 'New Name' }, 'New Name replaces somebody');
    await expect(naming).rejects.toMatchObject({
      fields: { reason: expect.stringContaining('audit log') },
    });
    // A form that was opened before cannot bring the values back.
    await before.save(sales, {}, 'nothing new');
    await expect(before.save(sales, { email: 'other@quist.example' }, 'moved')).rejects.toMatchObject({
      fields: { email: expect.stringMatching(/^<@U_MANAGEMENT> changed this/) },
    });
    expect(await customerById(h.db.prisma, customerId)).not.toHaveProperty('email');

    await (await open()).save(sales, { contactName: 'Next Person' });
    expect(await customerById(h.db.prisma, customerId)).toMatchObject({
      contactName: 'Next Person',
      contactErased: { by: 'U_MANAGEMENT' },
    });
    await erase(customerId);
    expect(await customerById(h.db.prisma, customerId)).not.toHaveProperty('contactName');

    // A contact that stands in an activity only is erased as well.
    const subject = { type: 'project', id: project.id };
    const plan = { type: 'Call', subject, customerId, description: 'Ask', contact: 'Third Person', unit: 'service' };
    await planActivity(h.deps, h.person('service'), plan);
    await erase(customerId);
    expect((await activitiesOf(h.db.prisma, subject)).filter((each) => each.contact)).toEqual([]);
  });

  test('ALL-7 erasure reaches messages that were sent, wait, or are held back; others keep theirs', async () => {
    const [one, other] = [await startCustomer(h), await startCustomer(h)];
    await h.db.prisma.post.deleteMany();
    const told = (customerId: string, text: string) =>
      h.deps.transact(h.person('sales'), async (work) => {
        work.require(['sales'], 'tell');
        work.audit({ action: 'test.told', subject: { type: 'customer', id: customerId }, customerId });
        work.post({ to: { role: 'sales' }, content: { text, blocks: [section(text)] } });
      });
    const text = `Call ${escapeMrkdwn(contactName)} (${email}), not ${contactName}ine`;
    for (const customerId of [one.customerId, other.customerId])
      for (let n = 0; n < 3; n++) await told(customerId, text);
    const posts = await h.posts();
    const states = ['sent', 'pending', 'parked', 'sent', 'pending', 'parked'];
    for (const [n, { id }] of posts.entries())
      await h.db.prisma.post.update({ where: { id }, data: { state: states[n] ?? 'sent' } });
    const digest = { to: { role: 'sales' }, content: { text: `Two to call: ${email} and others` } } as const;
    await h.deps.transact(system, async (work) => work.post(digest));
    await erase(one.customerId);
    const left = `Call (erased) ((erased)), not ${contactName}ine`;
    expect((await h.posts()).slice(0, 7).map((each) => each.text)).toEqual([
      undefined,
      left,
      left,
      text,
      text,
      text,
      'Two to call: (erased) and others',
    ]);
    expect(JSON.stringify((await h.posts()).slice(0, 3).map((each) => each.payload))).not.toContain(email);
    expect(await h.audit({ action: 'customer.contact_erased', subjectId: one.customerId })).toMatchObject([
      { after: { messages: 4 } },
    ]);
  });

  test('ALL-7 erasing one customer’s contact leaves the others’', async () => {
    const [one, other] = [await startCustomer(h), await startCustomer(h)];
    await erase(one.customerId);
    expect(await customerById(h.db.prisma, other.customerId)).toMatchObject({ contactName, email, phone, address });
    const subject = { type: 'project', id: other.project.id };
    expect((await activitiesOf(h.db.prisma, subject)).map((each) => each.contact)).toEqual([
      `${contactName}, ${email}`,
    ]);
  });

  test('ALL-7 the customer’s window offers it to those who may, asks for a reason, and says who did it when', async () => {
    const { customerId } = await startCustomer(h);
    const [sales, admin] = [asking(h, customersSlice, 'sales'), asking(h, customersSlice, 'admin')];
    expect(JSON.stringify((await sales.press('customer.open', customerId)).modal)).not.toContain('Erase contact data');
    expect(JSON.stringify((await admin.press('customer.open', customerId)).modal)).toContain('customer.erase_contact');
    const form = (await admin.press('customer.erase_contact', customerId)).modal;
    expect([form?.callback_id, form?.private_metadata]).toEqual(['customer.erase_contact', customerId]);
    await expect(admin.submit('customer.erase_contact', customerId, {})).rejects.toThrow(FieldErrors);
    const reason = { reason: { text: 'asked by letter' } };
    await expect(sales.submit('customer.erase_contact', customerId, reason)).rejects.toThrow(NotAllowed);
    const after = JSON.stringify((await admin.submit('customer.erase_contact', customerId, reason)).replace);
    expect(after).toMatch(/Contact data erased <!date\^.*by <@U_ADMIN>/);
    expect(after).not.toContain(email);
  });
});
