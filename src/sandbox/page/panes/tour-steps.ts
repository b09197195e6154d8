import type { Delivery } from '../api/traffic.ts';
import { BILLING } from './tour-billing.ts';
import { after, isSubmitted, submitted, type TourStep } from './tour-step.ts';

/**
 * Somebody (of the role, where the form is one that every desk has) approved after the form that fills the desk's checklist:
 * an earlier press would have been refused.
 */
const handedOn =
  (callback: string, role = '') =>
  (deliveries: readonly Delivery[]): boolean => {
    const own = deliveries.filter(({ user }) => user?.includes(role));
    const filled = own.findIndex((each) => isSubmitted(each, [callback]));
    return (
      filled >= 0 && own.slice(filled).some(({ kind, name }) => kind === 'block_actions' && name === 'handoff.approve')
    );
  };

/** The main job in steps, then billing. */
export const TOUR: readonly TourStep[] = [
  {
    key: 'begin',
    title: 'Sales begins a folder',
    turns: [
      {
        role: 'sales',
        place: 'sales',
        press:
          'Write `/onboard new`. Name a new customer, choose Pia as project manager, and give a set-up fee of *500*, a first month of *2000* and hardware of *300*. For the set-up fee a *check* was picked up. Then *Create*.',
      },
    ],
    happens:
      'The folder P-1 lies at Intake. One message in the desk’s channel shows it and changes as the work goes on. Try an amount such as “a lot” first: the field says what is wrong.',
    rules: 'ONB-1',
    done: submitted('project.create'),
  },
  {
    key: 'intake',
    title: 'Sales ticks and hands on',
    turns: [
      {
        role: 'sales',
        place: 'sales',
        press:
          'On the folder press *Approve*: it says what is missing. Then *Checklist*, tick all four, *Save*, and *Approve*.',
      },
    ],
    happens:
      'A desk cannot hand on what it has not done. Afterwards the message says who approved and when, without buttons; the next desk’s message appears in #reviewer, and the thread keeps the story.',
    rules: 'ONB-2, ONB-18, ALL-2',
    done: handedOn('checklist.save', 'SALES'),
  },
  {
    key: 'review',
    title: 'The reviewer checks',
    turns: [
      {
        role: 'reviewer',
        place: 'reviewer',
        press:
          'In *Checklist* set both ticks, *Save*, then *Approve*. If you like, press *Return* first and give a reason: as Sally in #sales tick and approve once more.',
      },
    ],
    happens:
      'Anybody else who presses here is refused, and told which role it takes. Whoever presses second is told who was first.',
    rules: 'ONB-2, ALL-1, ALL-3',
    done: handedOn('checklist.save', 'REVIEW'),
  },
  {
    key: 'invoices',
    title: 'Accounting sends the invoices and takes the check',
    turns: [
      {
        role: 'accounting',
        place: 'accounting',
        press:
          'On each of the three invoices press *Mark as sent*, give a number and where it is kept. On the set-up fee also press *Record payment*: it was paid by the check.',
      },
    ],
    happens:
      'Payment is not needed to hand the folder on; it opens gates. The set-up fee opens “Scheduling of resources”. The other two stay shut.',
    rules: 'ONB-3, ONB-4, ONB-5',
    done: after('invoice.mark_sent', submitted('payment.record')),
  },
  {
    key: 'billing',
    title: 'Billing sets up contract and subscription',
    turns: [
      {
        role: 'billing',
        place: 'billing',
        press:
          'Press *Add contract*, give it a number and a first day, *Add*. Press *Set up subscription*, fill in coverage and SLA, *Set up*. When everything is done, *Approve*.',
      },
    ],
    happens:
      'The ticks here set themselves: they are facts. Recurring billing exists now, but is not armed. Hardware goes to the reviewer and then to purchasing.',
    rules: 'ONB-6, ONB-8',
    done: handedOn('subscription.set_up'),
  },
  {
    key: 'profile',
    title: 'Sales checks the profile',
    turns: [
      {
        role: 'sales',
        place: 'sales',
        press: 'In *Checklist* set both ticks and a target go-live date, *Save*, then *Approve*.',
      },
    ],
    happens:
      'The target is agreed with the project manager, who gets the folder next and is told so in a direct message.',
    rules: 'ONB-9',
    done: after('subscription.set_up', handedOn('checklist.save', 'SALES')),
  },
  {
    key: 'planning',
    title: 'The project manager plans',
    turns: [
      {
        role: 'project_manager',
        place: 'project-manager',
        press:
          'In *Checklist* tick all three and set the ETA, *Save*, then *Approve*. (Had the set-up fee not been paid, the ETA would wait for its gate.)',
      },
    ],
    happens: 'The gate “Scheduling of resources” was opened by the payment. The folder goes on to Service.',
    rules: 'ONB-10, ONB-11',
    done: handedOn('checklist.save', 'PROJMG'),
  },
  {
    key: 'hardware',
    title: 'Hardware is reviewed and ordered',
    turns: [
      { role: 'reviewer', place: 'reviewer', press: 'Press *Reviewed* on the hardware order.' },
      { role: 'purchasing', place: 'purchasing', press: 'Press *Ordered* and give the order number.' },
    ],
    happens:
      'It is not paid, but below $500: the gate opened by itself. Above that it would take the payment, a purchase agreement, or an exception that somebody else approves.',
    rules: 'ONB-7',
    done: submitted('hardware.order'),
  },
  {
    key: 'paid',
    title: 'The first month is paid, the customer goes live',
    turns: [
      {
        role: 'accounting',
        place: 'accounting',
        press: 'On the first month’s invoice (I-2) press *Record payment* and choose EFT.',
      },
      {
        role: 'service',
        place: 'service',
        press: 'In *Checklist* set both dates to today, *Save*, then *Approve*.',
      },
    ],
    happens:
      'Until the payment the go-live dates could not be entered at all. The payment adds a note to the folder and tells the whole team, once.',
    rules: 'ONB-12, ONB-13, ONB-14',
    done: handedOn('checklist.save', 'SERVIC'),
  },
  {
    key: 'arm',
    title: 'Two desks acknowledge, accounting arms billing',
    turns: [
      { role: 'service', place: 'service', press: 'Press *Tell accounting to begin*.' },
      { role: 'sales', place: 'sales', press: 'The same: *Tell accounting to begin*.' },
      {
        role: 'accounting',
        place: 'accounting',
        press:
          'Press *Arm recurring billing*, read the credit, *Arm*. In *Checklist* tick “Credit checked”, *Save*, then *Approve*.',
      },
    ],
    happens:
      'The first month was prepaid: the days before going live are credited on the next bill, which is the first of next month. The modal shows the rule it used.',
    rules: 'ONB-15, ONB-16, BIL-9',
    done: submitted('recurring.arm'),
  },
  {
    key: 'failed',
    title: 'A charge fails five times',
    turns: [
      {
        role: 'accounting',
        place: 'accounting',
        press:
          'Write `/bill import`, take the sample *fifth-attempt.csv*, *Import*. On the case of Northwind Clinics try *Contacted*, then *Advise Support* with a reason.',
      },
    ],
    happens:
      'One message per case, changed in place; its thread is the log. Import the file again: nothing changes. Try broken.csv and card-number.csv too: refused whole, with the row and the reason.',
    rules: 'COL-1, COL-2, COL-3, COL-4',
    done: submitted('case.advise_support'),
  },
  {
    key: 'expire',
    title: 'Support confirms the expiry, in the thread',
    turns: [
      {
        role: 'support',
        place: 'support',
        press:
          'On “Expire the license” press *Ticks*, set both, *Save*. Then open the thread (💬) and reply `done`. A reply such as “done, I think” is only conversation.',
      },
    ],
    happens:
      'Both ticks and somebody other than the asker are needed. The case in #accounting says expired; had a payment come first, the task would have been withdrawn.',
    rules: 'COL-5, COL-6, ALL-1',
    done: (deliveries) => {
      const bySupport = deliveries.filter(({ user }) => user?.includes('SUPPRT'));
      const ticked = bySupport.findIndex((each) => isSubmitted(each, ['expiry.ticks']));
      return ticked >= 0 && bySupport.slice(ticked).some(({ kind, name }) => kind === 'event' && name === 'message');
    },
  },
  ...BILLING,
];
