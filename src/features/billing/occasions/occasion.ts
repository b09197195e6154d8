/** A letter that a person sends on an occasion: its words come from their template, and are edited before they go. BIL-5, BIL-7 */
import { NotFound, UserError } from '../../../core/errors.ts';
import type { Subject } from '../../../core/subject.ts';
import type { Tx } from '../../../platform/db/open.ts';
import type { Role } from '../../../platform/work/roles.ts';
import type { Deps } from '../../../platform/work/work.ts';
import { detailsOf, groupsOfCustomers } from '../../customers/index.ts';
import { type Block, type PaperLanguage, paperLanguage } from '../../papers/index.ts';
import { type TemplateKind, type Values, type ValuesReader, wordsFor } from '../../templates/index.ts';
import { type LetterToCustomer, letterOf, usableAddresses } from '../correspondence/index.ts';
import type { Draft } from '../letters/index.ts';
import type { KeptPaper } from '../papers/index.ts';
import { allSellers, type Seller, sellerFor } from '../sellers/index.ts';

/** What a letter is about, as it is now. */
export interface About {
  readonly customerId: string;
  /** In whose story it stands that the letter was sent. */
  readonly subject: Subject;
  /** At the head of its form: `Contract 12/2026`. Not escaped. */
  readonly line: string;
  /** What its words may name, besides whom it is written to and by whom. */
  readonly values: (language: PaperLanguage) => Values;
  /** What follows the words. */
  readonly blocks?: (language: PaperLanguage) => readonly Block[];
}

/** Where a room that owns something has a letter about it sent. */
export interface Occasion {
  /** The button's, and its form's: `contract.mail`. */
  readonly id: string;
  readonly kind: TemplateKind;
  readonly roles: readonly Role[];
  /** Completes "Accounting can …". */
  readonly doing: string;
  readonly action: string;
  /** @throws NotFound, UserError for what no letter can be about */
  readonly about: (reader: ValuesReader, id: string) => Promise<About>;
  /** The latest such thing of a customer, to preview words with. */
  readonly latest: (reader: ValuesReader, customerId: string) => Promise<string | undefined>;
  /** The PDF that goes with it, printed now where nobody did before. */
  readonly paper?: (deps: Deps, id: string) => Promise<KeptPaper>;
}

/** Whom all letters name, and who writes them. */
export const writtenTo = [
  { name: 'contact', means: 'who is written to, where that is known', example: 'Ann Smith' },
  { name: 'customer', means: 'the customer’s name', example: 'Harbor Dental LLC' },
  { name: 'seller', means: 'who writes', example: 'Example Services Inc.' },
  { name: 'email', means: 'where answers go', example: 'office@example.com' },
] as const;

export interface Proposed {
  readonly about: About;
  readonly language: PaperLanguage;
  readonly sender: Seller;
  readonly addressees: readonly string[];
  readonly values: Values;
}

/** Everything around the words. @throws NotFound; UserError where nobody is set up to write */
export const around = async (
  { tx, contributions }: ValuesReader,
  occasion: Occasion,
  id: string,
  language?: PaperLanguage,
): Promise<Proposed> => {
  const about = await occasion.about({ tx, contributions }, id);
  const customer = await detailsOf(tx, about.customerId);
  if (!customer) throw new NotFound('customer');
  const sender = sellerFor(await allSellers(tx), await groupsOfCustomers(tx, [about.customerId]));
  if (!sender) throw new UserError('Add a seller in `/bill setup` first: letters are written in its name.');
  const spoken = language ?? paperLanguage(customer.language);
  return {
    about,
    language: spoken,
    sender,
    addressees: usableAddresses([...(customer.email ? [customer.email] : []), ...customer.extraEmails]),
    values: {
      contact: customer.contactName ?? undefined,
      customer: customer.name,
      seller: sender.name,
      email: sender.replyTo ?? sender.email,
      ...about.values(spoken),
    },
  };
};

/** What it says unless somebody says it otherwise. @throws UserError where its words cannot be filled in */
export const draftOf = async (tx: Tx, { kind }: Occasion, of: Proposed): Promise<Draft> => {
  const { subject, body, version } = await wordsFor(tx, kind, of.language, of.values);
  return { to: of.addressees, cc: [], bcc: [], subject, text: body, template: { kind: kind.key, version } };
};

export const letterWith = (
  { about, language, sender }: Proposed,
  draft: Draft,
  paper: KeptPaper | undefined,
): LetterToCustomer => ({
  customerId: about.customerId,
  draft,
  blocks: about.blocks?.(language) ?? [],
  language,
  sender,
  paper: paper && { name: paper.name, type: 'application/pdf', hash: paper.hash },
});

/** Its kind, shown for a real customer before its words are saved. BIL-7 */
export const kindShown = (occasion: Occasion): TemplateKind => {
  const found = async (
    reader: ValuesReader,
    customerId: string,
    language: PaperLanguage,
  ): Promise<Proposed | undefined> => {
    const id = await occasion.latest(reader, customerId);
    return id === undefined ? undefined : around(reader, occasion, id, language);
  };
  return {
    ...occasion.kind,
    valuesOf: async (reader, customerId, language) => (await found(reader, customerId, language))?.values,
    letterWith: async (reader, { customerId, language }, { subject, body }) => {
      const of = await found(reader, customerId, language);
      return of && letterOf(letterWith(of, { to: [], cc: [], bcc: [], subject, text: body }, undefined)).content.text;
    },
  };
};
