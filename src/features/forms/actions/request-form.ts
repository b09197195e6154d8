import type { ModalView } from '@slack/types';
import { FieldErrors, UserError } from '../../../core/errors.ts';
import { addDays } from '../../../core/time/calendar.ts';
import { modal, selectInput } from '../../../platform/block-kit/blocks.ts';
import { required } from '../../../platform/block-kit/form.ts';
import { opensForm } from '../../../platform/slice/answers.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import {
  type FormDefinition,
  formsOf,
  type ProjectState,
  projectDoor,
  projectSubject,
  projectsOf,
  readerOf,
} from '../../playbooks/index.ts';
import { formKeepers } from '../requests/request.ts';
import { insertRequest, openRequest } from '../requests/store.ts';

const doing = 'ask customers for forms';

const projectFor = ({ contributions, db, ...deps }: Deps, id: string): Promise<ProjectState> =>
  projectsOf({ contributions }).load(readerOf({ contributions, db, ...deps }), id, { extent: 'own' });

const form = ({ id, playbook }: ProjectState): ModalView =>
  modal({
    callback: 'form.request',
    title: 'Request a form',
    submit: 'Request',
    data: id,
    blocks: [
      selectInput({
        name: 'form',
        label: 'Which form?',
        hint: 'Its link stands in the project’s window then; it can be sent by mail from there',
        choices: formsOf(playbook).map(({ key, name }) => ({ text: name.en, value: key })),
        initial: formsOf(playbook)[0]?.key,
      }),
    ],
  });

/** PUR-1, PUR-14: the customer is to fill in this form; its definition stays what it is now. @returns its id @throws FieldErrors */
export const requestForm = (
  deps: Deps,
  by: By,
  { projectId, key }: { readonly projectId: string; readonly key: string },
): Promise<string> =>
  deps.transact(by, async (work) => {
    work.require(formKeepers, doing);
    const project = await projectsOf(work).load(work, projectId, { lock: true, extent: 'own' });
    const found: FormDefinition | undefined = formsOf(project.playbook).find((each) => each.key === key);
    if (!found) throw new FieldErrors({ form: 'This project’s playbook has no such form. Choose another one.' });
    if (project.state === 'cancelled') throw new UserError('This project is cancelled. Open it again first.');
    if (await openRequest(work.tx, projectId, key, work.today))
      throw new FieldErrors({ form: 'The customer has this form already. Withdraw that one first.' });
    const { customerId } = project;
    const expiresOn = addDays(work.today, found.validDays);
    const id = await insertRequest(work, { projectId, customerId, form: found, expiresOn });
    work.audit({
      action: 'form.requested',
      subject: projectSubject(projectId),
      customerId,
      after: { form: key, request: id, expiresOn },
    });
    return id;
  });

export const requestFormButton: Interaction = {
  id: 'form.request',
  press: opensForm({ roles: formKeepers, doing, find: projectFor, form }),
  submit: async ({ deps, by, data, values }) => {
    const key = required(values.option('form'), 'form', 'Choose the form.');
    await requestForm(deps, by, { projectId: data, key });
    return { window: { type: projectDoor.subject, id: data } };
  },
};
