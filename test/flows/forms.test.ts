import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { detailsOf, eraseContact } from '../../src/features/customers/index.ts';
import { acceptAnswers, endForm, formsSlice, requestForm } from '../../src/features/forms/index.ts';
import { checkPlaybook, loadPlaybooks } from '../../src/features/playbooks/index.ts';
import { builtinRoles } from '../../src/features/roles.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { startProject } from '../support/journey.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { asking } from './ask.ts';

describeEachEngine('forms that customers fill in', (engine) => {
  let h: Harness;
  let pages: Pages;
  const sales = () => h.person('sales');
  const slice = formsSlice('https://baton.example');
  beforeAll(async () => {
    h = await billingHarness(engine);
    await makeSeller(h);
    pages = await servePages(h);
  });
  afterAll(async () => {
    await pages.close();
    await h.close();
  });

  const asked = async (more: object = {}) => {
    const project = await startProject(h, {});
    const { customerId } = await project.state();
    await editNow(h.deps, h.person('accounting'), customerId, { email: 'ann@hart.example', ...more }, 'As they asked.');
    const id = await requestForm(h.deps, sales(), { projectId: project.id, key: 'registry' });
    return { id, projectId: project.id, customerId, path: await pages.pathTo('form', id) };
  };
  const request = (id: string) => h.db.prisma.formRequest.findUniqueOrThrow({ where: { id } });
  /** The fields of each step, in the form's order: f0 … */
  const who = {
    f0: 'Hart & Sons',
    f1: '',
    f2: 'Ann Hart',
    f3: 'ann@hart.example',
    f4: '+39 02 1234',
    f5: 'Via Roma 1',
  };
  const taxes = { f6: 'IT 00743110157', f7: '', f8: 'm5uxcr1', f9: '', f10: 'no', f11: 'no' };
  const pay = { f12: 'IT60 X054 2811 1010 0000 0123 456', f13: 'net 30' };
  const fill = async (path: string) => {
    for (const [at, fields] of [who, taxes, pay].entries()) await pages.send(path, `step${at}`, fields);
    return pages.send(path, 'return');
  };

  test('PUR-14 asked for from the project’s window; its page is prefilled, saves each part by its button, and comes back', async () => {
    const { id, projectId, path } = await asked({ contactName: 'Ann <b>Hart</b>' });
    const first = await pages.ask(path);
    expect(first.status).toBe(200);
    for (const each of [
      'Registry form',
      'Ann &lt;b&gt;Hart&lt;/b&gt;',
      'ann@hart.example',
      'Save first what is missing',
    ])
      expect(first.html).toContain(each);
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await pages.send(path, 'step0', who)).status).toBe(303);
    expect((await request(id)).answers).toEqual({
      company: 'Hart & Sons',
      contact: 'Ann Hart',
      email: 'ann@hart.example',
      phone: '+39 02 1234',
      address: 'Via Roma 1',
    });
    // Not all is there: nothing goes back, and the page says what is missing.
    const early = await pages.send(path, 'return');
    expect(early.status).toBe(409);
    expect((await request(id)).state).toBe('requested');
    expect(early.html).toContain('VAT number or Tax code');
    await pages.send(path, 'step1', taxes);
    await pages.send(path, 'step2', pay);
    const posts = (await h.posts()).length;
    expect((await pages.send(path, 'return')).status).toBe(303);
    expect(await request(id)).toMatchObject({
      state: 'returned',
      answers: { vat: 'IT00743110157', recipient_code: 'M5UXCR1', iban: 'IT60X0542811101000000123456' },
    });
    const [news] = (await h.posts()).slice(posts);
    expect(JSON.stringify(news?.payload)).toContain('sent a form back');
    expect((await pages.ask(path)).html).toContain('You sent this form back to us');
    expect(await asking(h, slice, 'sales').section('project', projectId, 'Forms')).toContain('form.request');
    expect((await h.audit({ subjectId: projectId })).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['form.requested', 'form.saved', 'form.returned']),
    );
  });

  test('PUR-14 what is wrong is said at its field in the customer’s language, and keeps what was filled in; check digits are checked', async () => {
    const { id, path } = await asked({ language: 'it' });
    const wrong = { ...taxes, f6: '00743110158', f7: 'RSSMRA85T10A562T', f8: '12', f9: 'nobody' };
    const refused = await pages.send(path, 'step1', wrong);
    expect(refused.status).toBe(422);
    for (const each of [
      'cifra di controllo',
      'carattere di controllo',
      'sette caratteri',
      'Non è un indirizzo',
      '00743110158',
    ])
      expect(refused.html).toContain(each);
    const iban = await pages.send(path, 'step2', { f12: 'IT61X0542811101000000123456', f13: '' });
    expect(iban.html).toContain('IBAN sono errate');
    const card = await pages.send(path, 'step0', { ...who, f5: '4111 1111 1111 1111' });
    expect(card.status).toBe(422);
    expect(card.html).not.toContain('4111');
    expect((await request(id)).answers).toEqual({});
  });

  test('PUR-10, PUR-14 answers stand beside what is known, and are taken over field by field; two who look at once do not overwrite', async () => {
    const { id, projectId, customerId, path } = await asked();
    await fill(path);
    const { modal } = await asking(h, slice, 'sales').press('form.accept', id);
    const shown = JSON.stringify(modal?.blocks);
    expect(shown).toContain('Known: –\\nAnswered: Via Roma 1');
    expect(shown).toContain('Payment terms that we agreed* _(nothing to take over)_');
    const data = modal?.private_metadata ?? '';
    const before = await detailsOf(h.db.prisma, customerId);
    const answer = await asking(h, slice, 'sales').submit('form.accept', data, {
      accept_0: { options: ['address', 'vat', 'public_body'] },
    });
    expect(JSON.stringify(answer.replace)).toContain('of its fields taken over');
    const after = await detailsOf(h.db.prisma, customerId);
    expect(after).toMatchObject({
      name: before?.name,
      address: 'Via Roma 1',
      taxNumber: 'IT00743110157',
      information: { 'Public body': 'No' },
    });
    expect((await request(id)).accepted).toEqual(['address', 'vat', 'public_body']);
    // Seen before the record changed: refused, and nothing is written.
    const late = asking(h, slice, 'accounting').submit('form.accept', data, { accept_0: { options: ['iban'] } });
    await expect(late).rejects.toThrow(Conflict);
    const none = acceptAnswers(h.deps, sales(), { id, keys: ['terms'] });
    expect(await problemsOf(none)).toEqual({ accept_0: expect.stringContaining('Tick at least one') });
    await acceptAnswers(h.deps, sales(), { id, keys: ['iban', 'company'] });
    expect(await detailsOf(h.db.prisma, customerId)).toMatchObject({
      name: 'Hart & Sons',
      information: { IBAN: 'IT60X0542811101000000123456', 'Public body': 'No' },
    });
    await endForm(h.deps, sales(), id, 'archive');
    expect((await h.audit({ subjectId: projectId })).at(-1)).toMatchObject({ action: 'form.archived' });
  });

  test('PUR-14 declined with a reason, withdrawn, expired: the page says so and takes nothing more', async () => {
    const declined = await asked();
    expect((await pages.send(declined.path, 'decline', { text: '' })).status).toBe(422);
    await pages.send(declined.path, 'decline', { text: 'We send it by post' });
    expect(await request(declined.id)).toMatchObject({ state: 'declined', reason: 'We send it by post' });
    expect((await pages.ask(declined.path)).html).toContain('You declined this form');
    await expect(acceptAnswers(h.deps, sales(), { id: declined.id, keys: ['vat'] })).rejects.toThrow(/not sent/);

    const withdrawn = await asked();
    const { html } = await pages.ask(withdrawn.path);
    await endForm(h.deps, sales(), withdrawn.id, 'withdraw');
    const late = await pages.post(withdrawn.path, { ...pages.hiddenIn(html, 'step0'), ...who });
    expect(late.status).toBe(409);
    expect((await request(withdrawn.id)).answers).toEqual({});
    await expect(endForm(h.deps, sales(), withdrawn.id, 'archive')).rejects.toThrow(/withdrawn meanwhile/);

    const expired = await asked();
    await h.db.prisma.formRequest.update({ where: { id: expired.id }, data: { expiresOn: new Date('2026-03-01') } });
    const gone = await pages.ask(expired.path);
    expect(gone.html).toContain('could be filled in until Mar 1, 2026');
    expect(gone.html).not.toContain('<form ');
    // Another one can be asked for then; while one is out it cannot.
    const again = { projectId: expired.projectId, key: 'registry' };
    await requestForm(h.deps, sales(), again);
    expect(await problemsOf(requestForm(h.deps, sales(), again))).toEqual({
      form: expect.stringContaining('has this form already'),
    });
    await expect(requestForm(h.deps, h.person('hosting'), again)).rejects.toThrow(NotAllowed);
  });

  test('PUR-14 its link goes by mail in the words of its template; the same form sent twice has one effect', async () => {
    const { id, path } = await asked();
    const { modal } = await asking(h, slice, 'sales').press('form.mail', id);
    expect(JSON.stringify(modal?.blocks)).toContain(`https://baton.example${path}`);
    const { html } = await pages.ask(path);
    const form = { ...pages.hiddenIn(html, 'step2'), f12: '', f13: 'net 30' };
    expect((await pages.post(path, form)).status).toBe(303);
    expect((await pages.post(path, { ...form, f13: 'net 60' })).status).toBe(303);
    expect((await request(id)).answers).toEqual({ terms: 'net 30' });
  });

  test('ALL-7 what was answered is erased with the contact', async () => {
    const { id, customerId, path } = await asked();
    await fill(path);
    await eraseContact(h.deps, h.person('admin'), { customerId, reason: 'They asked for it' });
    expect(await request(id)).toMatchObject({ answers: {}, address: null });
  });

  test('PUR-14 a playbook’s forms are checked when it is read: keys once, fields that exist, what they fill', async () => {
    const [playbook] = await loadPlaybooks();
    const both = { en: 'X', it: 'X' };
    const field = { key: 'a', type: 'line', label: both };
    const form = { key: 'order', name: both, validDays: 10, steps: [{ title: both, fields: [field] }] };
    const builtin = new Set(builtinRoles.map(({ key }) => key));
    const check = (forms: readonly object[]) => {
      const checked = checkPlaybook({ ...playbook, forms }, builtin);
      return checked.ok ? [] : checked.problems.map(({ path, text }) => `${path} ${text}`);
    };
    expect(check([form])).toEqual([]);
    expect(check([form, form])[0]).toContain('forms[1].key');
    expect(check([{ ...form, anyOf: [['a', 'b']] }])[0]).toContain('anyOf');
    expect(check([{ ...form, steps: [{ title: both, fields: [field, field] }] }])[0]).toContain('key of its own');
    expect(check([{ ...form, steps: [{ title: both, fields: [{ ...field, fills: 'cardNumber' }] }] }])[0]).toContain(
      'name a field of the customer',
    );
  });
});
