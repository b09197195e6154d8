import { FieldErrors } from '../../../core/errors.ts';
import { csvKind, repeatedIn } from '../../entries/index.ts';
import type { EnteredCustomer } from '../create-customer.ts';
import { customerEditors, customerProblems, nameKey } from '../customer.ts';
import { detailColumns, readDetails } from '../details/details-csv.ts';
import { enterCustomers, type ListedCustomer } from './enter-customers.ts';

/** Customers that exist already. BIL-21 */
export const customersCsv = csvKind<ListedCustomer>({
  kind: 'customers',
  columns: [
    { name: 'customer', required: true, example: 'Larkspur Legal' },
    { name: 'currency', required: true, example: 'USD' },
    { name: 'contact_name', example: 'Jo Larkspur' },
    { name: 'email', example: 'jo@example.com', most: 254 },
    { name: 'phone', example: '+1 555 0100', most: 60 },
    { name: 'address', example: '1 Main Street, Springfield', most: 2000 },
    { name: 'time_zone', example: 'America/New_York' },
    { name: 'language', example: 'en' },
    { name: 'gateway_customer', example: 'AX-1002', id: true, most: 100 },
    ...detailColumns,
  ],
  roles: customerEditors,
  read: (cells) => {
    const entered: EnteredCustomer = {
      name: cells.customer ?? '',
      currency: (cells.currency ?? '').toUpperCase(),
      contactName: cells.contact_name,
      email: cells.email,
      phone: cells.phone,
      address: cells.address,
      timeZone: cells.time_zone,
      language: cells.language?.toLowerCase(),
      gatewayCustomer: cells.gateway_customer,
    };
    const problems = {
      ...customerProblems(entered),
      ...(entered.language === undefined || ['en', 'it'].includes(entered.language)
        ? {}
        : { language: 'Write en or it.' }),
    };
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    return { ...entered, key: nameKey(entered.name), details: readDetails(cells) };
  },
  store: async (work, entries) => {
    const repeated = [
      ...repeatedIn(entries, 'customer', ({ key }) => key),
      ...repeatedIn(entries, 'gateway_customer', ({ gatewayCustomer }) => gatewayCustomer),
    ];
    const rows = new Set(repeated.map(({ row }) => row));
    return [
      ...repeated,
      ...(await enterCustomers(
        work,
        entries.filter(({ row }) => !rows.has(row)),
      )),
    ];
  },
});
