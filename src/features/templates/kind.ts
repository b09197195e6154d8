/** A kind of letter whose words people may write themselves. BIL-5, BIL-7 */
import type { Tx } from '../../platform/db/open.ts';
import { type Contributions, point } from '../../platform/work/contributions.ts';
import type { PaperLanguage } from '../papers/index.ts';

/** What a letter says in text: both are Liquid in a template, plain text once they are filled in. */
export interface Words {
  /** One line. */
  readonly subject: string;
  /** A blank line begins a paragraph. */
  readonly body: string;
}

/** Something that the words may name. */
export interface TemplateValue {
  /** `amount`, written `{{ amount }}`. */
  readonly name: string;
  /** For whoever writes: `what it charges, with its currency`. */
  readonly means: string;
  readonly example: string;
}

/** By name, as text in the letter's language; what is absent or blank is nothing: `{% if due %}` asks. */
export type Values = Readonly<Record<string, string | undefined>>;

export interface ValuesReader {
  readonly tx: Tx;
  readonly contributions: Contributions;
}

export interface TemplateKind {
  /** `invoice.bill`: versions are stored by it, so that it never changes. */
  readonly key: string;
  /** For whoever chooses: `Invoice, asking to charge the card`. */
  readonly label: string;
  readonly values: readonly TemplateValue[];
  /** As they ship: version 0. */
  readonly words: Readonly<Record<PaperLanguage, Words>>;
  /** What they are for a real customer, to be previewed with; nothing where there is no such letter to that one. */
  readonly valuesOf?: (
    reader: ValuesReader,
    customerId: string,
    language: PaperLanguage,
  ) => Promise<Values | undefined>;
  /** The letter to that customer with these words, as those get it who read plain text. */
  readonly letterWith?: (
    reader: ValuesReader,
    of: { readonly customerId: string; readonly language: PaperLanguage },
    words: Words,
  ) => Promise<string | undefined>;
}

/** What a kind's words need: all of its values, whose names are checked where the kind is written `as const satisfies TemplateKind`. */
export type ValuesFor<Kind extends TemplateKind> = Readonly<Record<Kind['values'][number]['name'], string | undefined>>;

/** Where the place that owns a letter contributes its kind. */
export const templateKinds = point<TemplateKind>('templates.kinds');
