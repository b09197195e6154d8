import { FieldErrors } from '../../../core/errors.ts';
import { type Day, parseDay } from '../../../core/time/calendar.ts';
import { customersByNames, nameKey } from '../../customers/index.ts';
import { csvKind, eachEntry, repeatedIn } from '../../entries/index.ts';
import { usualGateway } from '../../gateways.ts';
import { licenseAdded } from './events.ts';
import { licensePolicies, licenseRoles } from './license.ts';
import { type LicenseFields, licenseProblems, licensesInHand } from './new-license.ts';
import { takenBy } from './store.ts';

interface Row {
  readonly customer: string;
  readonly license: LicenseFields;
}

const expiryDay = (text: string): Day => {
  const day = parseDay(text);
  if (!day) throw new FieldErrors({ expires_on: 'Write the day as year-month-day, such as 2027-03-31.' });
  return day;
};

/** Licenses that exist already, of customers that Baton knows. BIL-21 */
export const licensesCsv = csvKind<Row>({
  kind: 'licenses',
  columns: [
    { name: 'customer', required: true, example: 'Larkspur Legal' },
    { name: 'product', required: true, example: 'ESILAW', most: 100 },
    { name: 'key', required: true, example: 'LEG-1002', id: true, most: 100 },
    { name: 'policy', required: true, example: 'manual' },
    { name: 'expires_on', required: true, example: '2027-03-31' },
    { name: 'period_months', required: true, example: '12' },
    { name: 'gateway_subscription', example: 'SUB-1002', id: true, most: 100 },
  ],
  roles: licenseRoles,
  read: (cells) => {
    const policy = licensePolicies.find((each) => each === cells.policy?.toLowerCase());
    if (!policy) throw new FieldErrors({ policy: `Write ${licensePolicies.join(' or ')}.` });
    const license = {
      product: cells.product ?? '',
      key: cells.key ?? '',
      policy,
      expiresOn: expiryDay(cells.expires_on ?? ''),
      periodMonths: Number(cells.period_months),
      gateway: usualGateway,
      gatewaySubscription: cells.gateway_subscription,
    };
    const problems = licenseProblems(license);
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    return { customer: cells.customer ?? '', license };
  },
  store: async (work, entries) => {
    const repeated = [
      ...repeatedIn(entries, 'key', ({ license }) => license.key),
      ...repeatedIn(entries, 'gateway_subscription', ({ license }) => license.gatewaySubscription),
    ];
    const rows = new Set(repeated.map(({ row }) => row));
    const whole = entries.filter(({ row }) => !rows.has(row));
    const [customers, known] = await Promise.all([
      customersByNames(
        work.tx,
        whole.map(({ value }) => value.customer),
      ),
      takenBy(
        work.tx,
        whole.map(({ value }) => value.license.key.trim()),
        {
          gateway: usualGateway,
          subscriptions: whole.flatMap(({ value }) => value.license.gatewaySubscription ?? []),
        },
      ),
    ]);
    const { take, write } = licensesInHand(work, known);
    const refused = await eachEntry(whole, ({ customer, license }) => {
      const found = customers.get(nameKey(customer));
      if (!found) throw new FieldErrors({ customer: `Baton knows no customer called “${customer}”: enter it first.` });
      take({ ...license, customerId: found.id });
    });
    if (refused.length > 0 || repeated.length > 0) return [...repeated, ...refused];
    await work.emit(licenseAdded, await write());
    return [];
  },
});
