import { FieldErrors } from '../../../../core/errors.ts';
import { groupBy } from '../../../../core/group.ts';
import { newId } from '../../../../core/ids.ts';
import { formatDay, todayIn } from '../../../../core/time/calendar.ts';
import { dayProblems } from '../../../../core/time/day-range.ts';
import type { Work } from '../../../../platform/work/work.ts';
import {
  type BillingGroup,
  type Customer,
  customersByNames,
  groupsOfCustomers,
  isLive,
  nameKey,
} from '../../../customers/index.ts';
import { csvKind, eachEntry } from '../../../entries/index.ts';
import { assignedAssets } from '../../assets/index.ts';
import { chargeByCode, planByCode, pricesOf } from '../../catalog/index.ts';
import { serviceEditors } from '../agreements/subscription.ts';
import { rowOfSold } from '../changes/carry-out.ts';
import type { SoldService } from '../changes/service-change.ts';
import { soldOfCharge, soldOfPlan } from '../changes/service-form.ts';
import type { ServiceRow } from '../items/service-row.ts';
import { takenOverOf } from './store.ts';
import { takeOver } from './take-over.ts';
import { contradictionsIn, readTakenService, type TakenService } from './taken-over.ts';

/** A service with whose it is, as Baton knows them. */
interface Resolved {
  readonly customer: Customer;
  readonly group: BillingGroup | undefined;
  readonly row: ServiceRow;
}

/** What many rows name is looked up once. */
const once = <T>(read: (code: string) => Promise<T>): ((code: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (code) => {
    const found = known.get(code) ?? read(code);
    known.set(code, found);
    return found;
  };
};

const groupOf = (
  { group: wanted }: TakenService,
  customer: Customer,
  groups: readonly BillingGroup[],
  today: ReturnType<typeof todayIn>,
): BillingGroup | undefined => {
  const own = groups.filter(({ customerId }) => customerId === customer.id);
  if (wanted !== undefined) {
    const found = own.find(({ name }) => nameKey(name) === nameKey(wanted));
    if (found) return found;
    throw new FieldErrors({
      group: `${customer.name} has no billing group ${wanted}. Write the name of one that it has.`,
    });
  }
  const live = own.filter((each) => isLive(each, today));
  if (live.length > 1) throw new FieldErrors({ group: `${customer.name} has several billing groups. Write which.` });
  return live[0];
};

/** How the rows of a file become services: by the catalog, once for each code. */
const services = (work: Work) => {
  const planOf = once(async (code) => {
    const plan = await planByCode(work.tx, code);
    if (!plan) throw new FieldErrors({ plan: `There is no plan ${code}. Enter the plans first, or correct the code.` });
    return { plan, prices: (await pricesOf(work.tx, [plan.id])).get(plan.id) ?? [] };
  });
  const chargeOf = once(async (code) => {
    const charge = await chargeByCode(work.tx, code);
    if (!charge)
      throw new FieldErrors({ charge: `There is no charge ${code}. Enter the charges first, or correct the code.` });
    return charge;
  });
  const soldOf = async (row: TakenService): Promise<SoldService> => {
    const own = row.own === undefined ? undefined : `${row.own}`;
    const called = row.description === undefined ? {} : { description: row.description };
    if (row.plan) return { ...soldOfPlan((await planOf(row.plan)).plan, own), ...called };
    if (row.charge) return { ...soldOfCharge(await chargeOf(row.charge), own, row.currency), ...called };
    return {
      description: row.description ?? '',
      ...(own ? { own } : {}),
      per: row.per,
      prorated: row.per === 'once' ? 'never' : 'by months',
    };
  };
  return async (row: TakenService, group: BillingGroup | undefined): Promise<ServiceRow> => {
    const sold = await soldOf(row);
    const listed = row.plan
      ? (await planOf(row.plan)).prices.filter(({ price }) => price.currency === row.currency)
      : [];
    if (sold.per === 'once' && row.first <= row.schedule.billedThrough)
      throw new FieldErrors({ start_on: 'It is charged once, on a day that is billed already. Leave it out.' });
    if (sold.isForEachAsset && !group)
      throw new FieldErrors({
        group: 'It is charged for each asset of a billing group. Write which, or add one first.',
      });
    const made = rowOfSold(sold, {
      currency: row.currency,
      groupId: group?.id,
      prices: listed.map(({ validFrom, price }) => ({ from: validFrom, price })),
    });
    return { ...made, id: newId(), quantity: row.quantity, first: row.first, last: row.last, interruptions: [] };
  };
};

/** Subscriptions that another system billed until now: nothing of what it billed is billed again. BIL-21, decision 0034 */
export const subscriptionsCsv = csvKind<TakenService>({
  kind: 'subscriptions',
  columns: [
    { name: 'customer', required: true, example: 'Larkspur Legal' },
    { name: 'group', example: 'Hosting', most: 100 },
    { name: 'currency', required: true, example: 'USD' },
    { name: 'subscription', required: true, example: 'S-1002', id: true, most: 100 },
    { name: 'billed_through', required: true, example: '2026-03-31' },
    { name: 'next_date', required: true, example: '2026-04-01' },
    { name: 'every_months', example: '1' },
    { name: 'anchor', example: '2026-01-01' },
    { name: 'paid', example: 'advance' },
    { name: 'remaining', example: '12' },
    { name: 'days_ahead', example: '30' },
    { name: 'mode', example: 'automate' },
    { name: 'plan', example: 'HOST-S', id: true, most: 40 },
    { name: 'charge', example: '', id: true, most: 40 },
    { name: 'description', example: 'Hosting, small' },
    { name: 'quantity', required: true, example: '3' },
    { name: 'price', example: '45.00', most: 24 },
    { name: 'per', example: '' },
    { name: 'start_on', required: true, example: '2024-06-01' },
    { name: 'end_on', example: '2027-05-31' },
  ],
  roles: serviceEditors,
  read: readTakenService,
  store: async (work, entries) => {
    const { tx } = work;
    const customers = await customersByNames(
      tx,
      entries.map(({ value }) => value.customer),
    );
    const ids = [...customers.values()].map(({ id }) => id);
    const [groups, known] = await Promise.all([groupsOfCustomers(tx, ids), takenOverOf(tx, ids)]);
    const assets = await assignedAssets(
      tx,
      groups.map(({ id }) => id),
    );
    const serviceOf = services(work);
    const resolved = new Map<TakenService, Resolved>();
    const refused = await eachEntry(entries, async (row) => {
      const customer = customers.get(nameKey(row.customer));
      if (!customer)
        throw new FieldErrors({
          customer: `Baton knows no customer called “${row.customer}”. Enter it first, or correct the name.`,
        });
      if (customer.currency !== row.currency)
        throw new FieldErrors({ currency: `${customer.name} is billed in ${customer.currency}, not ${row.currency}.` });
      const before = known(customer.id, row.subscription);
      if (before)
        throw new FieldErrors({
          subscription: `It was entered on ${formatDay(todayIn(work.timeZone, before))} already. Leave it out: nothing is entered twice.`,
        });
      const today = todayIn(customer.timeZone, work.now);
      const problems = {
        ...dayProblems({ billed_through: row.schedule.billedThrough }, 'planned', today),
        ...dayProblems({ end_on: row.last }, 'expiry', today),
      };
      if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
      const group = groupOf(row, customer, groups, today);
      resolved.set(row, { customer, group, row: await serviceOf(row, group) });
    });
    const whole = groupBy(entries, ({ value }) => JSON.stringify([nameKey(value.customer), value.subscription]));
    const contradictions = [...whole.values()].flatMap(contradictionsIn);
    const contradicted = new Set(contradictions.map(({ row }) => row));
    const taken = [...whole.values()].flatMap((rows) => {
      const found = rows.flatMap(({ row, value }) => (contradicted.has(row) ? [] : (resolved.get(value) ?? [])));
      const [first, head] = [found[0], rows[0]];
      return first && head && found.length === rows.length
        ? [{ row: head.row, value: { ...first, of: head.value, rows: found } }]
        : [];
    });
    const impossible = await takeOver(
      work,
      taken.map(({ row, value: { customer, group, of, rows } }) => ({
        row,
        value: {
          ...{ customer, group, outsideId: of.subscription, schedule: of.schedule },
          ...{ rows: rows.map((each) => each.row), assets: assets.get(group?.id ?? '') ?? [] },
        },
      })),
    );
    return [...refused, ...contradictions, ...impossible];
  },
});
