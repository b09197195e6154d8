import { addDays, type Day, firstOfMonth, todayIn } from '../core/time/calendar.ts';

/** A Recurring Billing Report to try the import with; the layout is that of the shipped mapping. */
export interface SampleReport {
  readonly name: string;
  readonly description: string;
  readonly content: string;
}

export interface DemoLicense {
  readonly customer: string;
  readonly reference: string;
  readonly subscription: string;
  readonly product: string;
  readonly amount: string;
  readonly card: readonly [brand: string, last4: string];
}

/** The customers with a card on file, as the gateway knows them. The sandbox's database and reports agree on these. */
export const demoLicenses: readonly DemoLicense[] = [
  {
    customer: 'Bayside Dermatology',
    reference: 'AX-1001',
    subscription: 'SUB-1001',
    product: 'Legacy',
    amount: '1200.00',
    card: ['Visa', '4242'],
  },
  {
    customer: 'Larkspur Legal',
    reference: 'AX-1002',
    subscription: 'SUB-1002',
    product: 'Legacy',
    amount: '480.00',
    card: ['Mastercard', '1881'],
  },
  {
    customer: 'Northwind Clinics',
    reference: 'AX-1003',
    subscription: 'SUB-1003',
    product: 'Legacy',
    amount: '2150.50',
    card: ['Visa', '0077'],
  },
];

const header =
  'Transaction ID,Subscription ID,Billing Date,Customer ID,Customer Name,Amount,Currency,Transaction Date,Status,Response,Response Code,Card Type,Card Number,Next Attempt,Attempt';

interface Row {
  readonly license: DemoLicense;
  readonly attempt: number;
  readonly on: Day;
  readonly period: Day;
  readonly next?: Day;
  readonly status?: 'Failed' | 'Approved';
}

const line = ({ license, attempt, on, period, next, status = 'Failed' }: Row): string => {
  const response = status === 'Failed' ? ['Insufficient funds', '51'] : ['Approved', '00'];
  return [
    // Letters between the digits: a long run of them would sometimes pass for a card number, and the file be refused.
    `T${license.subscription.slice(4)}P${period.replaceAll('-', '')}${status === 'Failed' ? `N${attempt}` : 'PAID'}`,
    license.subscription,
    period,
    license.reference,
    license.customer,
    license.amount,
    'USD',
    `${on} 03:00:00`,
    status,
    ...response,
    license.card[0],
    `************${license.card[1]}`,
    next ?? '',
    String(attempt),
  ].join(',');
};

const file = (lines: readonly string[]): string => `${[header, ...lines].join('\r\n')}\r\n`;

/** The samples as of Baton's now: what failed last night, what failed until the fifth time, a payment, and two bad files. */
export const sampleReports = (now: Date): readonly SampleReport[] => {
  const today = todayIn('UTC', now);
  const period = firstOfMonth(today);
  const [first, second, third] = demoLicenses as readonly [DemoLicense, DemoLicense, DemoLicense];
  const stranger: DemoLicense = {
    ...third,
    customer: 'Unknown Traders',
    reference: 'AX-9999',
    subscription: 'SUB-9999',
  };
  const failed = (license: DemoLicense, attempt: number): string =>
    line({
      license,
      attempt,
      on: addDays(today, attempt - 5),
      period,
      ...(attempt < 5 ? { next: addDays(today, attempt - 4) } : {}),
    });
  const firstNight = [first, second, stranger].map((license) =>
    line({ license, attempt: 1, on: today, period, next: addDays(today, 1) }),
  );
  return [
    {
      name: 'failed-charges.csv',
      description: 'Three charges failed for the first time, one of them of a customer that Baton does not know yet.',
      content: file(firstNight),
    },
    {
      name: 'fifth-attempt.csv',
      description: 'Northwind Clinics was tried five times: the account is FAILED.',
      content: file([1, 2, 3, 4, 5].map((attempt) => failed(third, attempt))),
    },
    {
      name: 'payment-found.csv',
      description: 'Bayside Dermatology’s charge went through after all.',
      content: file([line({ license: first, attempt: 2, on: today, period, status: 'Approved' })]),
    },
    {
      name: 'broken.csv',
      description: 'The second row has no readable amount: the whole file is refused.',
      content: file([firstNight[0] ?? '', (firstNight[1] ?? '').replace('480.00', 'four hundred')]),
    },
    {
      name: 'card-number.csv',
      description: 'Somebody left a whole (test) card number in: refused, and never repeated.',
      content: file([(firstNight[0] ?? '').replace('************4242', '4242 4242 4242 4242')]),
    },
  ];
};
