/** An invoice's letter for a customer, to see what words make of it before they are saved. BIL-7 */

import { linkTo } from '../../../platform/links/index.ts';
import { paperLanguage } from '../../papers/index.ts';
import type { TemplateKind, ValuesReader } from '../../templates/index.ts';
import { invoicesOfCustomer } from '../invoices/index.ts';
import { type Bill, contentOf, valuesOf } from './letter.ts';
import { billOf } from './write-letter.ts';

const looked = 20;

/** The latest one that has a number of ours. */
const latestBill = async ({ tx }: ValuesReader, customerId: string, language: string): Promise<Bill | undefined> => {
  const invoices = await invoicesOfCustomer(tx, customerId, { skip: 0, take: looked });
  const invoice = invoices.find(({ issued, numbering }) => issued && numbering === 'own');
  return invoice && { ...(await billOf(tx, invoice)), language: paperLanguage(language) };
};

export const shownFor: Pick<TemplateKind, 'valuesOf' | 'letterWith'> = {
  valuesOf: async (reader, customerId, language) => {
    const bill = await latestBill(reader, customerId, language);
    const link = bill && (await linkTo(reader.contributions, reader.tx, { type: 'invoice', id: bill.invoice.id }));
    return bill && valuesOf(bill, link?.url);
  },
  letterWith: async (reader, { customerId, language }, { subject, body }) => {
    const bill = await latestBill(reader, customerId, language);
    return bill && contentOf(bill, { to: [], cc: [], bcc: [], subject, text: body }, []).text;
  },
};
