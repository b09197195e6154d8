import { UserError } from '../../core/errors.ts';
import type { Tx } from '../../platform/db/open.ts';
import type { PaperLanguage } from '../papers/index.ts';
import type { TemplateKind, Values, ValuesFor, Words } from './kind.ts';
import { fillIn, mostText, problemsOf } from './liquid.ts';
import { newestVersion } from './store.ts';

/** A letter's words, filled in. */
export interface FilledIn extends Words {
  /** Of the template they come from: 0 is what ships. */
  readonly version: number;
}

/** What conditions left blank leaves no hole. */
const tidy = (body: string): string =>
  body
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

/**
 * Example: `{ subject: 'Invoice {{ number }}', … }` with `{ number: 'INV-7' }` is `Invoice INV-7`.
 * @throws UserError where the letter would be longer than what can be edited
 */
export const fillWords = ({ subject, body }: Words, values: Values): Words => {
  const filled = { subject: fillIn(subject, values).replace(/\s+/g, ' ').trim(), body: tidy(fillIn(body, values)) };
  if (filled.body.length > mostText || filled.subject.length > 200)
    throw new UserError(
      `Filled in, its subject has ${filled.subject.length} characters and its text ${filled.body.length}: at most 200 and ${mostText}. Make the template shorter, under “Words of letters” in \`/bill setup\`.`,
    );
  return filled;
};

const nowUnknown = ({ key, label, values }: TemplateKind, words: Words): UserError | undefined => {
  const names = values.map(({ name }) => name);
  const [problem] = [words.subject, words.body].flatMap((source) => problemsOf(source, names));
  return problem
    ? new UserError(
        `The words of “${label}” (${key}) cannot be filled in: ${problem.problem} Mend them under “Words of letters” in \`/bill setup\`.`,
      )
    : undefined;
};

/**
 * The words of a letter as the newest stored version has them, or as they ship. BIL-5, BIL-7
 * @throws UserError where stored words name what this version of Baton does not know any more, or become too long
 */
export const wordsFor = async <Kind extends TemplateKind>(
  tx: Tx,
  kind: Kind,
  language: PaperLanguage,
  values: ValuesFor<Kind>,
): Promise<FilledIn> => {
  const stored = await newestVersion(tx, { kind: kind.key, language });
  const words = stored ?? kind.words[language];
  const unknown = stored && nowUnknown(kind, stored);
  if (unknown) throw unknown;
  return { ...fillWords(words, values), version: stored?.version ?? 0 };
};
