/** What a customer does on a project's page. Each is one transaction, and the same form sent twice is one. ONB-21 */
import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { containsCardNumber } from '../../../core/text/card-numbers.ts';
import { type Day, formatDay, parseDay } from '../../../core/time/calendar.ts';
import type { Attachment } from '../../../platform/work/content.ts';
import type { Deps, Work } from '../../../platform/work/work.ts';
import { fileDocument } from '../../documents/index.ts';
import { type ProjectState, projectSubject, projectsOf } from '../../playbooks/index.ts';
import type { Sender } from '../answering/page-kind.ts';
import type { SentForm } from '../answering/sent-form.ts';
import { checkFile } from '../files/check-file.ts';
import { folderThread } from '../links/things.ts';
import { receiveWord } from '../words/receive-word.ts';
import { type NewWord, standingWords } from '../words/store.ts';
import type { CustomerWord } from '../words/word.ts';
import { lastWish, longestName, longestText, wordingKey } from './project-forms.ts';
import {
  type CustomersProject,
  dayKey,
  dayToConfirm,
  mostWords,
  proposedDay,
  wordingToAccept,
} from './read-project.ts';
import { texts } from './texts.ts';

type Word = Pick<NewWord, 'kind'> & Partial<Pick<NewWord, 'text' | 'about' | 'day' | 'signedBy' | 'documentId'>>;

interface Saying {
  readonly project: ProjectState;
  readonly words: readonly CustomerWord[];
}

/** Decides in the transaction, with the project locked, what is said; nothing is where it is otherwise than was shown. */
const say = (
  deps: Deps,
  { project: { id } }: CustomersProject,
  { by, address }: Sender,
  decide: (now: Saying, work: Work) => Promise<{ readonly word: Word; readonly attachments?: readonly Attachment[] }>,
): Promise<void> =>
  deps.transact(by, async (work) => {
    // It is theirs: no role is needed.
    work.require([], 'do this on a customer’s page', true);
    const project = await projectsOf(work).load(work, id, { lock: true, extent: 'own' });
    const words = await standingWords(work.tx, projectSubject(id), mostWords);
    const { word, attachments } = await decide({ project, words }, work);
    const whole = { text: undefined, promisedOn: undefined, ...word, subject: projectSubject(id), address };
    await receiveWord(work, { ...whole, customerId: project.customerId }, folderThread(project), attachments);
  });

const changed = (): Conflict => new Conflict('The project stands otherwise than the page showed it.');

/** @throws FieldErrors */
const checkedText = ({ language }: CustomersProject, text: string, field = 'text'): string => {
  const of = texts[language];
  if (containsCardNumber(text)) throw new FieldErrors({ [field]: of.hasCard });
  if (text.length > (field === 'name' ? longestName : longestText)) throw new FieldErrors({ [field]: of.tooLong });
  return text;
};

/** @throws FieldErrors */
const filled = (page: CustomersProject, text: string, field = 'text'): string => {
  const of = texts[page.language];
  if (text === '') throw new FieldErrors({ [field]: field === 'name' ? of.noName : of.noText });
  return checkedText(page, text, field);
};

const wishedDay = ({ language, today }: CustomersProject, text: string): Day => {
  const of = texts[language];
  const [chosen, last] = [parseDay(text), lastWish(today)];
  if (chosen && chosen >= today && chosen <= last) return chosen;
  throw new FieldErrors({ day: of.noDay(formatDay(today, of.locale), formatDay(last, of.locale)) });
};

/** The day stays as it is until a person says otherwise: the desk is told. */
const suits = (deps: Deps, page: CustomersProject, sender: Sender, shown: string): Promise<void> =>
  say(deps, page, sender, async ({ project, words }) => {
    const day = dayToConfirm(project, words);
    if (!day || dayKey(day) !== shown) throw changed();
    return { word: { kind: 'suits', about: day.name, day: day.on } };
  });

const wish = (deps: Deps, page: CustomersProject, sender: Sender, form: SentForm): Promise<void> => {
  const day = wishedDay(page, form.text('day'));
  const text = checkedText(page, form.text('text')) || undefined;
  return say(deps, page, sender, async ({ project }) => {
    const proposed = proposedDay(project);
    if (!proposed || dayKey(proposed) !== form.text('shown')) throw changed();
    return { word: { kind: 'another_day', about: proposed.name, day, text } };
  });
};

/** Written down with name, time, network address and the very words. */
const accept = (deps: Deps, page: CustomersProject, sender: Sender, form: SentForm): Promise<void> => {
  const signedBy = filled(page, form.text('name'), 'name');
  return say(deps, page, sender, async ({ project, words }) => {
    const wording = wordingToAccept(project, words)?.[page.language];
    if (!wording || wordingKey({ project, language: page.language }) !== form.text('shown')) throw changed();
    return { word: { kind: 'accepted', about: project.stage, text: wording, signedBy } };
  });
};

/** Where people find it. */
const location = 'by Baton; the file stands in the thread of the project’s message';

const sendFile = async (deps: Deps, page: CustomersProject, sender: Sender, form: SentForm): Promise<void> => {
  const file = await checkFile(await form.file('file'));
  if (typeof file === 'string') throw new FieldErrors({ file: texts[page.language].fileProblems[file] });
  await say(deps, page, sender, async ({ project: { id, customerId, state } }, work) => {
    if (state === 'cancelled') throw changed();
    const filed = await fileDocument(work, {
      subject: projectSubject(id),
      customerId,
      kind: 'other',
      sent: file,
      location,
    });
    return {
      word: { kind: 'file', text: filed.name, documentId: filed.id },
      attachments: filed.fileHash ? [{ name: filed.name, type: file.type, hash: filed.fileHash }] : [],
    };
  });
};

/** @throws FieldErrors at what was filled in wrongly; UserError, Conflict where it cannot be done any more */
export const answerProject = async (
  deps: Deps,
  page: CustomersProject,
  sender: Sender,
  form: SentForm,
): Promise<void> => {
  switch (form.what) {
    case 'suits':
      return suits(deps, page, sender, form.text('shown'));
    case 'another_day':
      return wish(deps, page, sender, form);
    case 'accepted':
      return accept(deps, page, sender, form);
    case 'file':
      return sendFile(deps, page, sender, form);
    case 'message': {
      const text = filled(page, form.text('text'));
      return say(deps, page, sender, async () => ({ word: { kind: 'message', text } }));
    }
    default:
      throw new UserError('There is no such form.');
  }
};
