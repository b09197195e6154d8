import { FieldErrors } from '../../core/errors.ts';
import type { TemplateKind, Values, Words } from './kind.ts';
import { problemsOf } from './liquid.ts';
import { fillWords } from './words-for.ts';

/** Characters that a template may have; filled in it may become longer. */
export const longestBody = 2400;
export const longestSubject = 150;

export const examplesOf = ({ values }: TemplateKind): Values =>
  Object.fromEntries(values.map(({ name, example }) => [name, example]));

/** The first thing that is wrong with a field, and where. */
const problemOf = (source: string, kind: TemplateKind): string | undefined => {
  const [first] = problemsOf(
    source,
    kind.values.map(({ name }) => name),
  );
  return first && `Line ${first.line}, column ${first.column}: ${first.problem}`;
};

/** Words that can be filled in, with all values and with none. BIL-7 @throws FieldErrors at `subject` and `body` */
export const checkWords = (kind: TemplateKind, { subject, body }: Words): void => {
  const tooLong = (text: string, most: number) =>
    text.length > most ? `It has ${text.length} characters: at most ${most}.` : undefined;
  const problems = {
    subject: tooLong(subject, longestSubject) ?? problemOf(subject, kind),
    body: tooLong(body, longestBody) ?? problemOf(body, kind),
  };
  const wrong = Object.entries(problems).flatMap(([field, problem]) => (problem ? [[field, problem] as const] : []));
  if (wrong.length > 0) throw new FieldErrors(Object.fromEntries(wrong));
  for (const values of [{}, examplesOf(kind)]) {
    const filled = fillWords({ subject, body }, values);
    if (filled.subject === '')
      throw new FieldErrors({
        subject: 'Without its values nothing would be left of it. Write a word that is always there.',
      });
    if (filled.body === '')
      throw new FieldErrors({
        body: 'Without its values nothing would be left of it. Write a sentence that is always there.',
      });
  }
};
