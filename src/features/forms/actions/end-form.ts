import { Conflict, NotFound } from '../../../core/errors.ts';
import { escapeMrkdwn } from '../../../core/text/text.ts';
import { said } from '../../../platform/slice/answers.ts';
import { requireEarly } from '../../../platform/slice/any-role.ts';
import type { Interaction } from '../../../platform/slice/slice.ts';
import type { By, Deps } from '../../../platform/work/work.ts';
import { projectSubject } from '../../playbooks/index.ts';
import { type FormRequest, formKeepers, type RequestState } from '../requests/request.ts';
import { lockRequest, updateRequest } from '../requests/store.ts';

interface Ending {
  readonly to: 'withdrawn' | 'archived';
  readonly from: readonly RequestState[];
  readonly doing: string;
}

const endings = {
  /** The customer is not to fill it in any more; what they saved stays. */
  withdraw: { to: 'withdrawn', from: ['requested'], doing: 'withdraw forms' },
  /** PUR-1: what came back was worked through. */
  archive: { to: 'archived', from: ['returned', 'declined'], doing: 'archive forms' },
} as const satisfies Readonly<Record<string, Ending>>;

const actions = { withdraw: 'form.withdrawn', archive: 'form.archived' } as const;

/** @throws Conflict where it stands otherwise meanwhile */
export const endForm = (deps: Deps, by: By, id: string, how: keyof typeof endings): Promise<FormRequest> =>
  deps.transact(by, async (work) => {
    const { to, from, doing }: Ending = endings[how];
    work.require(formKeepers, doing);
    const request = await lockRequest(work.tx, id);
    if (!request) throw new NotFound('form');
    if (!from.includes(request.state))
      throw new Conflict(`This form is ${request.state} meanwhile. Open the project again to see it.`);
    await updateRequest(work.tx, id, { state: to, endedBy: work.by.id, endedAt: work.now });
    const { projectId, customerId, form } = request;
    work.audit({
      action: actions[how],
      subject: projectSubject(projectId),
      customerId,
      after: { form: form.key, request: id },
    });
    return request;
  });

const ends = (id: string, how: keyof typeof endings, says: string): Interaction => ({
  id,
  press: async (request) => {
    await requireEarly(request, formKeepers, endings[how].doing);
    const { form } = await endForm(request.deps, request.by, request.value, how);
    return said(`${escapeMrkdwn(form.name.en)}: ${says}`);
  },
});

export const endFormButtons: readonly Interaction[] = [
  ends('form.withdraw', 'withdraw', 'withdrawn. Its page says that it is not needed any more.'),
  ends('form.archive', 'archive', 'archived.'),
];
