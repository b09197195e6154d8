/** Where invoices are shown: accounting's message, their window, Home, and the customer's window. */

import { NotFound } from '../../../core/errors.ts';
import { todayIn } from '../../../core/time/calendar.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { HomeSection, SlotKind, WindowKind, WindowSection } from '../../../platform/slice/slice.ts';
import { type Contributions, point } from '../../../platform/work/contributions.ts';
import { on, onEach, type Reaction } from '../../../platform/work/events.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { contactChanged, customerById, customersByIds } from '../../customers/index.ts';
import { storySection } from '../../story/index.ts';
import { taxTotals } from '../taxes/index.ts';
import { issue } from './actions/issue-invoice.ts';
import { dueIfIssued } from './document/freeze.ts';
import { eraseFromInvoices } from './document/frozen-store.ts';
import { totalsOfHeader } from './document/line.ts';
import { frozenOf, linesOf, storedLines } from './document/line-store.ts';
import { documentBlocks, lineRows } from './document/line-views.ts';
import { belongsTo, draftsPaid, type Invoice, invoiceDoor, moneyRoles } from './invoice.ts';
import {
  type Aside,
  invoiceHead,
  invoiceMessage,
  invoiceRows,
  nothingBeside,
  owedBlocks,
  type Shown,
  waitingBlocks,
} from './invoice-views.ts';
import { askingInvoices, invoiceById, invoicesOfCustomer, openTotals, waitingInvoices } from './store.ts';

/** What the room that an invoice is of says of it, such as onboarding of a project's charge. */
export interface InvoiceOwner {
  /** The type of the subjects whose invoices are its own. */
  readonly subject: string;
  /** By the invoices' ids, in one statement for however many. */
  readonly read: (tx: Tx, invoices: readonly Invoice[]) => Promise<ReadonlyMap<string, Aside>>;
}

export const invoiceOwners = point<InvoiceOwner>('invoices.owners');

/** What is said of each, by its id. */
export const asidesOf = async (
  contributions: Contributions,
  tx: Tx,
  invoices: readonly Invoice[],
): Promise<ReadonlyMap<string, Aside>> => {
  const read = await Promise.all(
    contributions.to(invoiceOwners).map((owner) => {
      const own = invoices.filter(({ subject }) => subject.type === owner.subject);
      return own.length > 0 ? owner.read(tx, own) : new Map<string, Aside>();
    }),
  );
  return new Map(read.flatMap((asides) => [...asides]));
};

const readShown = async (deps: Deps, id: string): Promise<Shown | undefined> => {
  const { db, contributions, policy, timeZone, clock } = deps;
  const { prisma } = db;
  const invoice = await invoiceById(prisma, id);
  if (!invoice) return undefined;
  const isToBeIssued = invoice.state === 'draft' && invoice.numbering === 'own' && invoice.dueOn === undefined;
  const [customer, asides, due] = await Promise.all([
    customerById(prisma, invoice.customerId),
    asidesOf(contributions, prisma, [invoice]),
    isToBeIssued ? dueIfIssued(prisma, policy, invoice, todayIn(timeZone, clock.now())) : undefined,
  ]);
  return customer && { invoice, customer, aside: asides.get(id) ?? nothingBeside, dueIfIssued: due };
};

export const slots: readonly SlotKind[] = [
  {
    kind: 'invoice',
    render: async (deps, id, _part, { openButtons, notes }) => {
      const shown = await readShown(deps, id);
      if (!shown) return undefined;
      return invoiceMessage(shown, {
        about: await notes(),
        open: openButtons({ type: 'invoice', id }, ...belongsTo(shown.invoice)),
      });
    },
  },
];

export const reactions: readonly Reaction[] = [
  onEach(draftsPaid, async (work, id) => {
    await issue(work, id);
  }),
  eraseFromInvoices,
  on(contactChanged, async (work, { customerId }) => {
    for (const id of await askingInvoices(work.tx, customerId)) work.show({ kind: 'invoice', subjectId: id });
  }),
];

/** The invoice as its message shows it, unfolded, with the same buttons for accounting. WRK-1 */
export const invoiceWindow: WindowKind = {
  ...invoiceDoor,
  find: async (tx, id) => ((await invoiceById(tx, id)) ? { message: { kind: 'invoice', subjectId: id } } : undefined),
  read: async ({ deps }, id) => {
    const shown = await readShown(deps, id);
    if (!shown) throw new NotFound('invoice');
    return invoiceHead(shown);
  },
};

const waitingAtMost = 8;

/** An unpaid invoice waits for accounting, whatever its next step is. */
export const home: readonly HomeSection[] = [
  {
    order: 15,
    title: 'Invoices that wait',
    waits: true,
    render: async ({ deps: { db, contributions }, roles }) => {
      const held = await roles();
      if (!moneyRoles.some((role) => held.has(role))) return [];
      const invoices = await waitingInvoices(db.prisma, waitingAtMost + 1);
      const customerIds = invoices.map((each) => each.customerId);
      const [customers, asides] = await Promise.all([
        customersByIds(db.prisma, customerIds),
        asidesOf(contributions, db.prisma, invoices),
      ]);
      const shown = invoices.map((invoice) => ({ invoice, aside: asides.get(invoice.id) ?? nothingBeside }));
      return waitingBlocks(shown, (id) => customers.get(id)?.name ?? '', waitingAtMost);
    },
  },
];

export const sections: readonly WindowSection[] = [
  {
    subject: 'customer',
    order: 20,
    title: 'Invoices',
    read: async ({ db }, customerId) => ({
      blocks: owedBlocks(await openTotals(db.prisma, customerId)),
      buttons: [{ text: 'New invoice', action: 'invoice.new', value: customerId, roles: moneyRoles }],
    }),
    rows: async ({ deps: { db, timeZone, clock } }, customerId, page) =>
      invoiceRows(await invoicesOfCustomer(db.prisma, customerId, page), todayIn(timeZone, clock.now())),
  },
  {
    subject: 'invoice',
    order: 5,
    title: 'Lines',
    read: async ({ db }, id) => {
      const invoice = await invoiceById(db.prisma, id);
      if (!invoice) return {};
      const { currency } = invoice.net;
      const [lines, frozen] = await Promise.all([storedLines(db.prisma, id, currency), frozenOf(db.prisma, id)]);
      const totals = lines.length > 0 ? taxTotals(lines, currency) : totalsOfHeader(invoice);
      return { blocks: documentBlocks(invoice, totals, frozen) };
    },
    rows: async ({ deps: { db } }, id, { skip, take }) => {
      const invoice = await invoiceById(db.prisma, id);
      return invoice ? lineRows((await linesOf(db.prisma, invoice)).slice(skip, skip + take)) : [];
    },
  },
  storySection('invoice', { isMentioned: true }),
];
