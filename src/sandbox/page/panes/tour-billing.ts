import { after, isSubmitted, submitted, type TourStep, type Turn } from './tour-step.ts';

const accounting = (press: string): readonly Turn[] => [{ role: 'accounting', place: 'accounting', press }];

/** A customer of three months is billed, pays in part, is credited, and changes its services. */
export const BILLING: readonly TourStep[] = [
  {
    key: 'customer',
    title: 'Billing: a customer with a history',
    turns: accounting(
      'Write `/bill customer Bayside Dermatology`. Scroll through the window: its billing group, subscription, invoices, payments and lists. *Open invoice* shows what one was for; *History* says who did what when. Then tick *Done*.',
    ),
    happens:
      'Everything of a customer is in one window, with the buttons of whoever looks. The last invoice is overdue: it was credited for two days without service, and paid in part.',
    rules: 'CUS-4, BIL-12, BIL-15',
  },
  {
    key: 'bill',
    title: 'Billing: preview, and bill now',
    turns: accounting(
      'Write `/bill preview Bayside Dermatology`. Read why each line costs what it does, leave *Drafts* chosen, and press *Bill now*.',
    ),
    happens:
      'What the preview shows is what is made, by the same rules. Ask again: nothing is left to bill, and who asks is told who made the last bill.',
    rules: 'BIL-1, BIL-14, BIL-16',
    done: submitted('bill.now'),
  },
  {
    key: 'issue',
    title: 'Billing: issue the invoice',
    turns: accounting('On the new invoice’s message press *Issue*, read what it means, and *Issue* once more.'),
    happens:
      'A draft has no number. It gets the next of its series now, without a gap, and nothing of it can be changed after that. *Mark as sent* says that it went out.',
    rules: 'BIL-12',
    done: submitted('invoice.issue'),
  },
  {
    key: 'part',
    title: 'Billing: a part of it is paid',
    turns: accounting('On the same message press *Record payment*, write *200*, choose *Check*, and *Record*.'),
    happens:
      'The message says what is still open. Had it been too much, the rest would be the customer’s balance: Northwind Clinics has $100.00 of it.',
    rules: 'BIL-15, BIL-17',
    done: after('invoice.issue', submitted('payment.record')),
  },
  {
    key: 'credit',
    title: 'Billing: a credit note',
    turns: accounting(
      'On the same message press *Credit*. Write *25* at the hosting, empty the lines of the lists, give a reason, and *Issue*.',
    ),
    happens:
      'The credit note has a number of its own, and the tax goes with it. More than is left of a line is refused at its field; above $1,000.00 a second person approves.',
    rules: 'BIL-13, ALL-11',
    done: submitted('credit.issue'),
  },
  {
    key: 'services',
    title: 'Billing: a service starts, another stops',
    turns: accounting(
      'Write `/bill customer Bayside Dermatology` and press *Open subscription*. *Start service*: choose the plan Help desk, 3 of it, *Preview*, *Confirm*. Then *Change* at the hosting: *Stop until it is started again*, *Preview*, *Confirm*.',
    ),
    happens:
      'Before anything is changed it says what is charged and credited because of it, by days. `/bill preview` has those lines next: the credits wait where they exceed the bill.',
    rules: 'BIL-6, CUS-4',
    done: (deliveries) => deliveries.filter((each) => isSubmitted(each, ['service.confirm'])).length >= 2,
  },
];
