import type { Delivery } from '../api/traffic.ts';

/** The main job in steps: who, where, what to press, what happens and by which rule. */
export interface TourStep {
  key: string;
  title: string;
  role: string;
  /** A channel's name, or `home`. */
  place: string;
  press: string;
  happens: string;
  rules: string;
  /** Whether the traffic, oldest first, shows that it was done; without it the person marks it. */
  done?: (deliveries: readonly Delivery[]) => boolean;
}

const isSubmitted = ({ kind, name }: Delivery, callbacks: readonly string[]): boolean =>
  kind === 'view_submission' && callbacks.includes(name);

const submitted =
  (...callbacks: string[]) =>
  (deliveries: readonly Delivery[]): boolean =>
    deliveries.some((each) => isSubmitted(each, callbacks));

/** Somebody of the role approved after a form that fills the desk's checklist: an earlier press would have been refused. */
const handedOn =
  (role: string, callback: string, times = 1) =>
  (deliveries: readonly Delivery[]): boolean => {
    let isFilled = false;
    let count = 0;
    for (const each of deliveries) {
      if (!each.user?.includes(role)) continue;
      if (isSubmitted(each, [callback])) isFilled = true;
      if (!isFilled || each.kind !== 'block_actions' || each.name !== 'handoff.approve') continue;
      isFilled = false;
      count += 1;
    }
    return count >= times;
  };

export const TOUR: readonly TourStep[] = [
  {
    key: 'begin',
    title: 'Sales begins a folder',
    role: 'sales',
    place: 'sales',
    press:
      'Write `/onboard new`. Name a new customer, choose Pia as project manager, and give a set-up fee of *500*, a first month of *2000* and hardware of *300*. For the set-up fee a *check* was picked up. Then *Create*.',
    happens:
      'The folder P-1 lies at Intake. One message in the desk’s channel shows it and changes as the work goes on. Try an amount such as “a lot” first: the field says what is wrong.',
    rules: 'ONB-1',
    done: submitted('project.create'),
  },
  {
    key: 'intake',
    title: 'Sales ticks and hands on',
    role: 'sales',
    place: 'sales',
    press:
      'On the folder press *Approve*: it says what is missing. Then *Checklist*, tick all four, *Save*, and *Approve*.',
    happens:
      'A desk cannot hand on what it has not done. Afterwards the message says who approved and when, without buttons; the next desk’s message appears in #reviewer, and the thread keeps the story.',
    rules: 'ONB-2, ONB-18, ALL-2',
    done: handedOn('SALES', 'checklist.save'),
  },
  {
    key: 'review',
    title: 'The reviewer checks',
    role: 'reviewer',
    place: 'reviewer',
    press:
      'Press *Return* if you like, with a reason, and hand it on again as Sally. Then *Checklist*, both ticks, and *Approve*.',
    happens:
      'Anybody else who presses here is refused, and told which role it takes. Whoever presses second is told who was first.',
    rules: 'ONB-2, ALL-1, ALL-3',
    done: handedOn('REVIEW', 'checklist.save'),
  },
  {
    key: 'invoices',
    title: 'Accounting sends the invoices and takes the check',
    role: 'accounting',
    place: 'accounting',
    press:
      'On each of the three invoices press *Mark as sent*, give a number and where it is kept. On the set-up fee also press *Record payment*: it was paid by the check.',
    happens:
      'Payment is not needed to hand the folder on; it opens gates. The set-up fee opens “Scheduling of resources”. The other two stay shut.',
    rules: 'ONB-3, ONB-4, ONB-5',
    done: submitted('payment.record'),
  },
  {
    key: 'billing',
    title: 'Billing sets up the subscription',
    role: 'billing',
    place: 'billing',
    press: 'Press *Set up subscription*, fill in coverage and SLA, *Set up*. When everything is done, *Approve*.',
    happens:
      'The ticks here set themselves: they are facts. Recurring billing exists now, but is not armed. Hardware goes to the reviewer and then to purchasing.',
    rules: 'ONB-6, ONB-8',
    done: handedOn('BILLNG', 'subscription.set_up'),
  },
  {
    key: 'profile',
    title: 'Sales checks the profile',
    role: 'sales',
    place: 'sales',
    press: 'In *Checklist* set both ticks and a target go-live date, *Save*, then *Approve*.',
    happens:
      'The target is agreed with the project manager, who gets the folder next and is told so in a direct message.',
    rules: 'ONB-9',
    done: handedOn('SALES', 'checklist.save', 2),
  },
  {
    key: 'planning',
    title: 'The project manager plans',
    role: 'project_manager',
    place: 'project-manager',
    press:
      'In *Checklist* tick all three and set the ETA, *Save*, then *Approve*. (Had the set-up fee not been paid, the ETA would wait for its gate.)',
    happens: 'The gate “Scheduling of resources” was opened by the payment. The folder goes on to Service.',
    rules: 'ONB-10, ONB-11',
    done: handedOn('PROJMG', 'checklist.save'),
  },
  {
    key: 'hardware',
    title: 'Hardware is reviewed and ordered',
    role: 'reviewer',
    place: 'reviewer',
    press:
      'Press *Reviewed* on the hardware order. Then be Percy Purchasing in #purchasing, press *Ordered* and say where the order was placed.',
    happens:
      'It is not paid, but below $500: the gate opened by itself. Above that it would take the payment, a purchase agreement, or an exception that somebody else approves.',
    rules: 'ONB-7',
    done: submitted('hardware.order'),
  },
  {
    key: 'paid',
    title: 'The first month is paid, the customer goes live',
    role: 'accounting',
    place: 'accounting',
    press:
      'On the first month’s invoice press *Record payment*, method EFT. Then be Sven Service in #service: *Checklist*, both dates today, *Save*, *Approve*.',
    happens:
      'Until the payment the go-live dates could not be entered at all. The payment adds a note to the folder and tells the whole team, once.',
    rules: 'ONB-12, ONB-13, ONB-14',
    done: handedOn('SERVIC', 'checklist.save'),
  },
  {
    key: 'arm',
    title: 'Two desks acknowledge, accounting arms billing',
    role: 'service',
    place: 'service',
    press:
      'As Sven press *Tell accounting to begin*, then the same as Sally in #sales. Be Anna Accounting in #accounting: *Arm recurring billing*, read the credit, *Arm*. Tick “Credit checked” and *Approve*.',
    happens:
      'The first month was prepaid: the days before going live are credited on the next bill, which is the first of next month. The modal shows the rule it used.',
    rules: 'ONB-15, ONB-16, BIL-9',
    done: submitted('recurring.arm'),
  },
  {
    key: 'failed',
    title: 'A charge fails five times',
    role: 'accounting',
    place: 'accounting',
    press:
      'Write `/bill import`, take the sample *fifth-attempt.csv*, *Import*. On the case of Northwind Clinics try *Contacted*, then *Advise Support* with a reason.',
    happens:
      'One message per case, changed in place; its thread is the log. Import the file again: nothing changes. Try broken.csv and card-number.csv too: refused whole, with the row and the reason.',
    rules: 'COL-1, COL-2, COL-3, COL-4',
    done: submitted('report.import', 'case.advise_support'),
  },
  {
    key: 'expire',
    title: 'Support confirms the expiry, in the thread',
    role: 'support',
    place: 'support',
    press:
      'On “Expire the license” press *Ticks*, set both, *Save*. Then open the thread (💬) and reply `done`. A reply such as “done, I think” is only conversation.',
    happens:
      'Both ticks and somebody other than the asker are needed. The case in #accounting says expired; had a payment come first, the task would have been withdrawn.',
    rules: 'COL-5, COL-6, ALL-1',
    done: (deliveries) => {
      const bySupport = deliveries.filter(({ user }) => user?.includes('SUPPRT'));
      const ticked = bySupport.findIndex((each) => isSubmitted(each, ['expiry.ticks']));
      return ticked >= 0 && bySupport.slice(ticked).some(({ kind, name }) => kind === 'event' && name === 'message');
    },
  },
];
