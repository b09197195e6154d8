/** What customers do with a form on its page. */
import { Conflict, FieldErrors } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { buttons, section } from '../../../platform/block-kit/blocks.ts';
import { openButton } from '../../../platform/slice/door.ts';
import type { By, Deps, Work } from '../../../platform/work/work.ts';
import { customerById } from '../../customers/index.ts';
import type { PaperLanguage } from '../../papers/index.ts';
import { type FormField, projectDoor, projectSubject } from '../../playbooks/index.ts';
import { type Answers, answerProblems, type FormRequest, isOpen, missingOf } from './request.ts';
import { lockRequest, updateRequest } from './store.ts';

export interface Sender {
  readonly by: By;
  /** Of the network. */
  readonly address: string;
}

const doing = 'answer on a customer’s page';

/** @throws Conflict where it is not to be filled in any more */
const openOf = async (work: Work, id: string): Promise<FormRequest> => {
  // It is theirs: no role is needed.
  work.require([], doing, true);
  const request = await lockRequest(work.tx, id);
  if (!request || !isOpen(request, work.today)) throw new Conflict('This form is not to be filled in any more.');
  return request;
};

const told = async (work: Work, { projectId, customerId, form, requestedBy }: FormRequest, says: string) => {
  const customer = await customerById(work.tx, customerId);
  const text = `*${escapeMrkdwn(customer?.name ?? '')}* ${says}: ${escapeMrkdwn(form.name.en)}.`;
  work.post({
    to: { user: requestedBy },
    customerId,
    content: {
      text: text.replaceAll('*', ''),
      blocks: [section(text), buttons(`form:${projectId}`, [openButton(projectDoor, projectId)])],
    },
  });
};

/** One step's fields; the others stay as they were saved. @throws FieldErrors by field */
export const saveStep = (
  deps: Deps,
  { by }: Sender,
  step: {
    readonly id: string;
    readonly fields: readonly FormField[];
    readonly answers: Answers;
    readonly language: PaperLanguage;
  },
): Promise<void> =>
  deps.transact(by, async (work) => {
    const { id, fields, answers, language } = step;
    const request = await openOf(work, id);
    const problems = answerProblems(fields, answers, language);
    if (Object.keys(problems).length > 0) throw new FieldErrors(problems);
    const all = Object.entries({ ...request.answers, ...answers }).filter(([, text]) => text !== '');
    await updateRequest(work.tx, id, { answers: Object.fromEntries(all) });
    const { projectId, customerId, form } = request;
    // What they wrote stays in the row, from which it can be erased. ALL-7
    const after = { form: form.key, fields: fields.map(({ key }) => key) };
    work.audit({ action: 'form.saved', subject: projectSubject(projectId), customerId, after });
  });

/** All of it is there, and goes to who asked for it. @throws Conflict where something is missing */
export const returnForm = (deps: Deps, { by, address }: Sender, id: string, language: PaperLanguage): Promise<void> =>
  deps.transact(by, async (work) => {
    const request = await openOf(work, id);
    const { projectId, customerId, form, answers } = request;
    if (missingOf(form, answers, language).length > 0) throw new Conflict('Something is missing.');
    await updateRequest(work.tx, id, { state: 'returned', returnedAt: work.now, address });
    work.audit({
      action: 'form.returned',
      subject: projectSubject(projectId),
      customerId,
      after: { form: form.key, request: id },
    });
    await told(work, request, 'sent a form back');
  });

export const declineForm = (deps: Deps, { by, address }: Sender, id: string, reason: string): Promise<void> =>
  deps.transact(by, async (work) => {
    const request = await openOf(work, id);
    const { projectId, customerId, form } = request;
    await updateRequest(work.tx, id, { state: 'declined', returnedAt: work.now, address, reason });
    work.audit({
      action: 'form.declined',
      subject: projectSubject(projectId),
      customerId,
      after: { form: form.key, request: id },
    });
    await told(work, request, 'declined a form; the project’s window says why');
  });
