import type { CustomerDetails } from './details.ts';

/** What of a customer's own row may say something of a person, by field; blank fields are left out. ALL-7 */
export const personalValues = (details: CustomerDetails): Readonly<Record<string, readonly string[]>> => {
  const { contactName, email, phone, address, extraEmails, information, invoiceNote } = details;
  const all = {
    contactName: [contactName ?? ''],
    email: [email ?? ''],
    phone: [phone ?? ''],
    address: [address ?? ''],
    extraEmails,
    information: Object.values(information),
    invoiceNote: [invoiceNote ?? ''],
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([field, values]) => {
      const written = values.filter(Boolean);
      return written.length > 0 ? [[field, written] as const] : [];
    }),
  );
};

/**
 * The same, for `keepOutOfLog`: what a reason may not repeat. The note in invoices is none of it: its words are anybody's. ALL-7
 */
export const personsIn = (details: CustomerDetails) => {
  const { invoiceNote: _, ...values } = personalValues(details);
  return Object.values(values).flatMap((each) => each.map((value) => ({ contactName: value })));
};
