import { afterAll, beforeAll, expect, test } from 'vitest';
import { day } from '../../src/core/time/calendar.ts';
import { customersSlice, findOrCreateCustomer } from '../../src/features/customers/index.ts';
import { licensePaid, licensesFor, licensesSlice, requestExpiry } from '../../src/features/licenses/index.ts';
import { system } from '../../src/platform/work/work.ts';
import { describeEachEngine } from '../support/database.ts';
import { createHarness, type Harness } from '../support/harness.ts';
import { asking } from './ask.ts';

describeEachEngine(
  'ALL-2 every button about a license leaves a state, a message, a word and an audit row',
  (engine) => {
    let h: Harness;
    let customerId: string;
    beforeAll(async () => {
      h = await createHarness({ engine, slices: [customersSlice, licensesSlice] });
      ({ id: customerId } = await h.deps.transact(system, (work) =>
        findOrCreateCustomer(work, { name: 'Larkspur', currency: 'USD' }),
      ));
    });
    afterAll(() => h.close());

    const accounting = () => asking(h, licensesSlice, 'accounting');
    const support = () => asking(h, licensesSlice, 'support');
    const theLicense = async () => {
      const [license] = await licensesFor(h.db.prisma, customerId);
      if (!license) throw new Error('no license');
      return license;
    };
    const task = async (id: string) => h.db.prisma.expiryAction.findUniqueOrThrow({ where: { id } });
    const message = async (id: string) => (await h.messages('expiry', id))[0];
    const said = async () => (await h.posts()).filter((post) => post.slotId !== null).at(-1)?.text;
    const written = async () => (await h.audit({ subjectId: (await theLicense()).id })).at(-1);
    const ask = async () => {
      const { id: licenseId } = await theLicense();
      return h.acting(h.person('accounting'), (work) => requestExpiry(work, { licenseId, cause: 'Not paid.' }));
    };
    const undoOf = (answer: { readonly say?: unknown }): string =>
      /"action_id":"expiry\.undo","value":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? 'no Undo';

    const fields = {
      product: { text: 'LEGACY' },
      key: { text: 'LEG-1' },
      policy: 'manual',
      expires_on: { day: '2026-04-30' },
      period_months: { text: '12' },
    };

    test('Add license, and Correct, which an open task shows', async () => {
      expect((await accounting().press('license.add', customerId)).modal?.private_metadata).toBe(customerId);
      expect((await accounting().submit('license.add', customerId, fields)).say?.text).toBe('Added: LEGACY.');
      const { id, ...license } = await theLicense();
      expect(license).toMatchObject({ key: 'LEG-1', state: 'active', expiresOn: '2026-04-30' });
      expect(await written()).toMatchObject({ action: 'license.added', actor: 'U_ACCOUNTING' });
      expect(await accounting().section('customer', customerId, 'Licenses')).toContain('LEG-1');

      const { id: asked } = await ask();
      expect((await accounting().press('license.correct', id)).modal?.private_metadata).toBe(id);
      const corrected = { ...fields, product: { text: 'LEGACY PRO' }, reason: { text: 'Renamed' } };
      expect((await accounting().submit('license.correct', id, corrected)).say?.text).toBe(
        'Corrected: LEGACY PRO LEG-1.',
      );
      expect(await theLicense()).toMatchObject({ product: 'LEGACY PRO' });
      expect(await written()).toMatchObject({
        action: 'license.corrected',
        actor: 'U_ACCOUNTING',
        reason: 'Renamed',
        before: { product: 'LEGACY' },
        after: { product: 'LEGACY PRO' },
      });
      const shown = await message(asked);
      expect(shown?.json).toContain('LEGACY PRO');
      // Drawn anew, not only when somebody else asks for it: the version that is wanted went up.
      expect(shown?.row.wanted).toBeGreaterThan(1);
    });

    test('COL-5 Ticks, Confirm and Undo of an expiry', async () => {
      const { id } = await ask();
      expect((await support().press('expiry.ticks', id)).modal?.private_metadata).toBe(id);
      await support().submit('expiry.ticks', id, { ticks: { options: ['is_expired', 'forceful'] } });
      expect(await task(id)).toMatchObject({ isExpired: true, forceful: true, state: 'open' });
      expect((await message(id))?.json.match(/:ballot_box_with_check:/g)).toHaveLength(2);
      expect(await written()).toMatchObject({
        action: 'expiry.ticked',
        actor: 'U_SUPPORT',
        before: { isExpired: false, forceful: false },
        after: { isExpired: true, forceful: true },
      });

      const answer = await support().press('expiry.confirm', id);
      expect(await task(id)).toMatchObject({ state: 'confirmed', endedBy: 'U_SUPPORT' });
      expect(await theLicense()).toMatchObject({ state: 'expired', expiresOn: '2026-04-30' });
      expect((await message(id))?.json).toContain('Expired. Confirmed by <@U_SUPPORT>');
      expect((await message(id))?.content?.open).toBe(false);
      expect(await said()).toBe('<@U_SUPPORT> confirmed: the license is expired.');
      expect(await written()).toMatchObject({
        action: 'license.expired',
        actor: 'U_SUPPORT',
        before: { state: 'active' },
        after: { state: 'expired' },
        reason: 'Not paid.',
      });

      expect((await support().press('expiry.undo', undoOf(answer))).say?.text).toMatch(
        /^Undone\. The license is what it was/,
      );
      expect(await task(id)).toMatchObject({ state: 'open', endedBy: null, isExpired: true });
      expect(await theLicense()).toMatchObject({ state: 'active' });
      expect((await message(id))?.json).toContain('expiry.confirm');
      expect(await said()).toMatch(/^<@U_SUPPORT> took this decision back\./);
      expect(await written()).toMatchObject({
        action: 'expiry.undone',
        actor: 'U_SUPPORT',
        after: { state: 'active' },
      });
    });

    test('COL-0 Refuse', async () => {
      const { id } = await ask();
      expect((await support().press('expiry.refuse', id)).modal?.private_metadata).toBe(id);
      const answer = await support().submit('expiry.refuse', id, { reason: { text: 'They <called>' } });
      expect(undoOf(answer)).toContain(id);
      expect(await task(id)).toMatchObject({ state: 'refused', endedBy: 'U_SUPPORT', endReason: 'They <called>' });
      expect(await theLicense()).toMatchObject({ state: 'active' });
      expect((await message(id))?.json).toContain('Refused by <@U_SUPPORT>');
      expect(await said()).toBe('<@U_SUPPORT> refused: They &lt;called&gt;');
      expect(await written()).toMatchObject({ action: 'expiry.refused', actor: 'U_SUPPORT', reason: 'They <called>' });
    });

    test('COL-6 a task of a digest is opened, and its date is moved', async () => {
      const { id: licenseId } = await theLicense();
      const { move } = await h.acting(h.person('accounting'), (work) =>
        licensePaid(work, { licenseId, paymentId: licenseId, cause: 'Paid.', quiet: true }),
      );
      const id = move?.id ?? '';
      expect(await message(id)).toBeUndefined();
      expect((await support().press('expiry.open', id)).say?.text).toContain('its own message');
      expect(await task(id)).toMatchObject({ hasMessage: true });
      expect((await message(id))?.row.lane).toBe('C_SUPPORT');

      expect((await support().press('expiry.confirm', id)).modal?.private_metadata).toBe(id);
      await support().submit('expiry.confirm', id, { new_expires_on: { day: '2027-04-30' } });
      expect(await theLicense()).toMatchObject({ state: 'active', expiresOn: day('2027-04-30') });
      expect(await task(id)).toMatchObject({ state: 'confirmed', endedBy: 'U_SUPPORT' });
      expect((await message(id))?.json).toContain('New expiry date Apr 30, 2027');
      expect(await said()).toContain('the expiry date is now Apr 30, 2027 (was Apr 30, 2026)');
      expect(await written()).toMatchObject({
        action: 'license.date_moved',
        before: { expiresOn: '2026-04-30' },
        after: { expiresOn: '2027-04-30' },
      });
    });
  },
);
