import { addDays, addMonths, type Day, firstOfMonth, todayIn } from '../core/time/calendar.ts';
import { addContract, addGroup, addTerms, createCustomer, linkGatewayCustomer } from '../features/customers/index.ts';
import { addLicense } from '../features/licenses/index.ts';
import { builtinRoles } from '../features/roles.ts';
import { saveRoles } from '../platform/admin/actions/edit-roles.ts';
import type { Role } from '../platform/work/roles.ts';
import { type Deps, system } from '../platform/work/work.ts';
import { demoLicenses } from './samples.ts';
import { demoChannels, demoPeople, type Person } from './slack/index.ts';

/** A contract of a year that is renewed. */
const yearly = (owner: string, startOn: Day) => ({
  number: `C-${startOn.slice(0, 4)}-1`,
  parties: 'Licenses and support',
  startOn,
  endOn: addDays(addMonths(startOn, 12), -1),
  termMonths: 12,
  renews: true,
  noticeDays: 90,
  signedOn: null,
  owner,
});

/**
 * What somebody who tries Baton should not have to type first: everybody in their role, each role with its channel, and
 * customers whose cards the gateway charges, with a billing group from the month of Baton's clock on. All of it through the use
 * cases that people's own clicks reach.
 * @param of `today`: that of whoever tries it, where the clock is set back for a history; `sellerId`: who issues their invoices
 */
export const seedDemo = async (
  deps: Deps,
  checkChannels: (roles: readonly Role[]) => Promise<void>,
  people: readonly Person[] = demoPeople(),
  of: { readonly today?: Day; readonly sellerId?: string } = {},
): Promise<void> => {
  const clocks = todayIn(deps.timeZone, deps.clock.now());
  const today = of.today ?? clocks;
  const channels = demoChannels();
  const settings = builtinRoles.map(({ key }) => ({
    role: key,
    members: people.filter((person) => person.role === key).map((person) => person.id),
    channel: channels.find((channel) => channel.name === key.replaceAll('_', '-'))?.id,
  }));
  await saveRoles(deps, system, settings);
  await checkChannels(builtinRoles.map((role) => role.key));
  const terms = await addTerms(deps, system, { name: 'Net 14', rule: { kind: 'net_days', days: 14 } });
  const expiresOn = addMonths(today, 1);
  for (const demo of demoLicenses) {
    const customerId = await deps.transact(system, async (work) => {
      const customer = await createCustomer(work, {
        name: demo.customer,
        contactName: 'Accounts office',
        email: 'accounts@example.com',
        currency: 'USD',
        timeZone: 'America/New_York',
      });
      await linkGatewayCustomer(work, { gateway: 'axia', reference: demo.reference, customerId: customer.id });
      return customer.id;
    });
    const owner = people.find((person) => person.role === 'sales')?.id;
    const isFirst = demo === demoLicenses[0];
    const contract =
      isFirst && owner
        ? await addContract(deps, system, { customerId, contract: yearly(owner, firstOfMonth(today)) })
        : undefined;
    await addGroup(deps, system, {
      customerId,
      group: {
        name: 'Software',
        startOn: firstOfMonth(clocks),
        endOn: null,
        termsId: terms.id,
        purchaseOrder: null,
        addressees: [],
        contractId: contract?.id ?? null,
        sellerId: of.sellerId ?? null,
      },
    });
    await addLicense(deps, system, {
      customerId,
      product: demo.product,
      key: `LEGACY-${demo.reference}`,
      policy: 'manual',
      expiresOn,
      periodMonths: 12,
      gateway: 'axia',
      gatewaySubscription: demo.subscription,
    });
  }
};
