/** What billing knows of projects and adds to their playbooks. */
export { invoicesPart } from './invoices-part.ts';
export { subscriptionPart } from './subscription-part.ts';
