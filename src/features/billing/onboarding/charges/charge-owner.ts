/** What the project says of its charges where their invoices are shown. */
import { moment, person } from '../../../../platform/block-kit/mentions.ts';
import type { Aside, InvoiceOwner } from '../../invoices/index.ts';
import type { ChargeFacts } from './charge.ts';
import { factsOfInvoices } from './charges-store.ts';

const asideOf = ({ waiver }: ChargeFacts): Aside => ({
  notes: waiver?.confirmed
    ? [`Nothing is due: confirmed by ${person(waiver.confirmed.by)}, ${moment(waiver.confirmed.at)}`]
    : [],
});

export const chargeOwner: InvoiceOwner = {
  subject: 'project',
  read: async (tx, invoices) => {
    const facts = await factsOfInvoices(
      tx,
      invoices.map(({ id }) => id),
    );
    return new Map([...facts].map(([id, own]) => [id, asideOf(own)]));
  },
};
