import { afterAll, beforeAll, expect, test } from 'vitest';
import { NotAllowed } from '../../src/core/errors.ts';
import { newId } from '../../src/core/ids.ts';
import { day, todayIn } from '../../src/core/time/calendar.ts';
import { correctAssignment } from '../../src/features/billing/assets/assignments/actions/correct-assignment.ts';
import { groupLookup } from '../../src/features/billing/assets/assignments/choice-form.ts';
import { assignmentsOf } from '../../src/features/billing/assets/assignments/store.ts';
import {
  assetsCsv,
  assetsOfServer,
  assetsSlice,
  assignAssets,
  assignedAssets,
  parkAssets,
  siteKey,
} from '../../src/features/billing/assets/index.ts';
import { sortCustomers } from '../../src/features/billing/billruns/index.ts';
import { billablesOf, reckoningFor } from '../../src/features/billing/bills/index.ts';
import { addPlan } from '../../src/features/billing/catalog/index.ts';
import { byAsset } from '../../src/features/billing/charging/assets.ts';
import { subscriptionById, subscriptionsSlice } from '../../src/features/billing/subscriptions/index.ts';
import { checkAll, checkOne } from '../../src/features/customers/validation/check-customers.ts';
import { assetsHarness, customerWithGroup, serverWith } from '../support/assets.ts';
import { problemsOf } from '../support/billing.ts';
import { bill, preview, saidOf, startSubscription, taxServices } from '../support/bills.ts';
import { describeEachEngine } from '../support/database.ts';
import type { Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

const slice = assetsSlice({ openFile: async () => expect.fail('no file'), wakeRuns: () => {} });

describeEachEngine('assets and whose they are', (engine) => {
  let h: Harness;
  let count = 0;
  beforeAll(async () => {
    h = await assetsHarness(engine);
    await taxServices(h, 10);
  });
  afterAll(() => h.close());

  const billing = () => h.person('billing');
  const as = () => asking(h, slice, 'billing');
  const server = (assets: Readonly<Record<string, string>>) => serverWith(h, `host-${++count}`, assets);
  const customer = (name: string) => customerWithGroup(h, `${name} ${++count}`);
  const rows = async (assetId: string) =>
    (await assignmentsOf(h.db.prisma, [assetId])).map(
      ({ groupId, first, last, isFree }) => [groupId, first, last, ...(isFree ? ['free'] : [])] as const,
    );
  const today = () => todayIn('UTC', h.clock.now());
  const assign = (assetIds: readonly string[], groupId: string, first: string, more: object = {}) =>
    assignAssets(h.deps, billing(), { assetIds, groupId, first: day(first), isFree: false, ...more });
  const audited = async (subjectId: string) => (await h.audit({ subjectId })).map(({ action }) => action);

  test('CUS-4 assigned, moved to another group, parked and lent: one row ends and another begins, told in the log of asset and customers', async () => {
    const host = await server({ News: '' });
    const [mine, theirs] = [await customer('Mine'), await customer('Theirs')];
    const id = host.idOf('News');
    await assign([id], mine.groupId, '2026-01-01', { isFree: true });
    await assign([id], theirs.groupId, '2026-03-15');
    expect(await rows(id)).toEqual([
      [mine.groupId, '2026-01-01', '2026-03-14', 'free'],
      [theirs.groupId, '2026-03-15', undefined],
    ]);
    await parkAssets(h.deps, billing(), { assetIds: [id], first: day('2026-05-01'), last: day('2026-05-31') });
    expect((await rows(id)).slice(1)).toEqual([
      [theirs.groupId, '2026-03-15', '2026-04-30'],
      [undefined, '2026-05-01', '2026-05-31'],
      [theirs.groupId, '2026-06-01', undefined],
    ]);
    expect(await audited(id)).toEqual(['asset.assigned', 'asset.assigned', 'asset.parked']);
    const [, moved] = await h.audit({ subjectId: id });
    expect(moved).toMatchObject({
      actor: 'U_BILLING',
      before: { billedTo: `${mine.name} · Hosting`, isFree: true },
      after: { billedTo: `${theirs.name} · Hosting`, from: '2026-03-15' },
    });
    expect(await audited(mine.groupId)).toEqual(['group.added', 'group.assets_assigned', 'group.assets_left']);
    const mentioned = await h.db.prisma.auditEntry.findMany({
      where: { customerId: mine.id },
      select: { action: true },
    });
    expect(mentioned.map(({ action }) => action)).toContain('group.assets_left');
    const window = await as().section('asset', id, 'Billed to');
    expect(window).toContain('*Now* ');
    expect(window).toContain('parked · May 1, 2026 to May 31, 2026');
    const section = await as().section('customer', theirs.id, 'Assets');
    expect(section).toContain(`*News* on ${host.name}`);
  });

  test('CUS-4 what cannot be: who may not, a group that has not begun or has ended, an inactive customer, an end before the beginning, what is planned, what is so already', async () => {
    const host = await server({ News: '' });
    const { id: customerId, groupId } = await customer('Limits');
    const ids = [host.idOf('News')];
    await expect(
      assignAssets(h.deps, h.person('sales'), { assetIds: ids, groupId, first: today(), isFree: false }),
    ).rejects.toThrow(NotAllowed);
    await expect(parkAssets(h.deps, h.person('sales'), { assetIds: ids, first: today() })).rejects.toThrow(NotAllowed);
    expect(await problemsOf(assign(ids, newId(), '2026-03-01'))).toEqual({ group: expect.any(String) });
    expect(await problemsOf(assign(ids, groupId, '2025-12-31'))).toEqual({
      from: expect.stringContaining('starts on Jan 1, 2026'),
    });
    expect(await problemsOf(assign(ids, groupId, '2026-03-01', { last: day('2026-02-28') }))).toEqual({
      to: expect.any(String),
    });
    await assign(ids, groupId, '2026-06-01');
    await expect(assign(ids, groupId, '2026-03-01', { isFree: true })).rejects.toThrow(
      'planned for News from Jun 1, 2026 on',
    );
    await expect(assign(ids, groupId, '2026-06-01')).rejects.toThrow('so already');
    expect(await rows(ids[0] ?? '')).toEqual([[groupId, '2026-06-01', undefined]]);
    await h.db.prisma.billingGroup.update({ where: { id: groupId }, data: { endOn: new Date('2026-12-31') } });
    expect(await problemsOf(assign(ids, groupId, '2027-01-01'))).toEqual({
      from: expect.stringContaining('ended on Dec 31, 2026'),
    });
    await h.db.prisma.customer.update({ where: { id: customerId }, data: { active: false } });
    expect(await problemsOf(assign(ids, groupId, '2026-07-01'))).toEqual({
      group: expect.stringContaining('is not active'),
    });
  });

  test('ALL-3 two who assign one asset on the same days: one row a day, whoever was first', async () => {
    const host = await server({ News: '' });
    const [one, two] = [await customer('One'), await customer('Two')];
    const id = host.idOf('News');
    await Promise.all([assign([id], one.groupId, '2026-03-02'), assign([id], two.groupId, '2026-03-02')]);
    expect(await rows(id)).toHaveLength(1);
  });

  test('ALL-10 who assigned or parked undoes it within 10 minutes: whose they were before, once, told in the log; nobody else, and not once it went on or was billed', async () => {
    const host = await server({ A: '', B: '' });
    const [mine, theirs] = [await customer('Before'), await customer('After')];
    const ids = [host.idOf('A'), host.idOf('B')];
    const both = async () => [await rows(host.idOf('A')), await rows(host.idOf('B'))];
    await assign([host.idOf('A')], mine.groupId, '2026-01-01', { isFree: true });
    const before = await both();
    const placed = async (deed: string, more: object) => {
      const answer = await as().submit(deed, `server:${host.id}`, {
        which: 'chosen',
        assets: { options: ids },
        from: { day: '2026-03-02' },
        ...more,
      });
      expect(JSON.stringify(answer.say)).toContain('You can undo this for 10 minutes');
      return /"value":"(assets:[^"]+)"/.exec(JSON.stringify(answer.say))?.[1] ?? '';
    };
    const lent = await placed('asset.assign', { group: theirs.groupId, to: { day: '2026-05-31' } });
    expect((await both()).map((each) => each.length)).toEqual([3, 1]);
    await expect(asking(h, slice, 'accounting').press('asset.undo', lent)).rejects.toThrow('Only <@U_BILLING>');
    await expect(asking(h, slice, 'sales').press('asset.undo', lent)).rejects.toThrow(NotAllowed);
    expect(JSON.stringify(await as().press('asset.undo', lent))).toContain('2 assets are whose they were before');
    expect(await both()).toEqual(before);
    expect((await h.audit({ subjectId: host.idOf('A') })).at(-1)).toMatchObject({
      action: 'asset.placing_undone',
      before: { billedTo: `${theirs.name} · Hosting`, from: '2026-03-02', until: '2026-05-31' },
      after: { billedTo: `${mine.name} · Hosting`, from: '2026-01-01', until: null, isFree: true },
    });
    await expect(as().press('asset.undo', lent)).rejects.toThrow('undone already');
    const parked = await placed('asset.park', {});
    await assign([host.idOf('B')], theirs.groupId, '2026-04-01');
    await expect(as().press('asset.undo', parked)).rejects.toThrow('went on with it');
    const [late] = [await placed('asset.assign', { group: mine.groupId, from: { day: '2026-06-01' } })];
    h.clock.advance(11 * 60_000);
    await expect(as().press('asset.undo', late)).rejects.toThrow('in the asset’s window');
    const { id: customerId, groupId } = await customer('Billed');
    const once = await server({ C: '' });
    const { decision } = await assign([once.idOf('C')], groupId, '2026-01-01');
    await startSubscription(h, { customerId, groupId, rows: [{ eachAsset: { level: 'server', id: once.id } }] });
    await bill(h, customerId, '2026-01-15');
    await expect(as().press('asset.undo', `assets:${decision}`)).rejects.toThrow('a bill was made of it');
    expect(await rows(once.idOf('C'))).toEqual([[groupId, '2026-01-01', undefined]]);
  });

  test('CUS-4, CUS-6 many at once, from the server’s window: those chosen, those of a site, all that are nobody’s', async () => {
    const host = await server({ A: 'shop', B: 'shop', C: 'blog', D: '', E: '' });
    const { groupId, name } = await customer('Many');
    const of = `server:${host.id}`;
    const form = JSON.stringify((await as().press('asset.assign', of)).modal);
    for (const each of ['All of the site shop', 'All that are neither assigned nor parked', 'Free of charge'])
      expect(form).toContain(each);
    await expect(asking(h, slice, 'sales').press('asset.assign', of)).rejects.toThrow(NotAllowed);
    expect((await as().look(groupLookup, name.slice(0, 6))).map(({ value }) => value)).toContain(groupId);
    await as().submit('asset.assign', of, { which: 'site:shop', group: groupId, from: { day: '2026-03-02' } });
    await expect(
      as().submit('asset.assign', of, { which: 'chosen', group: groupId, from: { day: '2026-03-02' } }),
    ).rejects.toMatchObject({
      fields: { assets: expect.any(String) },
    });
    await as().submit('asset.assign', of, {
      which: 'chosen',
      assets: { options: [host.idOf('C')] },
      group: groupId,
      from: { day: '2026-03-02' },
      free: { options: ['yes'] },
    });
    const parked = await as().submit('asset.park', of, { which: 'undecided', from: { day: '2026-03-02' } });
    expect(JSON.stringify(parked.replace)).not.toContain('neither assigned nor parked');
    const states = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((each) => rows(host.idOf(each))));
    expect(states).toEqual([
      [[groupId, '2026-03-02', undefined]],
      [[groupId, '2026-03-02', undefined]],
      [[groupId, '2026-03-02', undefined, 'free']],
      [[undefined, '2026-03-02', undefined]],
      [[undefined, '2026-03-02', undefined]],
    ]);
    await expect(
      as().submit('asset.park', of, { which: 'undecided', from: { day: '2026-03-02' } }),
    ).rejects.toMatchObject({
      fields: { which: expect.any(String) },
    });
    await as().submit('asset.assign', `asset:${host.idOf('D')}`, { group: groupId, from: { day: '2026-04-01' } });
    expect(await rows(host.idOf('D'))).toEqual([
      [undefined, '2026-03-02', '2026-03-31'],
      [groupId, '2026-04-01', undefined],
    ]);
  });

  test('ALL-10 a row that was entered wrongly is corrected or taken back with a reason, and never rewritten', async () => {
    const host = await server({ News: '' });
    const { groupId, id: customerId } = await customer('Corrected');
    const id = host.idOf('News');
    await assign([id], groupId, '2026-03-01');
    const [row] = await assignmentsOf(h.db.prisma, [id]);
    const input = { assignmentId: row?.id ?? '', shownLast: undefined, reason: 'typo' };
    const corrected = { first: day('2026-02-01'), last: day('2026-09-30'), isFree: true };
    await expect(correctAssignment(h.deps, h.person('sales'), { ...input, corrected })).rejects.toThrow(NotAllowed);
    expect(await problemsOf(correctAssignment(h.deps, billing(), { ...input, corrected, reason: ' ' }))).toEqual({
      reason: expect.any(String),
    });
    await expect(
      correctAssignment(h.deps, billing(), { ...input, corrected, shownLast: day('2026-05-05') }),
    ).rejects.toThrow('Nothing was saved');
    await as().submit('assignment.correct', `${row?.id}:`, {
      from: { day: '2026-02-01' },
      to: { day: '2026-09-30' },
      more: { options: ['free'] },
      reason: { text: 'typo' },
    });
    expect(await rows(id)).toEqual([[groupId, '2026-02-01', '2026-09-30', 'free']]);
    await expect(correctAssignment(h.deps, billing(), { ...input, corrected })).rejects.toThrow('corrected already');
    await assign([id], groupId, '2026-10-01');
    const [first] = await assignmentsOf(h.db.prisma, [id]);
    const over = { first: day('2026-02-01'), last: day('2026-10-01'), isFree: true };
    const again = { assignmentId: first?.id ?? '', shownLast: day('2026-09-30'), reason: 'never theirs' };
    expect(await problemsOf(correctAssignment(h.deps, billing(), { ...again, corrected: over }))).toEqual({
      from: expect.any(String),
    });
    await correctAssignment(h.deps, billing(), { ...again, corrected: undefined });
    expect(await rows(id)).toEqual([[groupId, '2026-10-01', undefined]]);
    expect(await h.db.prisma.assetAssignment.count({ where: { assetId: id } })).toBe(3);
    expect((await h.audit({ subjectId: id })).at(-1)).toMatchObject({
      action: 'asset.assignment_taken_back',
      reason: 'never theirs',
      customerId,
      before: { from: '2026-02-01' },
    });
  });

  test('CUS-4 bills are made with the days of many groups’ assets, free ones and those that moved; the narrowest plan wins among them', async () => {
    const host = await server({ A: 'shop', B: '' });
    const [one, two] = [await customer('Bills'), await customer('Bills')];
    await assign([host.idOf('A'), host.idOf('B')], one.groupId, '2026-01-01');
    await assign([host.idOf('B')], two.groupId, '2026-02-01', { isFree: true });
    const facts = await assignedAssets(h.db.prisma, [one.groupId, two.groupId]);
    const site = siteKey(host.id, 'shop');
    const common = { group: one.groupId, server: host.id, free: false };
    expect(facts.get(one.groupId)).toEqual([
      { id: host.idOf('A'), name: 'A', ...common, site, first: '2026-01-01', last: undefined },
      { id: host.idOf('B'), name: 'B', ...common, site: undefined, first: '2026-01-01', last: '2026-01-31' },
    ]);
    expect(facts.get(two.groupId)).toMatchObject([{ name: 'B', free: true, first: '2026-02-01' }]);
    const plan = (level: 'server' | 'site', id: string) => ({
      id: level,
      sold: { kind: 'plan' as const, id: level },
      description: level,
      quantity: 1,
      prices: [],
      per: 1 as const,
      prorated: 'by months' as const,
      interruptions: [],
      eachAsset: { level, id },
      first: day('2026-01-01'),
    });
    const charged = byAsset([plan('server', host.id), plan('site', site)], facts.get(one.groupId) ?? []);
    expect(
      charged.map(({ id, asset, interruptions }) => [
        id,
        asset?.name,
        interruptions.map(({ first, last }) => [first, last]),
      ]),
    ).toEqual([
      ['server', 'A', [['2026-01-01', undefined]]],
      ['server', 'B', [['2026-02-01', undefined]]],
      ['site', 'A', []],
    ]);
  });

  test('CUS-4 a plan for a whole server has a line for each asset of the group; what is parked in a paid month is credited by the next bill', async () => {
    const host = await server({ A: '', B: '', C: '' });
    const { id: customerId, groupId } = await customer('Served');
    await assign([host.idOf('A'), host.idOf('B')], groupId, '2026-01-01');
    await assign([host.idOf('C')], groupId, '2026-01-01', { isFree: true });
    await startSubscription(h, { customerId, groupId, rows: [{ eachAsset: { level: 'server', id: host.id } }] });
    const lines = async (asOf: string) => saidOf(await preview(h, customerId, asOf)).flatMap((each) => each.lines);
    expect(await lines('2026-01-15')).toEqual([
      ['Service 1: A', 10_000],
      ['Service 1: B', 10_000],
    ]);
    await bill(h, customerId, '2026-01-15');
    expect(await lines('2026-01-31')).toEqual([]);
    await parkAssets(h.deps, billing(), { assetIds: [host.idOf('B')], first: day('2026-01-16') });
    expect(await lines('2026-02-01')).toEqual([
      ['Service 1: A', 10_000],
      ['Service 1: B', -5161],
    ]);
  });

  test('CUS-4, BIL-2 a run leaves an asset to the narrower plan of a subscription that people bill', async () => {
    const host = await server({ A: '', B: '' });
    const { id: customerId, groupId } = await customer('Rivals');
    await assign([host.idOf('A'), host.idOf('B')], groupId, '2026-01-01');
    const [all, one] = [
      { level: 'server', id: host.id },
      { level: 'asset', id: host.idOf('A') },
    ] as const;
    await startSubscription(h, { customerId, groupId, rows: [{ eachAsset: all }] });
    const rule = { mode: 'remind' } as const;
    await startSubscription(h, { customerId, groupId, rows: [{ eachAsset: one }], rule });
    const billables = await billablesOf(h.db.prisma, [customerId]);
    const [asOf, now] = [day('2026-01-15'), h.clock.now()];
    const reckoning = await reckoningFor(h.deps, { tx: h.db.prisma, now }, { asOf, today: asOf });
    const made = (mode: 'automate' | 'remind') =>
      sortCustomers(billables, reckoning, { outcome: 'draft' }, { minimum: {}, exceptional: {} }, mode)
        .billed.flatMap(({ plan }) => saidOf(plan))
        .flatMap(({ lines }) => lines);
    expect(made('automate')).toEqual([['Service 1: B', 10_000]]);
    expect(made('remind')).toEqual([['Service 1: A', 10_000]]);
    expect(saidOf(await preview(h, customerId, '2026-01-15')).flatMap(({ lines }) => lines)).toHaveLength(2);
  });

  test('CUS-4 Start service for a server, a site or one asset: the narrowest holds on the bill, the same part twice is refused at its field', async () => {
    const host = await server({ A: 'shop', B: 'shop', C: '' });
    const other = await server({ Elsewhere: '' });
    const { id: customerId, groupId } = await customer('Narrow');
    await assign([host.idOf('A'), host.idOf('B'), host.idOf('C')], groupId, '2026-01-01');
    const { subscription } = await startSubscription(h, { customerId, groupId, rows: [] });
    const planOf = (code: string, billing: 'flat' | 'per_asset', price: string) =>
      addPlan(h.deps, h.person('billing'), {
        plan: {
          code: `${code}-${count}`,
          name: code,
          description: '',
          taxCategory: 'services',
          billing,
          perMonths: 1,
          prorated: 'by months',
        },
        price: { currency: 'USD', price, validFrom: day('2026-01-01') },
      });
    const [each, flat] = [await planOf('EACH', 'per_asset', '9.00'), await planOf('FLAT', 'flat', '1.00')];
    const asks = asking(h, subscriptionsSlice, 'billing');
    const form = JSON.stringify((await asks.press('service.start', subscription.id)).modal);
    for (const offered of [`Server ${host.name}`, `Site shop on ${host.name}`, 'or for one asset'])
      expect(form).toContain(offered);
    expect(form).not.toContain(other.name);
    const start = async (entries: object, planId = each.id) => {
      const filled = { quantity: { text: '1' }, on: { day: '2026-01-01' }, per: '1', plan: planId, ...entries };
      const { replace } = await asks.submit('service.start', subscription.id, filled);
      await asks.submit('service.confirm', replace?.private_metadata ?? '', {});
    };
    const shop = `site ${siteKey(host.id, 'shop')}`;
    expect(await problemsOf(start({ scope: shop }, flat.id))).toEqual({
      scope: expect.stringContaining('not charged for each asset'),
    });
    expect(await problemsOf(start({ scope: shop, asset: host.idOf('A') }))).toEqual({
      asset: expect.stringContaining('clear one'),
    });
    expect(await problemsOf(start({ asset: other.idOf('Elsewhere') }))).toEqual({
      asset: expect.stringContaining('Assign it first'),
    });
    await start({ scope: `server ${host.id}` });
    await start({ scope: shop, price: { text: '5.00' }, description: { text: 'Shop lists' } });
    await start({ asset: host.idOf('A'), price: { text: '2.00' }, last: { day: '2026-01-31' } });
    const same = { scope: expect.stringContaining('for the same assets on the same days') };
    expect(await problemsOf(start({ scope: shop }))).toEqual(same);
    expect(await problemsOf(start({ scope: `server ${host.id}`, on: { day: '2026-06-01' } }))).toEqual(same);
    const lines = async (asOf: string) => saidOf(await preview(h, customerId, asOf)).flatMap((bill) => bill.lines);
    expect((await lines('2026-01-01')).map(([description, net]) => `${description} ${net}`).sort()).toEqual([
      `EACH, ${host.name}: C 900`,
      'EACH: A 200',
      'Shop lists: B 500',
    ]);
    await start({ asset: host.idOf('A'), on: { day: '2026-02-01' }, price: { text: '3.00' } });
    expect(await lines('2026-02-01')).toContainEqual(['EACH: A', 300]);
    const services = await asks.section('subscription', subscription.id, 'Services');
    for (const part of [`EACH, ${host.name} at $9.00 for each asset`, 'for one asset'])
      expect(services).toContain(part);
    const rowsOf = async () => (await subscriptionById(h.db.prisma, subscription.id))?.items ?? [];
    const whole = (await rowsOf()).find(({ eachAsset }) => eachAsset?.level === 'server');
    const entries = { kind: 'swap', on: { day: '2026-02-15' }, plan: each.id, price: { text: '8.00' }, per: '1' };
    const swapped = await asks.submit('service.change', `${subscription.id} ${whole?.id}`, entries);
    await asks.submit('service.confirm', swapped.replace?.private_metadata ?? '', {});
    expect((await rowsOf()).find(({ replaces }) => replaces === whole?.id)?.eachAsset).toEqual(whole?.eachAsset);
  });

  test('CUS-5 found before bills: nobody’s assets, an inactive customer’s, assets that are gone or billed twice; each with the button that mends it', async () => {
    const host = await server({ A: '', B: '', C: '' });
    const { id, groupId } = await customer('Found');
    await assign([host.idOf('A'), host.idOf('B')], groupId, '2026-03-01');
    const common = async () => (await checkAll(h.deps)).common.filter(({ mend }) => mend.value === `server:${host.id}`);
    expect(await common()).toMatchObject([
      {
        code: 'asset_unassigned',
        sentence: `1 asset of ${host.name} is neither assigned nor parked.`,
        mend: { action: 'asset.assign' },
      },
    ]);
    await parkAssets(h.deps, billing(), { assetIds: [host.idOf('C')], first: today() });
    expect(await common()).toEqual([]);
    const found = async () =>
      ((await checkOne(h.deps, id)).found[0]?.findings ?? [])
        .filter(({ code }) => code.includes('asset'))
        .map(({ code, mend }) => [code, mend.value]);
    expect(await found()).toEqual([]);
    await h.db.prisma.asset.update({ where: { id: host.idOf('A') }, data: { goneAt: h.clock.now() } });
    expect(await found()).toEqual([['asset_gone', host.idOf('A')]]);
    await h.db.prisma.assetAssignment.create({
      data: {
        id: newId(),
        assetId: host.idOf('B'),
        groupId,
        firstOn: new Date('2026-04-01'),
        isFree: false,
        createdBy: 'U',
        createdAt: h.clock.now(),
      },
    });
    expect(await found()).toEqual([
      ['asset_gone', host.idOf('A')],
      ['asset_twice', host.idOf('B')],
      ['asset_twice', host.idOf('B')],
    ]);
    await h.db.prisma.customer.update({ where: { id }, data: { active: false } });
    expect((await found()).map(([code]) => code)).toContain('inactive_with_assets');
  });

  const header = 'server,site,id,name,customer,group,from,to,free';
  const enter = (lines: readonly string[], { dryRun = false, by = billing() } = {}) =>
    assetsCsv.enter(
      h.deps,
      by,
      { name: 'assets.csv', bytes: new TextEncoder().encode([header, ...lines].join('\n')) },
      { dryRun },
    );

  test('BIL-21 assets and whose they were come in by a file, whole or not at all; every bad row is told with its reason', async () => {
    const { name: host } = await server({ Known: '' });
    const [one, two] = [await customer('File'), await customer('File')];
    const good = [
      `${host},shop,1,News,${two.name},hosting,2026-03-01,,yes`,
      `${host.toUpperCase()},shop,1,News,${one.name},,2026-01-01,,no`,
      `${host},,2,Jobs,,,,,`,
    ];
    const bad = [
      `nowhere,,3,X,,,,,`,
      `${host},,4,X,Nobody Inc,,2026-01-01,,`,
      `${host},,5,X,${one.name},Other,2026-01-01,,`,
      `${host},,6,X,${one.name},,,,`,
      `${host},,7,X,${one.name},,2026-02-30,,`,
      `${host},,8,X,${one.name},,2025-01-01,,`,
      `${host},,9,X,,,2026-01-01,,`,
      `${host},,10,X,${one.name},,2026-02-01,2026-01-01,`,
      `${host},,11,X,${one.name},,2026-01-01,,perhaps`,
      `${host},,Known,Other,,,,,`,
      `${host},,Known,Known,,,,,`,
      `${host},,2,Jobs,,,,,`,
    ];
    const { problems } = await enter([...good, ...bad]);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      ...[
        [5, 'server'],
        [6, 'customer'],
        [7, 'group'],
        [8, 'from'],
        [9, 'from'],
        [10, 'from'],
      ],
      ...[
        [11, 'customer'],
        [12, 'to'],
        [13, 'free'],
        [14, 'name'],
        [15, 'id'],
        [16, 'id'],
      ],
    ]);
    expect(await enter(good, { dryRun: true })).toEqual({ rows: 3, problems: [] });
    await expect(enter(good, { by: h.person('sales') })).rejects.toThrow(NotAllowed);
    const list = async () =>
      (
        await assetsOfServer(h.db.prisma, (await h.db.prisma.server.findFirst({ where: { name: host } }))?.id ?? '')
      ).filter(({ name }) => name !== 'Known');
    expect(await list()).toEqual([]);
    expect(await enter(good)).toEqual({ rows: 3, problems: [] });
    const [news] = (await list()).filter(({ name }) => name === 'News');
    expect(await rows(news?.id ?? '')).toEqual([
      [one.groupId, '2026-01-01', '2026-02-28'],
      [two.groupId, '2026-03-01', undefined, 'free'],
    ]);
    expect((await enter(good)).problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 'from'],
      [3, 'from'],
      [4, 'id'],
    ]);
  });

  test('CUS-4 an asset and a server are found by a part of their names', async () => {
    const host = await server({ 'Weekly digest': '' });
    const [asset] = await as().look('asset.lookup', 'weekly dig');
    expect(asset).toMatchObject({ value: host.idOf('Weekly digest') });
    expect(
      JSON.stringify((await as().submit('asset.find', '', { asset: host.idOf('Weekly digest') })).replace),
    ).toContain('Weekly digest');
    expect((await as().look('server.lookup', host.name)).map(({ value }) => value)).toContain(host.id);
    expect(JSON.stringify((await as().submit('server.find', '', { server: host.id })).replace)).toContain(
      'Weekly digest',
    );
  });
});
