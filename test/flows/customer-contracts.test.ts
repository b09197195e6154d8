import { afterAll, beforeAll, expect, test } from 'vitest';
import { Conflict, NotAllowed } from '../../src/core/errors.ts';
import { day } from '../../src/core/time/calendar.ts';
import { setupSlice } from '../../src/features/billing/setup/index.ts';
import { addContract } from '../../src/features/customers/contracts/actions/add-contract.ts';
import { editContract, seenContract } from '../../src/features/customers/contracts/actions/edit-contract.ts';
import { recordNotice } from '../../src/features/customers/contracts/actions/record-notice.ts';
import { contractsPolicy } from '../../src/features/customers/contracts/policy.ts';
import { remindOfNotice } from '../../src/features/customers/contracts/remind.ts';
import { contractById } from '../../src/features/customers/contracts/store.ts';
import { editGroup, seenGroup } from '../../src/features/customers/groups/actions/edit-group.ts';
import {
  addGroup,
  customersSlice,
  eraseContact,
  findOrCreateCustomer,
  groupsOfCustomers,
  groupUses,
  undoContract,
  undoGroup,
} from '../../src/features/customers/index.ts';
import { documentsSlice } from '../../src/features/documents/index.ts';
import { contribute } from '../../src/platform/work/contributions.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { rawTold } from '../support/told.ts';
import { asking } from './ask.ts';

describeEachEngine('billing groups and contracts', (engine) => {
  let h: Harness;
  let count = 0;
  const billed = new Set<string>();
  /** What bills by a group says so. */
  const billing = {
    name: 'billing by groups',
    contributes: [contribute(groupUses, async (_, id) => (billed.has(id) ? 'a subscription' : undefined))],
  };
  beforeAll(async () => {
    h = await createHarness({
      engine,
      slices: [customersSlice, documentsSlice, setupSlice, billing],
      start: '2026-03-02T09:00:00Z',
    });
  });
  afterAll(() => h.close());

  const make = async (more: object = {}) => {
    const name = `Grouped ${++count}`;
    return h.deps.transact(system, (work) => findOrCreateCustomer(work, { name, currency: 'USD', ...more }));
  };
  const as = (role: string) => asking(h, customersSlice, role);
  const groups = (customerId: string) => groupsOfCustomers(h.db.prisma, [customerId]);
  const text = (value: string) => ({ text: value });
  const group = (more: object = {}) => ({
    name: 'Hosting',
    startOn: day('2026-03-01'),
    endOn: null,
    termsId: null,
    purchaseOrder: null,
    addressees: [],
    contractId: null,
    sellerId: null,
    ...more,
  });
  const contract = (more: object = {}) => ({
    number: 'C-2026-1',
    parties: null,
    startOn: day('2026-01-01'),
    endOn: day('2026-12-31'),
    termMonths: 12,
    renews: true,
    noticeDays: 90,
    signedOn: null,
    owner: 'U_SALES',
    ...more,
  });
  const addC = (customerId: string, more: object = {}, role = 'accounting') =>
    addContract(h.deps, h.person(role), { customerId, contract: contract(more) });
  const reload = async (id: string) => (await contractById(h.db.prisma, id)) ?? expect.fail('no contract');

  test('CUS-3 a customer who was just entered is shown with the form of its first group, filled in; it has several then', async () => {
    const created = await as('sales').submit('customer.create', '', {
      customer: text('Fresh & Co'),
      currency: text('USD'),
      language: 'en',
    });
    const json = JSON.stringify(created.replace);
    expect(json).toContain('can be billed before it has a billing group');
    const [, id = ''] = /"action_id":"group.add","value":"([^"]+)"/.exec(json) ?? [];
    const { modal } = await as('sales').press('group.add', id);
    expect(JSON.stringify(modal)).toMatch(/"initial_value":"Fresh & Co".*"initial_date":"2026-03-02"/);
    const shown = await as('sales').submit('group.add', id, {
      name: text('Fresh & Co'),
      start_on: { day: '2026-03-02' },
    });
    expect(JSON.stringify(shown.replace)).toContain('since Mar 2, 2026');
    await as('sales').submit('group.add', id, {
      name: text('Licenses'),
      start_on: { day: '2026-04-01' },
      addressees: text('it@example.com'),
      purchase_order: text('PO-1'),
    });
    expect((await groups(id)).map(({ name, addressees }) => [name, addressees])).toEqual([
      ['Fresh & Co', []],
      ['Licenses', ['it@example.com']],
    ]);
    const added = await h.audit({ action: 'group.added' });
    expect(added.at(-1)).toMatchObject({
      customerId: id,
      after: { name: 'Licenses', startOn: '2026-04-01', addressees: 1 },
    });
    await expect(
      as('sales').submit('group.add', id, { name: text('LICENSES'), start_on: { day: '2026-04-01' } }),
    ).rejects.toMatchObject({
      fields: { name: expect.stringContaining('of this name already') },
    });
    await expect(as('support').press('group.add', id)).rejects.toThrow(NotAllowed);
  });

  test('CUS-3 an end before the start is refused; a group is ended and never deleted; who was first wins', async () => {
    const { id } = await make();
    await expect(
      addGroup(h.deps, h.person('billing'), { customerId: id, group: group({ endOn: day('2026-02-28') }) }),
    ).rejects.toMatchObject({ fields: { end_on: expect.stringContaining('before it starts') } });
    const made = await addGroup(h.deps, h.person('billing'), { customerId: id, group: group() });
    const { modal } = await as('billing').press('group.edit', made.id);
    const ending = { name: text('Hosting'), start_on: { day: '2026-03-01' }, end_on: { day: '2026-05-31' } };
    await as('billing').submit('group.edit', modal?.private_metadata ?? '', { ...ending, reason: text('They moved') });
    expect(await groups(id)).toMatchObject([{ endOn: '2026-05-31' }]);
    expect(await h.audit({ action: 'group.ended', subjectId: made.id })).toMatchObject([
      { reason: 'They moved', customerId: id, before: { endOn: null }, after: { endOn: '2026-05-31' } },
    ]);
    await expect(
      editGroup(h.deps, h.person('sales'), { groupId: made.id, seen: seenGroup(made), group: group(), reason: 'x' }),
    ).rejects.toThrow(/<@U_BILLING> changed this/);
    const [now] = await groups(id);
    const again = { groupId: made.id, seen: now ? seenGroup(now) : '', group: group() };
    await expect(editGroup(h.deps, h.person('sales'), { ...again, reason: '' })).rejects.toMatchObject({
      fields: { reason: expect.any(String) },
    });
    await expect(editGroup(h.deps, h.person('support'), { ...again, reason: 'x' })).rejects.toThrow(NotAllowed);
  });

  test('CUS-9 a group points to a contract of its own customer', async () => {
    const [mine, other] = [await make(), await make()];
    const [own, others] = [await addC(mine.id), await addC(other.id)];
    const add = (contractId: string) =>
      addGroup(h.deps, h.person('billing'), { customerId: mine.id, group: group({ contractId }) });
    await expect(add(others.id)).rejects.toMatchObject({ fields: { contract_id: expect.any(String) } });
    await add(own.id);
    expect(JSON.stringify((await as('billing').press('customer.open', mine.id)).modal)).toContain('contract C-2026-1');
    await expect(addC(mine.id, { number: 'c-2026-1' })).rejects.toMatchObject({
      fields: { number: expect.any(String) },
    });
    await expect(addC(mine.id, { number: 'C-2' }, 'support')).rejects.toThrow(NotAllowed);
  });

  test('ALL-10 a billing group and a contract that were added by mistake are undone for 10 minutes by who added them, while nothing points to them', async () => {
    const { id } = await make();
    const press = async (role: string, button: object | undefined) => {
      const [, action = '', value = ''] =
        /"action_id":"((?:group|contract)\.undo)","value":"([^"]+)"/.exec(JSON.stringify(button)) ?? [];
      return as(role as 'sales').press(action, value);
    };
    const entries = { name: text('Wrong'), start_on: { day: '2026-03-02' } };
    const { say } = await as('sales').submit('group.add', id, entries);
    await expect(press('billing', say)).rejects.toThrow(/Only <@U_SALES> can undo this/);
    expect((await press('sales', say)).say?.text).toBe('Undone: the billing group is gone.');
    expect((await groups(id)).map(({ name }) => name)).not.toContain('Wrong');
    expect((await h.audit({ action: 'group.taken_back' })).at(-1)).toMatchObject({ before: { name: 'Wrong' } });
    await expect(press('sales', say)).rejects.toThrow(/taken back already/);

    const contracted = await addC(id, { number: 'A-9' });
    const used = await addGroup(h.deps, h.person('accounting'), {
      customerId: id,
      group: group({ name: 'By contract', contractId: contracted.id }),
    });
    await expect(undoContract(h.deps, h.person('accounting'), contracted.id)).rejects.toThrow(
      /the billing group By contract points to this contract/,
    );
    billed.add(used.id);
    await expect(undoGroup(h.deps, h.person('accounting'), used.id)).rejects.toThrow(
      /a subscription is billed with this group/,
    );
    const late = await addC(id, { number: 'A-10' });
    h.clock.advance(11 * 60_000);
    await expect(undoContract(h.deps, h.person('accounting'), late.id)).rejects.toThrow(/can be undone for 10 minutes/);
    const mistaken = await addC(id, { number: 'A-11' });
    await undoContract(h.deps, h.person('accounting'), mistaken.id);
    expect(await contractById(h.db.prisma, mistaken.id)).toBeUndefined();
  });

  test('CUS-9 the window says what comes next; it is edited with a reason, and tells who was first', async () => {
    const { id } = await make();
    const added = await as('accounting').submit('contract.add', id, {
      number: text('A-7'),
      start_on: { day: '2026-01-31' },
      term_months: text('12'),
      notice_days: text('30'),
      owner: { user: 'U_SALES' },
      renews: 'yes',
    });
    const json = JSON.stringify(added.replace);
    expect(json).toContain('renewed after Jan 30, 2027 unless notice is given by Dec 31, 2026');
    const [, contractId = ''] = /"action_id":"contract.edit","value":"([^"]+)"/.exec(json) ?? [];
    const before = await reload(contractId);
    const { modal } = await as('sales').press('contract.edit', contractId);
    const entries = {
      number: text('A-7'),
      start_on: { day: '2026-01-31' },
      term_months: text('12'),
      notice_days: text('60'),
      owner: { user: 'U_SALES' },
      renews: 'yes',
      reason: text('as signed'),
    };
    const saved = await as('sales').submit('contract.edit', modal?.private_metadata ?? '', entries);
    expect(JSON.stringify(saved.replace)).toContain('by Dec 1, 2026');
    expect(await h.audit({ action: 'contract.changed', subjectId: contractId })).toMatchObject([
      { reason: 'as signed', before: { noticeDays: 30 }, after: { noticeDays: 60 } },
    ]);
    await expect(
      editContract(h.deps, h.person('billing'), {
        contractId,
        seen: seenContract(before),
        contract: before,
        reason: 'x',
      }),
    ).rejects.toThrow(/<@U_SALES> changed this/);
  });

  test('CUS-9 accounting and the owner are reminded once before the last day, as far ahead as the setting says; notice ends it', async () => {
    const { id } = await make();
    const [first, second] = [
      await addC(id, { number: 'R-1', endOn: day('2026-06-30'), startOn: day('2025-07-01') }),
      await addC(id, { number: 'R-2', endOn: day('2026-07-31'), startOn: day('2025-08-01') }),
    ];
    const reminders = async () =>
      (await h.posts()).filter((post) => post.text.includes('R-1')).map(({ lane, text: said }) => `${lane} ${said}`);
    await h.setPolicy(contractsPolicy, { remindDays: 10 });
    // The last day to give notice is April 1: ten days before it is March 22.
    h.clock.set(new Date('2026-03-21T09:00:00Z'));
    await remindOfNotice(h.deps);
    expect(await reminders()).toEqual([]);
    h.advanceDays(1);
    for (let n = 0; n < 2; n++) await remindOfNotice(h.deps);
    const said = expect.stringMatching(
      /^(C_ACCOUNTING|U_SALES) Contract R-1 .* renewed after Jun 30, 2026 .* given by \*Apr 1, 2026\*/,
    );
    expect(await reminders()).toEqual([said, said]);
    expect(await h.audit({ action: 'contract.reminded', subjectId: first.id })).toHaveLength(1);

    await recordNotice(h.deps, h.person('sales'), {
      contractId: second.id,
      from: 'Ann Other',
      receivedOn: day('2026-03-20'),
      effectiveOn: day('2026-07-31'),
    });
    h.clock.set(new Date('2026-05-01T09:00:00Z'));
    await remindOfNotice(h.deps);
    expect((await h.posts()).filter((post) => post.text.includes('R-2'))).toEqual([]);
    // Nobody gave notice: it is renewed, and there is a next last day of which they are reminded.
    h.clock.set(new Date('2027-03-25T09:00:00Z'));
    await remindOfNotice(h.deps);
    expect((await reminders()).at(-1)).toContain('given by *Apr 1, 2027*');
    expect(await reminders()).toHaveLength(4);
    h.clock.set(new Date('2026-03-02T09:00:00Z'));
  });

  test('CUS-9, ALL-10 notice: who, when, from which day on; taken back with a reason; the name is erased with the contact', async () => {
    const { id } = await make();
    const { id: contractId } = await addC(id);
    await addGroup(h.deps, h.person('billing'), {
      customerId: id,
      group: group({ addressees: ['a@b.example', 'c@d.example'] }),
    });
    const given = { from: text('Ann Other'), received_on: { day: '2026-03-01' }, effective_on: { day: '2026-12-31' } };
    await expect(
      as('sales').submit('contract.notice', contractId, { ...given, received_on: { day: '2026-03-03' } }),
    ).rejects.toMatchObject({ fields: { received_on: expect.any(String) } });
    const noted = JSON.stringify((await as('sales').submit('contract.notice', contractId, given)).replace);
    expect(noted).toContain('notice received, ends Dec 31, 2026');
    expect(noted).toContain('from Ann Other');
    await expect(as('billing').submit('contract.notice', contractId, given)).rejects.toThrow(Conflict);
    const [row] = await h.audit({ action: 'contract.notice_received', subjectId: contractId });
    expect(row?.after).toEqual({ number: 'C-2026-1', receivedOn: '2026-03-01', effectiveOn: '2026-12-31' });
    await expect(
      as('sales').submit('contract.take_back_notice', contractId, { reason: text('Ann Other called') }),
    ).rejects.toMatchObject({ fields: { reason: expect.stringContaining('audit log') } });
    await eraseContact(h.deps, h.person('admin'), { customerId: id, reason: 'asked by letter' });
    expect((await reload(contractId)).notice).toMatchObject({ from: null, effectiveOn: '2026-12-31' });
    expect(await groups(id)).toMatchObject([{ addressees: [] }]);
    expect(await h.audit({ action: 'customer.contact_erased', subjectId: id })).toMatchObject([
      { after: { elsewhere: 3 } },
    ]);
    await as('sales').submit('contract.take_back_notice', contractId, { reason: text('They stay') });
    expect((await reload(contractId)).notice).toBeNull();
    expect(await h.db.prisma.contract.findUnique({ where: { id: contractId }, select: { noticeBy: true } })).toEqual({
      noticeBy: new Date('2026-10-02T00:00:00Z'),
    });
  });

  test('WRK-7 all of this is told in names, words, amounts and days', async () => {
    expect(await rawTold(h.db)).toEqual([]);
  });
});
