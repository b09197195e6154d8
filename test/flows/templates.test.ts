import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { issueInvoice } from '../../src/features/billing/invoices/index.ts';
import { paperLanguages } from '../../src/features/papers/paper.ts';
import {
  saveWords,
  type TemplateKind,
  templateKinds,
  templatesSlice,
  wordsFor,
} from '../../src/features/templates/index.ts';
import { problemsOf as problemsIn } from '../../src/features/templates/liquid.ts';
import { billingHarness, makeSeller, problemsOf } from '../support/billing.ts';
import { editNow } from '../support/customers.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { aCustomer, aDraft, aLine, setTaxes } from '../support/invoices.ts';
import { quickPress } from '../support/papers.ts';
import { asking } from './ask.ts';

describeEachEngine('words of letters', (engine) => {
  let h: Harness;
  let kind: TemplateKind;
  const accounting = () => h.person('accounting');
  const at = () => asking(h, templatesSlice, 'accounting');
  beforeAll(async () => {
    h = await billingHarness(engine, { press: quickPress });
    await setTaxes(h, { services: 0 });
    await makeSeller(h);
    const found = h.deps.contributions.to(templateKinds).find(({ key }) => key === 'invoice.bill');
    if (!found) throw new Error('no such kind');
    kind = found;
  });
  afterAll(() => h.close());

  const words = (language: 'en' | 'it') =>
    wordsFor(h.db.prisma, kind, language, { number: 'INV-7', seller: 'Harbor', amount: '$1.00', contact: 'Jo' });
  const opened = async (language: 'en' | 'it') => {
    const { replace } = await at().submit('template.choose', '', { kind: 'invoice.bill', language });
    return { data: replace?.private_metadata ?? '', text: JSON.stringify(replace?.blocks) };
  };
  const write = async (
    data: string,
    round: number,
    what: string,
    { subject, body }: { readonly subject: string; readonly body: string },
    customer?: string,
  ) => {
    const answer = await at().submit('template.write', data, {
      [`what_${round}`]: what,
      [`subject_${round}`]: { text: subject },
      [`body_${round}`]: { text: body },
      ...(customer ? { [`customer_${round}`]: customer } : {}),
    });
    return {
      data: answer.replace?.private_metadata ?? '',
      text: JSON.stringify(answer.replace?.blocks),
      said: answer.say?.text,
    };
  };

  test('BIL-7 every kind ships words in both languages that can be filled in, with all values and with none', () => {
    const kinds = h.deps.contributions.to(templateKinds);
    expect(new Set(kinds.map(({ key }) => key)).size).toBe(kinds.length);
    for (const { values, words: shipped } of kinds)
      for (const language of paperLanguages)
        for (const source of [shipped[language].subject, shipped[language].body])
          expect(
            problemsIn(
              source,
              values.map(({ name }) => name),
            ),
          ).toEqual([]);
  });

  test('BIL-7 words are looked at on a real customer first, then saved as a version more; letters say them from then on, another language stays', async () => {
    const customerId = await aCustomer(h, 'ACME & Sons');
    await editNow(h.deps, accounting(), customerId, { email: 'ann@acme.example', contactName: 'Ann Smith' });
    const invoice = await issueInvoice(h.deps, accounting(), (await aDraft(h, customerId, [aLine(100_00)])).id);
    const nothingYet = await aCustomer(h, 'Nothing yet');
    expect(await words('en')).toMatchObject({ version: 0, subject: 'Invoice INV-7 from Harbor' });
    const form = await opened('en');
    for (const text of ['as it ships', '{{ contact }}', 'This is our invoice {{ number }}', 'Show me the letter'])
      expect(form.text).toContain(text);
    expect(form.text).not.toContain('Save it');
    const own = { subject: 'Bill {{ number }}', body: 'Hello {{ contact | default: "you" }}, *{{ amount }}* <now>!' };
    expect(await problemsOf(write(form.data, 1, 'preview', own, nothingYet))).toEqual({
      customer_1: expect.stringContaining('There is nothing of Nothing yet'),
    });
    const seen = await write(form.data, 1, 'preview', own, customerId);
    for (const text of [
      'for ACME &amp; Sons',
      `Bill ${invoice.issued?.number}`,
      'Hello Ann Smith, *$100.00* &lt;now&gt;!',
      'Save it',
    ])
      expect(seen.text).toContain(text);
    expect(seen.text).toContain('Harbor Services Inc.');
    expect(await words('en')).toMatchObject({ version: 0 });
    // What was changed after it was looked at is shown again first.
    const other = await write(seen.data, 2, 'save', { ...own, body: 'Other words.' });
    expect(other.text).toContain('Other words.');
    expect(await words('en')).toMatchObject({ version: 0 });
    const saved = await write(seen.data, 2, 'save', own);
    expect(saved.said).toContain('version 1 of “Invoice” in English');
    expect(await words('en')).toEqual({ version: 1, subject: 'Bill INV-7', body: 'Hello Jo, *$1.00* <now>!' });
    expect(await words('it')).toMatchObject({ version: 0, subject: 'Fattura INV-7 di Harbor' });
    expect(await h.audit({ action: 'template.saved' })).toMatchObject([
      { actor: 'U_ACCOUNTING', after: { language: 'English', version: 1, subject: 'Bill {{ number }}' } },
    ]);
    const again = at().submit('template.write', seen.data, {
      what_2: 'save',
      subject_2: { text: own.subject },
      body_2: { text: own.body },
    });
    await expect(again).rejects.toThrow(Conflict);
    await expect(again).rejects.toThrow('saved version 1 of these words');
  });

  test('BIL-7 back to what ships, or to an older version, is a version more; none is overwritten', async () => {
    const form = await opened('it');
    const first = { subject: 'Conto {{ number }}', body: 'Buongiorno' };
    await saveWords(h.deps, accounting(), { kind: kind.key, language: 'it', newest: 0, ...first });
    await saveWords(h.deps, accounting(), { kind: kind.key, language: 'it', newest: 1, subject: 'B', body: 'B' });
    const { data } = await opened('it');
    const old = await write(data, 1, 'from:1', { subject: 'B', body: 'B' });
    expect(old.text).toContain('Conto {{ number }}');
    const seen = await write(old.data, 2, 'preview', first);
    expect((await write(seen.data, 3, 'save', first)).said).toContain('version 3');
    expect(await words('it')).toMatchObject({ version: 3, subject: 'Conto INV-7' });
    const ships = await write((await opened('it')).data, 1, 'from:0', first);
    const shipped = await write(ships.data, 2, 'preview', kind.words.it);
    await write(shipped.data, 3, 'save', kind.words.it);
    expect(await words('it')).toMatchObject({ version: 4, subject: 'Fattura INV-7 di Harbor' });
    const rows = await h.db.prisma.letterTemplate.findMany({ where: { language: 'it' }, orderBy: { version: 'asc' } });
    expect(rows.map(({ subject, basedOn }) => [subject, basedOn])).toEqual([
      ['Conto {{ number }}', null],
      ['B', null],
      ['Conto {{ number }}', 1],
      ['Fattura {{ number }} di {{ seller }}', 0],
    ]);
    expect(form.data).toContain('"it",0');
  });

  test('BIL-7 words with mistakes are refused at their field, with line and column, and nothing is saved', async () => {
    const form = await opened('en');
    const before = await h.db.prisma.letterTemplate.count();
    expect(
      await problemsOf(write(form.data, 1, 'preview', { subject: '{{ nope }}', body: 'a\n{% for x in y %}' })),
    ).toEqual({
      subject_1: expect.stringMatching(/^Line 1, column 4: There is no “nope”\. There are contact, customer/),
      body_1: expect.stringMatching(/^Line 2, column 1: “for” cannot stand here/),
    });
    expect(
      await problemsOf(write(form.data, 1, 'preview', { subject: 'x', body: '{% if due %}x{% endif %}' })),
    ).toEqual({
      body_1: expect.stringContaining('Without its values nothing would be left'),
    });
    const save = (entries: { readonly subject: string; readonly body: string }) =>
      saveWords(h.deps, accounting(), { kind: kind.key, language: 'en', newest: 1, ...entries });
    expect(await problemsOf(save({ subject: 'x', body: 'x'.repeat(3000) }))).toEqual({
      body: expect.stringContaining('at most 2400'),
    });
    expect(await problemsOf(save({ subject: 'x', body: '{{ page | raw }}' }))).toHaveProperty('body');
    expect(await h.db.prisma.letterTemplate.count()).toBe(before);
  });

  test('ALL-1 accounting and admins write the words, nobody else, whichever way they ask', async () => {
    const input = { kind: kind.key, language: 'en' as const, newest: 1, subject: 'x', body: 'y' };
    for (const role of ['billing', 'sales'] as const) {
      await expect(saveWords(h.deps, h.person(role), input)).rejects.toThrow(NotAllowed);
      await expect(asking(h, templatesSlice, role).press('template.choose', '')).rejects.toThrow(NotAllowed);
      await expect(
        asking(h, templatesSlice, role).submit('template.write', (await opened('en')).data, {}),
      ).rejects.toThrow(NotAllowed);
    }
    expect(JSON.stringify((await at().press('template.choose', '')).modal)).toContain(
      'Invoice, asks to charge the card',
    );
  });
});
