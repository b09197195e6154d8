import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { Conflict, FieldErrors, UserError } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { readKept } from '../../../platform/block-kit/kept.ts';
import { moment, person } from '../../../platform/block-kit/mentions.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Answer, Interaction, SubmissionRequest } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { ledgerEditors, setupSubject } from '../../billing/setup/index.ts';
import { customerById } from '../../customers/index.ts';
import { type PaperLanguage, paperLanguage } from '../../papers/index.ts';
import { checkWords, examplesOf } from '../check-words.ts';
import type { Words } from '../kind.ts';
import { insertVersion, newestVersion, versionOf, versionsOf } from '../store.ts';
import { fieldOf, languageNames, previewBlocks, type Writing, writeForm } from '../template-views.ts';
import { fillWords } from '../words-for.ts';
import { doing, kindNamed, mostVersions } from './choose-template.ts';

export interface SaveWords extends Words {
  readonly kind: string;
  readonly language: PaperLanguage;
  /** The newest version that was seen. ALL-3 */
  readonly newest: number;
  /** The version whose words these are again. */
  readonly basedOn?: number | undefined;
}

/**
 * Words that letters say from now on: a version more; none is overwritten, and what was sent stays as it is. BIL-7
 * @returns the version
 * @throws FieldErrors at `subject` and `body`; Conflict when somebody else saved first
 */
export const saveWords = (deps: Deps, by: By, input: SaveWords): Promise<number> =>
  deps.transact(by, async (work) => {
    work.require(ledgerEditors, doing);
    const kind = kindNamed(deps, input.kind);
    const { language, subject, body, basedOn } = input;
    checkWords(kind, input);
    const key = { kind: kind.key, language };
    const before = await newestVersion(work.tx, key);
    const version = input.newest + 1;
    const isFirst = (before?.version ?? 0) === input.newest;
    const { subject: oldSubject, body: oldBody } = before ?? kind.words[language];
    if (isFirst && subject === oldSubject && body === oldBody)
      throw new FieldErrors({ body: 'These are the words that it has. Change them, then save.' });
    if (!isFirst || !(await insertVersion(work, key, { version, subject, body, basedOn }))) {
      const first = await newestVersion(work.tx, key);
      throw new Conflict(
        `${first ? `${person(first.writtenBy)} saved version ${first.version} of these words ${moment(first.writtenAt)}` : 'Somebody saved these words'}. Nothing was saved now. Open them anew to see how they are.`,
      );
    }
    work.audit({
      action: 'template.saved',
      subject: setupSubject,
      before: {
        letter: kind.label,
        language: languageNames[language],
        version: before?.version ?? 0,
        subject: oldSubject,
        body: oldBody,
      },
      after: {
        letter: kind.label,
        language: languageNames[language],
        version,
        subject,
        body,
        ...(basedOn === undefined ? {} : { basedOn }),
      },
    });
    return version;
  });

const carried = z.tuple([z.string(), z.string(), z.int(), z.int(), z.string(), z.int()]);

const readWriting = (deps: Deps, data: string): Writing => {
  const [key, language, newest, round, seen, basedOn] = readKept(carried, data);
  return {
    kind: kindNamed(deps, key),
    language: paperLanguage(language),
    newest,
    round,
    seen: seen || undefined,
    basedOn: basedOn < 0 ? undefined : basedOn,
  };
};

const markOf = ({ subject, body }: Words): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, body]))
    .digest('hex')
    .slice(0, 16);

/** At the fields of the form as it is drawn now. */
const atFields = async <T>(writing: Writing, body: () => Promise<T>): Promise<T> => {
  try {
    return await body();
  } catch (error) {
    if (error instanceof FieldErrors)
      throw new FieldErrors(
        Object.fromEntries(Object.entries(error.fields).map(([name, problem]) => [fieldOf(name, writing), problem])),
      );
    if (error instanceof UserError) throw new FieldErrors({ [fieldOf('body', writing)]: error.message });
    throw error;
  }
};

/** @throws FieldErrors where the chosen customer has no such letter, or the words cannot be filled in */
const previewOf = async (
  { deps: { db, contributions } }: SubmissionRequest,
  { kind, language }: Writing,
  words: Words,
  customerId: string | undefined,
): Promise<readonly KnownBlock[]> => {
  checkWords(kind, words);
  if (!customerId || !kind.valuesOf)
    return previewBlocks(fillWords(words, examplesOf(kind)), { whose: ', with made-up values', letter: undefined });
  const reader = { tx: db.prisma, contributions };
  const [customer, values] = await Promise.all([
    customerById(db.prisma, customerId),
    kind.valuesOf(reader, customerId, language),
  ]);
  const name = customer?.name ?? 'This customer';
  if (!values)
    throw new FieldErrors({
      customer: `There is nothing of ${name} that such a letter could be about. Choose another, or nobody.`,
    });
  const filled = fillWords(words, values);
  const letter = await kind.letterWith?.(reader, { customerId, language }, filled);
  return previewBlocks(filled, { whose: ` for ${escapeMrkdwn(name)}`, letter });
};

const wordsOf = async ({ db }: Deps, { kind, language }: Writing, version: number): Promise<Words | undefined> =>
  version === 0 ? kind.words[language] : versionOf(db.prisma, { kind: kind.key, language }, version);

/** The version that was taken up, where its words are still what they were. */
const takenUp = async (deps: Deps, writing: Writing, words: Words): Promise<number | undefined> => {
  const old = writing.basedOn === undefined ? undefined : await wordsOf(deps, writing, writing.basedOn);
  return old && markOf(old) === markOf(words) ? writing.basedOn : undefined;
};

const isAnother = (writing: Writing, words: Words): boolean => writing.seen !== markOf(words);

const answer = async (request: SubmissionRequest, writing: Writing): Promise<Answer> => {
  const { deps, by, values } = request;
  const { kind, language, newest, round } = writing;
  const words = {
    subject: values.text(fieldOf('subject', writing)) ?? '',
    body: values.text(fieldOf('body', writing)) ?? '',
  };
  const what = values.option(fieldOf('what', writing)) ?? 'preview';
  const key = { kind: kind.key, language };
  const versions = await versionsOf(deps.db.prisma, key, mostVersions);
  const next = { ...writing, round: round + 1 };
  if (what.startsWith('from:')) {
    const basedOn = Number(what.slice('from:'.length));
    const old = await wordsOf(deps, writing, basedOn);
    if (!old) throw new UserError(`There is no version ${basedOn} of these words.`);
    return { replace: writeForm({ ...next, basedOn, seen: undefined }, old, versions) };
  }
  const basedOn = await takenUp(deps, writing, words);
  // What nobody has looked at is shown first.
  if (what === 'preview' || isAnother(writing, words)) {
    const customerId = values.option(fieldOf('customer', writing));
    const shown = await previewOf(request, writing, words, customerId);
    return { replace: writeForm({ ...next, basedOn, seen: markOf(words) }, words, versions, shown) };
  }
  const version = await saveWords(deps, by, { ...words, kind: kind.key, language, newest, basedOn });
  return said(
    `Saved: version ${version} of “${escapeMrkdwn(kind.label)}” in ${languageNames[language]}. Letters say it from now on; those that were sent stay as they are.`,
  );
};

/** The form of one letter's words: looked at first, then saved. BIL-7 */
export const writeWords: Interaction = {
  id: 'template.write',
  submit: async (request) => {
    await requireEarly(request, ledgerEditors, doing);
    const writing = readWriting(request.deps, request.data);
    return atFields(writing, () => answer(request, writing));
  },
};
