import type { Part } from '../../playbooks/index.ts';
import { type Invoice, invoicesOfSubjects } from '../invoices/index.ts';

/** A project's invoices: of each kind of charge the one that stands, or the void one that nothing replaced. */
export const invoicesPart: Part<readonly Invoice[]> = {
  name: 'billing.invoices',
  none: [],
  read: ({ tx }, projects) =>
    invoicesOfSubjects(
      tx,
      'project',
      projects.map(({ id }) => id),
    ),
};
