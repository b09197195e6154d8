import { Conflict, FieldErrors } from '../../../../core/errors.ts';
import { escapeMrkdwn } from '../../../../core/text/text.ts';
import { todayIn } from '../../../../core/time/calendar.ts';
import { person } from '../../../../platform/block-kit/mentions.ts';
import type { WindowSection } from '../../../../platform/slice/slice.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import { projectBegun, projectDoor, projectRef } from '../../../playbooks/index.ts';
import { redraw } from '../quotes/change-quote.ts';
import { type Quote, quoteDoor, quoteName, quoteSubject } from '../quotes/quote.ts';
import { quoteRows } from '../quotes/quote-views.ts';
import type { NextOfQuote } from '../quotes/quote-window.ts';
import { linkProject, lockQuote, quoteOfProject } from '../quotes/store.ts';

/** @throws Conflict where an onboarding came of it already, or it is none that becomes one */
export const requireToBegin = (quote: Quote): void => {
  const name = quoteName(quote);
  if (quote.projectId) throw new Conflict(`An onboarding came of quote ${name} already. Open the quote to see it.`);
  if (quote.state !== 'accepted' || quote.becomes !== 'onboarding')
    throw new Conflict(`No onboarding comes of quote ${name}: it is ${quote.state}.`);
};

/** What it waits for once it is accepted, and where it led. */
export const nextOfProject: NextOfQuote = async (_tx, quote) => {
  if (quote.becomes !== 'onboarding' || quote.state !== 'accepted') return [];
  return quote.projectId
    ? [{ text: projectDoor.button, action: projectDoor.opens, value: quote.projectId, roles: ['sales'] }]
    : [{ text: 'New project', action: 'quote.start_project', value: quote.id, style: 'primary', roles: ['sales'] }];
};

/** The project came of a quote: once, and for its customer. @throws Conflict; FieldErrors at `existing_customer` */
export const begunReaction: Reaction = on(projectBegun, async (work, { project, from }) => {
  if (from.type !== quoteDoor.subject) return;
  const quote = await lockQuote(work, from.id);
  requireToBegin(quote);
  if (quote.customerId !== project.customerId)
    throw new FieldErrors({ existing_customer: `Quote ${quoteName(quote)} is for another customer. Choose that one.` });
  if (!(await linkProject(work, quote.id, project.id))) requireToBegin({ ...quote, projectId: project.id });
  work.audit({
    action: 'quote.onboarded',
    subject: quoteSubject(quote.id),
    customerId: quote.customerId,
    after: { number: quoteName(quote), project: projectRef(project) },
  });
  redraw(work, quote.id, `${person(work.by.id)} began the onboarding *${escapeMrkdwn(projectRef(project))}* with it.`);
});

/** In the project's window: the quote that it came of. */
export const projectSection: WindowSection = {
  subject: projectDoor.subject,
  order: 33,
  title: 'Quote',
  rows: async ({ deps: { db, timeZone, clock } }, projectId, { skip }) => {
    const quote = await quoteOfProject(db.prisma, projectId);
    return quote && skip === 0 ? quoteRows([quote], { today: todayIn(timeZone, clock.now()), soonDays: 0 }) : [];
  },
};
