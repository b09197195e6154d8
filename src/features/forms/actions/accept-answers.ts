import { createHash } from 'node:crypto';
import type { KnownBlock, ModalView } from '@slack/types';
import { Conflict, FieldErrors, NotFound, UserError } from '../../../core/errors.ts';
import { clip, escapeMrkdwn } from '../../../core/text/text.ts';
import { context, modal, section, ticksInput } from '../../../platform/block-kit/blocks.ts';
import type { Tx } from '../../../platform/db/open.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { changeDetails, detailsOf, lockDetails } from '../../customers/index.ts';
import { fieldsOf, projectDoor, projectSubject } from '../../playbooks/index.ts';
import { type Beside, beside, enteredOf } from '../requests/known.ts';
import { type FormRequest, formKeepers } from '../requests/request.ts';
import { lockRequest, requestById, updateRequest } from '../requests/store.ts';

const doing = 'take over what customers filled in';

interface Returned {
  readonly request: FormRequest;
  readonly rows: readonly Beside[];
}

const returnedOf = (request: FormRequest | undefined): FormRequest => {
  if (!request) throw new NotFound('form');
  if (request.state === 'returned' || request.state === 'archived') return request;
  throw new UserError('The customer has not sent this form back.');
};

const read = async (tx: Tx, id: string): Promise<Returned> => {
  const request = returnedOf(await requestById(tx, id));
  const customer = await detailsOf(tx, request.customerId);
  if (!customer) throw new NotFound('customer');
  return { request, rows: beside(request, customer) };
};

/** Names what somebody decides by: what is known and what came back. */
const seen = (rows: readonly Beside[]): string =>
  createHash('sha256')
    .update(JSON.stringify(rows.map(({ field, known, answer }) => [field.key, known, answer])))
    .digest('base64url')
    .slice(0, 16);

const short = (text: string | undefined): string => (text ? escapeMrkdwn(clip(text, 200)) : '–');

const rowText = ({ field, known, answer, differs }: Beside): string => {
  const mark = differs ? '' : ' _(nothing to take over)_';
  return `*${escapeMrkdwn(field.label.en)}*${mark}\nKnown: ${short(known)}\nAnswered: ${short(answer)}`;
};

const ticksEach = 10;

/** Slack draws ten ticks of a field. */
const ticks = (differing: readonly Beside[]): readonly KnownBlock[] =>
  Array.from({ length: Math.ceil(differing.length / ticksEach) }, (_, at) => {
    const some = differing.slice(at * ticksEach, (at + 1) * ticksEach);
    return ticksInput({
      name: `accept_${at}`,
      label: at === 0 ? 'Take over into the customer’s record' : 'And these',
      choices: some.map(({ field, answer }) => ({
        text: clip(field.label.en, 75),
        value: field.key,
        description: clip(answer ?? '', 75),
      })),
      initial: some.map(({ field }) => field.key),
    });
  });

const form = ({ request, rows }: Returned): ModalView => {
  const differing = rows.filter(({ differs }) => differs);
  return modal({
    callback: 'form.accept',
    title: 'What came back',
    ...(differing.length > 0 ? { submit: 'Take over' } : {}),
    data: `${request.id} ${seen(rows)}`,
    blocks: [
      ...rows.map((row) => section(rowText(row))),
      ...(differing.length > 0
        ? ticks(differing)
        : [context('The customer’s record says the same: there is nothing to take over.')]),
    ],
  });
};

export interface AcceptAnswers {
  readonly id: string;
  /** Fields of the form. */
  readonly keys: readonly string[];
  /** What was seen; anything where nobody looked. */
  readonly seen?: string | undefined;
}

/** PUR-10, PUR-14: what came back becomes the customer's record, field by field. @throws FieldErrors, Conflict where either side moved */
export const acceptAnswers = (deps: Deps, by: By, input: AcceptAnswers): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(formKeepers, doing);
    const found = returnedOf(await requestById(work.tx, input.id));
    // Lock order: customer, then what belongs to a project.
    await lockDetails(work, found.customerId);
    const request = returnedOf(await lockRequest(work.tx, input.id));
    const { rows } = await read(work.tx, input.id);
    if (input.seen !== undefined && seen(rows) !== input.seen)
      throw new Conflict('Something of it changed meanwhile. Nothing was taken over. Open it again.');
    const entered = enteredOf(rows, input.keys);
    if (Object.keys(entered).length === 0)
      throw new FieldErrors({ accept_0: 'Tick at least one field, or close this window.' });
    const { projectId, customerId, form: definition } = request;
    await changeDetails(work, customerId, entered, `Taken over from the form “${definition.name.en}”.`).catch(
      (error: unknown) => {
        if (!(error instanceof FieldErrors)) throw error;
        throw new FieldErrors({ accept_0: Object.values(error.fields).join(' ') });
      },
    );
    const keys = fieldsOf(definition)
      .map(({ key }) => key)
      .filter((key) => input.keys.includes(key));
    await updateRequest(work.tx, input.id, { accepted: [...new Set([...request.accepted, ...keys])] });
    work.audit({
      action: 'form.accepted',
      subject: projectSubject(projectId),
      customerId,
      after: { form: definition.key, request: input.id, fields: keys },
    });
    return projectId;
  });

export const acceptAnswersButton: Interaction = {
  id: 'form.accept',
  press: opensForm({ roles: formKeepers, doing, find: ({ db }, id) => read(db.prisma, id), form }),
  submit: async ({ deps, by, data, values }) => {
    const [id = '', shown] = data.split(' ');
    const keys = values.names.filter((name) => name.startsWith('accept_')).flatMap((name) => values.options(name));
    const projectId = await acceptAnswers(deps, by, { id, keys, seen: shown });
    return { window: { type: projectDoor.subject, id: projectId } };
  },
};
