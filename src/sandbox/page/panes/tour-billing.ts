import { after, isSubmitted, pressed, submitted, type TourStep, type Turn } from './tour-step.ts';

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
  {
    key: 'run',
    title: 'Billing: a month of bills',
    turns: accounting(
      'Write `/bill run`, leave everything as it is, and *Preview*. The totals come into #accounting, with who cannot be billed and why: read them, and press *Confirm*.',
    ),
    happens:
      'Everybody is billed by the function that made the preview. Summit Books stands aside, since nobody has said how rack space is taxed; nobody else waits for that. Run it again: nothing is made twice.',
    rules: 'BIL-2, BIL-12',
    done: after('bill.run', pressed('run.confirm')),
  },
  {
    key: 'parked',
    title: 'Billing: who stood aside is billed too',
    turns: accounting(
      'Write `/bill setup`, press *Add tax*, and say how *premises* are taxed, from the first of this month on. Then *Open run* on the run’s message, and *Retry* at Summit Books.',
    ),
    happens: 'Only that customer is tried again, for the same run: its bill is one of those that belong to it.',
    rules: 'BIL-2, BIL-14',
    done: after('bill.run', pressed('run.retry_item')),
  },
  {
    key: 'quote',
    title: 'Billing: a quote becomes an invoice',
    turns: [
      {
        role: 'sales',
        place: 'sales',
        press:
          'Write `/bill quote new Northwind Clinics`. Say what it is for, write the line *Migration | 1 | 500.00 | services*, *Preview*, *Make the quote*. In its window press *Mark as sent* and say how; then *Accepted*, and how the customer said so.',
      },
    ],
    happens:
      'It is accepted once, whoever presses, and a draft invoice lies before accounting, who are asked to contact the customer. The answer offers *Undo* for ten minutes: what came of it goes with it.',
    rules: 'BIL-10, COL-10, ALL-5',
    done: after('quote.make', after('quote.send', submitted('quote.accept'))),
  },
  {
    key: 'report',
    title: 'Billing: figures on screen and as a file',
    turns: accounting(
      'Write `/bill report`, choose one, leave *On screen*, and press *Show*. Then press *As XLSX* below it.',
    ),
    happens:
      'A table and a chart as Slack draws them, each currency by itself, with a plain text for whoever cannot see them; the file has the fields that you choose.',
    rules: 'CUS-8, ALL-7',
    done: after('report.show', pressed('report.xlsx')),
  },
  {
    key: 'terminate',
    title: 'Billing: a customer leaves in order',
    turns: accounting(
      'Write `/bill customer Larkspur Legal` and press *Terminate*. Read from when its notice holds, and confirm. Its message shows the steps, and which comes first.',
    ),
    happens:
      'The final bill comes before it is made inactive, and what is left over is refunded or carried over. Until its last day is over it can be taken back. `/bill calendar Larkspur Legal` says what will happen until then.',
    rules: 'CUS-6, BIL-19',
    done: submitted('termination.start'),
  },
  {
    key: 'months',
    title: 'Billing: months go by',
    turns: accounting(
      'Open *Months* at the top right, and let *a month* go by, with its bills, or a year of them. Then tick *Done*.',
    ),
    happens:
      'Each day does what is due on it: bills on the first, reminders, deadlines, quotes that expire, licenses that lapse, a pause that ends. Nothing is done twice, however often you stop.',
    rules: 'BIL-2, BIL-19, CUS-6',
  },
];
