/** What a customer can do on a project's page. ONB-21 */
import { newId } from '../../../core/ids.ts';
import { addDays, type Day, formatDay } from '../../../core/time/calendar.ts';
import type { PageField, PageForm } from '../../papers/index.ts';
import type { Refused } from '../answering/page-kind.ts';
import { acceptedFiles } from '../files/check-file.ts';
import { type CustomersProject, dayKey, dayToConfirm, proposedDay, wordingToAccept } from './read-project.ts';
import { texts } from './texts.ts';

export const longestText = 2000;
export const longestName = 100;

/** No day is wished for that lies further ahead. */
export const lastWish = (today: Day): Day => addDays(today, 365);

/** Which wording it was: another stage's, or another language's, is another. */
export const wordingKey = ({ project, language }: Pick<CustomersProject, 'project' | 'language'>): string =>
  `${project.stage}:${language}`;

export const projectForms = (page: CustomersProject, refused?: Refused): readonly PageForm[] => {
  const { project, words, language, today } = page;
  const of = texts[language];
  const form = (
    id: keyof typeof of.forms,
    fields: readonly PageField[],
    { text, hidden = {} }: { readonly text?: string; readonly hidden?: Readonly<Record<string, string>> } = {},
  ): PageForm => ({
    id,
    title: of.forms[id].title,
    text: text ?? of.forms[id].text,
    hidden: { once: newId(), ...hidden },
    fields: fields.map((field) =>
      refused?.what === id
        ? { ...field, value: refused.values[field.name], problem: refused.problems[field.name] }
        : field,
    ),
    button: of.forms[id].button,
  });
  const [proposed, unconfirmed] = [proposedDay(project), dayToConfirm(project, words)];
  const wording = wordingToAccept(project, words)?.[language];
  const day: PageField = { name: 'day', label: of.wishedDay, kind: 'day', from: today, to: lastWish(today) };
  const note: PageField = { name: 'text', label: of.note, kind: 'lines', most: longestText, isOptional: true };
  const name: PageField = { name: 'name', label: of.yourName, kind: 'name', most: longestName };
  const file: PageField = { name: 'file', label: of.file, kind: 'file', accept: acceptedFiles, hint: of.fileHint };
  const message: PageField = { name: 'text', label: of.message, kind: 'lines', most: longestText };
  return [
    ...(unconfirmed
      ? [
          form('suits', [], {
            text: of.proposed(of.days[unconfirmed.name], formatDay(unconfirmed.on, of.locale)),
            hidden: { shown: dayKey(unconfirmed) },
          }),
        ]
      : []),
    ...(proposed ? [form('another_day', [day, note], { hidden: { shown: dayKey(proposed) } })] : []),
    ...(wording ? [form('accepted', [name], { text: wording, hidden: { shown: wordingKey(page) } })] : []),
    ...(project.state === 'cancelled' ? [] : [form('file', [file])]),
    form('message', [message]),
  ];
};
