/** A letter that somebody writes: to whom, and what it says. BIL-5 */
import { FieldErrors } from '../../../core/errors.ts';
import { addressesProblem } from '../../customers/index.ts';
import type { Head } from './bearing.ts';

/** What somebody chose and wrote. */
export interface Draft {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Where its words come from, before they were edited. BIL-7 */
  readonly template?: TemplateUsed | undefined;
}

export interface TemplateUsed {
  /** `invoice.bill` */
  readonly kind: string;
  /** 0 is what ships. */
  readonly version: number;
}

const mostRecipients = 20;

/** Each address once, where it stands first. @param copies go blind */
export const spread = (
  draft: Draft,
  copies: readonly string[],
): readonly { readonly head: Head; readonly address: string }[] => {
  const seen = new Set<string>();
  const all: readonly (readonly [Head, readonly string[]])[] = [
    ['to', draft.to],
    ['cc', draft.cc],
    ['bcc', [...draft.bcc, ...copies]],
  ];
  return all.flatMap(([head, addresses]) =>
    addresses.flatMap((address) => {
      const key = address.toLowerCase();
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ head, address }];
    }),
  );
};

/** @throws FieldErrors at what cannot be sent */
export const checkDraft = (draft: Draft): void => {
  const problems = {
    to: draft.to.length === 0 ? 'Write an address, such as jo@example.com.' : addressesProblem(draft.to),
    cc: addressesProblem(draft.cc),
    bcc: addressesProblem(draft.bcc),
    subject: draft.subject === '' ? 'Write what it is about.' : undefined,
    text: draft.text === '' ? 'Write what the letter says.' : undefined,
  };
  const wrong = Object.entries(problems).flatMap(([field, problem]) => (problem ? [[field, problem] as const] : []));
  if (wrong.length > 0) throw new FieldErrors(Object.fromEntries(wrong));
  if (spread(draft, []).length > mostRecipients)
    throw new FieldErrors({ to: `No more than ${mostRecipients} addresses in all.` });
};
