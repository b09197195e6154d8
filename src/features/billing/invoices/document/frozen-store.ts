/**
 * ALL-7: what an issued document keeps of who it was for once the contact is erased. Company, address, tax and order numbers are what
 * an invoice has to say for as long as it is kept; the contact, the email addresses and the note are not, and go. Decision 0036
 */
import { Prisma } from '../../../../generated/prisma/client.ts';
import { on, type Reaction } from '../../../../platform/work/events.ts';
import { contactErased } from '../../../customers/index.ts';

/** Of a table that has a document in its column `frozen`. */
export const withoutContact = Prisma.sql`
  jsonb_set(jsonb_set(jsonb_set(frozen, '{customer,contactName}', 'null'), '{customer,emails}', '[]'), '{note}', 'null')`;

export const eraseFromInvoices: Reaction = on(contactErased, async (work, { customerId, alsoErased }) => {
  alsoErased(
    await work.tx.$executeRaw`
      UPDATE invoices SET frozen = ${withoutContact}
      WHERE customer_id = ${customerId}::uuid AND frozen <> ${withoutContact}`,
  );
});
