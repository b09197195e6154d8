import { FieldErrors } from '../../core/errors.ts';
import { containsCardNumber } from '../../core/text/card-numbers.ts';
import { cleanLine, cleanText } from '../../core/text/clean-text.ts';
import { type Day, parseDay } from '../../core/time/calendar.ts';

/** A file that was put into a modal. */
export interface FormFile {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly size: number;
  readonly url: string;
}

/** What a person filled in, by field name (block_id). Absent and blank are undefined. */
export interface FormValues {
  /** The fields that the form had, filled in or not. */
  readonly names: readonly string[];
  /** Whether it had this one. */
  has(name: string): boolean;
  /** Clean text, in one line unless the field has several. */
  text(name: string): string | undefined;
  option(name: string): string | undefined;
  options(name: string): readonly string[];
  user(name: string): string | undefined;
  users(name: string): readonly string[];
  channel(name: string): string | undefined;
  /** @throws FieldErrors for what is no day, such as February 30 */
  day(name: string): Day | undefined;
  files(name: string): readonly FormFile[];
}

interface Element {
  readonly type?: string;
  readonly value?: string | null;
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_options?: readonly { readonly value?: string }[];
  readonly selected_user?: string | null;
  readonly selected_users?: readonly string[];
  readonly selected_conversation?: string | null;
  readonly selected_channel?: string | null;
  readonly selected_date?: string | null;
  readonly files?: readonly {
    readonly id: string;
    readonly name?: string;
    readonly mimetype?: string;
    readonly size?: number;
    readonly url_private_download?: string;
    readonly url_private?: string;
  }[];
}

/** Slack's `view.state.values`: block_id → action_id → element. */
export type ViewState = Readonly<Record<string, Readonly<Record<string, Element>>>>;

/** The blocks of a view, as far as they say how its fields are. */
export type FormBlocks = readonly {
  readonly type?: string;
  readonly block_id?: string;
  readonly element?: { readonly multiline?: boolean };
}[];

/** For whatever is typed: it never repeats the number. */
export const cardNumberRefused =
  'This looks like a card number. Baton must never hold one: take it out and give only the last four digits.';

const cardInName =
  'The name of this file looks like it has a card number. Baton must never hold one: rename the file and choose it again.';

const refusals = ({ value, files }: Element): string | undefined => {
  if (containsCardNumber(value ?? '')) return cardNumberRefused;
  return files?.some((file) => containsCardNumber(file.name ?? '')) ? cardInName : undefined;
};

/**
 * Reads a modal's state. What carries a card number is refused before anything sees it (DESIGN §8): the error names the field
 * and never repeats what was typed.
 */
export const readForm = (state: ViewState, blocks: FormBlocks = []): FormValues => {
  const element = (name: string): Element => Object.values(state[name] ?? {})[0] ?? {};
  const withCard = Object.keys(state).flatMap((name) => {
    const refusal = refusals(element(name));
    return refusal ? [[name, refusal] as const] : [];
  });
  if (withCard.length > 0) throw new FieldErrors(Object.fromEntries(withCard));
  const lines = new Set(blocks.filter((block) => block.element?.multiline === false).map((block) => block.block_id));
  return {
    names: Object.keys(state),
    has: (name) => Object.hasOwn(state, name),
    text: (name) => {
      const clean = lines.has(name) ? cleanLine : cleanText;
      return clean(element(name).value ?? '') || undefined;
    },
    option: (name) => element(name).selected_option?.value,
    options: (name) => (element(name).selected_options ?? []).flatMap((each) => (each.value ? [each.value] : [])),
    user: (name) => element(name).selected_user ?? undefined,
    users: (name) => element(name).selected_users ?? [],
    channel: (name) => element(name).selected_conversation ?? element(name).selected_channel ?? undefined,
    day: (name) => {
      const date = element(name).selected_date;
      if (!date) return undefined;
      return required(parseDay(date), name, 'There is no such day. Choose one from the calendar.');
    },
    files: (name) =>
      (element(name).files ?? []).map((file) => ({
        id: file.id,
        name: cleanLine(file.name ?? '') || file.id,
        mimeType: file.mimetype ?? 'application/octet-stream',
        size: file.size ?? 0,
        url: file.url_private_download ?? file.url_private ?? '',
      })),
  };
};

/** The field's text, or a FieldErrors at it. */
export const required = <T>(value: T | undefined, name: string, sentence: string): T => {
  if (value === undefined) throw new FieldErrors({ [name]: sentence });
  return value;
};
