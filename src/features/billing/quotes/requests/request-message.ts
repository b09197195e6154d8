/** Where requests for invoices are shown: accounting's message, and Home. COL-11 */

import type { Tx } from '../../../../platform/db/open.ts';
import type { HomeSection, SlotKind } from '../../../../platform/slice/slice.ts';
import { customerById } from '../../../customers/index.ts';
import { invoiceById, moneyRoles } from '../../invoices/index.ts';
import { quoteById } from '../quotes/store.ts';
import type { InvoiceRequest } from './request.ts';
import { requestMessage, requestRows, type ShownRequest } from './request-views.ts';
import { openRequests, requestById } from './store.ts';

export const shownOf = async (tx: Tx, request: InvoiceRequest): Promise<ShownRequest> => {
  const { customerId, quoteId, invoiceId } = request;
  const [customer, quote, invoice] = await Promise.all([
    customerById(tx, customerId),
    quoteId ? quoteById(tx, quoteId) : undefined,
    invoiceId ? invoiceById(tx, invoiceId) : undefined,
  ]);
  return { request, customer: { id: customerId, name: customer?.name ?? 'a customer' }, quote, invoice };
};

export const requestSlot: SlotKind = {
  kind: 'invoice-request',
  render: async ({ db: { prisma } }, id) => {
    const request = await requestById(prisma, id);
    return request && requestMessage(await shownOf(prisma, request));
  },
};

const most = 5;

export const requestsHome: HomeSection = {
  order: 18,
  title: 'Invoices that were asked for',
  waits: true,
  render: async ({ deps: { db }, roles }) => {
    const held = await roles();
    if (!moneyRoles.some((role) => held.has(role))) return [];
    const requests = await openRequests(db.prisma, most);
    return requestRows(await Promise.all(requests.map((each) => shownOf(db.prisma, each))));
  },
};
