import { add, type Money, money } from '../core/money/money.ts';
import type { Day } from '../core/time/calendar.ts';
import { billNow } from '../features/billing/bills/index.ts';
import { creditInvoice } from '../features/billing/credits/index.ts';
import { type Invoice, linesOf, markSent } from '../features/billing/invoices/index.ts';
import { type PaymentMethod, recordPayment } from '../features/billing/payments/index.ts';
import { addGroup, createCustomer, customerByName } from '../features/customers/index.ts';
import { type By, type Deps, system } from '../platform/work/work.ts';
import { addDemoPlans, subscribe } from './demo-services.ts';

/** The days of the history, and the clock that goes through them. */
export interface Calendar {
  /** So many months ago, on a day of the month. */
  readonly day: (months: number, dayOfMonth?: number) => Day;
  readonly goTo: (on: Day) => void;
}

const startSummit = async (deps: Deps, startOn: Day, sellerId: string): Promise<string> => {
  const { id: customerId } = await deps.transact(system, (work) =>
    createCustomer(work, { name: 'Summit Books', currency: 'USD', timeZone: 'America/New_York' }),
  );
  const group = {
    name: 'Premises',
    startOn,
    endOn: null,
    termsId: null,
    purchaseOrder: null,
    addressees: [],
    contractId: null,
    sellerId,
  };
  await addGroup(deps, system, { customerId, group });
  return customerId;
};

/**
 * What was sold, billed and paid: Bayside pays, the last time too little; Larkspur owes two months ago's; Northwind pays too much.
 * Summit Books began this month, with something of which nobody has said how it is taxed. This month's bills are left to whoever
 * tries it. It begins where the calendar stands.
 */
export const seedBills = async (deps: Deps, by: By, { day, goTo }: Calendar, sellerId: string): Promise<void> => {
  const named = async (name: string): Promise<string> => (await customerByName(deps.db.prisma, name))?.id ?? '';
  const [bayside, larkspur, northwind] = [
    await named('Bayside Dermatology'),
    await named('Larkspur Legal'),
    await named('Northwind Clinics'),
  ];
  const bill = async (customerId: string, on: Day): Promise<Invoice> => {
    const [made] = await billNow(deps, by, { customerId, asOf: on, isIssued: true });
    if (!made) throw new Error(`nothing was due on ${on}`);
    const location = `https://files.example/${made.issued?.number}.pdf`;
    await markSent(deps, by, { invoiceId: made.id, sentOn: on, location });
    return made;
  };
  const pay = async (
    { id: invoiceId, amount }: Invoice,
    on: Day,
    more: {
      readonly method: PaymentMethod;
      readonly reference: string;
      readonly amount?: Money;
      readonly leftOver?: Money;
    },
  ) => {
    goTo(on);
    await recordPayment(deps, by, { invoiceId, amount, receivedOn: on, ...more });
  };

  const { hosting, lists, rack } = await addDemoPlans(deps, by, day(3));
  await subscribe(deps, by, { customerId: bayside, plans: [hosting, lists], from: day(3) });
  const first = await bill(bayside, day(3));
  await pay(first, day(3, 12), { method: 'check', reference: '20417' });
  goTo(day(2));
  const second = await bill(bayside, day(2));
  await subscribe(deps, by, { customerId: larkspur, plans: [hosting], from: day(2) });
  await bill(larkspur, day(2));
  await pay(second, day(2, 9), { method: 'eft', reference: 'EFT-88120' });
  goTo(day(1));
  const third = await bill(bayside, day(1));
  await subscribe(deps, by, { customerId: northwind, plans: [hosting, lists], from: day(1) });
  const fourth = await bill(northwind, day(1));
  const leftOver = money(100_00, 'USD');
  await pay(fourth, day(1, 6), {
    method: 'eft',
    reference: 'EFT-90344',
    amount: add(fourth.amount, leftOver),
    leftOver,
  });
  goTo(day(1, 8));
  const hosted = (await linesOf(deps.db.prisma, third)).find(({ description }) => description === hosting.name);
  await creditInvoice(deps, by, {
    invoiceId: third.id,
    lines: [{ lineId: hosted?.id ?? '', net: '3000' }],
    reason: 'Two days without service',
  });
  await pay(third, day(1, 11), { method: 'check', reference: '20533', amount: money(200_00, 'USD') });
  goTo(day(0));
  await subscribe(deps, by, { customerId: await startSummit(deps, day(0), sellerId), plans: [rack], from: day(0) });
};
