import { z } from 'zod';
import type { PolicyDefinition } from '../../../platform/work/policies.ts';

/** The accounts that the journal books on, where neither plan nor charge says one. */
export interface JournalPolicy {
  readonly receivables: string;
  readonly bank: string;
  readonly card: string;
  readonly revenue: string;
  readonly tax: string;
  /** `NY-SALES=2210`: of one tax of the table, by its code. */
  readonly taxes: readonly string[];
  readonly writeOffs: string;
  readonly opening: string;
}

const account = z.string().trim().min(1).max(40);

/** BIL-21 */
export const journalPolicy: PolicyDefinition<JournalPolicy> = {
  key: 'journal',
  title: 'Accounts of the journal',
  schema: z.object({
    receivables: account,
    bank: account,
    card: account,
    revenue: account,
    tax: account,
    taxes: z.array(
      z.string().regex(/^[^=]+=[^=]+$/, 'Write each as the tax’s code and its account, such as: NY-SALES=2210.'),
    ),
    writeOffs: account,
    opening: account,
  }),
  defaults: {
    receivables: '1200',
    bank: '1000',
    card: '1010',
    revenue: '4000',
    tax: '2200',
    taxes: [],
    writeOffs: '6200',
    opening: '3900',
  },
  fields: {
    receivables: { label: 'Receivables', hint: 'What customers owe, and what they have left over', kind: 'text' },
    bank: { label: 'Bank', hint: 'Checks, EFT and money orders', kind: 'text' },
    card: { label: 'Card payments', hint: 'What the gateway owes until it pays out', kind: 'text' },
    revenue: { label: 'Revenue', hint: 'Where the plan or charge has no account of its own', kind: 'text' },
    tax: { label: 'Tax', kind: 'text' },
    taxes: {
      label: 'Accounts of single taxes',
      hint: 'By the code in the table of taxes, such as: NY-SALES=2210, CA-SALES=2220. Blank: all on the one above.',
      kind: 'words',
    },
    writeOffs: { label: 'Write-offs', hint: 'What nobody asks for any more', kind: 'text' },
    opening: { label: 'Opening balances', hint: 'What was brought forward from another system', kind: 'text' },
  },
};

/** Which account a tax is booked on. Example: with `NY-SALES=2210`, the tax `NY-SALES` on 2210, any other on the general one. */
export const taxAccount = ({ tax, taxes }: Pick<JournalPolicy, 'tax' | 'taxes'>, code: string): string =>
  taxes
    .map((each) => each.split('='))
    .find(([named]) => named?.trim() === code)?.[1]
    ?.trim() ?? tax;
