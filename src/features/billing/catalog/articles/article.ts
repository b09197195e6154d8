import type { KnownBlock } from '@slack/types';
import { textInput } from '../../../../platform/block-kit/blocks.ts';
import type { FormValues } from '../../../../platform/block-kit/form.ts';

/** What plans and charges have in common: how they are found, what the invoice prints, where their money is booked. */
export interface ArticleFields {
  /** Unique among its kind, in capital letters: `HOST-S`. */
  readonly code: string;
  /** Both are printed on the invoice. */
  readonly name: string;
  readonly description: string;
  /** For the bookkeeping's journal. */
  readonly account?: string | undefined;
  /** By which the table of taxes knows it: `services`. BIL-14 */
  readonly taxCategory: string;
}

/** As they are kept: codes in capital letters, tax categories in small ones. */
export const tidyArticle = <T extends ArticleFields>(entries: T): T => ({
  ...entries,
  code: entries.code.trim().toUpperCase(),
  name: entries.name.trim(),
  description: entries.description.trim(),
  account: entries.account?.trim() || undefined,
  taxCategory: entries.taxCategory.trim().toLowerCase(),
});

/** What is wrong with tidy entries, by field; empty when nothing is. */
export const articleProblems = ({ code, name, taxCategory }: ArticleFields): Record<string, string> => ({
  ...(/^[\p{L}\p{N}][\p{L}\p{N}./_-]{0,39}$/u.test(code)
    ? {}
    : { code: 'Write a code of letters, digits and . / _ - without blanks, such as HOST-S.' }),
  ...(name ? {} : { name: 'Enter the name that the invoice prints.' }),
  ...(/^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u.test(taxCategory)
    ? {}
    : { tax_category: 'Name its category in the table of taxes, such as services.' }),
});

/** The fields that plans and charges share. @param categories those that the table of taxes has */
export const articleInputs = (of: Partial<ArticleFields>, categories: readonly string[]): readonly KnownBlock[] => [
  textInput({ name: 'code', label: 'Code', max: 40, placeholder: 'HOST-S', initial: of.code }),
  textInput({ name: 'name', label: 'Name', hint: 'Printed on the invoice', initial: of.name }),
  textInput({
    name: 'description',
    label: 'Description',
    hint: 'Printed below the name',
    optional: true,
    multiline: true,
    max: 500,
    initial: of.description,
  }),
  textInput({ name: 'account', label: 'Account code', optional: true, max: 40, initial: of.account }),
  textInput({
    name: 'tax_category',
    label: 'Tax category',
    hint:
      categories.length > 0 ? `In the table of taxes: ${categories.join(', ')}` : 'As the table of taxes will name it',
    max: 40,
    initial: of.taxCategory ?? (categories.length === 1 ? categories[0] : undefined),
  }),
];

export const readArticle = (values: FormValues): ArticleFields => ({
  code: values.text('code') ?? '',
  name: values.text('name') ?? '',
  description: values.text('description') ?? '',
  account: values.text('account'),
  taxCategory: values.text('tax_category') ?? '',
});
