/** What a letter with a statement says, and the statement that goes with it. BIL-5, BIL-18 */
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Attachment, MailContent } from '../../../platform/work/content.ts';
import { detailsOf, groupsOfCustomers } from '../../customers/index.ts';
import { moneyIn, type Paper, type PaperLanguage, paperDigest, paperLanguage } from '../../papers/index.ts';
import type { Reading } from '../../reports/index.ts';
import { type TemplateKind, wordsFor } from '../../templates/index.ts';
import type { Draft } from '../letters/index.ts';
import { dayIn } from '../papers/index.ts';
import { allSellers, mailInNameOf, type Seller, sellerFor, withLogo } from '../sellers/index.ts';
import { readStatement, type Statement } from './read-statement.ts';
import type { Days } from './statement.ts';
import { statementPaper } from './statement-paper.ts';
import { words } from './words.ts';

export const statementKind = {
  key: 'statement',
  label: 'Statement of account',
  values: [
    { name: 'contact', means: 'who is written to, where that is known', example: 'Ann Smith' },
    { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental LLC' },
    { name: 'seller', means: 'who writes it', example: 'Example Services Inc.' },
    { name: 'from', means: 'its first day', example: 'January 1, 2026' },
    { name: 'until', means: 'its last day', example: 'March 31, 2026' },
    { name: 'balance', means: 'the balance on its last day, by currency', example: '1,234.50' },
    { name: 'overdue', means: 'what of it is overdue, where something is', example: '200.00' },
  ],
  words: {
    en: {
      subject: 'Statement of account from {{ seller }}',
      body: `Dear {{ contact | default: "customer" }},

This is your statement of account from {{ from }} until {{ until }}; you find it attached as PDF. The balance is {{ balance }}.{% if overdue %} Of it {{ overdue }} is overdue: please pay it soon, or tell us what is not right.{% endif %}

Kind regards,
{{ seller }}`,
    },
    it: {
      subject: 'Estratto conto di {{ seller }}',
      body: `Gentile {{ contact | default: "cliente" }},

Le inviamo il Suo estratto conto dal {{ from }} al {{ until }}; lo trova allegato in PDF. Il saldo è {{ balance }}.{% if overdue %} Di questo {{ overdue }} è scaduto: La preghiamo di provvedere, o di dirci cosa non va.{% endif %}

Cordiali saluti
{{ seller }}`,
    },
  },
} as const satisfies TemplateKind;

/** A statement with what a letter says of it. */
export interface Stated {
  readonly statement: Statement;
  readonly paper: Paper;
  /** Its file's, without `.pdf`. */
  readonly name: string;
  readonly seller: Seller;
  readonly language: PaperLanguage;
  readonly contact: string | undefined;
  /** The customer's addresses as of now. */
  readonly addressees: readonly string[];
}

type Reader = Pick<Reading, 'tx' | 'today' | 'timeZone'>;

/** @throws NotFound, UserError where nobody is set up to write it */
export const stated = async (reader: Reader, customerId: string, days: Days): Promise<Stated> => {
  const { tx } = reader;
  const customer = await detailsOf(tx, customerId);
  if (!customer) throw new NotFound('customer');
  const seller = sellerFor(await allSellers(tx), await groupsOfCustomers(tx, [customerId]));
  if (!seller)
    throw new UserError(
      'A statement’s letter says who writes it, and there is no seller yet. Add one in `/bill setup`.',
    );
  const statement = await readStatement(reader, customerId, days);
  return {
    statement,
    paper: statementPaper({ seller: await withLogo(tx, seller), customer }, statement),
    name: `statement-${customer.name.slice(0, 60)}-${days.first}-${days.last}`,
    seller,
    language: paperLanguage(customer.language),
    contact: customer.contactName ?? undefined,
    addressees: [...new Set([...(customer.email ? [customer.email] : []), ...customer.extraEmails])],
  };
};

/** What was sent stays what it was, whatever moves the account later: each that says something else is kept by itself. BIL-12 */
export const keptAs = ({ statement, paper }: Stated): Subject => ({
  type: 'statement',
  id: `${statement.customer.id}/${paperDigest(paper)}`,
});

const valuesOf = ({ statement: { customer, days, accounts }, seller, language, contact }: Stated) => {
  const overdue = accounts.filter((each) => each.overdue.amount > 0n);
  return {
    contact,
    customer: customer.name,
    seller: seller.name,
    from: dayIn(days.first, language),
    until: dayIn(days.last, language),
    balance: accounts.map((each) => moneyIn(language, each.balance)).join(', ') || '0',
    overdue: overdue.map((each) => moneyIn(language, each.overdue)).join(', '),
  };
};

/** What it says unless somebody says it otherwise. @throws UserError where its words cannot be filled in */
export const proposed = async ({ tx }: Pick<Reader, 'tx'>, of: Stated): Promise<Draft> => {
  const { subject, body, version } = await wordsFor(tx, statementKind, of.language, valuesOf(of));
  return { to: of.addressees, cc: [], bcc: [], subject, text: body, template: { kind: statementKind.key, version } };
};

/** The letter, the same for each of its recipients. */
export const contentOf = (of: Stated, draft: Draft, attachments: readonly Attachment[]): MailContent => {
  const { statement, seller, language } = of;
  const said = words[language];
  return mailInNameOf(seller, {
    draft,
    language,
    title: said.title,
    below: statement.accounts.map(({ balance, open, overdue }) => ({
      kind: 'sums',
      sums: [
        { label: said.open, value: moneyIn(language, open) },
        { label: said.overdue, value: moneyIn(language, overdue) },
        { label: said.balance, value: moneyIn(language, balance), isMain: true },
      ],
    })),
    attachments,
  });
};
