/** What an issued document says of who sells, who buys, and on which terms: as it was when it was issued. BIL-12 */
import { z } from 'zod';

const text = z.string().nullable();

export const frozenSchema = z.object({
  seller: z.object({
    name: z.string(),
    address: z.string(),
    country: z.string(),
    taxNumber: text,
    email: z.string(),
    iban: text,
    // Since papers have a look: what was issued before has none, and stays so.
    payUrl: z.string().optional(),
    colour: z.string().optional(),
    logo: z.object({ hash: z.string(), type: z.enum(['png', 'jpeg']) }).optional(),
  }),
  customer: z.object({
    name: z.string(),
    contactName: text,
    address: text,
    emails: z.array(z.string()),
    taxNumber: text,
    purchaseOrder: text,
    vendorNumber: text,
    language: z.string(),
  }),
  /** As printed: `net 14 days`. */
  terms: z.string(),
  /** The customer's note for invoices. */
  note: text,
  /** One for each tax, as printed: `Sales tax 8.25 %`, `Reverse charge: Art. 194`. */
  taxes: z.array(z.string()),
});

export type Frozen = z.infer<typeof frozenSchema>;
